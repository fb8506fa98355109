// Mutex: the owner's number in the word.
//
//   +0 word   bits 0..11  number of the thread that holds it, 0 if nobody does
//             bit  12     WAITERS  somebody may sleep here; cleared by the unlock that wakes one, set again by whoever wakes
//             bit  13     LONG     a waiter has been passed over for a millisecond: who has not slept yet must not take the mutex; cleared
//                                  by that waiter when it takes it, or by one who has slept for a slice
//             bit  14     ASYNC    some event loop waits on `async`; cleared by the unlock that tells it
//   +4 async  a count of unlocks told to event loops; they sleep here, so that none of them can take a blocked thread's wake
//
// lock is one compare-exchange, unlock is one; the engine is called only if WAITERS or ASYNC is set.
// Fairness: barging, until a waiter sets LONG; from then on sleepers are served first come first served until that waiter has the mutex: those
// before it in the line leave LONG standing.
// Timeout: a waiter leaves no wake behind, since "timed out" only comes from wait itself; if it had set LONG it takes it back, and passes
// on the wake that newcomers wait for who went to sleep on a free mutex because of it.
// Death: of a waiter, nothing; a wake or a LONG that it takes along costs a slice, and until then nobody barges. Of the owner: the mutex
// stays locked.
// unlock happens before the return of the next lock.

import { leftUntil } from "./deadline.ts";
import { AGAIN, add, beginSpin, cas, load, NOT_EQUAL, notify, now, rest, TIMED_OUT, wait } from "./machine.ts";
import { DONE, EVERYBODY, FIRST, LATE, NOT_OWNER, RELOCK, SLICE_OVER, TOLD } from "./result.ts";

const OWNER: i32 = 0xfff;
const WAITERS: i32 = 1 << 12;
const LONG: i32 = 1 << 13;
const ASYNC: i32 = 1 << 14;

/**
 * How a waiter watches the word before it sleeps. Each look takes the cache line from whoever works under the mutex, so there are few: after
 * FIRST_REST pauses (a quarter of a us on V8), then after twice as many as before, up to LONGEST_REST (2 us), for WATCH times as long as a spin.
 * Looked at all the time, two threads with sections of 0.3 us take half as long again.
 */
const FIRST_REST: i32 = 8;
const LONGEST_REST: i32 = 64;
const WATCH: i32 = 4;

/** `slept`: FIRST, TOLD or SLICE_OVER. */
export function mutexTryLock(m: Words, p: i32, me: i32, slept: i32): i32 {
  let word = cas(m, p, 0, me);
  if (word === 0) return DONE;
  while ((word & OWNER) === 0 && (slept !== FIRST || (word & LONG) === 0)) {
    const seen = cas(m, p, word, (slept === SLICE_OVER ? word & ~LONG : word) | me);
    if (seen === word) return DONE;
    word = seen;
  }
  return (word & OWNER) === me ? RELOCK : LATE;
}

/** `patience`: how long to let others barge, in ms. */
export function mutexLock(m: Words, p: i32, me: i32, ms: f64, patience: f64): i32 {
  let word = cas(m, p, 0, me);
  if (word === 0) return DONE;
  if ((word & OWNER) === me) return RELOCK;
  const begun = now();
  const deadline = begun + ms;
  let slept = 0;
  let mine = 0;
  const watch = beginSpin() * WATCH;
  let watched = 0;
  let pauses = FIRST_REST;
  while (true) {
    // A newcomer lets be where others sleep already: with more threads than processors it would only keep the owner from running.
    while ((word & OWNER) !== 0 && watched < watch && (slept !== 0 || (word & WAITERS) === 0)) {
      rest(pauses);
      watched += pauses;
      if (pauses < LONGEST_REST) pauses *= 2;
      word = load(m, p);
    }
    if ((word & OWNER) === 0 && (slept !== 0 || (word & LONG) === 0)) {
      // Who has slept can't tell whether others still do.
      const next = slept !== 0 ? (word & ~mine) | WAITERS : word;
      const seen = cas(m, p, word, next | me);
      if (seen === word) return DONE;
      word = seen;
      continue;
    }
    let next = word | WAITERS;
    if (slept !== 0 && now() - begun >= patience) next |= LONG;
    if (next !== word) {
      const seen = cas(m, p, word, next);
      if (seen !== word) {
        word = seen;
        continue;
      }
      mine |= next & ~word & LONG;
    }
    const ended = wait(m, p, next, leftUntil(deadline));
    if (ended === TIMED_OUT) {
      const result = mutexTryLock(m, p, me, TOLD);
      if (mine !== 0) takeBackLong(m, p);
      return result;
    }
    if (ended !== NOT_EQUAL) {
      slept = 1;
      if (ended === AGAIN) mine = LONG;
      watched = 0;
    }
    word = load(m, p);
  }
}

export function mutexUnlock(m: Words, p: i32, me: i32): i32 {
  let word = cas(m, p, me, 0);
  if (word === me) return DONE;
  while ((word & OWNER) === me) {
    const seen = cas(m, p, word, word & LONG);
    if (seen === word) {
      wake(m, p, word);
      return DONE;
    }
    word = seen;
  }
  return NOT_OWNER;
}

/** For an event loop: says that somebody waits. Answers -1 if the mutex can be had (try again), else the value of `async` to sleep on. */
export function mutexAsk(m: Words, p: i32, slept: i32): i32 {
  const told = load(m, p + 4);
  let word = load(m, p);
  while ((word & (slept !== FIRST ? OWNER : OWNER | LONG)) !== 0) {
    const seen = cas(m, p, word, word | ASYNC);
    if (seen === word) return told;
    word = seen;
  }
  return -1;
}

// The race: the mutex is free and LONG, newcomers have gone to sleep on it, and the unlock's wake found nobody, since we had just timed out.
function takeBackLong(m: Words, p: i32): void {
  let word = load(m, p);
  while ((word & LONG) !== 0) {
    const seen = cas(m, p, word, word & ~LONG);
    if (seen === word) {
      if ((word & OWNER) === 0) wake(m, p, word);
      return;
    }
    word = seen;
  }
}

function wake(m: Words, p: i32, flags: i32): void {
  if ((flags & WAITERS) !== 0) notify(m, p, 1);
  if ((flags & ASYNC) === 0) return;
  add(m, p + 4, 1);
  notify(m, p + 4, EVERYBODY);
}

/** The number of the thread that holds it at this moment, or 0. */
export function mutexOwner(m: Words, p: i32): i32 {
  return load(m, p) & OWNER;
}
