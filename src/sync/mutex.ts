import { PATIENCE_MS } from "../core/deadline.ts";
import { mutexAsk, mutexLock, mutexOwner, mutexTryLock, mutexUnlock } from "../core/generated/bindings.ts";
import { DONE, FIRST, LATE, TOLD } from "../core/result.ts";
import type { ObjectOptions } from "../heap/location.ts";
import { SharedObject, STATE } from "../heap/object.ts";
import { me } from "../heap/threads.ts";
import { ready } from "../task/wake.ts";
import { checkSignal, checkTimeout } from "./arguments.ts";
import { block } from "./block.ts";
import { attended, LockGuard, TaskGuard } from "./guard.ts";
import { misuse } from "./misuse.ts";
import { type AsyncOptions, tasksWait, unlockedHere, wait } from "./tasks.ts";

/**
 * Mutual exclusion between threads, and between the tasks of a thread. One atomic to lock, one to unlock; the engine is called only if a
 * thread must sleep or a sleeper must be woken. Its owner is a thread: only that thread may unlock it.
 *
 * Happens before: unlock() happens before the return of the next lock.
 * Fairness: barging for speed, but once a thread wakes too late and has been passed over for about 1 ms, newcomers queue behind it until it
 * has had the mutex; those that slept before it come first. A sleep of more than a second begins anew each second. Tasks of one thread are
 * served first come first served; an event loop is told of an unlock, never handed the mutex, and may be passed over by threads that block.
 * Death: a mutex whose owner has died stays locked.
 * Source: the futex mutex of Drepper's "Futexes Are Tricky", with the owner in the word and the LONG flag of nsync.
 */
export class Mutex extends SharedObject {
  readonly #guard = new LockGuard(this);

  /** Free at first; in a `buffer` of your own, as it stands there. */
  constructor(options: ObjectOptions = {}) {
    super("Mutex", 8, options);
  }

  /**
   * Locks; blocks the thread until it can. The answer is one cached guard for `using`. Throws DeadlockError if this thread holds the mutex
   * already, be it in another task, and after about a second if the wait is in vain: threads that block wait for each other in a circle, or no
   * other thread lives.
   */
  lock(): Disposable {
    if (this.p < 0) throw this.gone();
    if (mutexTryLock(this.m, this.p, me, FIRST) !== DONE) this.#lock(Infinity, "lock()");
    return this.#guard;
  }

  /**
   * Locks and answers true, or answers false after `timeout` ms; blocks the thread no longer than that, with 0 not at all. Throws
   * DeadlockError if it would have to block while this thread itself holds the mutex.
   */
  tryLock(timeout = 0): boolean {
    if (timeout !== 0) checkTimeout(timeout, "tryLock()", this.at);
    if (this.p < 0) throw this.gone();
    return mutexTryLock(this.m, this.p, me, TOLD) === DONE || (timeout !== 0 && this.#lock(timeout, "tryLock()"));
  }

  /**
   * Locks, and waits for it in the event loop, behind the tasks of this thread that wait already; also while another task of this thread
   * holds the mutex. The answer is a guard of this one acquisition. Rejects with the signal's reason.
   */
  async lockAsync(options?: AsyncOptions): Promise<Disposable> {
    const signal = checkSignal(options, "lockAsync()", this.at);
    if (this.p < 0) throw this.gone();
    if (tasksWait(this.at) || mutexTryLock(this.m, this.p, me, FIRST) !== DONE) {
      const take = (why: number) => {
        if (this.p < 0) throw this.gone();
        return mutexTryLock(this.m, this.p, me, why);
      };
      await wait(this.at, 4, { take, ask: (why) => mutexAsk(this.m, this.p, why) }, signal);
    } else await ready();
    return new TaskGuard(this.at, this);
  }

  /** Never blocks. Throws NotOwnerError if this thread does not hold the mutex. */
  unlock(): void {
    if (this.p < 0) throw this.gone();
    const result = mutexUnlock(this.m, this.p, me);
    if (result !== DONE) throw misuse(result, this.at, "unlock()");
    if (attended !== 0) unlockedHere(this.at);
  }

  override dispose(): void {
    unlockedHere(this.at);
    super.dispose();
  }

  override [STATE]() {
    return { owner: mutexOwner(this.m, this.p) };
  }

  #lock(timeout: number, what: string): boolean {
    return block(this.at, timeout, what, () => mutexLock(this.m, this.p, me, timeout, PATIENCE_MS)) !== LATE;
  }
}
