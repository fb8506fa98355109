import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ROUNDS } from "./local.ts";
import type { GoTimes } from "./report.ts";

const program = fileURLToPath(new URL("../../../bench/go/powser.go", import.meta.url));

/** Go's time on the same series and terms; null where there is no toolchain. */
export function goTimes(terms: number): GoTimes | null {
  const run = (args: string[]) =>
    execFileSync("go", args, {
      encoding: "utf8",
      env: { ...process.env, GOMAXPROCS: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
  let version: string;
  try {
    version = run(["version"]).split(" ")[2];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  try {
    const { suite } = JSON.parse(run(["run", program, "-terms", String(terms), "-rounds", String(ROUNDS)]));
    return { version, suite };
  } catch (error) {
    if (String((error as { stderr?: string }).stderr).startsWith("overflow")) return { version, suite: null };
    throw error;
  }
}
