import type { Program } from "../../../src/check/program.ts";
import { DONE } from "../../../src/core/result.ts";
import { lockPrograms } from "./locks.ts";
import { notePrograms } from "./notes.ts";
import { permitPrograms } from "./permits.ts";
import type { Core } from "./shapes.ts";

export function programs(core: Core): Program[] {
  const { usemaAcquire, usemaRelease, usemaTryAcquire, plan9Lock, plan9TryLock, plan9Unlock } = core;
  const { plan9NoteClear, plan9NoteSleep, plan9NoteWakeup } = core;
  return [
    ...permitPrograms({
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
    }),
    ...lockPrograms({
      name: "plan9 Lock",
      words: ["key", "sema"],
      lock: (w, ms) => plan9Lock(w, 0, ms) === DONE,
      tryLock: (w) => plan9TryLock(w, 0) === DONE,
      unlock: (w) => plan9Unlock(w, 0),
      free: (w) => w[0] === 0 && w[1] === 0,
    }),
    ...notePrograms({
      name: "plan9 Note",
      words: ["wakeup", "u", "k"],
      sleepers: 1,
      sleep: (w, ms) => plan9NoteSleep(w, 0, ms) === DONE,
      wakeup: (w) => plan9NoteWakeup(w, 0),
      clear: (w) => plan9NoteClear(w, 0),
    }),
  ];
}
