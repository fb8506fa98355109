import type { Cond, Mutex, Note, RWMutex, Semaphore } from "../../../src/index.ts";
import { hold, reach, tell } from "../gate.ts";
import { type Lock, release, take, takeSoon, tryTake } from "../lock.ts";

/** state: [counter, who holds it]. Answers how often another came in between. */
export function counting(
  { lock, state, rounds, tries }: { lock: Lock; state: Int32Array; rounds: number; tries: boolean },
  index: number,
): number {
  let wrong = 0;
  for (let round = 0; round < rounds; round++) {
    if (tries) while (!tryTake(lock));
    else take(lock);
    state[1] = index;
    state[0]++;
    if (state[1] !== index) wrong++;
    release(lock);
  }
  return wrong;
}

/**
 * Tries once for each time it is asked. state: [asked, answered]. Answers what it got: how often to write, how often to
 * read.
 */
export function attempts({ mutex, state, times }: { mutex: RWMutex; state: Int32Array; times: number }): number[][] {
  const got: number[][] = [];
  for (let time = 1; time <= times; time++) {
    reach(state, 0, time, `attempt ${time}`);
    const reads = mutex.tryLockShared();
    if (reads) mutex.unlockShared();
    const writes = mutex.tryLock();
    if (writes) mutex.unlock();
    got.push([Number(writes), Number(reads)]);
    tell(state, 1);
  }
  return got;
}

/** Writes 1 to the value, for a while. */
export function writes({ mutex, value }: { mutex: RWMutex; value: Int32Array }): void {
  mutex.lock();
  hold(1);
  value[0]++;
  mutex.unlock();
}

/** Answers the value it reads. */
export function reads({ mutex, value }: { mutex: RWMutex; value: Int32Array }): number {
  using _held = mutex.lockShared();
  return value[0];
}

/**
 * Two readers, one of which always holds the mutex: each lets go only when the other has come after it. When `state[2]`
 * is set a writer may keep the other out, and each waits for it no longer than 2 ms. state: [entries of each, whether
 * writers wait, stop].
 */
export function conspire({ mutex, state }: { mutex: RWMutex; state: Int32Array }, index: number): void {
  const other = 1 - index;
  for (let entry = 1; Atomics.load(state, 3) === 0; entry++) {
    mutex.lockShared();
    tell(state, index);
    const least = entry + index;
    while (Atomics.load(state, other) < least && Atomics.load(state, 2) === 0) {
      Atomics.wait(state, other, Atomics.load(state, other), 1);
    }
    if (Atomics.load(state, other) < least) Atomics.wait(state, other, Atomics.load(state, other), 2);
    mutex.unlockShared();
  }
}

export interface Crowd {
  lock: Lock;
  /** What each thread does: "write", "read"; thread 0 is the one in the crowd. */
  forms: string[];
  /** [whether thread 0 is done, how often the others had it] */
  state: Int32Array;
  /** How often thread 0 wants it. */
  wants: number;
  /** How often the others may have it, each: then they give up, and thread 0 has starved. */
  most: number;
  /** How long they hold it each time, in ms; 0 is a tight loop. */
  ms: number;
}

/** Answers how often each of the others had the lock; thread 0, how often it was passed over in all. */
export function crowd({ lock, forms, state, wants, most, ms }: Crowd, index: number): number {
  const [enter, leave] = ways(lock, forms[index]);
  if (index === 0) {
    let passed = 0;
    reach(state, 1, 1, "one of the crowd to hold the lock");
    for (let had = 0; had < wants; had++) {
      const before = Atomics.load(state, 1);
      enter();
      passed += Atomics.load(state, 1) - before;
      leave();
      // The crowd is to be in full swing again.
      hold(1);
    }
    tell(state, 0);
    return passed;
  }
  let had = 0;
  for (; Atomics.load(state, 0) === 0 && had < most; had++) {
    enter();
    if (Atomics.add(state, 1, 1) === 0) Atomics.notify(state, 1);
    if (ms > 0) hold(ms);
    leave();
  }
  return had;
}

interface Everyone {
  lock: Lock;
  forms: string[];
  /** How often each has had it. */
  counts: Int32Array;
  least: number;
  most: number;
}

/** All want it `least` times; nobody stops before all have had it that often. */
export function everyone({ lock, forms, counts, least, most }: Everyone, index: number): void {
  const [enter, leave] = ways(lock, forms[index]);
  while (counts.some((had) => had < least)) {
    enter();
    if (Atomics.add(counts, index, 1) >= most) throw new Error(`some starve: ${forms} had it ${counts} times`);
    leave();
  }
}

function ways(lock: Lock, form: string): [() => void, () => void] {
  if (form === "write") return [() => take(lock), () => release(lock)];
  const mutex = lock as RWMutex;
  return [() => mutex.lockShared(), () => mutex.unlockShared()];
}

interface Modulo {
  mutex: Mutex;
  conds: Cond[];
  /** [the count, timeouts, aborts] */
  state: Int32Array;
  rounds: number;
  /** What the count is to be, modulo 4, when this crew's threads raise it; two threads for each. */
  values: number[];
}

/** Raises the count when it is its turn; waits for that in small pieces, every second thread in the event loop. */
export async function modulo({ mutex, conds, state, rounds, values }: Modulo, index: number): Promise<void> {
  const value = values[index >> 1];
  for (let round = 0; round < rounds; round++) {
    if (index % 2 === 0) {
      mutex.lock();
      while ((state[0] & 3) !== value) if (!conds[value].wait(2 * Math.random())) Atomics.add(state, 1, 1);
      raise(conds, state);
      mutex.unlock();
      continue;
    }
    using _held = await mutex.lockAsync();
    while ((state[0] & 3) !== value) {
      if (!(await soon((signal) => conds[value].waitAsync({ signal })))) Atomics.add(state, 2, 1);
    }
    raise(conds, state);
  }
}

function raise(conds: Cond[], state: Int32Array): void {
  conds[++state[0] & 3].notifyOne();
}

/** Waits, but only for a moment: false if that was not enough. */
async function soon(wait: (signal: AbortSignal) => Promise<unknown>): Promise<boolean> {
  const abort = new AbortController();
  const enough = new Error("enough");
  const timer = setTimeout(() => abort.abort(enough), 2 * Math.random());
  try {
    await wait(abort.signal);
    return true;
  } catch (error) {
    if (error !== enough) throw error;
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Takes it for a while, if it can be had soon. state: [counter, late, aborted, holders]. Answers how often it had it.
 */
export async function timedLocks(
  { lock, state, rounds }: { lock: Lock; state: Int32Array; rounds: number },
  index: number,
): Promise<number> {
  let had = 0;
  for (let round = 0; round < rounds; round++) {
    if ((round + index) % 2 === 0) {
      if (!tryTake(lock, Math.random())) {
        Atomics.add(state, 1, 1);
        continue;
      }
    } else if (!(await soon((signal) => takeSoon(lock, signal)))) {
      Atomics.add(state, 2, 1);
      continue;
    }
    if (Atomics.add(state, 3, 1) !== 0) throw new Error("two have it");
    state[0]++;
    had++;
    if (round % 4 === 0) hold(0.2);
    Atomics.sub(state, 3, 1);
    release(lock);
  }
  return had;
}

/** Sleeps on note after note, in small pieces. state: [awake, late, aborted]. Answers how many woke it. */
export async function timedNotes(
  { notes, state }: { notes: Note[]; state: Int32Array },
  index: number,
): Promise<number> {
  let woken = 0;
  for (const note of notes) {
    if ((woken + index) % 2 === 0) while (!note.sleep(2 * Math.random())) Atomics.add(state, 1, 1);
    else while (!(await soon((signal) => note.sleepAsync({ signal })))) Atomics.add(state, 2, 1);
    woken++;
    tell(state, 0);
  }
  return woken;
}

interface Queue {
  mutex: Mutex;
  /** Not full, not empty. */
  conds: Cond[];
  /** [how many are in it] */
  state: Int32Array;
  items: Int32Array;
  rounds: number;
}

/** A bounded queue: thread 0 puts 0, 1, 2…, thread 1 takes. Answers the first that came out of order. */
export function queue({ mutex, conds, state, items, rounds }: Queue, index: number): number | undefined {
  const [notFull, notEmpty] = conds;
  let wrong: number | undefined;
  for (let round = 0; round < rounds; round++) {
    mutex.lock();
    if (index === 0) {
      while (state[0] === items.length) notFull.wait();
      items[round % items.length] = round;
      if (state[0]++ === 0) notEmpty.notifyAll();
    } else {
      while (state[0] === 0) notEmpty.wait();
      if (items[round % items.length] !== round) wrong ??= round;
      if (state[0]-- === items.length) notFull.notifyAll();
    }
    mutex.unlock();
  }
  return wrong;
}

export interface PingPong {
  mutex: Mutex;
  conds: Cond[];
  rwmutex: RWMutex;
  semaphores: Semaphore[];
  /** [the ball] */
  state: Int32Array;
  limit: number;
}

/** Hits the ball when it is its turn, which `turn` sees to. Answers how often. */
function rally({ state, limit }: PingPong, index: number, turn: (hit: () => void) => void): number {
  let hits = 0;
  const hit = () => {
    if ((state[0] & 1) !== index) throw new Error(`thread ${index} hits ball ${state[0]}`);
    state[0]++;
    hits++;
  };
  while (hits < limit / 2) turn(hit);
  return hits;
}

export function pingMutex(shared: PingPong, index: number): number {
  const { mutex, state } = shared;
  return rally(shared, index, (hit) => {
    mutex.lock();
    if ((state[0] & 1) === index) hit();
    mutex.unlock();
  });
}

export function pingRWMutex(shared: PingPong, index: number): number {
  const { rwmutex, state } = shared;
  return rally(shared, index, (hit) => {
    rwmutex.lockShared();
    const mine = (state[0] & 1) === index;
    rwmutex.unlockShared();
    if (!mine) return;
    rwmutex.lock();
    hit();
    rwmutex.unlock();
  });
}

export function pingCond(shared: PingPong, index: number): number {
  return pingWithin(shared, index, Infinity);
}

/** With a time that never passes. */
export function pingCondTimed(shared: PingPong, index: number): number {
  return pingWithin(shared, index, 3_600_000);
}

function pingWithin(shared: PingPong, index: number, timeout: number): number {
  const { mutex, conds, state } = shared;
  return rally(shared, index, (hit) => {
    mutex.lock();
    while ((state[0] & 1) !== index) conds[index].wait(timeout);
    hit();
    conds[1 - index].notifyOne();
    mutex.unlock();
  });
}

export function pingSemaphore(shared: PingPong, index: number): number {
  const { semaphores } = shared;
  return rally(shared, index, (hit) => {
    semaphores[index].acquire();
    hit();
    semaphores[1 - index].release();
  });
}
