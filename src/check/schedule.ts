// A schedule as text: which thread goes, in order. "0*3 1 0t 1k": three steps of thread 0, one of thread 1, a time-out of 0, the death of 1.

import { KILL, KILL_ASLEEP, SPURIOUS, STEP, TIMEOUT } from "./system.ts";

const LETTERS: readonly (readonly [event: number, letter: string])[] = [
  [STEP, ""],
  [TIMEOUT, "t"],
  [SPURIOUS, "s"],
  [KILL, "k"],
  [KILL_ASLEEP, "g"],
];

export function formatSchedule(choices: readonly number[]): string {
  const runs: { choice: number; times: number }[] = [];
  for (const choice of choices) {
    const last = runs.at(-1);
    if (last?.choice === choice) last.times++;
    else runs.push({ choice, times: 1 });
  }
  return runs
    .map(({ choice, times }) => {
      const letter = LETTERS.find(([event]) => event === choice >> 3)?.[1];
      return `${choice & 7}${letter}${times > 1 ? `*${times}` : ""}`;
    })
    .join(" ");
}

/** Throws a TypeError for a text that is no schedule. */
export function parseSchedule(text: string): number[] {
  return text
    .split(" ")
    .filter((item) => item !== "")
    .flatMap((item) => {
      const match = /^([0-7])([tskg]?)(?:\*(\d{1,7}))?$/.exec(item);
      if (!match) throw new TypeError(`schedule: expected items like 0, 1*3, 0t, 1k, given "${item}"`);
      const event = LETTERS.find(([, letter]) => letter === match[2])?.[0] ?? STEP;
      return Array<number>(Number(match[3] ?? 1)).fill(event * 8 + Number(match[1]));
    });
}
