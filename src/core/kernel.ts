// The kernel semaphore k of the 2008 commit, and the variants of Lock and Note that know nothing but the kernel.
//
//   k: +0  tokens   0..2^30-1, the permits that nobody has taken yet
//   l: +0  held     0 free, 1 held
//   n: +0  wakeup   0 clear, 1 woken;  +4 k
//
// A wait with no token goes to the engine without a spin, and every release notifies, whether anybody sleeps or not: that is what
// "kernel" means here, and what the user-level forms are measured against.
// Fairness: sleepers wake in the engine's order, first come first served, but a newcomer may take a token before the woken one does.
// Timeout: leaves nothing behind. Death: a dead sleeper leaves nothing behind; a wake it took along costs one slice. A note whose waker dies
// between its two steps is awake, and its sleeper sleeps on.
// A release happens before the acquire that takes its token.

import { deadlineIn, leftUntil } from "./deadline.ts";
import { cas, exchange, load, notify, store, TIMED_OUT, wait } from "./machine.ts";
import { DONE, DOUBLE_WAKEUP, LATE, MAX_PERMITS, NOT_HELD, OVERFLOW } from "./result.ts";

export function kernelTryAcquire(m: Words, k: i32): i32 {
  let tokens = load(m, k);
  while (tokens > 0) {
    const seen = cas(m, k, tokens, tokens - 1);
    if (seen === tokens) return DONE;
    tokens = seen;
  }
  return LATE;
}

export function kernelAcquire(m: Words, k: i32, ms: f64): i32 {
  const deadline = deadlineIn(ms);
  while (kernelTryAcquire(m, k) !== DONE) {
    if (wait(m, k, 0, leftUntil(deadline)) === TIMED_OUT) return LATE;
  }
  return DONE;
}

export function kernelRelease(m: Words, k: i32): i32 {
  let tokens = load(m, k);
  while (tokens < MAX_PERMITS) {
    const seen = cas(m, k, tokens, tokens + 1);
    if (seen === tokens) {
      notify(m, k, 1);
      return DONE;
    }
    tokens = seen;
  }
  return OVERFLOW;
}

export function kernelLockTry(m: Words, l: i32): i32 {
  return cas(m, l, 0, 1) === 0 ? DONE : LATE;
}

export function kernelLock(m: Words, l: i32, ms: f64): i32 {
  const deadline = deadlineIn(ms);
  while (cas(m, l, 0, 1) !== 0) {
    if (wait(m, l, 1, leftUntil(deadline)) === TIMED_OUT) return LATE;
  }
  return DONE;
}

export function kernelUnlock(m: Words, l: i32): i32 {
  if (exchange(m, l, 0) === 0) return NOT_HELD;
  notify(m, l, 1);
  return DONE;
}

export function kernelNoteClear(m: Words, n: i32): void {
  store(m, n, 0);
}

export function kernelNoteSleep(m: Words, n: i32, ms: f64): i32 {
  const deadline = deadlineIn(ms);
  while (load(m, n) === 0) {
    if (kernelAcquire(m, n + 4, leftUntil(deadline)) === LATE) return LATE;
  }
  return DONE;
}

export function kernelNoteWakeup(m: Words, n: i32): i32 {
  if (exchange(m, n, 1) !== 0) return DOUBLE_WAKEUP;
  return kernelRelease(m, n + 4);
}
