import { kernelAcquire, kernelRelease, kernelTryAcquire } from "../core/generated/bindings.ts";
import { DONE } from "../core/result.ts";
import type { ObjectOptions } from "../heap/location.ts";
import { SharedObject } from "../heap/object.ts";
import { checkCount, checkTimeout } from "../sync/arguments.ts";
import { misuse } from "../sync/misuse.ts";

/**
 * The kernel semaphore k itself: every wait without a token and every release goes to the engine, whether anybody sleeps or not. What
 * Usema is measured against.
 *
 * Happens before: a release() happens before the return of the acquire() that takes its token.
 */
export class KernelSemaphore extends SharedObject {
  /** `permits`: how many are free at first, 0 to 2^30-1; left out in a `buffer` of your own, what stands there. */
  constructor(permits?: number, options: ObjectOptions = {}) {
    if (permits !== undefined) checkCount(permits, 0, "KernelSemaphore: permits");
    super("KernelSemaphore", 4, options);
    if (permits !== undefined) Atomics.store(this.at.words, this.p >> 2, permits);
  }

  /** Takes a permit; blocks the thread until it has one. */
  acquire(): void {
    if (this.p < 0) throw this.gone();
    kernelAcquire(this.m, this.p, Infinity);
  }

  /** Takes a permit and answers true, or answers false after `timeout` ms; with 0 it never blocks. */
  tryAcquire(timeout = 0): boolean {
    if (timeout !== 0) checkTimeout(timeout, "tryAcquire()", this.at);
    if (this.p < 0) throw this.gone();
    if (timeout === 0) return kernelTryAcquire(this.m, this.p) === DONE;
    return kernelAcquire(this.m, this.p, timeout) === DONE;
  }

  /** Gives a permit. Never blocks. Throws OverflowError if 2^30-1 are free. */
  release(): void {
    if (this.p < 0) throw this.gone();
    const result = kernelRelease(this.m, this.p);
    if (result !== DONE) throw misuse(result, this.at, "release()");
  }
}
