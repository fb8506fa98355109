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
