// Loads the programs of the core through the checker's source transform.
import { checkProgram } from "../../src/check/check.ts";
import { CheckError } from "../../src/check/error.ts";
import { loadModule } from "../../src/check/load.ts";
import type { Program, Result } from "../../src/check/program.ts";
import * as core from "../../src/core/index.ts";
import { tune } from "../../src/core/machine.ts";
import { programs as large } from "./programs/large.ts";
import type { Broken, Core, Programs } from "./programs/shapes.ts";
import type { Bug } from "./seeded/bug.ts";

export const PRIMITIVES = [
  "kernel",
  "plan9",
  "semaphore",
  "note",
  "mutex",
  "rwmutex",
  "cond",
  "counts",
  "channel",
  "select",
];

/** The core with marks, whose waits sleep without a spin and at most `slice` ms at a time. */
export async function transformedCore(slice: number): Promise<Core> {
  const loaded = new Map<string, Record<string, unknown>>();
  const core = await loadModule(new URL("../../src/core/index.js", import.meta.url), loaded);
  const machine = await loadModule(new URL("../../src/core/machine.js", import.meta.url), loaded);
  (machine.tune as (turns: number, slice: number) => void)(0, slice);
  return core as Core;
}

/** Programs for random search, over the core as it is. */
export function largePrograms(): readonly Program[] {
  tune(0, Number.POSITIVE_INFINITY);
  return large(core);
}

/** Those that are exhausted in seconds, which the tests do; with `slow`, those that take longer too. */
export async function programsOf(primitive: string, slow = false): Promise<readonly Program[]> {
  const module = await loadModule(new URL(`programs/${primitive}.js`, import.meta.url), new Map());
  const lists = [module.programs, slow ? module.slow : undefined].filter((list) => list !== undefined) as Programs[];
  const core = await transformedCore(Number.POSITIVE_INFINITY);
  const sliced = await transformedCore(1000);
  return lists.flatMap((list) => list(core, sliced));
}

/** Those in which the search must find what the primitive does not survive. */
export async function brokenOf(primitive: string): Promise<readonly Broken[]> {
  const module = await loadModule(new URL(`programs/${primitive}.js`, import.meta.url), new Map());
  const list = module.broken as ((core: Core, sliced: Core) => readonly Broken[]) | undefined;
  if (list === undefined) return [];
  return list(await transformedCore(Number.POSITIVE_INFINITY), await transformedCore(1000));
}

/** Exhausts a program whose code went through the transform. */
export function exhaust(program: Program): Result {
  return checkProgram(program, { maxSteps: 100_000_000 }, true);
}

export const SEEDED = ["plan9", "locks", "waiting", "queues"];

export async function seededBugs(): Promise<readonly Bug[]> {
  const bugs: Bug[] = [];
  for (const file of SEEDED) {
    const module = await loadModule(new URL(`seeded/${file}.js`, import.meta.url), new Map());
    bugs.push(...(module.bugs as readonly Bug[]));
  }
  return bugs;
}

/** The error that the checker finds in a program, or undefined. */
export function find(program: Program): CheckError | undefined {
  try {
    exhaust(program);
    return undefined;
  } catch (error) {
    if (error instanceof CheckError) return error;
    throw error;
  }
}
