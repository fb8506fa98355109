import type { Location } from "../heap/location.ts";

/** What is held until the end of a block: `using held = mutex.lock()`. One per object, handed out again at every lock. */
export class LockGuard implements Disposable {
  readonly #lock: { unlock(): void };

  constructor(lock: { unlock(): void }) {
    this.#lock = lock;
  }

  [Symbol.dispose](): void {
    this.#lock.unlock();
  }
}

/** What a task reads under: `using held = await mutex.lockSharedAsync()`. Disposed a second time, it does nothing. */
export class SharedGuard implements Disposable {
  readonly #lock: { unlockShared(): void };
  #over = false;

  constructor(lock: { unlockShared(): void }, _at: Location) {
    this.#lock = lock;
  }

  [Symbol.dispose](): void {
    if (this.#over) return;
    this.#lock.unlockShared();
    this.#over = true;
  }
}
