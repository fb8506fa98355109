import { kernelLock, kernelLockTry, kernelUnlock } from "../core/generated/bindings.ts";
import { DONE } from "../core/result.ts";
import type { ObjectOptions } from "../heap/location.ts";
import { SharedObject } from "../heap/object.ts";
import { checkTimeout } from "../sync/arguments.ts";
import { LockGuard } from "../sync/guard.ts";
import { misuse } from "../sync/misuse.ts";

/**
 * A lock that knows nothing but the engine: every unlock notifies, every lock that finds it taken waits. What Lock is measured against,
 * and what most libraries ship.
 *
 * Happens before: unlock() happens before the return of the next lock(). Fairness: barging.
 */
export class KernelLock extends SharedObject {
  readonly #guard = new LockGuard(this);

  constructor(options: ObjectOptions = {}) {
    super("KernelLock", 4, options);
  }

  /** Blocks the thread until it holds the lock. The answer is one cached guard for `using`. */
  lock(): Disposable {
    if (this.p < 0) throw this.gone();
    kernelLock(this.m, this.p, Infinity);
    return this.#guard;
  }

  /** Locks and answers true, or answers false after `timeout` ms; with 0 it never blocks. */
  tryLock(timeout = 0): boolean {
    if (timeout !== 0) checkTimeout(timeout, "tryLock()", this.at);
    if (this.p < 0) throw this.gone();
    if (timeout === 0) return kernelLockTry(this.m, this.p) === DONE;
    return kernelLock(this.m, this.p, timeout) === DONE;
  }

  /** Never blocks. Throws NotOwnerError if nobody holds the lock. */
  unlock(): void {
    if (this.p < 0) throw this.gone();
    const result = kernelUnlock(this.m, this.p);
    if (result !== DONE) throw misuse(result, this.at, "unlock()");
  }
}
