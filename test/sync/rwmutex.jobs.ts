import type { RWMutex } from "../../src/index.ts";

interface Hammer {
  mutex: RWMutex;
  /** [readers inside, writers inside, writes], and data that only exclusion keeps alike. */
  state: Int32Array;
  rounds: number;
}

function read(state: Int32Array): void {
  Atomics.add(state, 0, 1);
  if (Atomics.load(state, 1) !== 0) throw new Error("a reader is in beside a writer");
  if (state[3] !== state[4]) throw new Error("a reader sees half a write");
  Atomics.sub(state, 0, 1);
}

function write(state: Int32Array): void {
  if (Atomics.add(state, 1, 1) !== 0 || Atomics.load(state, 0) !== 0) throw new Error("a writer is not alone");
  state[3]++;
  state[4]++;
  Atomics.sub(state, 1, 1);
}

/** One write to four reads. Answers how often it wrote. */
export function hammer({ mutex, state, rounds }: Hammer, index: number): number {
  let writes = 0;
  for (let round = 0; round < rounds; round++) {
    if ((round + index) % 5 === 0) {
      mutex.lock();
      write(state);
      mutex.unlock();
      writes++;
    } else {
      mutex.lockShared();
      read(state);
      mutex.unlockShared();
    }
  }
  return writes;
}

/** Every form in turn, some giving up. Answers how often it wrote. */
export async function mixed({ mutex, state, rounds }: Hammer, index: number): Promise<number> {
  let writes = 0;
  for (let round = 0; round < rounds; round++) {
    const form = (round + 3 * index) % 8;
    const writing = form % 2 === 0;
    let got = true;
    if (form < 2) {
      if (writing) mutex.lock();
      else mutex.lockShared();
    } else if (form < 4) {
      got = writing ? mutex.tryLock(0.05) : mutex.tryLockShared(0.05);
    } else {
      const abort = new AbortController();
      const options = { signal: abort.signal };
      const waits = writing ? mutex.lockAsync(options) : mutex.lockSharedAsync(options);
      if (form > 5) setImmediate(() => abort.abort());
      got = await waits.then(
        () => true,
        () => false,
      );
    }
    if (!got) continue;
    if (writing) {
      write(state);
      writes++;
      mutex.unlock();
    } else {
      read(state);
      mutex.unlockShared();
    }
  }
  return writes;
}

/** Reads over and over until told to stop, and counts it. */
export function flood({ mutex, stop }: { mutex: RWMutex; stop: Int32Array }): void {
  while (Atomics.load(stop, 0) === 0) {
    mutex.lockShared();
    Atomics.add(stop, 1, 1);
    for (let i = 0; i < 2_000; i++) Atomics.load(stop, 0);
    mutex.unlockShared();
  }
}
