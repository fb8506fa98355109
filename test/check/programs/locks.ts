// What every lock must do, whatever it is made of.
import type { Program } from "../../../src/check/program.ts";
import { A_WHILE, alike, everyShape, SHAPES } from "./shapes.ts";

export interface LockUnderCheck {
  readonly name: string;
  /** Names of its words; the first four words of the program. */
  readonly words: readonly string[];
  readonly setup?: (w: Int32Array) => void;
  /** Whether the lock was taken: always, if `ms` is infinite. */
  readonly lock: (w: Int32Array, ms: number) => boolean;
  readonly tryLock: (w: Int32Array) => boolean;
  readonly unlock: (w: Int32Array) => unknown;
  /** Whether nobody holds it or waits for it. */
  readonly free: (w: Int32Array) => boolean;
}

/** Words after the lock's own: plain data that it guards, and who is between lock and unlock. */
const DATA = 4;
const INSIDE = 5;

export function lockPrograms(subject: LockUnderCheck): Program[] {
  const { name, lock, tryLock, unlock, free } = subject;
  const words = [...subject.words, ...["-", "-", "-", "-"].slice(subject.words.length), "data", "inside"];
  const base = { words, ...(subject.setup ? { setup: subject.setup } : {}) };
  // Plain accesses: mutual exclusion is the absence of a data race.
  const touch = (w: Int32Array) => {
    w[DATA] = w[DATA] + 1;
  };
  const sum = (results: readonly number[]) => results.reduce((a, b) => a + b, 0);
  return [
    ...everyShape(name, ({ threads, operations }, ms) => ({
      ...base,
      ...alike(threads, (w) => {
        let taken = 0;
        for (let i = 0; i < operations; i++) {
          if (!lock(w, ms)) continue;
          touch(w);
          unlock(w);
          taken++;
        }
        return taken;
      }),
      final: (w, results: readonly number[]) =>
        free(w) && w[DATA] === sum(results) && (ms < Number.POSITIVE_INFINITY || w[DATA] === threads * operations),
    })),
    ...SHAPES.map(
      ({ threads, operations }): Program => ({
        ...base,
        name: `${name} ${threads}x${operations}, with tryLock`,
        threads: Array.from({ length: threads }, (_, who) => (w) => {
          let taken = 0;
          for (let i = 0; i < operations; i++) {
            if (who === 0 ? !tryLock(w) : !lock(w, Number.POSITIVE_INFINITY)) continue;
            touch(w);
            unlock(w);
            taken++;
          }
          return taken;
        }),
        final: (w, results: readonly number[]) => free(w) && w[DATA] === sum(results),
      }),
    ),
  ];
}

/**
 * One death anywhere: whoever dies inside keeps the lock, and all others end by time-out; whoever dies outside, or waiting, takes
 * nothing along.
 */
export function lockDeaths(subject: LockUnderCheck): Program[] {
  const { name, lock, unlock, free } = subject;
  const words = [...subject.words, ...["-", "-", "-", "-"].slice(subject.words.length), "data", "inside"];
  return SHAPES.map(({ threads, operations }) => ({
    name: `${name} ${threads}x${operations}, timed, one death`,
    words,
    ...(subject.setup ? { setup: subject.setup } : {}),
    kills: 1,
    timeouts: "certain",
    ...alike(threads, (w) => {
      for (let i = 0; i < operations; i++) {
        Atomics.add(w, INSIDE, 1);
        if (lock(w, A_WHILE)) {
          w[DATA] = w[DATA] + 1;
          unlock(w);
        }
        Atomics.sub(w, INSIDE, 1);
      }
      return "ended";
    }),
    final: (w) => free(w) || w[INSIDE] === 1,
  }));
}
