// The 2008 commit's own objects, after Plan 9's user-level locks: one atomic add, and the kernel semaphore only for contention.
//
//   Usema  +0 u       permits free if positive, threads that wait (or are about to) if negative
//          +4 k       tokens handed to those threads
//   Lock   +0 key     holder plus waiters; 0 free
//          +4 sema    a kernel semaphore: each token is the lock itself, handed over
//   Note   +0 wakeup  0 clear, 1 woken
//          +4 Usema
//
// Fairness: hand-off. A permit released while threads wait belongs to one of them and can't be barged for; among those that wait, k's
// order holds. Price: the permit lies idle while its new owner wakes.
// Timeout: a waiter takes itself out of u (or key) if no token is on its way to it; otherwise it takes the token and reports success.
// Death: a thread that dies waiting stays counted for ever; one that dies between the two steps of a release leaves the next asleep, be it
// past its timeout. The words never become free again. Semaphore and Mutex survive both.
// A release happens before the acquire it satisfies; unlock before the next lock; wakeup before the return of the sleep it ends.

import { deadlineIn, leftUntil } from "./deadline.ts";
import { kernelAcquire, kernelRelease } from "./kernel.ts";
import { add, cas, exchange, load, store } from "./machine.ts";
import { DONE, DOUBLE_WAKEUP, LATE, MAX_PERMITS, NOT_HELD, OVERFLOW } from "./result.ts";

export function usemaTryAcquire(m: Words, p: i32): i32 {
  let u = load(m, p);
  while (u > 0) {
    const seen = cas(m, p, u, u - 1);
    if (seen === u) return DONE;
    u = seen;
  }
  return LATE;
}

export function usemaAcquire(m: Words, p: i32, ms: f64): i32 {
  if (add(m, p, -1) > 0) return DONE;
  return awaitToken(m, p + 4, p, 0, 1, ms);
}

export function usemaRelease(m: Words, p: i32): i32 {
  if (load(m, p) >= MAX_PERMITS) return OVERFLOW;
  if (add(m, p, 1) < 0) kernelRelease(m, p + 4);
  return DONE;
}

// Not Plan 9's own canlock: that adds, looks, and undoes by add and release, and lets two in when a hand-over falls between.
export function plan9TryLock(m: Words, p: i32): i32 {
  return cas(m, p, 0, 1) === 0 ? DONE : LATE;
}

export function plan9Lock(m: Words, p: i32, ms: f64): i32 {
  if (add(m, p, 1) === 0) return DONE;
  return awaitToken(m, p + 4, p, 1, -1, ms);
}

export function plan9Unlock(m: Words, p: i32): i32 {
  if (load(m, p) <= 0) return NOT_HELD;
  if (add(m, p, -1) > 1) kernelRelease(m, p + 4);
  return DONE;
}

export function plan9NoteClear(m: Words, p: i32): void {
  store(m, p, 0);
}

export function plan9NoteSleep(m: Words, p: i32, ms: f64): i32 {
  const deadline = deadlineIn(ms);
  while (load(m, p) === 0) {
    if (usemaAcquire(m, p + 4, leftUntil(deadline)) === LATE) return LATE;
  }
  return DONE;
}

export function plan9NoteWakeup(m: Words, p: i32): i32 {
  if (exchange(m, p, 1) !== 0) return DOUBLE_WAKEUP;
  return usemaRelease(m, p + 4);
}

// The calling thread is counted in the word at p, and waits for a token in k. `step` is what taking itself out of the count adds: 1 for
// u, where a waiter stands beyond 0 on the negative side (-u of them have no token yet), -1 for key, where the holder is the first and
// key - 1 have none.
//
// The race at the timeout: between wait's answer and our leaving, a release may have counted us and be about to put our token into k.
// Adding ourselves back then would leave the token for a second thread (two holders); just leaving would lose it. The count decides: as
// long as it says that some waiter has no token, that waiter may as well be us. Otherwise every waiter has one, and ours is on its way.
function awaitToken(m: Words, k: i32, p: i32, free: i32, step: i32, ms: f64): i32 {
  if (kernelAcquire(m, k, ms) === DONE) return DONE;
  let count = load(m, p);
  while (step > 0 ? count < free : count > free) {
    const seen = cas(m, p, count, count + step);
    if (seen === count) return LATE;
    count = seen;
  }
  return kernelAcquire(m, k, Infinity);
}
