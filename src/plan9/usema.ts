import { usemaAcquire, usemaRelease, usemaTryAcquire } from "../core/generated/bindings.ts";
import { DONE } from "../core/result.ts";
import type { ObjectOptions } from "../heap/location.ts";
import { SharedObject } from "../heap/object.ts";
import { checkCount, checkTimeout } from "../sync/arguments.ts";
import { misuse } from "../sync/misuse.ts";

/**
 * The user-level semaphore {u, k} of the 2008 commit: acquire and release are one atomic add on u; the kernel semaphore k only when a
 * thread must block or be woken. For study and for the experiment: a thread that dies waiting leaves it broken; Semaphore survives that.
 *
 * Happens before: a release() happens before the return of the acquire() it satisfies.
 * Fairness: hand-off; a permit released while threads wait belongs to one of them.
 */
export class Usema extends SharedObject {
  /** `permits`: how many are free at first, 0 to 2^30-1; left out in a `buffer` of your own, what stands there. */
  constructor(permits?: number, options: ObjectOptions = {}) {
    if (permits !== undefined) checkCount(permits, 0, "Usema: permits");
    super("Usema", 8, options);
    if (permits !== undefined) Atomics.store(this.at.words, this.p >> 2, permits);
  }

  /** Takes a permit; blocks the thread until it has one. */
  acquire(): void {
    if (this.p < 0) throw this.gone();
    usemaAcquire(this.m, this.p, Infinity);
  }

  /** Takes a permit and answers true, or answers false after `timeout` ms; with 0 it never blocks. */
  tryAcquire(timeout = 0): boolean {
    if (timeout !== 0) checkTimeout(timeout, "tryAcquire()", this.at);
    if (this.p < 0) throw this.gone();
    if (timeout === 0) return usemaTryAcquire(this.m, this.p) === DONE;
    return usemaAcquire(this.m, this.p, timeout) === DONE;
  }

  /** Gives a permit. Never blocks. Throws OverflowError if 2^30-1 are free. */
  release(): void {
    if (this.p < 0) throw this.gone();
    const result = usemaRelease(this.m, this.p);
    if (result !== DONE) throw misuse(result, this.at, "release()");
  }
}
