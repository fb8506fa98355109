// Programs too large to exhaust: five threads, four rounds each, every lock and semaphore of the core around plain data.
import type { Program } from "../../../src/check/program.ts";
import { DONE } from "../../../src/core/result.ts";
import { A_WHILE, type Core, FOREVER } from "./shapes.ts";

const THREADS = 5;
const ROUNDS = 4;
const DATA = 3;

export function programs(core: Core): Program[] {
  const { kernelAcquire, kernelLock, kernelRelease, kernelUnlock, plan9Lock, plan9Unlock } = core;
  const { semaphoreAcquire, semaphoreRelease, usemaAcquire, usemaRelease } = core;
  type Take = (w: Int32Array, ms: number) => number;
  type Give = (w: Int32Array) => number;
  /** Name, permits at the start, how to take and how to give back. */
  const subjects: readonly (readonly [string, number, Take, Give])[] = [
    ["kernel semaphore", 1, (w, ms) => kernelAcquire(w, 0, ms), (w) => kernelRelease(w, 0)],
    ["kernel lock", 0, (w, ms) => kernelLock(w, 0, ms), (w) => kernelUnlock(w, 0)],
    ["plan9 Usema", 1, (w, ms) => usemaAcquire(w, 0, ms), (w) => usemaRelease(w, 0)],
    ["plan9 Lock", 0, (w, ms) => plan9Lock(w, 0, ms), (w) => plan9Unlock(w, 0)],
    ["semaphore", 1, (w, ms) => semaphoreAcquire(w, 0, 1, ms, 0), (w) => semaphoreRelease(w, 0, 1)],
  ];
  return subjects.flatMap(([name, permits, take, give]) =>
    [FOREVER, A_WHILE].map(
      (ms): Program => ({
        name: `${name} ${THREADS}x${ROUNDS}${ms === FOREVER ? "" : ", timed"}`,
        words: ["word", "waiters", "async", "data"],
        setup: (w) => {
          w[0] = permits;
        },
        threads: Array.from({ length: THREADS }, () => (w: Int32Array) => {
          let taken = 0;
          for (let i = 0; i < ROUNDS; i++) {
            if (take(w, ms) !== DONE) continue;
            w[DATA] = w[DATA] + 1;
            give(w);
            taken++;
          }
          return taken;
        }),
        final: (w, results: readonly number[]) =>
          w[0] === permits && w[1] === 0 && w[DATA] === results.reduce((a, b) => a + b, 0),
      }),
    ),
  );
}
