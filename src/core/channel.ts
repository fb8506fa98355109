// Channel between threads: Go's hchan. One lock, a ring of values, a queue of waiting senders and one of waiting receivers.
//
//   channel  +0  lock      0 free, 1 held, 2 held and somebody may sleep
//            +4  count     values in the ring
//            +8  first     slot of the oldest value
//            +12 capacity  slots
//            +16 size      words of a value
//            +20 receivers {first, last}: records that wait for a value
//            +28 senders   {first, last}: records that wait with theirs
//            +36 closed    0 or 1
//            +40 the ring
//
//   record   +0  next      in the queue it stands in
//            +4  previous
//            +8  queue     address of that queue; 0 if it stands in none
//            +12 wake      address of the wake word of the thread it belongs to
//            +16 claim     address of a word that decides between the records of one select: 0 open, 1 taken; 0 if this is the only one
//            +20 outcome   how the wait ended
//            +24 below     the record below it on the wake word's stack
//            +28 number    the owner's own
//            +32 claim word, for the first record of a select
//            +36 the value
//
//   thread   +0  wake      0 awake; -1 asleep; else the record on top of a stack of records whose wait has ended
//            +16 kernel    1: every wake and unlock of this thread calls the engine, as before the 2008 commit; 0 otherwise
//
// Everything but the lock, the claims and the wake words is plain memory under the channel's lock; a record's outcome and value pass to
// its owner by the wake word. A channel is never full and waited on by receivers at once, nor empty and waited on by senders.
// Fairness: waiters are served first come first served, and nobody barges: a value goes straight to the oldest waiting receiver.
// Wakes: one CAS on the owner's wake word, and a notify only if that thread was asleep. One thread's word serves all its tasks.
// Death: a thread that dies inside the lock leaves it held; the records of a dead thread stand in the queues until served in vain.
// A send happens before the return of the receive that gets its value; the close before a receive that finds it closed.

import { cas, exchange, get, load, notify, put, spin, wait } from "./machine.ts";
import { DONE, EVERYBODY } from "./result.ts";

const COUNT: i32 = 4;
const FIRST: i32 = 8;
export const CAPACITY: i32 = 12;
export const SIZE: i32 = 16;
const RECEIVERS: i32 = 20;
const SENDERS: i32 = 28;
export const CLOSED: i32 = 36;
export const RING: i32 = 40;

const NEXT: i32 = 0;
const PREVIOUS: i32 = 4;
const QUEUE: i32 = 8;
export const WAKE: i32 = 12;
export const CLAIM: i32 = 16;
export const OUTCOME: i32 = 20;
export const BELOW: i32 = 24;
export const NUMBER: i32 = 28;
export const CLAIM_WORD: i32 = 32;
export const VALUE: i32 = 36;

const KERNEL: i32 = 16;
const ASLEEP: i32 = -1;

/** What an operation answers besides DONE and a peer's address: it must wait; the channel is closed. */
export const MUST_WAIT: i32 = -1;
export const IS_CLOSED: i32 = -2;

export function channelLock(m: Words, c: i32, t: i32): void {
  if (get(m, t + KERNEL) !== 0) {
    while (exchange(m, c, 2) !== 0) wait(m, c, 2, Infinity);
    return;
  }
  if (cas(m, c, 0, 1) === 0) return;
  let state = spin(m, c, 1);
  while (true) {
    if (state === 0 && cas(m, c, 0, 1) === 0) return;
    if (exchange(m, c, 2) === 0) return;
    wait(m, c, 2, Infinity);
    state = 1;
  }
}

export function channelUnlock(m: Words, c: i32, t: i32): void {
  if (exchange(m, c, 0) === 2 || get(m, t + KERNEL) !== 0) notify(m, c, 1);
}

/**
 * Under the lock: sends the value of the record `r`. Answers the receiver's record, which now holds the value and must be passed to
 * channelWake after the unlock; DONE if the value is in the ring; MUST_WAIT; IS_CLOSED.
 */
export function channelSend(m: Words, c: i32, r: i32): i32 {
  if (get(m, c + CLOSED) !== 0) return IS_CLOSED;
  const size = get(m, c + SIZE);
  const receiver = take(m, c + RECEIVERS);
  if (receiver !== 0) {
    copy(m, receiver + VALUE, r + VALUE, size);
    put(m, receiver + OUTCOME, DONE);
    return receiver;
  }
  const count = get(m, c + COUNT);
  const capacity = get(m, c + CAPACITY);
  if (count === capacity) return MUST_WAIT;
  let slot = get(m, c + FIRST) + count;
  if (slot >= capacity) slot -= capacity;
  copy(m, slotAt(c, slot, size), r + VALUE, size);
  put(m, c + COUNT, count + 1);
  return DONE;
}

/**
 * Under the lock: receives into the record `r`. Answers the record of a sender whose value was taken or has moved up into the ring, and
 * which must be passed to channelWake after the unlock; DONE; MUST_WAIT; IS_CLOSED once the channel is closed and empty.
 */
export function channelReceive(m: Words, c: i32, r: i32): i32 {
  const size = get(m, c + SIZE);
  const count = get(m, c + COUNT);
  if (count === 0) {
    const sender = take(m, c + SENDERS);
    if (sender !== 0) {
      copy(m, r + VALUE, sender + VALUE, size);
      put(m, sender + OUTCOME, DONE);
      return sender;
    }
    return get(m, c + CLOSED) !== 0 ? IS_CLOSED : MUST_WAIT;
  }
  const capacity = get(m, c + CAPACITY);
  const first = get(m, c + FIRST);
  copy(m, r + VALUE, slotAt(c, first, size), size);
  put(m, c + FIRST, first + 1 === capacity ? 0 : first + 1);
  const sender = take(m, c + SENDERS);
  if (sender !== 0) {
    // The ring was full: the slot that has just become free is the one behind the newest value.
    copy(m, slotAt(c, first, size), sender + VALUE, size);
    put(m, sender + OUTCOME, DONE);
    return sender;
  }
  put(m, c + COUNT, count - 1);
  return DONE;
}

/** One whole operation: sends if `sends`, else receives; if it must wait and `waits`, the record is queued before the unlock. */
export function channelDo(m: Words, c: i32, r: i32, t: i32, sends: i32, waits: i32): i32 {
  channelLock(m, c, t);
  const answer = sends !== 0 ? channelSend(m, c, r) : channelReceive(m, c, r);
  if (answer === MUST_WAIT && waits !== 0) channelQueue(m, c, r, sends);
  channelUnlock(m, c, t);
  if (answer <= 0) return answer;
  channelWake(m, answer, t);
  return DONE;
}

/** Under the lock: lets the record wait, last of its queue. */
export function channelQueue(m: Words, c: i32, r: i32, sends: i32): void {
  const queue = c + (sends !== 0 ? SENDERS : RECEIVERS);
  const last = get(m, queue + 4);
  put(m, r + NEXT, 0);
  put(m, r + PREVIOUS, last);
  put(m, r + QUEUE, queue);
  if (last === 0) put(m, queue, r);
  else put(m, last + NEXT, r);
  put(m, queue + 4, r);
}

/**
 * Under the lock: takes the record out of the channel's queue. Answers 1 if it stood there, 0 if a peer had taken it: then its wait has
 * ended, or is about to, unless it belongs to a select that was served elsewhere.
 */
export function channelWithdraw(m: Words, r: i32): i32 {
  if (get(m, r + QUEUE) === 0) return 0;
  unlink(m, r);
  return 1;
}

/** Closes: who waits is told so, values in the ring stay to be received. Answers IS_CLOSED if it was closed already. */
export function channelClose(m: Words, c: i32, t: i32): i32 {
  channelLock(m, c, t);
  const before = get(m, c + CLOSED);
  put(m, c + CLOSED, 1);
  let woken = tell(m, c + SENDERS, 0);
  woken = tell(m, c + RECEIVERS, woken);
  channelUnlock(m, c, t);
  while (woken !== 0) {
    const next = get(m, woken + NEXT);
    channelWake(m, woken, t);
    woken = next;
  }
  return before === 0 ? DONE : IS_CLOSED;
}

/** Values in the ring, at this moment. */
export function channelCount(m: Words, c: i32, t: i32): i32 {
  channelLock(m, c, t);
  const count = get(m, c + COUNT);
  channelUnlock(m, c, t);
  return count;
}

/** Puts the record on its owner's stack, and notifies that thread only if it was asleep. */
export function channelWake(m: Words, r: i32, t: i32): void {
  const wake = get(m, r + WAKE);
  let top = load(m, wake);
  while (true) {
    put(m, r + BELOW, top === ASLEEP ? 0 : top);
    const seen = cas(m, wake, top, r);
    if (seen === top) break;
    top = seen;
  }
  // Both, if this thread sleeps twice: blocked, with a sleep of its event loop left over.
  if (top === ASLEEP || get(m, t + KERNEL) !== 0) notify(m, wake, EVERYBODY);
}

/** For the owner: takes the stack, and with it what its records say. Answers the top, or 0. Leaves a thread that sleeps asleep. */
export function threadTake(m: Words, t: i32): i32 {
  return load(m, t) > 0 ? exchange(m, t, 0) : 0;
}

/** For the owner: from now on a wake notifies. Answers 0, or 1 if there is something to take. */
export function threadSleeps(m: Words, t: i32): i32 {
  const top = cas(m, t, 0, ASLEEP);
  return top > 0 ? 1 : 0;
}

/** For the owner: from now on a wake doesn't notify. */
export function threadWakes(m: Words, t: i32): void {
  cas(m, t, ASLEEP, 0);
}

/** The oldest record of the queue that can still be served, or 0: a record of a select may have been served elsewhere. */
function take(m: Words, queue: i32): i32 {
  while (true) {
    const r = get(m, queue);
    if (r === 0) return 0;
    unlink(m, r);
    const claim = get(m, r + CLAIM);
    if (claim === 0 || cas(m, claim, 0, 1) === 0) return r;
  }
}

/** Empties the queue; its claimed records go, linked by NEXT, before `others`. */
function tell(m: Words, queue: i32, others: i32): i32 {
  let told = others;
  while (true) {
    const r = take(m, queue);
    if (r === 0) return told;
    put(m, r + OUTCOME, IS_CLOSED);
    put(m, r + NEXT, told);
    told = r;
  }
}

function unlink(m: Words, r: i32): void {
  const queue = get(m, r + QUEUE);
  const next = get(m, r + NEXT);
  const previous = get(m, r + PREVIOUS);
  if (previous === 0) put(m, queue, next);
  else put(m, previous + NEXT, next);
  if (next === 0) put(m, queue + 4, previous);
  else put(m, next + PREVIOUS, previous);
  put(m, r + QUEUE, 0);
}

function slotAt(c: i32, slot: i32, size: i32): i32 {
  return c + RING + ((slot * size) << 2);
}

function copy(m: Words, to: i32, from: i32, size: i32): void {
  for (let i = 0; i < size << 2; i += 4) put(m, to + i, get(m, from + i));
}
