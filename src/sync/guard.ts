import { NotOwnerError } from "../errors.ts";
import { describe, type Location } from "../heap/location.ts";
import { me } from "../heap/threads.ts";

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

/** What a task reads under: `using held = await mutex.lockSharedAsync()`. Disposed a second time, it throws and unlocks nothing. */
export class SharedGuard implements Disposable {
  readonly #lock: { unlockShared(): void };
  readonly #at: Location;
  #over = false;

  constructor(lock: { unlockShared(): void }, at: Location) {
    this.#lock = lock;
    this.#at = at;
  }

  [Symbol.dispose](): void {
    if (this.#over)
      throw new NotOwnerError(`${describe(this.#at)}: a guard disposed by thread ${me} for the second time`);
    this.#lock.unlockShared();
    this.#over = true;
  }
}
