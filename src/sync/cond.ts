import { condEnter, condLeave, condNotify, condWait, condWaiters, mutexOwner } from "../core/generated/bindings.ts";
import { DONE, EVERYBODY, LATE } from "../core/result.ts";
import { NotOwnerError, shown } from "../errors.ts";
import { describe, detached, type Handle, type Location, type ObjectOptions } from "../heap/location.ts";
import { HANDLE, locationOf, SharedObject, STATE } from "../heap/object.ts";
import { me } from "../heap/threads.ts";
import { checkSignal, checkTimeout } from "./arguments.ts";
import { block } from "./block.ts";
import { guardOf, holdBy } from "./guard.ts";
import { Mutex } from "./mutex.ts";
import { type AsyncOptions, wait } from "./tasks.ts";

/**
 * A condition variable: who holds its mutex unlocks it, sleeps until notified, and holds it again at the return. A wait may end for no
 * reason: look at the condition in a loop, `while (queue.length === 0) cond.wait()`.
 *
 * Happens before: a notify happens before the return of the wait that it ends, and so does the last unlock of the mutex.
 * Fairness: threads are woken first come first served, and before event loops.
 * Death: a dead waiter costs a call of the engine per notification.
 * Source: the condition variable with a sequence word of Drepper's futex papers, which can't lose a notify between unlock and sleep.
 */
export class Cond extends SharedObject {
  readonly #mutex: Mutex;

  /** Lives in the memory of its mutex: for one in a `buffer` of your own, give the same buffer and another offset. */
  constructor(mutex: Mutex, options: ObjectOptions = {}) {
    if (!(mutex instanceof Mutex)) throw new TypeError(`Cond: its mutex is ${shown(mutex)}; expected a Mutex`);
    super("Cond", 12, options);
    this.#mutex = mutex;
    if (this.at.words.buffer === locationOf(mutex).words.buffer) return;
    this.dispose();
    throw new TypeError("Cond: its mutex lies in another memory; expected the same buffer in the options of both");
  }

  /**
   * Unlocks the mutex, blocks the thread until it is notified, and locks it again: true. With a `timeout` in ms it answers false if nobody
   * has notified it by then, and locks all the same, however long that takes. Throws NotOwnerError if this thread does not hold the mutex,
   * and without a timeout DeadlockError after about a second if no other thread lives.
   */
  wait(timeout = Infinity): boolean {
    if (timeout !== Infinity) checkTimeout(timeout, "wait()", this.at);
    const mutex = this.#held("wait()");
    // The tasks of this thread that wait for the mutex are not told of its unlock: none of them could run before it is locked again.
    return block(this.at, timeout, "wait()", () => condWait(this.m, this.p, mutex.p, me, timeout)) === DONE;
  }

  /**
   * As wait, but in the event loop. Aborted, it rejects with the signal's reason, and holds the mutex again by then, too; unless that wait for
   * the mutex ends in a DeadlockError, which it then rejects with.
   */
  async waitAsync(options?: AsyncOptions): Promise<void> {
    const signal = checkSignal(options, "waitAsync()", this.at);
    const mutex = this.#held("waitAsync()");
    const guard = guardOf(mutex);
    const told = condEnter(this.m, this.p);
    this.#mutex.unlock();
    const take = () => {
      if (this.p < 0) throw this.gone();
      return Atomics.load(this.at.words, (this.p + 8) >> 2) === told ? LATE : DONE;
    };
    try {
      await wait(this.at, 8, { take, ask: () => told }, signal);
    } finally {
      if (this.p >= 0) condLeave(this.m, this.p);
      await this.#mutex.lockAsync();
      // The wait belongs to the acquisition that it interrupted: a guard of that one stays good.
      holdBy(mutex, guard);
    }
  }

  /** Wakes one who waits. Never blocks. The mutex may be held or not. */
  notifyOne(): void {
    if (this.p < 0) throw this.gone();
    condNotify(this.m, this.p, 1);
  }

  /** Wakes all who wait. Never blocks. */
  notifyAll(): void {
    if (this.p < 0) throw this.gone();
    condNotify(this.m, this.p, EVERYBODY);
  }

  override [HANDLE](): Handle {
    return { ...super[HANDLE](), extra: this.#mutex[HANDLE]() };
  }

  override [STATE]() {
    return { waiting: condWaiters(this.m, this.p) };
  }

  /** Where the mutex lies, which this thread holds. */
  #held(what: string): Location {
    if (this.p < 0) throw this.gone();
    const mutex = locationOf(this.#mutex);
    if (mutex.p < 0) throw detached(mutex);
    if (mutexOwner(mutex.m, mutex.p) === me) return mutex;
    throw new NotOwnerError(
      `${describe(this.at)}: ${what} by thread ${me}, which does not hold its ${describe(mutex)}; expected lock() first`,
    );
  }
}
