import { type Mutex, stats } from "../../src/index.ts";

interface Hammer {
  mutex: Mutex;
  /** Counts with plain additions: only exclusion makes them exact. */
  counter: Int32Array;
  rounds: number;
}

export function hammer({ mutex, counter, rounds }: Hammer): void {
  for (let round = 0; round < rounds; round++) {
    mutex.lock();
    counter[0]++;
    mutex.unlock();
  }
}

/** Every form in turn. Answers how often it got the mutex. */
export async function mixed({ mutex, counter, rounds }: Hammer, index: number): Promise<number> {
  let got = 0;
  for (let round = 0; round < rounds; round++) {
    const form = (round + index) % 5;
    if (form === 0) {
      if (!mutex.tryLock(0.05)) continue;
    } else if (form === 1) {
      await mutex.lockAsync();
    } else if (form === 2) {
      const abort = new AbortController();
      const waits = mutex.lockAsync({ signal: abort.signal });
      if (round % 2 === 0) abort.abort();
      else queueMicrotask(() => abort.abort());
      if (
        !(await waits.then(
          () => true,
          () => false,
        ))
      )
        continue;
    } else {
      mutex.lock();
    }
    counter[0]++;
    got++;
    mutex.unlock();
  }
  return got;
}

export function holdFor({ mutex, started, ms }: { mutex: Mutex; started: Int32Array; ms: number }): void {
  mutex.lock();
  Atomics.store(started, 0, 1);
  Atomics.notify(started, 0);
  Atomics.wait(started, 1, 0, ms);
  mutex.unlock();
}

/** Locks by itself while no other thread does: in turns that never overlap. Answers the calls of the engine. */
export function inTurns({ mutex, turn, rounds }: { mutex: Mutex; turn: Int32Array; rounds: number }, index: number) {
  const before = stats().thread;
  for (let round = 0; round < rounds; round++) {
    while (Atomics.load(turn, 0) !== index);
    mutex.lock();
    mutex.unlock();
    Atomics.store(turn, 0, 1 - index);
  }
  const after = stats().thread;
  return after.waits - before.waits + after.notifies - before.notifies;
}
