// What each thread says of itself in its record: how often it has moved, and since when it stands still. standstill.ts looks at all of them.

import type { Dryness } from "../platform/dryness.ts";
import { allocate } from "./alloc.ts";
import { words } from "./heap.ts";
import { MOVES, QUIET, STARTER, TEXT } from "./layout.ts";
import { kinds } from "./location.ts";
import { memory } from "./memory.ts";
import { me, recordOf } from "./threads.ts";

// The word QUIET: 0, or
//   bits  0..1   dryness    what may still wake the thread, other threads aside
//   bit   2      WAITS      somebody waits here whom an error can end
//   bit   3      CERTAIN    dryness and children have been asked for since the thread stands still
//   bits  4..15  children   how many living threads it has started
//   bits 16..30  looks      how often it has looked at itself and had not moved
const DRYNESS_MASK = 3;
const WAITS = 1 << 2;
const CERTAIN = 1 << 3;
const CHILDREN = 4;
const CHILDREN_MASK = 0xfff;
const LOOKS = 16;
const LOOKS_MASK = 0x7fff;

/** What a thread's record says. */
export interface Stand {
  readonly thread: number;
  readonly moves: number;
  /** 0: it has moved. */
  readonly looks: number;
  readonly certain: boolean;
  readonly waits: boolean;
  readonly dryness: Dryness;
  readonly children: number;
  /** Who has started it, once that one has said so. */
  readonly starter: number;
}

export function standOf(thread: number): Stand {
  const record = recordOf(thread);
  const moves = Atomics.load(words, (record + MOVES) >> 2);
  const quiet = Atomics.load(words, (record + QUIET) >> 2);
  return {
    thread,
    moves,
    looks: quiet >> LOOKS,
    certain: (quiet & CERTAIN) !== 0,
    waits: (quiet & WAITS) !== 0,
    dryness: (quiet & DRYNESS_MASK) as Dryness,
    children: (quiet >> CHILDREN) & CHILDREN_MASK,
    starter: Atomics.load(words, (record + STARTER) >> 2),
  };
}

/** What it has found out for certain, as it stands in the word, and how many children it knew then. */
let certainty = 0;
let known = 0;

/** This thread has done something or is about to. Plain writes: whatever it does that others see begins with an atomic one. */
export function moved(): void {
  const record = recordOf(me);
  words[(record + MOVES) >> 2]++;
  words[(record + QUIET) >> 2] = 0;
  certainty = 0;
}

/**
 * This thread has not moved since it looked last. `waits`: whether somebody waits here whom an error can end. `children`: how many threads
 * that it has started live, as far as it knows.
 */
export function standsStill(waits: boolean, children: number): void {
  const quiet = (recordOf(me) + QUIET) >> 2;
  // After 4 hours it starts anew.
  const looks = ((words[quiet] >> LOOKS) + 1) & LOOKS_MASK;
  if (children !== known) certainty = 0;
  known = children;
  const found = certainty || Math.min(children, CHILDREN_MASK) << CHILDREN;
  Atomics.store(words, quiet, looks === 0 ? 0 : (looks << LOOKS) | found | (waits ? WAITS : 0));
}

/** What this thread has found out for certain; it holds until it moves or hears of a child's end. */
export function isCertain(dryness: Dryness, children: number): void {
  certainty = children > CHILDREN_MASK ? 0 : CERTAIN | dryness | (children << CHILDREN);
}

// To make certain costs 10 ms or more. It is done at once, and then ever less often, soonest when it is of no use; times in ms.
const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 5000;
const LONGEST_USELESS_PAUSE = 60_000;
let asked = Number.NEGATIVE_INFINITY;
let pause = FIRST_PAUSE;

/** Whether it is time to make certain of what this thread knows of itself; counts as having done so. */
export function mayAsk(): boolean {
  const now = performance.now();
  if (now - asked < pause) return false;
  if (now - asked > LONGEST_USELESS_PAUSE) pause = FIRST_PAUSE;
  else if (pause < LONGEST_PAUSE) pause *= 1.5;
  asked = now;
  return true;
}

/** It was of no use. */
export function askSeldom(): void {
  pause = Math.min(2 * pause, LONGEST_USELESS_PAUSE / 2);
}

const TEXT_UNITS = 510;
/** For the last line, which says that there are more. */
const MORE_UNITS = 40;

/** Leaves for the other threads which tasks wait on what in this one, a line for each, as many as there is room for. */
export function leaveText(lines: readonly string[]): void {
  const word = (recordOf(me) + TEXT) >> 2;
  const block = words[word] || roomForText();
  if (block === 0) return;
  let text = "";
  for (const [i, line] of lines.entries()) {
    const longer = i === 0 ? line : `${text}\n${line}`;
    if (longer.length > TEXT_UNITS - MORE_UNITS) {
      text = `${text}\n… and more (${lines.length - i} lines)`.trim().slice(0, TEXT_UNITS);
      break;
    }
    text = longer;
  }
  const { u16 } = memory();
  for (let i = 0; i < text.length; i++) u16[((block + 4) >> 1) + i] = text.charCodeAt(i);
  words[block >> 2] = text.length;
  Atomics.store(words, word, block);
}

function roomForText(): number {
  try {
    return allocate(kinds.Record, 4 + TEXT_UNITS * 2);
  } catch {
    // The heap is full: that is for those to hear who want something of it.
    return 0;
  }
}

/** What a thread that stands still has left. */
export function textOf(thread: number): string[] {
  const block = Atomics.load(words, (recordOf(thread) + TEXT) >> 2);
  if (block === 0) return ["tasks; the heap is full, so it could not say on what they wait"];
  const start = (block + 4) >> 1;
  const text = String.fromCharCode(...memory().u16.slice(start, start + words[block >> 2]));
  return text === "" ? [] : text.split("\n");
}
