// Whether every thread of the program waits and nothing is left that could wake one.
//
// That each stood still when it looked at itself is not enough: a message may be under way from one that looked late to one that looked early.
// So they are looked at twice. If none has moved between, and each has looked at itself several times, then at the moment of the first
// look all of them stood still; what had been sent by then has arrived, since each has taken its events; and it has moved nobody. (Mattern's
// double counting, with an event loop's counter of events in the place of the counts of messages.)
//
// All threads are known: the first one, and the platform says of each how many it has started. One that does not use this library says nothing
// of itself: while it lives, nobody is sure.

import { processorTime, tellsDryness } from "#platform";
import { SLICE_MS } from "../core/machine.ts";
import { DRY, type Dryness } from "../platform/dryness.ts";
import { words } from "./heap.ts";
import { type Stand, standOf, textOf } from "./quiet.ts";
import { isFirst, livingThreads, me, recordOf } from "./threads.ts";
import { objectOf, waitOf } from "./waits.ts";

/** Looks of each thread before one that has started others makes certain, which waits for those: one in a long call would not answer. */
const BEFORE = 2;
/** Looks of each between the two at all: after the first it has taken its events, after the third each sleep has looked again. */
const BETWEEN = 3;
/** Ms of processor time that a look may take, and part of a processor that all else may: engines compile on threads of their own. */
const LOOK_MS = 1;
const IDLE = 0.01;

interface Look {
  readonly stands: readonly Stand[];
  readonly at: number;
  readonly processor: number;
}

export interface Standstill {
  /** What may still wake somebody. */
  readonly dryness: Dryness;
  /** Whether it is this thread that shall do something about it. */
  readonly mine: boolean;
  /** Whether the first thread, which writes what others print, blocks. */
  readonly mute: boolean;
  /** Who waits on what, a line for each. */
  readonly waiting: readonly string[];
}

/** At all, while not all are certain, and once they are. */
let unsure: Look | undefined;
let sure: Look | undefined;

/**
 * undefined while somebody moves, nobody waits or not all are known; "unsure" if this thread has to make certain of itself; "still" if all seem
 * to stand still; and who waits, if all do for ever.
 */
export function standstill(): Standstill | "unsure" | "still" | undefined {
  const stands = lookAtAll();
  const waiting = stands.filter(({ waits }) => waits);
  if (!tellsDryness || stands.some(({ looks }) => looks === 0) || waiting.length === 0 || !areAll(stands)) {
    unsure = undefined;
    sure = undefined;
    return undefined;
  }
  const now = { stands, at: performance.now(), processor: processorTime() };
  const uncertain = stands.filter(({ certain }) => !certain);
  if (uncertain.length > 0) {
    sure = undefined;
    unsure = since(unsure, now);
    const looks = looksSince(unsure, stands);
    return uncertain.some((stand) => stand.thread === me && mayAskNow(stand, uncertain, looks)) ? "unsure" : "still";
  }
  unsure = undefined;
  sure = since(sure, now);
  const looks = looksSince(sure, stands);
  const ms = Math.min(now.at - sure.at, looks * SLICE_MS);
  const idle = now.processor - sure.processor <= looks * stands.length * LOOK_MS + IDLE * ms;
  if (!idle) sure = now;
  // Who does something about it says first that it moves: if nobody has yet, what was read above is so.
  if (!idle || looks < BETWEEN || !same(stands, lookAtAll())) return "still";
  const dryness = Math.min(...stands.map(({ dryness }) => dryness)) as Dryness;
  // Only the error ends a wait that blocks.
  const speaker = dryness === DRY ? waiting[0] : stands.find((stand) => !blocks(stand));
  const mute = stands.some((stand) => isFirst(words, stand.thread) && blocks(stand));
  return { dryness, mine: speaker?.thread === me, mute, waiting: waiting.flatMap(linesOf) };
}

/** The earlier look, unless somebody has moved since. */
function since(earlier: Look | undefined, now: Look): Look {
  return earlier !== undefined && same(earlier.stands, now.stands) ? earlier : now;
}

/** How often each thread has looked at itself, at least. */
function looksSince({ stands }: Look, now: readonly Stand[]): number {
  return Math.min(...now.map(({ looks }, i) => looks - stands[i].looks));
}

/** To make certain moves the threads that one has started: so those who have are first, one after the other. */
function mayAskNow(one: Stand, uncertain: readonly Stand[], looks: number): boolean {
  const parent = uncertain.find(({ children }) => children > 0);
  return parent === undefined || (parent === one && looks >= BEFORE);
}

function lookAtAll(): Stand[] {
  return livingThreads(words).map(standOf);
}

/** Whether these are the first thread and all that they have started. One that is about to end is none of them, though it may still do something. */
function areAll(stands: readonly Stand[]): boolean {
  const started = new Map(stands.map(({ thread }) => [thread, 0]));
  let first = false;
  for (const { thread, starter } of stands) {
    const others = started.get(starter);
    if (others !== undefined) started.set(starter, others + 1);
    else if (isFirst(words, thread)) first = true;
    else return false;
  }
  return first && stands.every(({ thread, children }) => started.get(thread) === children);
}

function blocks({ thread }: Stand): boolean {
  return waitOf(recordOf(thread)) !== undefined;
}

function same(one: readonly Stand[], other: readonly Stand[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ thread, moves }, i) => other[i].thread === thread && other[i].moves === moves)
  );
}

function linesOf({ thread }: Stand): string[] {
  const blocks = waitOf(recordOf(thread));
  const tasks = textOf(thread);
  const lines = blocks === undefined ? tasks : [`blocks on ${objectOf(blocks)}`, ...tasks];
  return lines.map((line) => `thread ${thread}: ${line}`);
}
