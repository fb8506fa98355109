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

/** What a task reads under: `using held = await mutex.lockSharedAsync()`. Disposed a second time, it does nothing. */
export class SharedGuard implements Disposable {
  readonly #lock: { unlockShared(): void };
  #over = false;

  constructor(lock: { unlockShared(): void }) {
    this.#lock = lock;
  }

  [Symbol.dispose](): void {
    if (this.#over) return;
    this.#lock.unlockShared();
    this.#over = true;
  }
}

/** An object, for this thread: in the heap its address, whichever handle is used; in a user's buffer the handle. */
export type Key = number | Location;

export function keyOf(at: Location): Key {
  return at.buffer === undefined ? at.p : at;
}

const guards = new Map<Key, TaskGuard>();

/** How many guards tasks hold, and how many queues wait for an unlock by this thread: at 0 an unlock has nobody here to look after. */
export let attended = 0;

export function attend(more: number): void {
  attended += more;
}

/**
 * What a task holds: `using held = await mutex.lockAsync()`. It belongs to one acquisition, since the tasks of a thread take turns: disposed
 * a second time it does nothing, and after an unlock() it throws NotOwnerError and unlocks nothing.
 */
export class TaskGuard implements Disposable {
  readonly #at: Location;
  readonly #lock: { unlock(): void };
  #over = false;

  constructor(at: Location, lock: { unlock(): void }) {
    this.#at = at;
    this.#lock = lock;
    holdBy(at, this);
  }

  [Symbol.dispose](): void {
    if (this.#over) return;
    if (guards.get(keyOf(this.#at)) !== this) {
      throw new NotOwnerError(
        `${describe(this.#at)}: a guard disposed by thread ${me}, but what it guarded has been unlocked already`,
      );
    }
    this.#lock.unlock();
    this.#over = true;
  }
}

/** The guard of the task that holds the object now, if it came by lockAsync. */
export function guardOf(at: Location): TaskGuard | undefined {
  return guards.get(keyOf(at));
}

/** Makes the guard that of the current hold; without one, the hold is nobody's but the thread's. */
export function holdBy(at: Location, guard: TaskGuard | undefined): void {
  const key = keyOf(at);
  if (guards.delete(key)) attend(-1);
  if (guard === undefined) return;
  guards.set(key, guard);
  attend(1);
}
