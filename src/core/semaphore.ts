// Semaphore: the commit's idea in a form that survives timeouts, deaths and acquires of several permits.
//
//   +0 value    free permits, 0..2^30-1. Threads that block sleep here.
//   +4 waiters  bits  0..13  threads in the slow path that want 1 permit
//               bits 14..27  threads in the slow path that want more than 1
//               bit  28      ASYNC: some event loop waits on `async`; cleared by the release that wakes it
//   +8 async    a count of wakes given to event loops; they sleep here, so that none of them can take a blocked thread's wake
//
// release adds to `value`, then looks at `waiters`; acquire enters `waiters`, then looks at `value`: one of them sees the other.
// Fairness: barging. Sleepers wake first come first served, but a permit belongs to whoever takes it first, and many small acquires may
// keep a large one waiting. Wakes are given one for one; if somebody wants more than 1, all wake: a single wake could go to one that wants
// 2 while a permit lies free that another would take.
// Timeout: the waiter leaves `waiters`; it has taken no wake along, since "timed out" only ever comes from wait itself.
// Death: a dead waiter stays in `waiters`, which costs one notify per release, and nothing else. Permits have no owner: a dead thread's
// permits stay taken.
// A release happens before the return of the acquire that takes its permits.

import { deadlineIn, leftUntil } from "./deadline.ts";
import { add, cas, load, notify, spin, TIMED_OUT, wait } from "./machine.ts";
import { DONE, LATE, MAX_PERMITS, OVERFLOW } from "./result.ts";

const ONE: i32 = 1;
const SEVERAL: i32 = 1 << 14;
const SEVERAL_MASK: i32 = 0x3fff << 14;
const ASYNC: i32 = 1 << 28;
const EVERYBODY: i32 = 0x7fffffff;

export function semaphoreTryAcquire(m: Words, p: i32, n: i32): i32 {
  let value = load(m, p);
  while (value >= n) {
    const seen = cas(m, p, value, value - n);
    if (seen === value) return DONE;
    value = seen;
  }
  return LATE;
}

export function semaphoreAcquire(m: Words, p: i32, n: i32, ms: f64): i32 {
  if (semaphoreTryAcquire(m, p, n) === DONE) return DONE;
  const deadline = deadlineIn(ms);
  const kind = n === 1 ? ONE : SEVERAL;
  add(m, p + 4, kind);
  while (true) {
    let value = load(m, p);
    if (value < n) value = spin(m, p, value);
    if (value >= n) {
      if (semaphoreTryAcquire(m, p, n) === DONE) {
        add(m, p + 4, -kind);
        return DONE;
      }
    } else if (wait(m, p, value, leftUntil(deadline)) === TIMED_OUT) {
      add(m, p + 4, -kind);
      return LATE;
    }
  }
}

export function semaphoreRelease(m: Words, p: i32, n: i32): i32 {
  let value = load(m, p);
  while (value <= MAX_PERMITS - n) {
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

/**
 * For an event loop: says that somebody wants n permits. Answers -1 if they are there (try again), else the value of `async` to sleep on.
 */
export function semaphoreAsk(m: Words, p: i32, n: i32): i32 {
  const told = load(m, p + 8);
  let waiters = load(m, p + 4);
  while ((waiters & ASYNC) === 0) {
    const seen = cas(m, p + 4, waiters, waiters | ASYNC);
    if (seen === waiters) break;
    waiters = seen;
  }
  return load(m, p) >= n ? -1 : told;
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
