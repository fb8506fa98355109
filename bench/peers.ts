// The objects of the sync suite, ours and others', in one shape.

import { threadId } from "node:worker_threads";
import { Mutex, RWMutex, Semaphore } from "../src/index.ts";
import { NotifyingLock, OwnedLock, SmartLock } from "./locks.ts";

/** One object that threads contend for. */
export interface Form {
  /** In the main thread: what crosses to the others. */
  make(): unknown;
  /** In each thread: the object, from what crossed. */
  open(shared: never): unknown;
  /** Source text, compiled into a loop of its own for each form: what is done to `it` before and after a critical section. */
  enter: string;
  leave: string;
}

interface Held {
  dispose(): void;
}
interface Multithreading {
  Mutex: new (data?: undefined, buffer?: SharedArrayBuffer) => { blockingLock(): Held; lock(): Promise<Held> };
  RwLock: new (data?: undefined, buffer?: SharedArrayBuffer) => { blockingRead(): Held; blockingWrite(): Held };
  Semaphore: new (permits: number, buffer?: SharedArrayBuffer) => { blockingAcquire(): Held };
  Condvar: new (buffer?: SharedArrayBuffer) => { blockingWait(held: Held): void; notifyOne(): void };
  Barrier: new (parties?: number, buffer?: SharedArrayBuffer) => { blockingWait(): unknown };
}

// Its entry replaces globals such as Worker; this is where its synchronization is. Its private fields are lowered to WeakMaps, which is most
// of what it costs.
const entry = new URL("../../node_modules/multithreading/src/lib/sync/mod.js", import.meta.url);
export const multithreading = (await import(entry.href)) as Multithreading;

const words = () => new SharedArrayBuffer(64);
const itself = (shared: never) => shared;
const view = (buffer: never) => new Int32Array(buffer as SharedArrayBuffer);
const LOCK = { enter: "it.lock();", leave: "it.unlock();" };
const MIX = {
  enter: "if (i % 10 === 0) it.lock(); else it.lockShared();",
  leave: "if (i % 10 === 0) it.unlock(); else it.unlockShared();",
};

export const mutexes: Record<string, Form> = {
  Mutex: { make: () => new Mutex(), open: itself, ...LOCK },
  "Mutex, JavaScript build": { make: () => new Mutex({ buffer: words() }), open: itself, ...LOCK },
  "three-state futex (@esfx/threading, js-lock-and-condition)": {
    make: words,
    open: (buffer) => new SmartLock(view(buffer)),
    ...LOCK,
  },
  "owner and notify (atomics-sync)": {
    make: words,
    open: (buffer) => new OwnedLock(view(buffer), threadId + 1),
    ...LOCK,
  },
  "JS Atomics, always notifies": { make: words, open: (buffer) => new NotifyingLock(view(buffer)), ...LOCK },
  multithreading: {
    make: () => new SharedArrayBuffer(4),
    open: (buffer) => new multithreading.Mutex(undefined, buffer),
    enter: "const held = it.blockingLock();",
    leave: "held.dispose();",
  },
};

export const semaphores: Record<string, Form> = {
  Semaphore: { make: () => new Semaphore(1), open: itself, enter: "it.acquire();", leave: "it.release();" },
  multithreading: {
    make: () => {
      const buffer = new SharedArrayBuffer(8);
      new Int32Array(buffer)[0] = 1;
      return buffer;
    },
    open: (buffer) => new multithreading.Semaphore(1, buffer),
    enter: "const held = it.blockingAcquire();",
    leave: "held.dispose();",
  },
};

/** One write in ten. */
export const rwmutexes: Record<string, Form> = {
  RWMutex: { make: () => new RWMutex(), open: itself, ...MIX },
  multithreading: {
    make: () => new SharedArrayBuffer(64),
    open: (buffer) => new multithreading.RwLock(undefined, buffer),
    enter: "const held = i % 10 === 0 ? it.blockingWrite() : it.blockingRead();",
    leave: "held.dispose();",
  },
};

export const forms: Record<string, Record<string, Form>> = { mutexes, semaphores, rwmutexes };
