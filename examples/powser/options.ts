// The commands' arguments: what can't be is an error that says what was given and what is expected.

import process from "node:process";

/** The command line for cac, which would take a negative number for an option: `--threads -1` becomes `--threads=-1`. */
export function commandLine(): string[] {
  const joined: string[] = [];
  for (const argument of process.argv) {
    const option = joined.at(-1);
    if (/^-[\d.]/.test(argument) && option?.startsWith("--") && !option.includes("=")) {
      joined[joined.length - 1] = `${option}=${argument}`;
    } else joined.push(argument);
  }
  return joined;
}

/** A whole number from 1 to `most`. Throws RangeError for anything else: `option` is its name, `where` what the bound holds for. */
export function whole(option: string, given: unknown, most: number, where = ""): number {
  const value = Number(given);
  if (String(given) === "" || !Number.isInteger(value) || value < 1 || value > most) {
    throw new RangeError(`${option} ${given}; expected a whole number from 1 to ${most}${where}`);
  }
  return value;
}

/** Runs a command. Its errors are for whoever typed it: one line, and exit code 1. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    console.error(`powser: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
