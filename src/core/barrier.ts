// Barrier: threads wait until as many have come as belong to it, round after round.
//
//   +0 word     bits  0..13  how many have come in this round
//               bit  14      ASLEEP  somebody may sleep here; cleared by the end of the round, which wakes all
//               bits 15..31  generation: how many rounds are over
//   +4 parties  how many belong to it, 1 to 16383; set once, before it is used
//
// Count and generation change together: who is late to wake from a round that is over can't take the next one for it. (It would have to miss
// a multiple of 131072 rounds.) Event loops sleep on the same word as threads: the end of a round wakes all.
// The last to come is the round's leader. Timeout: the waiter takes its coming back, unless the round is over by then.
// Death: one that dies before it comes makes the others wait for ever; one that dies while it waits has come.
// What a thread does before it comes happens before the return of every wait of that round.

import { deadlineIn, leftUntil } from "./deadline.ts";
import { cas, load, notify, spin, TIMED_OUT, wait } from "./machine.ts";
import { CHOSEN, DONE, EVERYBODY, LATE } from "./result.ts";

export const MOST_PARTIES: i32 = (1 << 14) - 1;
const COUNT: i32 = MOST_PARTIES;
const ASLEEP: i32 = 1 << 14;
const GENERATION: i32 = 1 << 15;
const GENERATIONS: i32 = ~(COUNT | ASLEEP);

/** Comes. Answers CHOSEN to the last of the round, which does not wait; else the generation to pass to barrierWait and barrierLeave. */
export function barrierArrive(m: Words, p: i32): i32 {
  const parties = load(m, p + 4);
  let word = load(m, p);
  while (true) {
    const count = (word & COUNT) + 1;
    const over = count >= parties;
    const generation = word & GENERATIONS;
    const seen = cas(m, p, word, over ? (generation + GENERATION) | 0 : word + 1);
    if (seen === word) {
      if (!over) return generation;
      if ((word & ASLEEP) !== 0) notify(m, p, EVERYBODY);
      return CHOSEN;
    }
    word = seen;
  }
}

/** `watches`: how often to watch for the others, who may come one by one, before the sleep. */
export function barrierWait(m: Words, p: i32, generation: i32, watches: i32, ms: f64): i32 {
  const deadline = deadlineIn(ms);
  let word = load(m, p);
  for (let left = watches; left > 0 && (word & GENERATIONS) === generation; left--) word = spin(m, p, word);
  while (true) {
    word = barrierAsk(m, p, generation);
    if (word === -1) return DONE;
    if (wait(m, p, word, leftUntil(deadline)) === TIMED_OUT) return barrierLeave(m, p, generation);
  }
}

/** Takes the coming back: LATE. DONE if the round is over. */
export function barrierLeave(m: Words, p: i32, generation: i32): i32 {
  let word = load(m, p);
  while ((word & GENERATIONS) === generation) {
    const seen = cas(m, p, word, word - 1);
    if (seen === word) return LATE;
    word = seen;
  }
  return DONE;
}

/** Says that somebody who has come is about to sleep. Answers -1 if the round is over, else the value of the word to sleep on. */
export function barrierAsk(m: Words, p: i32, generation: i32): i32 {
  let word = load(m, p);
  while ((word & GENERATIONS) === generation) {
    const next = word | ASLEEP;
    if (next === word) return word;
    const seen = cas(m, p, word, next);
    if (seen === word) return next;
    word = seen;
  }
  return -1;
}

/** How many have come in this round. */
export function barrierArrived(m: Words, p: i32): i32 {
  return load(m, p) & COUNT;
}
