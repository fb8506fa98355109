import { DeadlockError, type Mutex, type RWMutex } from "../../src/index.ts";

export interface Ring {
  /** Each thread locks the one of its own number, then the next. */
  locks: (Mutex | RWMutex)[];
  /** How many hold their own. */
  state: Int32Array;
  /** How the second one is locked. */
  form: "lock" | "lockShared" | "tryLock";
}

function gather(state: Int32Array, threads: number): void {
  Atomics.add(state, 0, 1);
  Atomics.notify(state, 0);
  for (let come = 0; come < threads; come = Atomics.load(state, 0)) Atomics.wait(state, 0, come, 1000);
}

/** Answers what came of the second lock: its error's text, or whether it was had. */
export function ring({ locks, state, form }: Ring, index: number): string | boolean {
  const own = locks[index];
  const next = locks[(index + 1) % locks.length];
  own.lock();
  gather(state, locks.length);
  try {
    if (form === "tryLock") {
      if (!next.tryLock(3000)) return false;
      next.unlock();
    } else if (form === "lockShared" && "lockShared" in next) {
      next.lockShared();
      next.unlockShared();
    } else {
      next.lock();
      next.unlock();
    }
    return true;
  } catch (error) {
    if (error instanceof DeadlockError) return error.message;
    throw error;
  } finally {
    own.unlock();
  }
}

/** Holds the last lock for long, while the others wait in a row for the next one each. */
export function row({ locks, state }: Ring, index: number): boolean {
  const last = index === locks.length - 1;
  locks[index].lock();
  gather(state, locks.length);
  if (last) Atomics.wait(state, 0, locks.length, 3500);
  else {
    locks[index + 1].lock();
    locks[index + 1].unlock();
  }
  locks[index].unlock();
  return true;
}
