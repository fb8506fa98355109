import type { Mutex, Semaphore } from "../../src/index.ts";

/** Thread 0 wants two permits, thread 1 one. */
export function wants({ semaphore, got }: { semaphore: Semaphore; got: Int32Array }, index: number): void {
  semaphore.acquire(2 - index);
  Atomics.store(got, index, 1);
}

interface Rivals {
  lock: Mutex | Semaphore;
  /** [waits in the event loop, a blocked thread has had it, the event loop may turn again] */
  state: Int32Array;
}

const take = (lock: Mutex | Semaphore) => ("lock" in lock ? lock.lock() : lock.acquire());
const takeAsync = (lock: Mutex | Semaphore) => ("lock" in lock ? lock.lockAsync() : lock.acquireAsync());

/** Thread 0 waits in its event loop, which is then busy until it is told; thread 1 blocks. */
export async function rivals({ lock, state }: Rivals, index: number): Promise<void> {
  if (index === 1) {
    while (Atomics.load(state, 0) === 0);
    const held = take(lock);
    Atomics.store(state, 1, 1);
    held[Symbol.dispose]();
    return;
  }
  const waits = takeAsync(lock);
  Atomics.store(state, 0, 1);
  while (Atomics.load(state, 2) === 0);
  (await waits)[Symbol.dispose]();
}
