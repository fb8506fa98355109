// RWMutex: one writer or many readers.
//
//   +0 word    bits  0..13  READERS that hold it
//              bit  14      READERS_WAIT  readers may sleep here
//              bit  15      WRITERS_WAIT  writers may sleep on `writers`, or event loops want to write; keeps new readers out
//              bit  16      ASYNC         some event loop waits on `async`; cleared by the unlock that tells it
//              bits 17..28  number of the thread that writes
//              bit  29      LONG          somebody has been passed over for a millisecond: writers that have not slept yet must not take it; cleared by
//                                 that waiter when it comes in, or by one who has slept for a slice
//   +4 writers a count of wakes given to writers; they sleep here
//   +8 async   a count of unlocks told to event loops; they sleep here
//
// Who sleeps because of a flag has set it; who clears one wakes all who may sleep because of it, and those set theirs again.
// Fairness: neither side starves. A writer that waits keeps new readers out; the last reader wakes a writer. A writer that unlocks wakes all
// readers that sleep, and those come in though other writers wait. LONG keeps writers from barging in before who sleeps, first come first
// served, until whoever set it has come in.
// Timeout: who leaves clears the flags it may have set. Death: a dead waiter's flag or wake costs the others a slice. Of a holder: it stays
// locked.
// An unlock happens before the return of the next lock or lockShared; an unlockShared before the return of the next lock.

import { leftUntil } from "./deadline.ts";
import { AGAIN, add, cas, load, NOT_EQUAL, notify, now, spin, TIMED_OUT, WOKEN, wait } from "./machine.ts";
import { DONE, EVERYBODY, FIRST, LATE, NOT_HELD, NOT_OWNER, OVERFLOW, RELOCK, TOLD } from "./result.ts";

export const MOST_READERS: i32 = 0x3fff;
const READERS: i32 = MOST_READERS;
const READERS_WAIT: i32 = 1 << 14;
const WRITERS_WAIT: i32 = 1 << 15;
const ASYNC: i32 = 1 << 16;
const OWNER: i32 = 17;
const WRITER: i32 = 0xfff << OWNER;
const LONG: i32 = 1 << 29;
const HELD: i32 = READERS | WRITER;
const FLAGS: i32 = READERS_WAIT | WRITERS_WAIT | LONG;

/** `slept`: FIRST or TOLD. An unlock that finds nobody clears LONG. */
export function rwmutexTryLock(m: Words, p: i32, me: i32, slept: i32): i32 {
  let word = cas(m, p, 0, me << OWNER);
  if (word === 0) return DONE;
  while ((word & HELD) === 0 && (slept !== 0 || (word & LONG) === 0)) {
    const seen = cas(m, p, word, word | (me << OWNER));
    if (seen === word) return DONE;
    word = seen;
  }
  return (word & WRITER) === me << OWNER ? RELOCK : LATE;
}

/** `patience`: how long to let other writers barge, in ms. */
export function rwmutexLock(m: Words, p: i32, me: i32, ms: f64, patience: f64): i32 {
  const result = rwmutexTryLock(m, p, me, FIRST);
  if (result !== LATE) return result;
  const begun = now();
  const deadline = begun + ms;
  let slept = 0;
  let mine = 0;
  let watched = 0;
  while (true) {
    const told = load(m, p + 4);
    const word = load(m, p);
    if ((word & HELD) === 0 && (slept !== 0 || (word & LONG) === 0)) {
      if (cas(m, p, word, (word & ~mine) | (me << OWNER)) === word) return DONE;
    } else if (watched === 0) {
      spin(m, p, word);
      watched = 1;
    } else {
      let next = word | WRITERS_WAIT;
      if (slept !== 0 && now() - begun >= patience) next |= LONG;
      if (cas(m, p, word, next) !== word) continue;
      mine |= next & ~word & LONG;
      const ended = wait(m, p + 4, told, leftUntil(deadline));
      if (ended === TIMED_OUT) {
        const late = rwmutexTryLock(m, p, me, TOLD);
        if (late === LATE || mine !== 0) rwmutexLeave(m, p);
        return late;
      }
      if (ended !== NOT_EQUAL) slept = 1;
      if (ended === AGAIN) mine = LONG;
      watched = 0;
    }
  }
}

/** `slept`: FIRST, or TOLD for who has been woken, whom writers that wait do not keep out. */
export function rwmutexTryShared(m: Words, p: i32, me: i32, slept: i32): i32 {
  let word = load(m, p);
  while ((word & WRITER) === 0 && (slept !== 0 || (word & WRITERS_WAIT) === 0)) {
    if ((word & READERS) === READERS) return OVERFLOW;
    const seen = cas(m, p, word, word + 1);
    if (seen === word) return DONE;
    word = seen;
  }
  return (word & WRITER) === me << OWNER ? RELOCK : LATE;
}

/** `patience`: how long to let writers barge, in ms. */
export function rwmutexShared(m: Words, p: i32, me: i32, ms: f64, patience: f64): i32 {
  const result = rwmutexTryShared(m, p, me, FIRST);
  if (result !== LATE) return result;
  const begun = now();
  const deadline = begun + ms;
  let slept = 0;
  let mine = 0;
  let watched = 0;
  while (true) {
    const word = load(m, p);
    if ((word & WRITER) === 0 && (slept !== 0 || (word & WRITERS_WAIT) === 0)) {
      if (cas(m, p, word, (word & ~mine) + 1) === word) return DONE;
    } else if (watched === 0) {
      spin(m, p, word);
      watched = 1;
    } else {
      let next = word | READERS_WAIT;
      if (slept !== 0 && now() - begun >= patience) next |= LONG;
      if (cas(m, p, word, next) !== word) continue;
      mine |= next & ~word & LONG;
      const ended = wait(m, p, next, leftUntil(deadline));
      if (ended === TIMED_OUT) {
        if (mine !== 0) rwmutexLeave(m, p);
        return rwmutexTryShared(m, p, me, FIRST);
      }
      if (ended === WOKEN) slept = 1;
      if (ended === AGAIN) {
        mine = LONG;
        rwmutexVouch(m, p);
      }
      watched = 0;
    }
  }
}

export function rwmutexUnlock(m: Words, p: i32, me: i32): i32 {
  let word = cas(m, p, me << OWNER, 0);
  if (word === me << OWNER) return DONE;
  while ((word & WRITER) === me << OWNER) {
    const seen = cas(m, p, word, word & (WRITERS_WAIT | LONG));
    if (seen === word) {
      if ((word & READERS_WAIT) === 0 || notify(m, p, EVERYBODY) === 0) passOn(m, p, word);
      tellLoops(m, p, word);
      return DONE;
    }
    word = seen;
  }
  return NOT_OWNER;
}

export function rwmutexUnlockShared(m: Words, p: i32): i32 {
  let word = load(m, p);
  while ((word & READERS) !== 0) {
    const last = (word & READERS) === 1;
    const seen = cas(m, p, word, last ? word & FLAGS : word - 1);
    if (seen === word) {
      if (last && (word & (FLAGS | ASYNC)) !== 0) {
        passOn(m, p, word);
        tellLoops(m, p, word);
      }
      return DONE;
    }
    word = seen;
  }
  return NOT_HELD;
}

/**
 * For an event loop: says that somebody waits, to write if `writes`. Answers -1 if the mutex can be had (try again), else the value of `async`
 * to sleep on.
 */
export function rwmutexAsk(m: Words, p: i32, writes: i32, slept: i32): i32 {
  const told = load(m, p + 8);
  while (true) {
    const word = load(m, p);
    const barred = writes !== 0 ? HELD | (slept !== 0 ? 0 : LONG) : WRITER | (slept !== 0 ? 0 : WRITERS_WAIT);
    if ((word & barred) === 0) return -1;
    if (cas(m, p, word, word | ASYNC | (writes !== 0 ? WRITERS_WAIT : 0)) === word) return told;
  }
}

/** By who gives up waiting, or has found nobody there: clears all flags and wakes whoever may sleep because of one. */
export function rwmutexLeave(m: Words, p: i32): void {
  let word = load(m, p);
  while ((word & FLAGS) !== 0) {
    const seen = cas(m, p, word, word & ~(FLAGS | ASYNC));
    if (seen === word) {
      if ((word & READERS_WAIT) !== 0) notify(m, p, EVERYBODY);
      if ((word & WRITERS_WAIT) !== 0) wakeWriters(m, p, EVERYBODY);
      tellLoops(m, p, word);
      return;
    }
    word = seen;
  }
}

/** By a reader who waits in vain: a writer that it waits for may have died. Those that are alive set their flag again. */
export function rwmutexVouch(m: Words, p: i32): void {
  if ((load(m, p) & (WRITER | WRITERS_WAIT)) === WRITERS_WAIT && wakeWriters(m, p, EVERYBODY) === 0) rwmutexLeave(m, p);
}

// The mutex has just been free, with these flags: a writer's turn. If none sleeps, the flags are of no more use.
function passOn(m: Words, p: i32, flags: i32): void {
  if ((flags & WRITERS_WAIT) !== 0 && wakeWriters(m, p, 1) > 0) return;
  rwmutexLeave(m, p);
}

function wakeWriters(m: Words, p: i32, count: i32): i32 {
  add(m, p + 4, 1);
  return notify(m, p + 4, count);
}

function tellLoops(m: Words, p: i32, flags: i32): void {
  if ((flags & ASYNC) === 0) return;
  add(m, p + 8, 1);
  notify(m, p + 8, EVERYBODY);
}

/** The number of the thread that writes at this moment, or 0. */
export function rwmutexWriter(m: Words, p: i32): i32 {
  return (load(m, p) & WRITER) >> OWNER;
}

export function rwmutexReaders(m: Words, p: i32): i32 {
  return load(m, p) & READERS;
}
