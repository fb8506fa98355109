// What the workers of the sync suite do.

import type { Barrier, Cond, Mutex } from "../src/index.ts";
import { forms, multithreading } from "./peers.ts";

export interface Contention {
  family: string;
  form: string;
  shared: never;
  /** Turns of the loop that stands for work in the critical section. */
  turns: number;
  ms: number;
}

const contentions = new Map<string, (it: unknown, turns: number, end: number) => number>();

/** Goes in and out of critical sections for `ms`. Answers how often. */
export function contend({ family, form, shared, turns, ms }: Contention): number {
  const { open, enter, leave } = forms[family][form];
  const key = `${family} ${form}`;
  let loop = contentions.get(key);
  if (loop === undefined) {
    const body = `
      let x = 1, i = 0;
      for (; i % 16 !== 0 || performance.now() < end; i++) {
        ${enter}
        for (let turn = 0; turn < turns; turn++) x = (Math.imul(x, 1664525) + 1013904223) | 0;
        ${leave}
      }
      return x === 0 ? i + 1e-9 : i;`;
    loop = new Function("it", "turns", "end", body) as (it: unknown, turns: number, end: number) => number;
    contentions.set(key, loop);
  }
  return loop(open(shared), turns, performance.now() + ms);
}

/** Turns per ns of the loop in a critical section: the best of several looks, since others may use the processor meanwhile. */
export function calibrate(): number {
  const body =
    "let x = 1; for (let turn = 0; turn < n; turn++) x = (Math.imul(x, 1664525) + 1013904223) | 0; return x;";
  const loop = new Function("n", body);
  let fastest = 0;
  for (let look = 0; look < 10; look++) {
    const begin = performance.now();
    loop(5_000_000);
    fastest = Math.max(fastest, 5 / (performance.now() - begin));
  }
  return fastest;
}

interface Turns {
  mutex: Mutex;
  cond: Cond;
  words: Int32Array;
  rounds: number;
}

/** Two threads hand a turn to each other by a condition variable. Answers its ms. */
export function condTurns({ mutex, cond, words, rounds }: Turns, index: number): number {
  const begin = performance.now();
  for (let round = 0; round < rounds; round++) {
    mutex.lock();
    while (words[0] !== index) cond.wait();
    words[0] = 1 - index;
    cond.notifyOne();
    mutex.unlock();
  }
  return performance.now() - begin;
}

interface Buffers {
  buffers: SharedArrayBuffer[];
  words: Int32Array;
  rounds: number;
}

export function multithreadingCondTurns({ buffers, words, rounds }: Buffers, index: number): number {
  const mutex = new multithreading.Mutex(undefined, buffers[0]);
  const cond = new multithreading.Condvar(buffers[1]);
  const begin = performance.now();
  for (let round = 0; round < rounds; round++) {
    const held = mutex.blockingLock();
    while (words[0] !== index) cond.blockingWait(held);
    words[0] = 1 - index;
    cond.notifyOne();
    held.dispose();
  }
  return performance.now() - begin;
}

export function meet({ barrier, rounds }: { barrier: Barrier; rounds: number }): number {
  const begin = performance.now();
  for (let round = 0; round < rounds; round++) barrier.wait();
  return performance.now() - begin;
}

export function multithreadingMeet({ buffers: [buffer], rounds }: Buffers): number {
  const barrier = new multithreading.Barrier(undefined, buffer);
  const begin = performance.now();
  for (let round = 0; round < rounds; round++) barrier.blockingWait();
  return performance.now() - begin;
}
