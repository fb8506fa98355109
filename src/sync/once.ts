import {
  onceAbandon,
  onceAsk,
  onceBegin,
  onceEnd,
  onceIsDone,
  onceRunner,
  onceTry,
} from "../core/generated/bindings.ts";
import { CHOSEN, DONE, LATE, RELOCK } from "../core/result.ts";
import { DeadlockError, shown } from "../errors.ts";
import { words } from "../heap/heap.ts";
import { describe, type ObjectOptions } from "../heap/location.ts";
import { SharedObject, STATE } from "../heap/object.ts";
import { isAlive, me } from "../heap/threads.ts";
import { blocksNoMore, blocksOn } from "../heap/waits.ts";
import { checkSignal, checkTimeout } from "./arguments.ts";
import { attended } from "./guard.ts";
import { type AsyncOptions, unlockedHere, wait } from "./tasks.ts";

/** How often a thread that waits looks whether the one that runs is still alive, in ms. */
const LOOK_MS = 100;

/**
 * Something that one thread does for all: the first to come does it, the others wait until it is done. If it throws, or if the thread that
 * does it dies, it is not done, and the next does it.
 *
 * Happens before: the run that succeeds happens before every answer that it is done.
 * Death: seen of threads that end by themselves, and where Node's "worker" event tells (Node, not in browsers), of terminated ones, by the
 * thread that started them: while that one blocks, it can't learn of it.
 * Source: Go's sync.Once, with Rust's rule that a run which fails does not count.
 */
export class Once extends SharedObject {
  /** Not done at first; in a `buffer` of your own, as it stands there. */
  constructor(options: ObjectOptions = {}) {
    super("Once", 4, options);
  }

  /** Whether it has been done. */
  get done(): boolean {
    if (this.p < 0) throw this.gone();
    return onceIsDone(this.m, this.p) !== 0;
  }

  /**
   * Calls `fn` if it has not been done, and blocks the thread while another does it. True if it was this call that did it. What `fn` throws
   * comes out here, and leaves it to the next. Throws DeadlockError if this thread is doing it already, TypeError if `fn` turns out async.
   */
  do(fn: () => void): boolean {
    return this.#do(fn, Infinity, "do()") === CHOSEN;
  }

  /** As do, and true if it is done now; but false if another still does it after `timeout` ms. */
  tryDo(fn: () => void, timeout = 0): boolean {
    if (timeout !== 0) checkTimeout(timeout, "tryDo()", this.at);
    return this.#do(fn, timeout, "tryDo()") !== LATE;
  }

  /**
   * As do, but waits in the event loop, for other threads and for other tasks of this one; `fn` may be async. Rejects with what `fn` throws,
   * or with the signal's reason while another does it. It must not wait for itself: a doAsync within its own `fn` never ends.
   */
  async doAsync(fn: () => unknown, options?: AsyncOptions): Promise<boolean> {
    const signal = checkSignal(options, "doAsync()", this.at);
    this.#check(fn, "doAsync()");
    let result = onceTry(this.m, this.p, me);
    if (result === LATE || result === RELOCK) {
      const take = () => {
        if (this.p < 0) throw this.gone();
        this.#lookAfterRunner();
        result = onceTry(this.m, this.p, me);
        return result === CHOSEN ? DONE : result;
      };
      await wait(this.at, 0, { take, ask: () => onceAsk(this.m, this.p) }, signal);
    }
    if (result !== CHOSEN) return false;
    let done = false;
    try {
      await fn();
      done = true;
    } finally {
      this.#end(done);
    }
    return true;
  }

  override dispose(): void {
    unlockedHere(this.at);
    super.dispose();
  }

  override [STATE]() {
    return { done: this.done, runner: onceRunner(this.m, this.p) };
  }

  #check(fn: unknown, what: string): void {
    if (typeof fn !== "function")
      throw new TypeError(`${describe(this.at)}: ${what}: ${shown(fn)}; expected a function`);
    if (this.p < 0) throw this.gone();
  }

  #do(fn: () => unknown, timeout: number, what: string): number {
    this.#check(fn, what);
    let result = onceTry(this.m, this.p, me);
    if (result === RELOCK) {
      if (timeout === 0) return LATE;
      throw new DeadlockError(`${describe(this.at)}: ${what} by thread ${me}, which is doing it already`);
    }
    if (result === LATE && timeout !== 0) result = this.#begin(timeout);
    if (result !== CHOSEN) return result;
    let done = false;
    try {
      const returned = fn();
      if (typeof (returned as PromiseLike<unknown> | undefined)?.then === "function") {
        throw new TypeError(
          `${describe(this.at)}: ${what}: fn returned a promise; expected doAsync() for what is async`,
        );
      }
      done = true;
    } finally {
      this.#end(done);
    }
    return CHOSEN;
  }

  #begin(timeout: number): number {
    const end = performance.now() + timeout;
    blocksOn(this.at, timeout);
    let result = LATE;
    for (let left = timeout; result === LATE && left > 0; left = end - performance.now()) {
      this.#lookAfterRunner();
      result = onceBegin(this.m, this.p, me, Math.min(left, LOOK_MS));
    }
    blocksNoMore();
    return result;
  }

  #end(done: boolean): void {
    // What was disposed meanwhile has no end to tell.
    if (this.p < 0) return;
    onceEnd(this.m, this.p, done ? 1 : 0);
    if (attended !== 0) unlockedHere(this.at);
  }

  #lookAfterRunner(): void {
    const runner = onceRunner(this.m, this.p);
    if (runner !== 0 && !isAlive(words, runner)) onceAbandon(this.m, this.p, runner);
  }
}
