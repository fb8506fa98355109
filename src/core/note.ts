// Note: a one-shot event in one word.
//
//   +0 wakeup  0 clear, 1 woken, 2 clear and somebody may sleep
//
// wakeup is one exchange, and calls the engine only if it finds a 2. That exchange is its last write, so the note may be disposed as soon
// as sleep is over; the 2008 Note{wakeup, Usema} can't promise that. Event loops sleep on the same word as threads: a wake-up wakes all,
// so nobody can take another's wake.
// Fairness: all sleepers wake. Timeout and death leave at most a 2 behind: one notify too many. Several threads may sleep on one note.
// wakeup happens before the return of every sleep that it ends.

import { deadlineIn, leftUntil } from "./deadline.ts";
import { cas, exchange, load, notify, spin, TIMED_OUT, wait } from "./machine.ts";
import { DONE, DOUBLE_WAKEUP, EVERYBODY, LATE } from "./result.ts";

const CLEAR: i32 = 0;
const AWAKE: i32 = 1;
const ASLEEP: i32 = 2;

/** Whether the note has been woken. */
export function noteTrySleep(m: Words, p: i32): i32 {
  return load(m, p) === AWAKE ? DONE : LATE;
}

export function noteSleep(m: Words, p: i32, ms: f64): i32 {
  if (load(m, p) === AWAKE) return DONE;
  const deadline = deadlineIn(ms);
  while (true) {
    let state = load(m, p);
    if (state !== AWAKE) state = spin(m, p, state);
    if (state === CLEAR) state = cas(m, p, CLEAR, ASLEEP);
    if (state === AWAKE) return DONE;
    if (wait(m, p, ASLEEP, leftUntil(deadline)) === TIMED_OUT) return LATE;
  }
}

export function noteWakeup(m: Words, p: i32): i32 {
  const before = exchange(m, p, AWAKE);
  if (before === AWAKE) return DOUBLE_WAKEUP;
  if (before === ASLEEP) notify(m, p, EVERYBODY);
  return DONE;
}

export function noteClear(m: Words, p: i32): void {
  cas(m, p, AWAKE, CLEAR);
}

/** For an event loop: says that somebody sleeps. Answers -1 if the note is awake, else the value of the word to sleep on. */
export function noteAsk(m: Words, p: i32): i32 {
  return cas(m, p, CLEAR, ASLEEP) === AWAKE ? -1 : ASLEEP;
}
