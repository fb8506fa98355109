import type { Cond, Mutex, Semaphore } from "../../../src/index.ts";
import { hold, reach, tell } from "../gate.ts";
import { type Lock, release, take } from "../lock.ts";

export interface Sections {
  locks: Lock[];
  /** What each lock guards. */
  counters: Int32Array;
  /** Threads for each lock. */
  threads: number;
  /** Additions in each section. */
  work: number;
  rounds: number;
}

export function sections({ locks, counters, threads, work, rounds }: Sections, index: number): void {
  const group = Math.floor(index / threads);
  const lock = locks[group];
  for (let round = 0; round < rounds; round++) {
    take(lock);
    for (let i = 0; i < work; i++) counters[group]++;
    release(lock);
  }
}

/**
 * All want the lock over and over; nobody stops before all have had it `least` times. state: how often each has had it,
 * then who began.
 */
export function fairly(
  { lock, state, least, most, ms }: { lock: Lock; state: Int32Array; least: number; most: number; ms: number },
  index: number,
): void {
  const had = state.subarray(0, -1);
  tell(state, had.length);
  while (had.some((times) => times < least)) {
    take(lock);
    if (Atomics.add(had, index, 1) >= most) throw new Error(`some starve: they had it ${had} times`);
    if (ms > 0) hold(ms);
    release(lock);
  }
}

export interface Park {
  semaphores: Semaphore[];
  mutex: Mutex;
  condMutex: Mutex;
  cond: Cond;
  /** For each thread the rounds that it may begin, or STOP. */
  begin: Int32Array;
  /** [awake in all, who woke first, second…] */
  awake: Int32Array;
}

/** Sleeps when told, in one way, and says when it is awake. */
function park({ begin, awake }: Park, index: number, sleep: (awake: () => void) => void): number {
  const threads = awake.length - 1;
  for (let round = 1; ; round++) {
    reach(begin, index, round, `round ${round}`);
    if (Atomics.load(begin, index) >= STOP) return round - 1;
    sleep(() => {
      Atomics.store(awake, 1 + (Atomics.load(awake, 0) % threads), index);
      tell(awake, 0);
    });
  }
}

/** More rounds than there are. */
export const STOP = 1_000_000;

/** Several wake at a time: their order is nobody's. */
export function parkOnSemaphore(shared: Park, index: number): number {
  const semaphore = shared.semaphores[index % shared.semaphores.length];
  return park(shared, index, (awake) => {
    semaphore.acquire();
    awake();
  });
}

export function parkOnMutex(shared: Park, index: number): number {
  return park(shared, index, (awake) => {
    shared.mutex.lock();
    awake();
    shared.mutex.unlock();
  });
}

export function parkOnCond(shared: Park, index: number): number {
  return park(shared, index, (awake) => {
    shared.condMutex.lock();
    shared.cond.wait();
    awake();
    shared.condMutex.unlock();
  });
}
