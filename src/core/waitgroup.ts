// WaitGroup: a count that threads wait for to become 0.
//
//   +0 word  bits  0..17  count, at most 262142: the word is never -1
//            bit  18      WAITERS     somebody may sleep here
//            bits 19..31  generation  how often the count has become 0
//
// Count and generation change together: a waiter that wakes late, when the count has been raised for the next round already, sees by the
// generation that its round is over. (It would have to miss a multiple of 8192 rounds to be wrong.) Event loops sleep on the same word as
// threads: a wake wakes all, so nobody can take another's.
// Fairness: all wake. Timeout and death of a waiter leave at most WAITERS behind: one notify too many.
// A done happens before the return of every wait that it ends.

import { deadlineIn, leftUntil } from "./deadline.ts";
import { cas, load, notify, spin, TIMED_OUT, wait } from "./machine.ts";
import { DONE, EVERYBODY, LATE, NEGATIVE, OVERFLOW } from "./result.ts";

const COUNT: i32 = (1 << 18) - 1;
export const MOST_COUNTED: i32 = COUNT - 1;
const WAITERS: i32 = 1 << 18;
const GENERATION: i32 = 1 << 19;

/** Adds `n`, which may be negative. */
export function waitgroupAdd(m: Words, p: i32, n: i32): i32 {
  let word = load(m, p);
  while (true) {
    const count = (word & COUNT) + n;
    if (count < 0) return NEGATIVE;
    if (count > MOST_COUNTED) return OVERFLOW;
    const over = count === 0 && n !== 0;
    const next = over ? ((word & ~(COUNT | WAITERS)) + GENERATION) | 0 : word + n;
    const seen = cas(m, p, word, next);
    if (seen === word) {
      if (over && (word & WAITERS) !== 0) notify(m, p, EVERYBODY);
      return DONE;
    }
    word = seen;
  }
}

export function waitgroupWait(m: Words, p: i32, ms: f64): i32 {
  let word = load(m, p);
  if ((word & COUNT) === 0) return DONE;
  const generation = word & ~(COUNT | WAITERS);
  const deadline = deadlineIn(ms);
  spin(m, p, word);
  while (true) {
    word = waitgroupAsk(m, p);
    if (word === -1 || (word & ~(COUNT | WAITERS)) !== generation) return DONE;
    if (wait(m, p, word, leftUntil(deadline)) === TIMED_OUT) return LATE;
  }
}

/** Says that somebody waits. Answers -1 if the count is 0, else the value of the word to sleep on. */
export function waitgroupAsk(m: Words, p: i32): i32 {
  let word = load(m, p);
  while ((word & COUNT) !== 0) {
    const next = word | WAITERS;
    if (next === word) return word;
    const seen = cas(m, p, word, next);
    if (seen === word) return next;
    word = seen;
  }
  return -1;
}

export function waitgroupCount(m: Words, p: i32): i32 {
  return load(m, p) & COUNT;
}

/** Whether the round has ended in which the word was `word`. */
export function waitgroupOver(m: Words, p: i32, word: i32): i32 {
  const now = load(m, p);
  return (now & COUNT) === 0 || ((now ^ word) & ~(COUNT | WAITERS)) !== 0 ? 1 : 0;
}
