// Whether three searches of the same random programs end in the same states: hashed (source transform), unhashed (logs), brute force.
// Takes the checker by address, so that a mutated copy of it can be put to the same test.

import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type * as checking from "../../src/check/check.ts";
import type * as loading from "../../src/check/load.ts";
import type { Program, ThreadBody } from "../../src/check/program.ts";
import { type BruteEvents, type BruteThread, bruteForce } from "./brute.ts";
import { generateProgram, SIZE } from "./generate.ts";

export interface Agreement {
  readonly compared: number;
  readonly finals: number;
  /** The first program on which the searches differ, with what they found. */
  readonly difference: string | undefined;
}

const INCOMPLETE = "incomplete";
const MOST_SCHEDULES = 1500;
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
    const events = { spurious: 1, kills: 1 };
    const brute = forced(generators, {});
    if (brute === INCOMPLETE) continue;
    const logged = ((await import(url.href)) as { default: ThreadBody[] }).default;
    const marked = (await loadModule(url, new Map())).default as ThreadBody[];
    compared++;
    finals += brute.split(" ").length;
    const twins = (role: readonly number[]) => ({ roles: [role], anyOrder: true });
    const same = [marked[0], marked[0], marked[1]];
    const comparisons: readonly (readonly [what: string, one: string, other: string])[] = [
      ["hashed, brute force", search(checkProgram, marked, true, {}), brute],
      ["unhashed, brute force", search(checkProgram, logged, false, {}), brute],
      [
        "hashed, brute force, with a death and a spurious wake-up",
        search(checkProgram, marked, true, events),
        forced(generators, events),
      ],
      [
        "hashed, unhashed, with a death and a spurious wake-up",
        search(checkProgram, marked, true, events),
        search(checkProgram, logged, false, events),
      ],
      [
        "three threads, two of them a role, or not",
        search(checkProgram, same, true, twins([0, 1])),
        search(checkProgram, same, true, twins([])),
      ],
    ];
    for (const [what, one, other] of comparisons) {
      // Too large for a test, in one of the two.
      if (one === other || one === INCOMPLETE || other === INCOMPLETE) continue;
      const difference = `${generated.module}\n${what}:\n${onlyIn(one, other)}\n${onlyIn(other, one)}`;
      return { compared, finals, difference };
    }
  }
  return { compared, finals, difference: undefined };
}

/** The final states by brute force, in the form that `search` answers. */
function forced(generators: readonly BruteThread[], events: BruteEvents): string {
  try {
    const finals = bruteForce(SIZE, generators, show, MOST_SCHEDULES, events);
    return [...finals].some((final) => final.endsWith("true]")) ? "deadlock" : [...finals].sort().join(" ");
  } catch (error) {
    if (error instanceof RangeError) return INCOMPLETE;
    throw error;
  }
}

/** What one search found and the other didn't: some of it. */
function onlyIn(one: string, other: string): string {
  const known = new Set(other.split(" "));
  const rest = one.split(" ").filter((final) => !known.has(final));
  return `${rest.length} more: ${rest.slice(0, 3).join(" ")}`;
}

interface Variation {
  readonly spurious?: number;
  readonly kills?: number;
  readonly roles?: readonly (readonly number[])[];
  /** Results of threads are compared as a set: which of two equal threads had which makes no difference. */
  readonly anyOrder?: boolean;
}

function search(
  checkProgram: typeof checking.checkProgram,
  threads: readonly ThreadBody[],
  exact: boolean,
  { anyOrder = false, ...variation }: Variation,
): string {
  const finals = new Set<string>();
  const program: Program = {
    words: SIZE,
    threads,
    timeouts: "certain",
    ...variation,
    final: (w, results: readonly unknown[]) => {
      finals.add(show([...w], anyOrder ? results.map((result) => JSON.stringify(result)).sort() : results, false));
    },
  };
  try {
    const { complete } = checkProgram(program, { maxSteps: 10_000 }, exact);
    return complete ? [...finals].sort().join(" ") : INCOMPLETE;
  } catch (error) {
    const { kind, message } = error as { kind?: string; message: string };
    return kind ?? message;
  }
}
