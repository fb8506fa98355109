import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";

/** For a program's import, as a literal. */
export const library = JSON.stringify(new URL("../../src/index.js", import.meta.url).href);

export interface ProgramOptions {
  /** Kills it after so many ms: code null. */
  limit?: number;
  stdio?: StdioOptions;
  /** Done to it after `lateMs`. */
  late?: (child: ChildProcess) => void;
  lateMs?: number;
}

/** Runs a program of its own; answers its exit code and what it wrote. */
export function program(
  source: string,
  { limit = 20_000, stdio = "pipe", late = () => {}, lateMs = limit }: ProgramOptions = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", source], { stdio });
    const written = { stdout: "", stderr: "" };
    for (const output of ["stdout", "stderr"] as const) {
      child[output]?.on("data", (data) => {
        written[output] += data;
      });
    }
    const timers = [setTimeout(() => child.kill("SIGKILL"), limit), setTimeout(() => late(child), lateMs)];
    child.on("close", (code) => {
      for (const timer of timers) clearTimeout(timer);
      resolve({ code, ...written });
    });
  });
}
