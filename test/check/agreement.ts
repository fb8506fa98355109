// Whether three searches of the same random programs end in the same states: hashed (source transform), unhashed (logs), brute force.
// Takes the checker by address, so that a mutated copy of it can be put to the same test.

import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type * as checking from "../../src/check/check.ts";
import type * as loading from "../../src/check/load.ts";
import type { Program, ThreadBody } from "../../src/check/program.ts";
import { type BruteThread, bruteForce } from "./brute.ts";
import { generateProgram, SIZE } from "./generate.ts";

export interface Agreement {
  readonly compared: number;
  readonly finals: number;
  /** The first program on which the searches differ, with what they found. */
  readonly difference: string | undefined;
}

const MOST_SCHEDULES = 3000;
const show = (words: readonly number[], results: readonly unknown[], stuck: boolean) =>
  JSON.stringify([words, results.map((result) => result ?? null), stuck]);

/** `checker` is the directory of a built checker. */
export async function agreement(
  checker: URL,
  random: () => number,
  programs: number,
  scratch: string,
): Promise<Agreement> {
  const { checkProgram } = (await import(new URL("check.js", checker).href)) as typeof checking;
  const { loadModule } = (await import(new URL("load.js", checker).href)) as typeof loading;
  let compared = 0;
  let finals = 0;
  for (let i = 0; compared < programs; i++) {
    const generated = generateProgram(random);
    const generators = new Function(generated.generators)() as BruteThread[];
    const file = `${scratch}/program-${i}.mjs`;
    writeFileSync(file, generated.module);
    const url = pathToFileURL(file);
    let brute: Set<string>;
    try {
      brute = bruteForce(SIZE, generators, show, MOST_SCHEDULES);
    } catch (error) {
      if (error instanceof RangeError) continue;
      throw error;
    }
    const logged = ((await import(url.href)) as { default: ThreadBody[] }).default;
    const marked = (await loadModule(url, new Map())).default as ThreadBody[];
    const found = [search(checkProgram, marked, true), search(checkProgram, logged, false)];
    compared++;
    finals += brute.size;
    const stuck = [...brute].some((final) => final.endsWith("true]"));
    const expected = stuck ? "deadlock" : [...brute].sort().join(" ");
    for (const [j, each] of found.entries()) {
      if (each === expected) continue;
      const name = j === 0 ? "hashed" : "unhashed";
      return { compared, finals, difference: `${generated.module}\n${name}: ${each}\nbrute force: ${expected}` };
    }
  }
  return { compared, finals, difference: undefined };
}

function search(checkProgram: typeof checking.checkProgram, threads: readonly ThreadBody[], exact: boolean): string {
  const finals = new Set<string>();
  const program: Program = {
    words: SIZE,
    threads,
    timeouts: "certain",
    final: (w, results: readonly unknown[]) => {
      finals.add(show([...w], results, false));
    },
  };
  try {
    const { complete } = checkProgram(program, {}, exact);
    return complete ? [...finals].sort().join(" ") : "incomplete";
  } catch (error) {
    const { kind, message } = error as { kind?: string; message: string };
    return kind ?? message;
  }
}
