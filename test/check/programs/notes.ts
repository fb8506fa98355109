// What every note must do, whatever it is made of.
import type { Program } from "../../../src/check/program.ts";
import { DOUBLE_WAKEUP } from "../../../src/core/result.ts";
import { A_WHILE, FOREVER, inRoles } from "./shapes.ts";

export interface NoteUnderCheck {
  readonly name: string;
  readonly words: readonly string[];
  /** How many threads may sleep on it. */
  readonly sleepers: number;
  readonly sleep: (w: Int32Array, ms: number) => boolean;
  readonly wakeup: (w: Int32Array) => unknown;
  readonly clear: (w: Int32Array) => void;
}

const DATA = 4;
/** Says that a round is over, so that the note may be cleared: a note is one-shot, and its users must agree on the rounds. */
const ROUND = 5;

function wordsOf({ words }: NoteUnderCheck): string[] {
  return [...words, ...["-", "-", "-", "-"].slice(words.length), "data", "round"];
}

export function notePrograms(subject: NoteUnderCheck): Program[] {
  const { name, sleep, wakeup, clear } = subject;
  const words = wordsOf(subject);
  const shapes = subject.sleepers > 1 ? [1, 2] : [1];
  const circumstances: readonly (readonly [string, number, Partial<Program>])[] = [
    ["", FOREVER, {}],
    [", one spurious wake-up", FOREVER, { spurious: 1 }],
    [", timed", A_WHILE, {}],
  ];
  return shapes.flatMap((sleepers) =>
    circumstances.flatMap(([circumstance, ms, more]): Program[] => {
      const kinds = [0, ...Array(sleepers).fill(1)];
      return [
        {
          name: `${name} ${sleepers + 1}x1${circumstance}`,
          words,
          ...more,
          ...inRoles(kinds, (kind) => (w) => {
            if (kind > 0) return sleep(w, ms) ? w[DATA] : 7;
            // Plain: the wake-up happens before the return of the sleep.
            w[DATA] = 7;
            wakeup(w);
            return 7;
          }),
          final: (_, results: readonly number[]) => results.every((result) => result === 7),
        },
        {
          name: `${name} ${sleepers + 1}x${sleepers > 1 ? 2 : 3} rounds${circumstance}`,
          words,
          ...more,
          ...inRoles(kinds, (kind) => (w) => {
            for (let i = 1; i <= (sleepers > 1 ? 2 : 3); i++) {
              if (kind === 0) {
                w[DATA] = i;
                wakeup(w);
                // All sleepers have seen this round.
                while (Atomics.load(w, ROUND) % 1000 < i * sleepers);
                clear(w);
                Atomics.add(w, ROUND, 1000);
              } else {
                while (!sleep(w, ms));
                if (w[DATA] !== i) return -1;
                Atomics.add(w, ROUND, 1);
                while (Atomics.load(w, ROUND) < 1000 * i);
              }
            }
            return 0;
          }),
          final: (_: Int32Array, results: readonly number[]) => results.every((result) => result === 0),
        },
      ];
    }),
  );
}

/** Three threads and two rounds, in each of which two threads wake and one of them is told that it was too late. */
export function wakerPrograms(subject: NoteUnderCheck): Program[] {
  const { name, sleep, wakeup, clear } = subject;
  const circumstances: readonly (readonly [string, number, Partial<Program>])[] = [
    ["", FOREVER, {}],
    [", one spurious wake-up", FOREVER, { spurious: 1 }],
    [", timed", A_WHILE, {}],
  ];
  return circumstances.map(([circumstance, ms, more]) => ({
    name: `${name} 3x2, two wake${circumstance}`,
    words: wordsOf(subject),
    ...more,
    ...inRoles([0, 0, 1], (kind) => (w) => {
      let late = 0;
      for (let i = 1; i <= 2; i++) {
        if (kind === 0) {
          if (wakeup(w) === DOUBLE_WAKEUP) late++;
          Atomics.add(w, ROUND, 1);
          while (Atomics.load(w, ROUND) < 1000 * i);
        } else {
          while (!sleep(w, ms));
          while (Atomics.load(w, ROUND) % 1000 < 2 * i);
          clear(w);
          Atomics.add(w, ROUND, 1000);
        }
      }
      return late;
    }),
    final: (_: Int32Array, results: readonly number[]) => results[0] + results[1] === 2,
  }));
}

/** Two wake, and one of them may die on the way: the other's wake-up must still come through. */
export function noteDeaths(subject: NoteUnderCheck): Program[] {
  const { name, sleep, wakeup } = subject;
  return [
    {
      name: `${name} 3x1, two wake, one death`,
      words: wordsOf(subject),
      roles: [[0, 1]],
      kills: 1,
      timeouts: "certain",
      threads: [wakeup, wakeup, (w) => sleep(w, FOREVER)],
    },
  ];
}
