import {
  waitgroupAdd,
  waitgroupAsk,
  waitgroupCount,
  waitgroupOver,
  waitgroupWait,
} from "../core/generated/bindings.ts";
import { DONE, LATE } from "../core/result.ts";
import { MOST_COUNTED } from "../core/waitgroup.ts";
import type { ObjectOptions } from "../heap/location.ts";
import { SharedObject, STATE } from "../heap/object.ts";
import { checkSignal, checkTimeout, checkWhole } from "./arguments.ts";
import { block } from "./block.ts";
import { misuse } from "./misuse.ts";
import { type AsyncOptions, wait } from "./tasks.ts";

/**
 * A count of what is still to be done, that threads wait for to become 0. It may be used again as soon as it is 0: who wakes late from one
 * round does not wait for the next.
 *
 * Happens before: a done() happens before the return of every wait that it ends.
 * Fairness: all who wait are woken.
 * Death: what a dead thread had still to do stays in the count.
 * Source: Go's sync.WaitGroup, with count and generation in one word.
 */
export class WaitGroup extends SharedObject {
  /** 0 at first; in a `buffer` of your own, as it stands there. */
  constructor(options: ObjectOptions = {}) {
    super("WaitGroup", 4, options);
  }

  /** What is still to be done at this moment. */
  get count(): number {
    if (this.p < 0) throw this.gone();
    return waitgroupCount(this.m, this.p);
  }

  /**
   * Adds `n`, which may be negative, to the count. Call it before you start what will call done(). Never blocks. Throws OverflowError, and
   * changes nothing, if the count would become negative or more than 262142.
   */
  add(n = 1): void {
    if (n !== 1) checkWhole(n, -MOST_COUNTED, MOST_COUNTED, "add(n)", this.at);
    if (this.p < 0) throw this.gone();
    const result = waitgroupAdd(this.m, this.p, n);
    if (result !== DONE) throw misuse(result, this.at, `add(${n})`, MOST_COUNTED);
  }

  /** Takes 1 from the count, and wakes all who wait if it was the last. Never blocks. Throws OverflowError if the count is 0. */
  done(): void {
    if (this.p < 0) throw this.gone();
    const result = waitgroupAdd(this.m, this.p, -1);
    if (result !== DONE) throw misuse(result, this.at, "done()");
  }

  /**
   * Blocks the thread until the count is 0, or has been since. Throws DeadlockError after about a second if no other thread lives.
   */
  wait(): void {
    if (this.p < 0) throw this.gone();
    if (waitgroupCount(this.m, this.p) !== 0) this.#wait(Infinity);
  }

  /** As wait, and true; or false after `timeout` ms. With 0 it only looks. */
  tryWait(timeout = 0): boolean {
    if (timeout !== 0) checkTimeout(timeout, "tryWait()", this.at);
    if (this.p < 0) throw this.gone();
    return waitgroupCount(this.m, this.p) === 0 || (timeout !== 0 && this.#wait(timeout));
  }

  /** As wait, but in the event loop. Rejects with the signal's reason. */
  async waitAsync(options?: AsyncOptions): Promise<void> {
    const signal = checkSignal(options, "waitAsync()", this.at);
    if (this.p < 0) throw this.gone();
    const begun = waitgroupAsk(this.m, this.p);
    if (begun === -1) return;
    const take = () => {
      if (this.p < 0) throw this.gone();
      return waitgroupOver(this.m, this.p, begun) !== 0 ? DONE : LATE;
    };
    await wait(this.at, 0, { take, ask: () => waitgroupAsk(this.m, this.p) }, signal);
  }

  override [STATE]() {
    return { count: this.count };
  }

  #wait(timeout: number): boolean {
    return block(this.at, timeout, "wait()", () => waitgroupWait(this.m, this.p, timeout)) === DONE;
  }
}
