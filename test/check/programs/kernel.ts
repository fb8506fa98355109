import type { Program } from "../../../src/check/program.ts";
import { DONE } from "../../../src/core/result.ts";
import { type LockUnderCheck, lockDeaths, lockPrograms } from "./locks.ts";
import { type NoteUnderCheck, noteDeaths, notePrograms, wakerPrograms } from "./notes.ts";
import { permitDeaths, permitPrograms } from "./permits.ts";
import { type Broken, broken as brokenBy, type Core } from "./shapes.ts";

const note = ({ kernelNoteClear, kernelNoteSleep, kernelNoteWakeup }: Core): NoteUnderCheck => ({
  name: "kernel note",
  words: ["wakeup", "k"],
  // Its wake-up is one token: one sleeper.
  sleepers: 1,
  sleep: (w, ms) => kernelNoteSleep(w, 0, ms) === DONE,
  wakeup: (w) => kernelNoteWakeup(w, 0),
  clear: (w) => kernelNoteClear(w, 0),
});

export function programs(core: Core, sliced: Core): Program[] {
  const lock = (build: Core): LockUnderCheck => {
    const { kernelLock, kernelLockTry, kernelUnlock } = build;
    return {
      name: "kernel lock",
      words: ["held"],
      lock: (w, ms) => kernelLock(w, 0, ms) === DONE,
      tryLock: (w) => kernelLockTry(w, 0) === DONE,
      unlock: (w) => kernelUnlock(w, 0),
      free: (w) => w[0] === 0,
    };
  };
  const permits = (build: Core) => {
    const { kernelAcquire, kernelRelease, kernelTryAcquire } = build;
    return {
      name: "kernel semaphore",
      words: ["k"],
      setup: (w: Int32Array, n: number) => {
        w[0] = n;
      },
      acquire: (w: Int32Array, ms: number) => kernelAcquire(w, 0, ms) === DONE,
      tryAcquire: (w: Int32Array) => kernelTryAcquire(w, 0) === DONE,
      release: (w: Int32Array) => kernelRelease(w, 0),
      available: (w: Int32Array) => w[0],
      idle: () => true,
    };
  };
  return [
    ...permitPrograms(permits(core)),
    ...permitDeaths(permits(sliced)),
    ...lockPrograms(lock(core)),
    ...lockDeaths(lock(core)),
    ...notePrograms(note(core)),
    ...wakerPrograms(note(core)),
  ];
}

/** Who dies between the word and the token leaves a note that says it was woken, and its sleeper asleep. */
export function broken(_: Core, sliced: Core): Broken[] {
  return brokenBy("livelock", noteDeaths(note(sliced)));
}
