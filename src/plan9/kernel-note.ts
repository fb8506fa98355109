import { kernelNoteClear, kernelNoteSleep, kernelNoteWakeup } from "../core/generated/bindings.ts";
import { DONE } from "../core/result.ts";
import type { ObjectOptions } from "../heap/location.ts";
import { SharedObject } from "../heap/object.ts";
import { checkTimeout } from "../sync/arguments.ts";
import { misuse } from "../sync/misuse.ts";

/**
 * The note as it was before the commit: straight on the kernel semaphore. What Note is measured against.
 *
 * Happens before: wakeup() happens before the return of the sleep it ends.
 */
export class KernelNote extends SharedObject {
  constructor(options: ObjectOptions = {}) {
    super("KernelNote", 8, options);
  }

  /** Blocks the thread until the note is awake: true. With a `timeout` in ms, false when that has passed. */
  sleep(timeout = Infinity): boolean {
    if (timeout !== Infinity) checkTimeout(timeout, "sleep()", this.at);
    if (this.p < 0) throw this.gone();
    return kernelNoteSleep(this.m, this.p, timeout) === DONE;
  }

  /** Never blocks. Throws DoubleWakeupError if the note is awake already. */
  wakeup(): void {
    if (this.p < 0) throw this.gone();
    const result = kernelNoteWakeup(this.m, this.p);
    if (result !== DONE) throw misuse(result, this.at, "wakeup()");
  }

  clear(): void {
    if (this.p < 0) throw this.gone();
    kernelNoteClear(this.m, this.p);
  }
}
