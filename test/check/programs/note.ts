import type { Program } from "../../../src/check/program.ts";
import { DONE, DOUBLE_WAKEUP } from "../../../src/core/result.ts";
import { notePrograms } from "./notes.ts";
import { type Core, FOREVER, inRoles } from "./shapes.ts";

export function programs(core: Core, sliced: Core): Program[] {
  const { noteAsk, noteClear, noteSleep, noteWakeup } = core;
  return [
    ...notePrograms({
      name: "note",
      words: ["wakeup"],
      sleepers: 2,
      sleep: (w, ms) => noteSleep(w, 0, ms) === DONE,
      wakeup: (w) => noteWakeup(w, 0),
      clear: (w) => noteClear(w, 0),
    }),
    {
      name: "note, an event loop and a thread sleep",
      words: ["wakeup", "data"],
      threads: [
        (w) => {
          w[1] = 7;
          return noteWakeup(w, 0) === DONE ? 7 : 0;
        },
        (w) => (noteSleep(w, 0, FOREVER) === DONE ? w[1] : 0),
        (w) => {
          // What an event loop does, with a wait in the place of waitAsync.
          for (let told = noteAsk(w, 0); told >= 0; told = noteAsk(w, 0)) Atomics.wait(w, 0, told);
          return w[1];
        },
      ],
      final: (_: Int32Array, results: readonly number[]) => results.every((result) => result === 7),
    },
    {
      name: "note, two wake-ups: one of them is an error",
      words: ["wakeup"],
      ...inRoles([0, 0, 1], (kind) => (w) => (kind === 0 ? noteWakeup(w, 0) : noteSleep(w, 0, FOREVER))),
      final: (_, results: readonly number[]) => results.filter((result) => result === DOUBLE_WAKEUP).length === 1,
    },
    {
      // A sleeper whose waker died between the word and the notify looks again after a slice.
      name: "note, two wake, two sleep, one death",
      words: ["wakeup"],
      ...inRoles(
        [0, 0, 1, 1],
        (kind) => (w) => (kind === 0 ? sliced.noteWakeup(w, 0) : sliced.noteSleep(w, 0, FOREVER)),
      ),
      kills: 1,
      timeouts: "certain",
      final: (w) => w[0] === 1,
    },
  ];
}
