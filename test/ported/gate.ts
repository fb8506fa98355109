// How a ported test and its workers keep step: words that only grow, without anything that is under test.

import { ints } from "../support/ints.ts";

/** Longer than any step takes: who waits for more is told. */
const MS = 20_000;

/** Adds to a word and wakes who waits for it. Answers what it was before. */
export function tell(words: Int32Array, index: number, n = 1): number {
  const before = Atomics.add(words, index, n);
  Atomics.notify(words, index);
  return before;
}

/** Blocks the thread until the word is at least `least`; throws what it waits for if that does not come. */
export function reach(words: Int32Array, index: number, least: number, what: string): void {
  const end = performance.now() + MS;
  for (let seen = Atomics.load(words, index); seen < least; seen = Atomics.load(words, index)) {
    if (performance.now() > end) throw new Error(`waits for ${what}: ${seen} of ${least} after ${MS} ms`);
    Atomics.wait(words, index, seen, 1_000);
  }
}

/** Blocks the thread for about `ms`, on a word that nobody ever writes. */
export function hold(ms: number): void {
  Atomics.wait(never, 0, 0, ms);
}

const never = ints(1);
