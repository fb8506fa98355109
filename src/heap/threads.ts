import { onExit, startedThreads, systemThread } from "#platform";
import { countInto } from "../core/machine.ts";
import {
  COUNTERS,
  KERNEL,
  MOVES,
  NUMBERED,
  QUIET,
  STARTER,
  STATE,
  SYSTEM,
  THREAD_BYTES,
  THREAD_TABLE,
  THREADS,
  WAITS_ON,
  WAKE,
} from "./layout.ts";

/** Node's number of the main thread. */
const FIRST_SYSTEM = 0;

const FREE = 0;
const ALIVE = 1;
const ENDED = 2;

/** This thread's number in the heap, 1..4095; 0 before it is attached. */
export let me = 0;

/** Calls of the engine. */
export interface Stats {
  /** Sleeps that went to the engine. */
  waits: number;
  /** Wakes that went to the engine. */
  notifies: number;
  /** Bounded spins before a sleep. */
  spins: number;
}

/** What the record's counters said when this thread took it over. */
let before: Stats = { waits: 0, notifies: 0, spins: 0 };

/** Whether waits of this thread stand in channels: who ends them would tell a successor with this thread's number. */
let parked = () => false;

export function reportParked(whether: () => boolean): void {
  parked = whether;
}

/** Where a thread's record begins. */
export function recordOf(thread: number): number {
  return THREAD_TABLE + thread * THREAD_BYTES;
}

/**
 * Takes a record of the heap for this thread. The record is free again when the thread ends by itself. Numbers go round, so that a number
 * that an object remembers is not soon another thread's.
 */
export function enroll(words: Int32Array<SharedArrayBuffer>): void {
  const first = Atomics.add(words, NUMBERED >> 2, 1) >>> 0;
  for (let tried = 0; tried < THREADS - 1; tried++) {
    const thread = 1 + ((first + tried) % (THREADS - 1));
    const state = (recordOf(thread) + STATE) >> 2;
    if (Atomics.compareExchange(words, state, FREE, ALIVE) !== FREE) continue;
    me = thread;
    Atomics.store(words, (recordOf(thread) + SYSTEM) >> 2, systemThread);
    Atomics.store(words, (recordOf(thread) + STARTER) >> 2, 0);
    Atomics.store(words, (recordOf(thread) + WAITS_ON) >> 2, -1);
    Atomics.store(words, (recordOf(thread) + WAKE) >> 2, 0);
    Atomics.store(words, (recordOf(thread) + KERNEL) >> 2, 0);
    Atomics.add(words, (recordOf(thread) + MOVES) >> 2, 1);
    Atomics.store(words, (recordOf(thread) + QUIET) >> 2, 0);
    const counters = (recordOf(thread) + COUNTERS) >> 2;
    before = read(words, thread);
    countInto(words.subarray(counters, counters + 3));
    onExit(() => {
      claim(words, startedThreads());
      Atomics.store(words, state, parked() ? ENDED : FREE);
    });
    return;
  }
  throw new RangeError(`too many threads in one program: expected at most ${THREADS - 1}`);
}

export function isAlive(words: Int32Array<SharedArrayBuffer>, thread: number): boolean {
  return Atomics.load(words, (recordOf(thread) + STATE) >> 2) === ALIVE;
}

/**
 * Says in the records of threads, by their platform's numbers, that this one has started them. Answers how many of them have not said that
 * they end, with a record or without: a thread that blocks is told of no end.
 */
export function claim(words: Int32Array<SharedArrayBuffer>, systems: readonly number[]): number {
  if (systems.length === 0) return 0;
  const started = new Set(systems);
  for (let thread = 1; thread <= highest(words); thread++) {
    const record = recordOf(thread);
    const system = Atomics.load(words, (record + SYSTEM) >> 2);
    if (!started.has(system)) continue;
    if (isAlive(words, thread)) Atomics.store(words, (record + STARTER) >> 2, me);
    else started.delete(system);
  }
  return started.size;
}

/** Whether the thread is the program's first. */
export function isFirst(words: Int32Array<SharedArrayBuffer>, thread: number): boolean {
  return Atomics.load(words, (recordOf(thread) + SYSTEM) >> 2) === FIRST_SYSTEM;
}

export function livingThreads(words: Int32Array<SharedArrayBuffer>): number[] {
  const threads = [];
  for (let thread = 1; thread <= highest(words); thread++) if (isAlive(words, thread)) threads.push(thread);
  return threads;
}

/** The highest number that a thread may have: until they have gone round, the higher ones have never been taken. */
function highest(words: Int32Array<SharedArrayBuffer>): number {
  return Math.min(Atomics.load(words, NUMBERED >> 2) >>> 0, THREADS - 1);
}

/** Notes that a thread, by its platform's number, has ended, if it has not said so itself; with it have those that it had started. */
export function threadEnded(words: Int32Array<SharedArrayBuffer>, system: number): void {
  for (let thread = 1; thread < THREADS; thread++) {
    if (Atomics.load(words, (recordOf(thread) + SYSTEM) >> 2) === system) ended(words, thread);
  }
}

function ended(words: Int32Array<SharedArrayBuffer>, thread: number): void {
  Atomics.compareExchange(words, (recordOf(thread) + STATE) >> 2, ALIVE, ENDED);
  for (const other of livingThreads(words)) {
    if (Atomics.load(words, (recordOf(other) + STARTER) >> 2) === thread) ended(words, other);
  }
}

/** The engine calls of this thread and of all threads of the program, ended ones too. */
export function count(words: Int32Array<SharedArrayBuffer>): { thread: Stats; all: Stats } {
  const mine = read(words, me);
  const all: Stats = { waits: 0, notifies: 0, spins: 0 };
  for (let thread = 1; thread < THREADS; thread++) {
    const its = read(words, thread);
    all.waits += its.waits;
    all.notifies += its.notifies;
    all.spins += its.spins;
  }
  const thread = {
    waits: (mine.waits - before.waits) >>> 0,
    notifies: (mine.notifies - before.notifies) >>> 0,
    spins: (mine.spins - before.spins) >>> 0,
  };
  return { thread, all };
}

function read(words: Int32Array<SharedArrayBuffer>, thread: number): Stats {
  const counters = (recordOf(thread) + COUNTERS) >> 2;
  return { waits: words[counters] >>> 0, notifies: words[counters + 1] >>> 0, spins: words[counters + 2] >>> 0 };
}
