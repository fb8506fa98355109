import { execFile } from "node:child_process";

/** For a program's import, as a literal. */
export const library = JSON.stringify(new URL("../../src/index.js", import.meta.url).href);

/** Runs a program of its own; answers its exit code and what it wrote. Kills it after 20 s: code null. */
export function program(source: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["--input-type=module", "-e", source],
      { timeout: 20_000 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
