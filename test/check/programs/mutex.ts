import type { Program } from "../../../src/check/program.ts";
import { DONE, FIRST, NOT_OWNER, RELOCK, SLICE_OVER, TOLD } from "../../../src/core/result.ts";
import { A_WHILE, apart, type Core, everyShape, FOREVER, SHAPES } from "./shapes.ts";

const WORDS = ["word", "async", "data"];
const DATA = 2;
/** Nobody holds it; flags may be left of waiters that gave up. */
const isFree = (w: Int32Array) => (w[0] & 0xfff) === 0;
const sum = (results: readonly number[]) => results.reduce((a, b) => a + b, 0);

function everything(core: Core, sliced: Core): Program[] {
  const { mutexLock, mutexTryLock, mutexUnlock, mutexAsk } = core;
  // What an event loop does, with a wait in the place of waitAsync.
  const lockAsync = (w: Int32Array, me: number, ms: number) => {
    for (let slept = 0; mutexTryLock(w, 0, me, slept) !== DONE; ) {
      const told = mutexAsk(w, 0, slept);
      if (told < 0) continue;
      if (Atomics.wait(w, 1, told, ms) === "timed-out") return false;
      slept = 1;
    }
    return true;
  };
  const touch = (w: Int32Array) => {
    w[DATA] = w[DATA] + 1;
  };
  /** Every other time the waiters have no patience at all: who has slept once sets LONG. */
  const shapes = (patience: number) =>
    everyShape(patience === 0 ? "mutex, LONG" : "mutex", ({ threads, operations }, ms) => ({
      words: WORDS,
      threads: Array.from({ length: threads }, (_, who) => (w: Int32Array) => {
        let taken = 0;
        for (let i = 0; i < operations; i++) {
          if (mutexLock(w, 0, who + 1, ms, patience) !== DONE) continue;
          touch(w);
          mutexUnlock(w, 0, who + 1);
          taken++;
        }
        return taken;
      }),
      final: (w: Int32Array, results: readonly number[]) =>
        isFree(w) && w[DATA] === sum(results) && (ms < FOREVER || w[DATA] === threads * operations),
    }));
  const mixed = (name: string, kinds: readonly string[], operations: number, patience: number): Program => ({
    name,
    words: WORDS,
    threads: kinds.map((kind, who) => (w: Int32Array) => {
      let taken = 0;
      for (let i = 0; i < operations; i++) {
        const ms = kind.endsWith("timed") ? A_WHILE : FOREVER;
        if (kind === "try" && mutexTryLock(w, 0, who + 1, 1) !== DONE) continue;
        if (kind.startsWith("loop") && !lockAsync(w, who + 1, ms)) continue;
        if (kind.startsWith("thread") && mutexLock(w, 0, who + 1, ms, patience) !== DONE) continue;
        touch(w);
        mutexUnlock(w, 0, who + 1);
        taken++;
      }
      return taken;
    }),
    final: (w: Int32Array, results: readonly number[]) => isFree(w) && w[DATA] === sum(results),
  });
  return [
    ...shapes(1),
    ...shapes(0),
    mixed("mutex, a thread, an event loop and a tryLock", ["thread", "loop", "try"], 2, 0),
    mixed("mutex, two threads and an event loop", ["thread", "thread", "loop"], 2, 1),
    mixed("mutex, a thread and two event loops, one gives up", ["thread", "loop", "loop timed"], 2, 0),
    mixed(
      "mutex, two threads for ever and two timed, LONG",
      ["thread", "thread", "thread timed", "thread timed"],
      1,
      0,
    ),
    {
      name: "mutex, misuse changes nothing",
      words: WORDS,
      threads: [
        (w, t) => {
          mutexLock(w, 0, 1, FOREVER, 1);
          t.assert(mutexLock(w, 0, 1, FOREVER, 1) === RELOCK && mutexTryLock(w, 0, 1, 0) === RELOCK, "relock");
          touch(w);
          mutexUnlock(w, 0, 1);
          t.assert(mutexUnlock(w, 0, 1) === NOT_OWNER, "unlock twice");
        },
        (w, t) => {
          t.assert(mutexUnlock(w, 0, 2) === NOT_OWNER, "unlock without lock");
          mutexLock(w, 0, 2, FOREVER, 1);
          touch(w);
          mutexUnlock(w, 0, 2);
        },
      ],
      final: (w) => isFree(w) && w[DATA] === 2,
    },
    // Whoever dies inside keeps it, and the others end by time-out; whoever dies outside, or waiting, takes nothing along.
    ...SHAPES.map(
      ({ threads, operations }): Program => ({
        name: `mutex ${threads}x${operations}, timed, one death`,
        words: WORDS,
        kills: 1,
        timeouts: "certain",
        threads: Array.from({ length: threads }, (_, who) => (w: Int32Array) => {
          for (let i = 0; i < operations; i++) {
            if (sliced.mutexLock(w, 0, who + 1, A_WHILE, 0) !== DONE) continue;
            touch(w);
            sliced.mutexUnlock(w, 0, who + 1);
          }
          return "ended";
        }),
        // What the dead left behind does not keep out who only tries; an event loop whose slice is over clears it away for newcomers.
        final: (w, results: readonly unknown[]) =>
          isFree(w)
            ? [TOLD, SLICE_OVER, FIRST].every((why) => {
                const taken = mutexTryLock(w, 0, 9, why) === DONE;
                return taken && mutexUnlock(w, 0, 9) === DONE;
              })
            : results[(w[0] & 0xfff) - 1] === undefined,
      }),
    ),
  ];
}

export const { programs, slow } = apart(everything, ["mutex 3x2, timed, one death", "mutex, LONG 3x2, timed"]);
