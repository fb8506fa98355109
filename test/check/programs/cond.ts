import type { Program } from "../../../src/check/program.ts";
import { DONE, EVERYBODY, NOT_OWNER } from "../../../src/core/result.ts";
import { A_WHILE, apart, type Core, FOREVER } from "./shapes.ts";

const WORDS = ["sequence", "waiters", "async", "mutex", "mutex async", "items"];
const MUTEX = 12;
const ITEMS = 5;

function everything({
  condEnter,
  condLeave,
  condNotify,
  condWait,
  mutexAsk,
  mutexLock,
  mutexTryLock,
  mutexUnlock,
}: Core): Program[] {
  const lock = (w: Int32Array, me: number) => mutexLock(w, MUTEX, me, FOREVER, 1);
  const unlock = (w: Int32Array, me: number) => mutexUnlock(w, MUTEX, me);
  const put = (w: Int32Array, me: number, count: number) => {
    lock(w, me);
    w[ITEMS] = w[ITEMS] + count;
    unlock(w, me);
    condNotify(w, 0, count > 1 ? EVERYBODY : 1);
  };
  const take = (w: Int32Array, me: number, ms: number) => {
    lock(w, me);
    let late = false;
    while (w[ITEMS] === 0 && !late) late = condWait(w, 0, MUTEX, me, ms) !== DONE;
    const got = w[ITEMS] > 0;
    if (got) w[ITEMS] = w[ITEMS] - 1;
    unlock(w, me);
    return got ? 1 : 0;
  };
  // What an event loop does, with waits in the place of waitAsync.
  const takeAsync = (w: Int32Array, me: number, ms: number) => {
    const lockAsync = () => {
      while (mutexTryLock(w, MUTEX, me, 1) !== DONE) {
        const told = mutexAsk(w, MUTEX, 1);
        if (told >= 0) Atomics.wait(w, 4, told);
      }
    };
    lockAsync();
    let late = false;
    while (w[ITEMS] === 0 && !late) {
      const told = condEnter(w, 0);
      unlock(w, me);
      late = Atomics.wait(w, 2, told, ms) === "timed-out";
      condLeave(w, 0);
      lockAsync();
    }
    const got = w[ITEMS] > 0;
    if (got) w[ITEMS] = w[ITEMS] - 1;
    unlock(w, me);
    return got ? 1 : 0;
  };
  const sum = (results: readonly number[]) => results.reduce((a, b) => a + b, 0);
  const idle = (w: Int32Array) => w[1] === 0 && (w[3] & 0xfff) === 0;
  const kinds = [
    { kind: "", ms: FOREVER, spurious: 0 },
    { kind: ", timed", ms: A_WHILE, spurious: 0 },
    { kind: ", spurious", ms: FOREVER, spurious: 1 },
  ];
  return kinds.flatMap(({ kind, ms, spurious }): Program[] => [
    {
      name: `cond, one puts twice, one takes twice${kind}`,
      words: WORDS,
      spurious,
      threads: [
        (w) => {
          put(w, 1, 1);
          put(w, 1, 1);
          return 0;
        },
        (w) => take(w, 2, ms) + take(w, 2, ms),
      ],
      final: (w, results: readonly number[]) =>
        idle(w) && w[ITEMS] + sum(results) === 2 && (ms < FOREVER || w[ITEMS] === 0),
    },
    {
      name: `cond, one puts two at once, two take${kind}`,
      words: WORDS,
      spurious,
      threads: [
        (w) => {
          put(w, 1, 2);
          return 0;
        },
        (w) => take(w, 2, ms),
        (w) => take(w, 3, ms),
      ],
      final: (w, results: readonly number[]) =>
        idle(w) && w[ITEMS] + sum(results) === 2 && (ms < FOREVER || w[ITEMS] === 0),
    },
    {
      name: `cond, one puts, a thread and an event loop take${kind}`,
      words: WORDS,
      spurious,
      threads: [
        (w) => {
          put(w, 1, 1);
          put(w, 1, 1);
          return condWait(w, 0, MUTEX, 1, FOREVER) === NOT_OWNER ? 0 : 9;
        },
        (w) => take(w, 2, ms),
        (w) => takeAsync(w, 3, ms),
      ],
      final: (w, results: readonly number[]) =>
        idle(w) && w[ITEMS] + sum(results) === 2 && (ms < FOREVER || w[ITEMS] === 0),
    },
  ]);
}

export const { programs, slow } = apart(everything, [
  "cond, one puts, a thread and an event loop take, timed",
  "cond, one puts, a thread and an event loop take, spurious",
]);
