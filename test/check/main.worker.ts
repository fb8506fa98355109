// Exhausts the programs that main.ts hands out, one at a time.
import { parentPort } from "node:worker_threads";
import { CheckError } from "../../src/check/error.ts";
import type { Program } from "../../src/check/program.ts";
import { exhaust, programsOf } from "./run.ts";

/** A program by its place in the list of its primitive. */
export interface Task {
  readonly primitive: string;
  readonly index: number;
}

export interface Verdict {
  readonly name: string;
  readonly verdict: string;
  readonly holds: boolean;
  readonly states: number;
  readonly steps: number;
  readonly ms: number;
  /** What was found. */
  readonly message?: string;
}

const lists = new Map<string, Promise<readonly Program[]>>();

async function judge({ primitive, index }: Task): Promise<Verdict> {
  const list = lists.get(primitive) ?? programsOf(primitive, true);
  lists.set(primitive, list);
  const program = (await list)[index];
  const name = program.name ?? primitive;
  try {
    const { states, steps, ms, complete } = exhaust(program);
    return { name, verdict: complete ? "holds" : "not exhausted", holds: complete, states, steps, ms };
  } catch (error) {
    if (!(error instanceof CheckError)) throw error;
    return { name, verdict: error.kind, holds: false, states: 0, steps: 0, ms: 0, message: error.message };
  }
}

parentPort?.on("message", async (task: Task) => parentPort?.postMessage(await judge(task)));
