// Once: something is done by one thread, and all others wait until it is done.
//
//   +0 word  bits 0..11  number of the thread that runs it, 0 if none does
//            bit  12     WAITERS  somebody may sleep here
//            bit  13     DONE     it has been done
//
// Event loops sleep on the same word as threads: the end of a run wakes all. A run that fails leaves it open, for the next who comes or
// wakes. Timeout of a waiter leaves at most WAITERS behind. Death: of the runner, somebody who knows of it
// opens it again.
// The run happens before every answer that it is done.

import { deadlineIn, leftUntil } from "./deadline.ts";
import { cas, exchange, load, notify, spin, TIMED_OUT, wait } from "./machine.ts";
import { CHOSEN, DONE, EVERYBODY, LATE, RELOCK } from "./result.ts";

const RUNNER: i32 = 0xfff;
const WAITERS: i32 = 1 << 12;
const IS_DONE: i32 = 1 << 13;

/** DONE, CHOSEN if the caller runs it now, RELOCK if the caller's thread runs it already, else LATE. Does not wait. */
export function onceTry(m: Words, p: i32, me: i32): i32 {
  let word = load(m, p);
  while (word !== IS_DONE) {
    const runner = word & RUNNER;
    if (runner !== 0) return runner === me ? RELOCK : LATE;
    const seen = cas(m, p, word, word | me);
    if (seen === word) return CHOSEN;
    word = seen;
  }
  return DONE;
}

export function onceBegin(m: Words, p: i32, me: i32, ms: f64): i32 {
  const deadline = deadlineIn(ms);
  while (true) {
    const result = onceTry(m, p, me);
    if (result !== LATE) return result;
    const running = load(m, p);
    if ((running & RUNNER) !== 0) spin(m, p, running);
    const word = onceAsk(m, p);
    if (word !== -1 && wait(m, p, word, leftUntil(deadline)) === TIMED_OUT) return LATE;
  }
}

/** By the runner: it is done, or not (`done` is 0), and somebody else may try. */
export function onceEnd(m: Words, p: i32, done: i32): void {
  if ((exchange(m, p, done !== 0 ? IS_DONE : 0) & WAITERS) !== 0) notify(m, p, EVERYBODY);
}

/** Says that somebody waits. Answers -1 if nobody runs it (try again), else the value of the word to sleep on. */
export function onceAsk(m: Words, p: i32): i32 {
  let word = load(m, p);
  while ((word & RUNNER) !== 0) {
    const seen = cas(m, p, word, word | WAITERS);
    if (seen === word) return word | WAITERS;
    word = seen;
  }
  return -1;
}

/**
 * By somebody who waits and knows that the thread `runner` has ended: opens the once again, if it was that thread that ran it, and wakes
 * the others.
 */
export function onceAbandon(m: Words, p: i32, runner: i32): void {
  let word = load(m, p);
  while ((word & RUNNER) === runner && runner !== 0) {
    const seen = cas(m, p, word, 0);
    if (seen === word) {
      if ((word & WAITERS) !== 0) notify(m, p, EVERYBODY);
      return;
    }
    word = seen;
  }
}

/** The number of the thread that runs it at this moment, or 0. */
export function onceRunner(m: Words, p: i32): i32 {
  return load(m, p) & RUNNER;
}

export function onceIsDone(m: Words, p: i32): i32 {
  return load(m, p) === IS_DONE ? 1 : 0;
}
