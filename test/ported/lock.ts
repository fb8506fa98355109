// One face for all that excludes, so that a ported test can run over each of them.

import { Mutex, type ObjectOptions, RWMutex, Semaphore } from "../../src/index.ts";

export type Lock = Mutex | RWMutex | Semaphore;

export const locks: { kind: string; make: (options: ObjectOptions) => Lock }[] = [
  { kind: "Mutex", make: (options) => new Mutex(options) },
  { kind: "RWMutex", make: (options) => new RWMutex(options) },
  { kind: "Semaphore", make: (options) => new Semaphore(1, options) },
];

export function take(lock: Lock): void {
  if (lock instanceof Semaphore) lock.acquire();
  else lock.lock();
}

export function tryTake(lock: Lock, timeout = 0): boolean {
  return lock instanceof Semaphore ? lock.tryAcquire(1, timeout) : lock.tryLock(timeout);
}

export async function takeSoon(lock: Lock, signal: AbortSignal): Promise<void> {
  if (lock instanceof Semaphore) await lock.acquireAsync(1, { signal });
  else await lock.lockAsync({ signal });
}

export function release(lock: Lock): void {
  if (lock instanceof Semaphore) lock.release();
  else lock.unlock();
}
