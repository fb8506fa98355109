// What the threads of a program say to each other to find out that none of them can go on any more: rounds, in which each looks for itself.

import { words } from "./heap.ts";
import { COUNTERS, LOOKED, PROOFS, ROUND, STILL, TASKS, WAITS_ON, WAITS_SINCE, WORKERS } from "./layout.ts";
import { memory } from "./memory.ts";
import { livingThreads, me, recordOf } from "./threads.ts";
import { FOREVER, readName, waitOf, writeName } from "./waits.ts";

/** What a thread has said last. It blocks, or its event loop had nothing to do. */
export interface Stand {
  readonly thread: number;
  readonly blocks: boolean;
  /** Since when: the time at which it began to block; the first of the rounds in a row in which its event loop had nothing to do. */
  readonly since: number;
  /** When it has looked whether it can go on: how often it has gone to sleep; the last of those rounds. */
  readonly looked: number;
  /** How many of its tasks wait. */
  readonly tasks: number;
}

/** Begins a round and answers its number. `proof`: who answers this one, or any later one, must have proved since now that it is idle. */
export function beginRound(proof: boolean): number {
  if (proof) Atomics.add(words, PROOFS >> 2, 1);
  const round = Atomics.add(words, ROUND >> 2, 1) + 1;
  Atomics.notify(words, ROUND >> 2);
  return round;
}

type WaitAsync = (words: Int32Array, index: number, value: number) => { value: unknown };

/** How many proofs have been asked for. */
export function proofs(): number {
  return Atomics.load(words, PROOFS >> 2);
}

/** Runs `fn` with the number of every round from now on, in the event loop, which this does not keep alive. Without waitAsync, never. */
export async function onRound(fn: (round: number) => void): Promise<void> {
  const { waitAsync } = Atomics as { waitAsync?: WaitAsync };
  if (waitAsync === undefined) return;
  for (let round = Atomics.load(words, ROUND >> 2); ; fn(round)) {
    await waitAsync(words, ROUND >> 2, round).value;
    round = Atomics.load(words, ROUND >> 2);
  }
}

/** Says that this thread's event loop has had nothing to do from round `since` to round `looked`, and what one of its tasks waits for. */
export function standStill(since: number, looked: number, tasks: number, what: string): void {
  const record = recordOf(me);
  writeName(what);
  Atomics.store(words, (record + TASKS) >> 2, tasks);
  Atomics.store(words, (record + STILL) >> 2, since);
  Atomics.store(words, (record + LOOKED) >> 2, looked);
}

/** What the threads have said, if these are all threads of the program and none blocks for a limited time. */
export function stands(): Stand[] | undefined {
  let known = 1;
  const all: Stand[] = [];
  for (const thread of livingThreads(words)) {
    const record = recordOf(thread);
    known += Atomics.load(words, (record + WORKERS) >> 2);
    const blocks = Atomics.load(words, (record + WAITS_ON) >> 2) >= 0;
    const tasks = Atomics.load(words, (record + TASKS) >> 2);
    if (blocks && tasks !== FOREVER) return undefined;
    // In this order: a thread writes them the other way round.
    const looked = Atomics.load(words, (record + (blocks ? COUNTERS : LOOKED)) >> 2);
    const since = blocks ? memory().f64[(record + WAITS_SINCE) >> 3] : Atomics.load(words, (record + STILL) >> 2);
    all.push({ thread, blocks, since, looked, tasks });
  }
  return all.length === known ? all : undefined;
}

/** What another thread waits for; nothing if it only is there. */
export function reportOf({ thread, blocks, tasks }: Stand): string {
  const record = recordOf(thread);
  if (blocks) {
    const on = waitOf(record);
    return `\n  block on ${on?.kind}${on?.name === undefined ? "" : ` "${on.name}"`}: thread ${thread}`;
  }
  if (tasks === 0) return "";
  const what = readName(record);
  return tasks === 1
    ? `\n  ${what}: 1 task of thread ${thread}`
    : `\n  ${what}: 1 of ${tasks} tasks of thread ${thread}`;
}
