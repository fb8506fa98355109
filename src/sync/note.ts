import { noteAsk, noteClear, noteSleep, noteTrySleep, noteWakeup } from "../core/generated/bindings.ts";
import { DONE } from "../core/result.ts";
import type { ObjectOptions } from "../heap/location.ts";
import { SharedObject, STATE } from "../heap/object.ts";
import { checkSignal, checkTimeout } from "./arguments.ts";
import { block } from "./block.ts";
import { misuse } from "./misuse.ts";
import { type AsyncOptions, wait } from "./tasks.ts";

/**
 * An event that happens once: threads sleep until it has happened, then never again, until somebody clears it. One word.
 *
 * Happens before: wakeup() happens before the return of every sleep that it ends.
 * Source: the one-word note of Go's runtime, after the Note of Plan 9 and of the 2008 commit (see usema/plan9).
 */
export class Note extends SharedObject {
  /** Clear at first; in a `buffer` of your own, as it stands there. */
  constructor(options: ObjectOptions = {}) {
    super("Note", 4, options);
  }

  /**
   * Blocks the thread until the note is awake: answers true. With a `timeout` in ms it answers false when that has passed; 0 only looks.
   * Without one it throws DeadlockError after about a second if no other thread lives.
   */
  sleep(timeout = Infinity): boolean {
    if (timeout !== Infinity) checkTimeout(timeout, "sleep()", this.at);
    if (this.p < 0) throw this.gone();
    if (noteTrySleep(this.m, this.p) === DONE) return true;
    if (timeout === 0) return false;
    return block(this.at, timeout, "sleep()", () => noteSleep(this.m, this.p, timeout)) === DONE;
  }

  /** As sleep, but waits in the event loop. Rejects with the signal's reason. */
  async sleepAsync(options?: AsyncOptions): Promise<void> {
    const signal = checkSignal(options, "sleepAsync()", this.at);
    if (this.p < 0) throw this.gone();
    if (noteTrySleep(this.m, this.p) === DONE) return;
    const take = () => {
      if (this.p < 0) throw this.gone();
      return noteTrySleep(this.m, this.p);
    };
    await wait(this.at, 0, { take, ask: () => noteAsk(this.m, this.p) }, signal);
  }

  /** Wakes all who sleep, and all who will until clear(). Never blocks. Throws DoubleWakeupError if the note is awake already. */
  wakeup(): void {
    if (this.p < 0) throw this.gone();
    const result = noteWakeup(this.m, this.p);
    if (result !== DONE) throw misuse(result, this.at, "wakeup()");
  }

  override [STATE]() {
    return { awake: this.sleep(0) };
  }

  /** Makes the note ready for the next wakeup. Call it when nobody sleeps any more: who still does may miss the wakeup before it. */
  clear(): void {
    if (this.p < 0) throw this.gone();
    noteClear(this.m, this.p);
  }
}
