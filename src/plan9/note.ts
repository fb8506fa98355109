import { plan9NoteClear, plan9NoteSleep, plan9NoteWakeup } from "../core/generated/bindings.ts";
import { DONE } from "../core/result.ts";
import type { ObjectOptions } from "../heap/location.ts";
import { SharedObject } from "../heap/object.ts";
import { checkTimeout } from "../sync/arguments.ts";
import { misuse } from "../sync/misuse.ts";

/**
 * The note {wakeup, Usema} of the 2008 commit: sleep acquires while wakeup is 0, wakeup sets it and releases. For study and for the
 * experiment. One thread sleeps on it; a wakeup that comes before the sleep leaves its token in the semaphore, so that a later sleep
 * looks once more than it need; and the sleeper may return before the waker's last write. The Note of "usema" has none of this.
 *
 * Happens before: wakeup() happens before the return of the sleep it ends.
 */
export class Note extends SharedObject {
  constructor(options: ObjectOptions = {}) {
    super("Plan9Note", 12, options);
  }

  /** Blocks the thread until the note is awake: true. With a `timeout` in ms, false when that has passed. */
  sleep(timeout = Infinity): boolean {
    if (timeout !== Infinity) checkTimeout(timeout, "sleep()", this.at);
    if (this.p < 0) throw this.gone();
    return plan9NoteSleep(this.m, this.p, timeout) === DONE;
  }

  /** Never blocks. Throws DoubleWakeupError if the note is awake already. */
  wakeup(): void {
    if (this.p < 0) throw this.gone();
    const result = plan9NoteWakeup(this.m, this.p);
    if (result !== DONE) throw misuse(result, this.at, "wakeup()");
  }

  clear(): void {
    if (this.p < 0) throw this.gone();
    plan9NoteClear(this.m, this.p);
  }
}
