// Cond: a condition variable, with a mutex in the same memory.
//
//   +0 sequence  how often anybody was notified; threads that block sleep here
//   +4 waiters   bits  0..13  threads that wait
//                bits 14..27  event loops that wait
//   +8 async     a count of notifications given to event loops; they sleep here
//
// A waiter reads `sequence` before it unlocks the mutex: a notification between the unlock and the sleep changes it, and is not lost.
// Fairness: first come first served among threads; one notification goes to a thread before it goes to an event loop.
// Wakes may come for no reason: the caller looks at its condition again. Timeout: always locks the mutex again, too.
// Death: a dead waiter stays in `waiters`, which costs an engine call per notification.
// notify happens before the return of the wait it ends; so does the unlock of the mutex by whoever held it last.

import { deadlineIn, leftUntil, PATIENCE_MS } from "./deadline.ts";
import { add, load, notify, TIMED_OUT, wait } from "./machine.ts";
import { mutexLock, mutexUnlock } from "./mutex.ts";
import { DONE, EVERYBODY, LATE } from "./result.ts";

const THREAD: i32 = 1;
const THREADS: i32 = 0x3fff;
const LOOP: i32 = 1 << 14;

/** `p` is the mutex, which this thread holds, and holds again at the return; but LATE without a limit says that it waited in vain. */
export function condWait(m: Words, c: i32, p: i32, me: i32, ms: f64): i32 {
  const sequence = load(m, c);
  add(m, c + 4, THREAD);
  const misuse = mutexUnlock(m, p, me);
  if (misuse !== DONE) {
    add(m, c + 4, -THREAD);
    return misuse;
  }
  const deadline = deadlineIn(ms);
  let result = DONE;
  while (result === DONE && load(m, c) === sequence) {
    if (wait(m, c, sequence, leftUntil(deadline)) === TIMED_OUT) result = LATE;
  }
  add(m, c + 4, -THREAD);
  return mutexLock(m, p, me, Infinity, PATIENCE_MS) === LATE ? LATE : result;
}

/** Wakes up to `count` waiters: 1, or EVERYBODY. */
export function condNotify(m: Words, c: i32, count: i32): void {
  const waiters = load(m, c + 4);
  if (waiters === 0) return;
  add(m, c, 1);
  let woken = 0;
  if ((waiters & THREADS) !== 0) woken = notify(m, c, count);
  if (waiters >= LOOP && (woken === 0 || count !== 1)) {
    add(m, c + 8, 1);
    notify(m, c + 8, EVERYBODY);
  }
}

/** For an event loop, while it holds the mutex: says that somebody waits. Answers the value of `async` to sleep on. */
export function condEnter(m: Words, c: i32): i32 {
  add(m, c + 4, LOOP);
  return load(m, c + 8);
}

export function condLeave(m: Words, c: i32): void {
  add(m, c + 4, -LOOP);
}

/** How many threads and tasks wait at this moment. */
export function condWaiters(m: Words, c: i32): i32 {
  const waiters = load(m, c + 4);
  return (waiters & THREADS) + (waiters >> 14);
}
