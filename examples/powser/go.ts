// Go's own time beside ours: bench/go/powser.go has the same workloads. It runs one for each line that it gets, so it can take turns with us.

import { type ChildProcessByStdio, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Job } from "./workloads.ts";

const source = fileURLToPath(new URL("../../../bench/go/powser.go", import.meta.url));
const call = promisify(execFile);

/** In ms. */
export interface Times {
  user: number;
  system: number;
  real: number;
}

export class Go {
  readonly version: string;
  readonly #folder: string;
  readonly #program: string;

  private constructor(version: string, folder: string, program: string) {
    this.version = version;
    this.#folder = folder;
    this.#program = program;
  }

  /** Builds the program; answers why there is none where that can't be. */
  static async build(): Promise<Go | string> {
    let folder: string | undefined;
    try {
      const { stdout } = await call("go", ["version"]);
      folder = await mkdtemp(join(tmpdir(), "powser-"));
      const program = join(folder, process.platform === "win32" ? "powser.exe" : "powser");
      await call("go", ["build", "-o", program, source]);
      return new Go(stdout.split(" ")[2], folder, program);
    } catch (error) {
      if (folder !== undefined) await rm(folder, { recursive: true });
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "Go is not installed";
      return `Go can't build ${source}: ${(error as Error).message}`;
    }
  }

  /** The coefficients of every series of the workload, as format() writes them. */
  async coefficients({ workload, threads, terms }: Job): Promise<string[]> {
    const { stdout } = await call(this.#program, [...options({ workload, threads, terms }), "-show"]);
    return stdout.trimEnd().split("\n");
  }

  start(job: Job): GoProcess {
    return new GoProcess(spawn(this.#program, options(job), { stdio: ["pipe", "pipe", "pipe"] }));
  }

  async dispose(): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }
}

function options({ workload, threads, terms }: Job): string[] {
  return ["-workload", workload, "-threads", String(threads), "-terms", String(terms)];
}

export class GoProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: Interface;
  readonly #ended: Promise<unknown>;
  #said = "";

  constructor(child: ChildProcessByStdio<Writable, Readable, Readable>) {
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout });
    this.#ended = once(child, "close");
    child.stderr.setEncoding("utf8").on("data", (text) => {
      this.#said += text;
    });
    // A program that has ended says so by its exit.
    child.stdin.on("error", () => {});
  }

  /** One run; null if an int64 overflows, which is all that it counts with: the program has ended then. */
  async run(): Promise<Times | null> {
    const answer = once(this.#lines, "line");
    this.#child.stdin.write("\n");
    const [line] = await Promise.race([answer, this.#ended.then(() => [null])]);
    if (line !== null) return JSON.parse(line);
    if (this.#said.startsWith("overflow")) return null;
    throw new Error(`powser.go has ended: ${this.#said.trim()}`);
  }

  stop(): void {
    this.#child.stdin.end();
  }
}
