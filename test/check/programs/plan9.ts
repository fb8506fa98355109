import type { Program } from "../../../src/check/program.ts";
import { DONE } from "../../../src/core/result.ts";
import { type LockUnderCheck, lockDeaths, lockPrograms } from "./locks.ts";
import { type NoteUnderCheck, noteDeaths, notePrograms, wakerPrograms } from "./notes.ts";
import { permitDeaths, permitPrograms, type SemaphoreUnderCheck } from "./permits.ts";
import { type Broken, broken as brokenBy, type Core } from "./shapes.ts";

const usema = ({ usemaAcquire, usemaRelease, usemaTryAcquire }: Core): SemaphoreUnderCheck => ({
  name: "plan9 Usema",
  words: ["u", "k"],
  setup: (w, n) => {
    w[0] = n;
  },
  acquire: (w, ms) => usemaAcquire(w, 0, ms) === DONE,
  tryAcquire: (w) => usemaTryAcquire(w, 0) === DONE,
  release: (w) => usemaRelease(w, 0),
  available: (w) => w[0],
  idle: (w) => w[1] === 0,
});

const lock = ({ plan9Lock, plan9TryLock, plan9Unlock }: Core): LockUnderCheck => ({
  name: "plan9 Lock",
  words: ["key", "sema"],
  lock: (w, ms) => plan9Lock(w, 0, ms) === DONE,
  tryLock: (w) => plan9TryLock(w, 0) === DONE,
  unlock: (w) => plan9Unlock(w, 0),
  free: (w) => w[0] === 0 && w[1] === 0,
});

const note = ({ plan9NoteClear, plan9NoteSleep, plan9NoteWakeup }: Core): NoteUnderCheck => ({
  name: "plan9 Note",
  words: ["wakeup", "u", "k"],
  sleepers: 1,
  sleep: (w, ms) => plan9NoteSleep(w, 0, ms) === DONE,
  wakeup: (w) => plan9NoteWakeup(w, 0),
  clear: (w) => plan9NoteClear(w, 0),
});

/** Two permits and two threads: nobody waits, and only a wait between the add and the token can be left half done. */
const uncontended = (sliced: Core) => permitDeaths(usema(sliced)).filter(({ threads }) => threads.length === 2);

export function programs(core: Core, sliced: Core): Program[] {
  return [
    ...permitPrograms(usema(core)),
    ...uncontended(sliced),
    ...lockPrograms(lock(core)),
    ...notePrograms(note(core)),
    ...wakerPrograms(note(core)),
  ];
}

/**
 * Who dies between the add and the token has let a thread go that waits for the token for ever, even past its time-out; who dies waiting
 * gets a token all the same. The 2008 commit knows no deaths; Semaphore, Mutex and Note pass the same programs.
 */
export function broken(core: Core, sliced: Core): Broken[] {
  const contended = permitDeaths(usema(sliced)).filter(({ threads }) => threads.length === 3);
  return [
    ...brokenBy("livelock", contended),
    ...brokenBy("deadlock", lockDeaths(lock(core))),
    ...brokenBy("livelock", noteDeaths(note(sliced))),
  ];
}
