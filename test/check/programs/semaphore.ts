import type { Program } from "../../../src/check/program.ts";
import { DONE, TOLD } from "../../../src/core/result.ts";
import { permitDeaths, permitPrograms, type SemaphoreUnderCheck } from "./permits.ts";
import { A_WHILE, type Core, FOREVER, inRoles } from "./shapes.ts";

const WORDS = ["value", "waiters", "async"];
const ASYNC = 1 << 28;

export function programs(core: Core, sliced: Core): Program[] {
  const { semaphoreAcquire, semaphoreAsk, semaphoreAvailable, semaphoreRelease, semaphoreTryAcquire } = core;
  /** Without any patience whoever has slept once sets LONG. */
  const subject = (build: Core, patience: number): SemaphoreUnderCheck => {
    const { semaphoreAcquire: acquire, semaphoreRelease: release, semaphoreTryAcquire: tryAcquire } = build;
    return {
      name: patience === 0 ? "semaphore, LONG" : "semaphore",
      words: WORDS,
      setup: (w, n) => {
        w[0] = n;
      },
      acquire: (w, ms) => acquire(w, 0, 1, ms, patience) === DONE,
      tryAcquire: (w, why = TOLD) => tryAcquire(w, 0, 1, why) === DONE,
      release: (w) => release(w, 0, 1),
      available: (w) => semaphoreAvailable(w, 0),
      idle: (w) => w[1] === 0,
    };
  };
  // What an event loop does, with a wait in the place of waitAsync.
  const acquireAsync = (w: Int32Array, n: number, ms = FOREVER) => {
    for (let slept = 0; semaphoreTryAcquire(w, 0, n, slept) !== DONE; ) {
      const told = semaphoreAsk(w, 0, n, slept);
      if (told < 0) continue;
      if (Atomics.wait(w, 2, told, ms) === "timed-out") return false;
      slept = 1;
    }
    return true;
  };
  const settled = (w: Int32Array) => w[0] === 2 && (w[1] & ~ASYNC) === 0;
  const setup = (w: Int32Array) => {
    w[0] = 2;
  };
  return [
    ...permitPrograms(subject(core, 1)),
    ...permitPrograms(subject(core, 0)),
    ...permitDeaths(subject(sliced, 1)),
    ...permitDeaths(subject(sliced, 0)),
    ...[FOREVER, A_WHILE].map(
      (ms): Program => ({
        name: `semaphore, acquires of 1, 1 and 2${ms === FOREVER ? "" : ", timed"}`,
        words: WORDS,
        setup,
        ...inRoles([1, 1, 2], (n) => (w) => {
          for (let i = 0; i < 2; i++) if (semaphoreAcquire(w, 0, n, ms, 0) === DONE) semaphoreRelease(w, 0, n);
        }),
        final: settled,
      }),
    ),
    {
      name: "semaphore, two threads and an event loop",
      words: WORDS,
      setup: (w) => {
        w[0] = 1;
      },
      ...inRoles([0, 1, 1], (kind) => (w) => {
        for (let i = 0; i < 2; i++) {
          if (kind === 0) acquireAsync(w, 1);
          else semaphoreAcquire(w, 0, 1, FOREVER, 0);
          semaphoreRelease(w, 0, 1);
        }
      }),
      final: (w) => w[0] === 1 && (w[1] & ~ASYNC) === 0,
    },
    {
      name: "semaphore, two timed threads and two event loops that may give up",
      words: WORDS,
      setup: (w) => {
        w[0] = 1;
      },
      ...inRoles([0, 0, 2, 2], (kind) => (w) => {
        const taken = kind === 2 ? acquireAsync(w, 1, A_WHILE) : semaphoreAcquire(w, 0, 1, A_WHILE, 0) === DONE;
        if (taken) semaphoreRelease(w, 0, 1);
      }),
      final: (w) => w[0] === 1 && (w[1] & ~ASYNC) === 0,
    },
    {
      name: "semaphore, two event loops, of 1 and 2, and a thread",
      words: WORDS,
      setup,
      threads: [1, 2, 1].map((n, who) => (w) => {
        for (let i = 0; i < 2; i++) {
          if (who < 2) acquireAsync(w, n);
          else semaphoreAcquire(w, 0, n, FOREVER, 0);
          semaphoreRelease(w, 0, n);
        }
      }),
      final: settled,
    },
  ];
}
