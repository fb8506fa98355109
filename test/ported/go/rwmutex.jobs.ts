import type { RWMutex } from "../../../src/index.ts";
import { reach, tell } from "../gate.ts";

/** state: [how many read, whether they may stop]. */
export function read({ mutex, state }: { mutex: RWMutex; state: Int32Array }): void {
  mutex.lockShared();
  tell(state, 0);
  reach(state, 1, 1, "the word to stop reading");
  mutex.unlockShared();
}

/** Threads 0 and 1 write, the others read. `activity`: 1 for each that reads, 10000 for each that writes. */
export function hammer(
  { mutex, activity, rounds }: { mutex: RWMutex; activity: Int32Array; rounds: number },
  index: number,
): void {
  for (let round = 0; round < rounds; round++) {
    if (index < 2) {
      mutex.lock();
      const n = Atomics.add(activity, 0, 10_000);
      if (n !== 0) throw new Error(`a writer meets ${n}`);
      linger(activity);
      Atomics.sub(activity, 0, 10_000);
      mutex.unlock();
    } else {
      mutex.lockShared();
      const n = Atomics.add(activity, 0, 1);
      if (n < 0 || n >= 10_000) throw new Error(`a reader meets ${n}`);
      linger(activity);
      Atomics.sub(activity, 0, 1);
      mutex.unlockShared();
    }
  }
}

function linger(words: Int32Array): void {
  for (let i = 0; i < 100; i++) Atomics.load(words, 0);
}

/** state: [rounds of reading, rounds of writing, rounds of writing that may end]. */
export function readsThenWrites({ mutex, state, rounds }: { mutex: RWMutex; state: Int32Array; rounds: number }): void {
  for (let round = 1; round <= rounds; round++) {
    mutex.lockShared();
    mutex.lockShared();
    tell(state, 0);
    mutex.lock();
    tell(state, 1);
    reach(state, 2, round, "the word to stop writing");
    mutex.unlock();
  }
}
