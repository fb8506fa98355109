import { type Lock, release, take } from "../ported/lock.ts";

export interface Barged {
  lock: Lock;
  /** The buffer that the lock lies in, its index there, and the bit in its word that says that a waiter has been passed over for long. */
  words: Int32Array;
  at: number;
  long: number;
  /** How many threads have come, and how often any has had the lock. */
  state: Int32Array;
  threads: number;
  rounds: number;
  ms: number;
}

/** Holds the lock for `ms` again and again. Answers how often others had it each time between when this thread said so and when it got it. */
export function barged({ lock, words, at, long, state, threads, rounds, ms }: Barged): number[] {
  const passed: number[] = [];
  let said = -1;
  const { compareExchange } = Atomics;
  Atomics.compareExchange = ((array: Int32Array, index: number, expected: number, next: number) => {
    const seen = compareExchange(array, index, expected, next);
    if (array.buffer === words.buffer && index === at && seen === expected && (next & ~expected & long) !== 0) {
      said = Atomics.load(state, 1);
    }
    return seen;
  }) as typeof compareExchange;
  Atomics.add(state, 0, 1);
  Atomics.notify(state, 0);
  for (let come = 0; come < threads; come = Atomics.load(state, 0)) Atomics.wait(state, 0, come, 1000);
  while (Atomics.load(state, 1) < rounds) {
    said = -1;
    take(lock);
    const before = Atomics.add(state, 1, 1);
    if (said >= 0) passed.push(before - said);
    for (const end = performance.now() + ms; performance.now() < end; );
    release(lock);
  }
  return passed;
}

/** Waits for a lock that it will not get. */
export function waits({ lock }: { lock: Lock }): void {
  take(lock);
}
