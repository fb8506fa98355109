import { plan9Lock, plan9TryLock, plan9Unlock } from "../core/generated/bindings.ts";
import { DONE } from "../core/result.ts";
import type { ObjectOptions } from "../heap/location.ts";
import { SharedObject } from "../heap/object.ts";
import { checkTimeout } from "../sync/arguments.ts";
import { LockGuard } from "../sync/guard.ts";
import { misuse } from "../sync/misuse.ts";

/**
 * The lock {key, sema} of the 2008 commit, after Plan 9: one atomic add to lock, one to unlock, the kernel semaphore only when threads
 * collide. For study and for the experiment: it hands over strictly, which is slow under contention, and a thread that dies waiting leaves
 * it broken. It has no owner: any thread may unlock it.
 *
 * Happens before: unlock() happens before the return of the next lock().
 * Fairness: first come first served; nobody barges.
 */
export class Lock extends SharedObject {
  readonly #guard = new LockGuard(this);

  constructor(options: ObjectOptions = {}) {
    super("Lock", 8, options);
  }

  /** Blocks the thread until it holds the lock. The answer is one cached guard for `using`. */
  lock(): Disposable {
    if (this.p < 0) throw this.gone();
    plan9Lock(this.m, this.p, Infinity);
    return this.#guard;
  }

  /** Locks and answers true, or answers false after `timeout` ms; with 0 it never blocks. */
  tryLock(timeout = 0): boolean {
    if (timeout !== 0) checkTimeout(timeout, "tryLock()", this.at);
    if (this.p < 0) throw this.gone();
    if (timeout === 0) return plan9TryLock(this.m, this.p) === DONE;
    return plan9Lock(this.m, this.p, timeout) === DONE;
  }

  /** Never blocks. Throws NotOwnerError if nobody holds the lock. */
  unlock(): void {
    if (this.p < 0) throw this.gone();
    const result = plan9Unlock(this.m, this.p);
    if (result !== DONE) throw misuse(result, this.at, "unlock()");
  }
}
