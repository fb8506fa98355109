// Semaphore: the commit's idea in a form that survives timeouts, deaths and acquires of several permits.
//
//   +0 value    bits  0..29  free permits. Threads that block sleep here.
//               bit  31      LONG: a waiter has been passed over for a millisecond: who has not slept yet must not take a permit. The word is
//                            negative then, so that the fast path needs no look at it; cleared by that waiter when it takes its permits, or
//                            by one who has slept for a slice
//   +4 waiters  bits  0..13  threads in the slow path that want 1 permit
//               bits 14..27  threads in the slow path that want more than 1
//               bit  28      ASYNC: some event loop waits on `async`; cleared by the release that wakes it
//   +8 async    a count of wakes given to event loops; they sleep here, so that none of them can take a blocked thread's wake
//
// release adds to `value`, then looks at `waiters`; acquire enters `waiters`, then looks at `value`: one of them sees the other.
// Fairness: barging, until a waiter sets LONG; sleepers wake first come first served until that waiter has its permits. Wakes are given one for one; if somebody wants more than
// 1, all wake: a single wake could go to one that wants 2 while a permit lies free that another would take. Of those that have slept, many
// small ones may keep a large one waiting.
// Timeout: the waiter leaves `waiters`; it has taken no wake along, since "timed out" only ever comes from wait itself; if it had set LONG it
// takes it back, and wakes those that slept because of it.
// Death: a dead waiter stays in `waiters`, which costs one notify per release, and nothing else; its LONG costs the others a slice. Permits
// have no owner: a dead thread's permits stay taken.
// A release happens before the return of the acquire that takes its permits.

import { leftUntil } from "./deadline.ts";
import { AGAIN, add, cas, load, NOT_EQUAL, notify, now, spin, TIMED_OUT, wait } from "./machine.ts";
import { DONE, EVERYBODY, FIRST, LATE, MAX_PERMITS, OVERFLOW, SLICE_OVER, TOLD } from "./result.ts";

const ONE: i32 = 1;
const SEVERAL: i32 = 1 << 14;
const SEVERAL_MASK: i32 = 0x3fff << 14;
const ASYNC: i32 = 1 << 28;
const LONG: i32 = 1 << 31;

/** `slept`: FIRST, TOLD or SLICE_OVER. */
export function semaphoreTryAcquire(m: Words, p: i32, n: i32, slept: i32): i32 {
  let value = load(m, p);
  while ((value & MAX_PERMITS) >= n && (slept !== FIRST || value >= 0)) {
    const left = (slept === SLICE_OVER ? value & ~LONG : value) - n;
    const seen = cas(m, p, value, left);
    if (seen === value) {
      if ((left ^ value) < 0 && left > 0) wake(m, p, load(m, p + 4), left);
      return DONE;
    }
    value = seen;
  }
  return LATE;
}

/** `patience`: how long to let others barge, in ms. */
export function semaphoreAcquire(m: Words, p: i32, n: i32, ms: f64, patience: f64): i32 {
  if (semaphoreTryAcquire(m, p, n, FIRST) === DONE) return DONE;
  const begun = now();
  const deadline = begun + ms;
  const kind = n === 1 ? ONE : SEVERAL;
  let slept = 0;
  let mine = 0;
  add(m, p + 4, kind);
  while (true) {
    let value = load(m, p);
    if ((value & MAX_PERMITS) < n) value = spin(m, p, value);
    const free = value & MAX_PERMITS;
    if (free >= n && (slept !== 0 || value >= 0)) {
      if (cas(m, p, value, (value & ~mine) - n) === value) {
        leave(m, p, kind, (value & mine) !== 0 ? free - n : 0);
        return DONE;
      }
      continue;
    }
    let next = value;
    if (slept !== 0 && now() - begun >= patience) next |= LONG;
    if (next !== value) {
      if (cas(m, p, value, next) !== value) continue;
      mine = LONG;
    }
    const ended = wait(m, p, next, leftUntil(deadline));
    if (ended === TIMED_OUT) {
      const result = semaphoreTryAcquire(m, p, n, TOLD);
      leave(m, p, kind, mine !== 0 ? takeBackLong(m, p) : 0);
      return result;
    }
    if (ended !== NOT_EQUAL) slept = 1;
    if (ended === AGAIN) mine = LONG;
  }
}

export function semaphoreRelease(m: Words, p: i32, n: i32): i32 {
  let value = load(m, p);
  while ((value & MAX_PERMITS) <= MAX_PERMITS - n) {
    const seen = cas(m, p, value, value + n);
    if (seen === value) {
      const waiters = load(m, p + 4);
      if (waiters !== 0) wake(m, p, waiters, n);
      return DONE;
    }
    value = seen;
  }
  return OVERFLOW;
}

/** Permits that are free at this moment. */
export function semaphoreAvailable(m: Words, p: i32): i32 {
  return load(m, p) & MAX_PERMITS;
}

/**
 * For an event loop: says that somebody wants n permits. Answers -1 if they can be had (try again), else the value of `async` to sleep on.
 */
export function semaphoreAsk(m: Words, p: i32, n: i32, slept: i32): i32 {
  const told = load(m, p + 8);
  let waiters = load(m, p + 4);
  while ((waiters & ASYNC) === 0) {
    const seen = cas(m, p + 4, waiters, waiters | ASYNC);
    if (seen === waiters) break;
    waiters = seen;
  }
  const value = load(m, p);
  return (value & MAX_PERMITS) >= n && (slept !== FIRST || value >= 0) ? -1 : told;
}

// Out of `waiters`. `free`: permits that lie free, and that others may have gone to sleep before, because of a LONG that is gone now.
function leave(m: Words, p: i32, kind: i32, free: i32): void {
  const waiters = (add(m, p + 4, -kind) - kind) | 0;
  if (free > 0 && waiters !== 0) wake(m, p, waiters, free);
}

/** Answers how many permits lie free, if LONG was still set. */
function takeBackLong(m: Words, p: i32): i32 {
  let value = load(m, p);
  while (value < 0) {
    const seen = cas(m, p, value, value & MAX_PERMITS);
    if (seen === value) return value & MAX_PERMITS;
    value = seen;
  }
  return 0;
}

function wake(m: Words, p: i32, waiters: i32, n: i32): void {
  if ((waiters & SEVERAL_MASK) !== 0) notify(m, p, EVERYBODY);
  else if ((waiters & ~ASYNC) !== 0) notify(m, p, n);
  while ((waiters & ASYNC) !== 0) {
    const seen = cas(m, p + 4, waiters, waiters & ~ASYNC);
    if (seen === waiters) {
      add(m, p + 8, 1);
      notify(m, p + 8, EVERYBODY);
      return;
    }
    waiters = seen;
  }
}
