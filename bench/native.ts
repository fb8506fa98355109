// C and Go beside us, where a compiler is there.

import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Subject } from "./harness.ts";

const source = (file: string) => fileURLToPath(new URL(`../../bench/${file}`, import.meta.url));

/** A suite's compiled comparison programs: each takes a case, and prints ns per operation or a Measure as JSON. */
export class Natives {
  readonly #folder = mkdtempSync(join(tmpdir(), "usema-bench-"));
  readonly #c: boolean;
  readonly #go: boolean;

  constructor(suite: string) {
    this.#c = this.#build("cc", ["-O2", "-pthread", "-o", this.#path("c"), source(`native/${suite}.c`)]);
    this.#go = this.#build("go", ["build", "-o", this.#path("go"), source(`go/${suite}.go`)]);
  }

  c(name: string, ...what: (string | number)[]): Subject[] {
    return this.#c ? [this.#subject(name, "c", what)] : [];
  }

  go(name: string, ...what: (string | number)[]): Subject[] {
    return this.#go ? [this.#subject(name, "go", what)] : [];
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #path(program: string): string {
    return join(this.#folder, program);
  }

  #build(compiler: string, args: string[]): boolean {
    try {
      execFileSync(compiler, args, { stdio: ["ignore", "ignore", "inherit"] });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      console.log(`${compiler} is not installed: no comparison with it`);
      return false;
    }
  }

  #subject(name: string, program: string, what: (string | number)[]): Subject {
    return {
      name,
      run: () =>
        new Promise((resolve, reject) => {
          execFile(this.#path(program), what.map(String), (error, stdout) =>
            error ? reject(error) : resolve(JSON.parse(stdout)),
          );
        }),
    };
  }
}
