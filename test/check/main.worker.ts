// Exhausts the programs that main.ts hands out, one at a time.
import { parentPort } from "node:worker_threads";
import { CheckError } from "../../src/check/error.ts";
import type { FailureKind } from "../../src/check/failure.ts";
import type { Program } from "../../src/check/program.ts";
import { brokenOf, exhaust, programsOf } from "./run.ts";

/** A program by its place in the list of its primitive: that of those which hold, then that of the broken ones. */
export interface Task {
  readonly primitive: string;
  readonly index: number;
}

export interface Verdict {
  readonly name: string;
  readonly verdict: string;
  /** Whether it is what was expected. */
  readonly holds: boolean;
  readonly states: number;
  readonly steps: number;
  readonly ms: number;
  /** What was found. */
  readonly message?: string;
}

interface Row {
  readonly program: Program;
  /** What must be found; nothing if it must hold. */
  readonly kind?: FailureKind;
}

const lists = new Map<string, Promise<readonly Row[]>>();

async function rowsOf(primitive: string): Promise<readonly Row[]> {
  const programs = await programsOf(primitive, true);
  return [...programs.map((program) => ({ program })), ...(await brokenOf(primitive))];
}

async function judge({ primitive, index }: Task): Promise<Verdict> {
  const list = lists.get(primitive) ?? rowsOf(primitive);
  lists.set(primitive, list);
  const { program, kind } = (await list)[index];
  const name = program.name ?? primitive;
  const start = performance.now();
  try {
    const { states, steps, ms, complete } = exhaust(program);
    const verdict = `${complete ? "holds" : "not exhausted"}${kind === undefined ? "" : `, expected ${kind}`}`;
    return { name, verdict, holds: complete && kind === undefined, states, steps, ms };
  } catch (error) {
    if (!(error instanceof CheckError)) throw error;
    const found = { name, states: 0, steps: 0, ms: performance.now() - start };
    if (error.kind === kind) return { ...found, verdict: `${kind}, by design`, holds: true };
    const verdict = `${error.kind}${kind === undefined ? "" : `, expected ${kind}`}`;
    return { ...found, verdict, holds: false, message: error.message };
  }
}

parentPort?.on("message", async (task: Task) => parentPort?.postMessage(await judge(task)));
