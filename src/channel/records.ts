// The waiter records of this thread, seen from JavaScript; core/channel.ts has their layout and rules.

import { BELOW, CLAIM, CLAIM_WORD, NUMBER, OUTCOME, VALUE, WAKE } from "../core/channel.ts";
import { DetachedError } from "../errors.ts";
import { allocate, isAt } from "../heap/alloc.ts";
import { words } from "../heap/heap.ts";
import { WAKE as WAKE_WORD } from "../heap/layout.ts";
import { describe, kinds, type Location } from "../heap/location.ts";
import { me, recordOf, reportParked } from "../heap/threads.ts";
import type { Parked } from "../task/deadlock.ts";

/** Who is told that a record's wait has ended. */
export interface Ended {
  /** For a task's wait: what a report of a deadlock says of it. */
  readonly parked?: Parked;
  ended(record: number, outcome: number): void;
  /** Takes the wait out of its channel and ends it, if that is the one at this place: its memory is about to be another's. */
  disposed(at: Location, error: DetachedError): void;
}

/** Records that wait for nothing, by the words of their values. They are never given back to the heap: a thread needs few. */
const spare: number[][] = [];

/** By a record's number: who waits with it. */
const waiting: (Ended | undefined)[] = [];
reportParked(() => waiting.some((who) => who !== undefined));

/** The address by which the core knows this thread. */
export function self(): number {
  return recordOf(me) + WAKE_WORD;
}

/** A record for a value of `size` words, the caller's until giveRecord(). */
export function takeRecord(size: number): number {
  const record = spare[size]?.pop();
  if (record !== undefined) return record;
  const made = allocate(kinds.Record, VALUE + size * 4);
  words[(made + WAKE) >> 2] = self();
  words[(made + NUMBER) >> 2] = waiting.push(undefined) - 1;
  return made;
}

export function giveRecord(record: number, size: number): void {
  words[(record + CLAIM) >> 2] = 0;
  const list = spare[size];
  if (list === undefined) spare[size] = [record];
  else list.push(record);
}

/** Says who waits with the record, until it has ended or is forgotten. */
export function expect(record: number, who: Ended): void {
  waiting[words[(record + NUMBER) >> 2]] = who;
}

export function forget(record: number): void {
  waiting[words[(record + NUMBER) >> 2]] = undefined;
}

/** The waits of this thread's tasks. */
export function* waits(): Iterable<Parked> {
  for (const who of waiting) if (who?.parked !== undefined) yield who.parked;
}

/** Ends the waits of this thread for a channel that is about to be disposed of, by whichever handle they began. */
export function endWaits(at: Location): void {
  // Another thread may have disposed of it: then the words are no channel's any more, and nothing can be taken out of a queue.
  if (!isAt(kinds[at.kind], at.p, at.generation)) return;
  const error = new DetachedError(`${describe(at)}: disposed of while a task of this thread waited on it`);
  for (const who of [...waiting]) who?.disposed(at, error);
}

/** Tells who waits with the records of a stack that was taken from the wake word; what ended first is told first. */
export function tell(top: number): void {
  // Turned over in place: the one on top has ended last.
  let first = 0;
  for (let record = top; record !== 0; ) {
    const below = words[(record + BELOW) >> 2];
    words[(record + BELOW) >> 2] = first;
    first = record;
    record = below;
  }
  while (first !== 0) {
    const record = first;
    // Before the record is told of: then it may wait again.
    first = words[(record + BELOW) >> 2];
    const number = words[(record + NUMBER) >> 2];
    const who = waiting[number];
    waiting[number] = undefined;
    who?.ended(record, words[(record + OUTCOME) >> 2]);
  }
}

/** Makes the record one of several of a select: whoever serves it must first take the claim word at this address. */
export function claimBy(record: number, claim: number): void {
  words[(record + CLAIM) >> 2] = claim;
}

/** Opens the claim word in the record itself and answers its address. */
export function openClaim(record: number): number {
  words[(record + CLAIM_WORD) >> 2] = 0;
  return record + CLAIM_WORD;
}
