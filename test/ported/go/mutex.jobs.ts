import type { Mutex, Semaphore } from "../../../src/index.ts";
import { hold, reach, tell } from "../gate.ts";

/** Every third time only tries. Answers how often it had the mutex. */
export function hammer({ mutex, counter, rounds }: { mutex: Mutex; counter: Int32Array; rounds: number }): number {
  let had = 0;
  for (let round = 0; round < rounds; round++) {
    if (round % 3 !== 0) mutex.lock();
    else if (!mutex.tryLock()) continue;
    counter[0]++;
    had++;
    mutex.unlock();
  }
  return had;
}

interface SemaphoreHammer {
  semaphore: Semaphore;
  counter: Int32Array;
  rounds: number;
}

export function hammerSemaphore({ semaphore, counter, rounds }: SemaphoreHammer): void {
  for (let round = 0; round < rounds; round++) {
    semaphore.acquire();
    counter[0]++;
    semaphore.release();
  }
}

/**
 * Thread 0 holds it nearly always, but `most` times at most; thread 1 wants it for a moment, `locks` times. Answers how
 * often each had it.
 */
export function fairness(
  { mutex, state, most, locks }: { mutex: Mutex; state: Int32Array; most: number; locks: number },
  index: number,
): number {
  let had = 0;
  if (index === 0) {
    while (Atomics.load(state, 1) === 0 && had < most) {
      mutex.lock();
      if (++had === 1) tell(state, 0);
      hold(0.1);
      mutex.unlock();
    }
  } else {
    reach(state, 0, 1, "the other to hold the mutex");
    for (; had < locks; had++) {
      hold(0.1);
      mutex.lock();
      mutex.unlock();
    }
    tell(state, 1);
  }
  return had;
}
