import { PATIENCE_MS } from "../core/deadline.ts";
import {
  semaphoreAcquire,
  semaphoreAsk,
  semaphoreAvailable,
  semaphoreRelease,
  semaphoreTryAcquire,
} from "../core/generated/bindings.ts";
import { DONE, FIRST, TOLD } from "../core/result.ts";
import type { ObjectOptions } from "../heap/location.ts";
import { SharedObject, STATE } from "../heap/object.ts";
import { ready } from "../task/wake.ts";
import { checkCount, checkSignal, checkTimeout } from "./arguments.ts";
import { block } from "./block.ts";
import { misuse } from "./misuse.ts";
import { type AsyncOptions, tasksWait, wait } from "./tasks.ts";

/**
 * Permits that were acquired: `using permit = semaphore.acquire()` releases them at the end of the block. Disposed a second time it does
 * nothing; but that of a plain `acquire()` is one cached object, handed out again, and each dispose of it releases a permit.
 */
export class Permit {
  readonly #semaphore: Semaphore;
  readonly #n: number;
  readonly #once: boolean;
  #over = false;

  /** `once`: false for what is handed out at every acquire(), and so can't know what has been released. */
  constructor(semaphore: Semaphore, n: number, once: boolean) {
    this.#semaphore = semaphore;
    this.#n = n;
    this.#once = once;
  }

  [Symbol.dispose](): void {
    if (this.#over) return;
    this.#semaphore.release(this.#n);
    this.#over = this.#once;
  }
}

/**
 * A count of permits that threads share. release() adds permits, acquire() takes them, and waits while there are too few. One atomic
 * each; the engine is called only if a thread must sleep or a sleeper must be woken. Permits have no owner: any thread may release.
 *
 * Happens before: a release() happens before the return of the acquire that takes its permits.
 * Fairness: barging for speed, but once a waiter wakes too late and has been passed over for about 1 ms, newcomers queue behind it until it
 * has its permits. Equal sleepers wake first come first served (a sleep of more than a second begins anew each second); many small acquires
 * that wait may keep a large one waiting.
 * Death: what a dead thread had acquired stays taken.
 * Source: the user-level semaphore of Plan 9 and of Go's runtime of 2008, as {value, waiters} instead of {u, k}.
 */
export class Semaphore extends SharedObject {
  readonly #permit = new Permit(this, 1, false);

  /**
   * `permits`: how many are free at first, 0 to 2^30-1. In a `buffer` of your own, leave `permits` out to use a semaphore that is there
   * already. Throws TypeError or RangeError for a count, buffer or offset that can't be.
   */
  constructor(permits?: number, options: ObjectOptions = {}) {
    if (permits !== undefined) checkCount(permits, 0, "Semaphore: permits");
    super("Semaphore", 12, options);
    if (permits !== undefined) Atomics.store(this.at.words, this.p >> 2, permits);
  }

  /** Permits that are free at this moment. */
  get available(): number {
    if (this.p < 0) throw this.gone();
    return semaphoreAvailable(this.m, this.p);
  }

  /**
   * Takes `n` permits; blocks the thread until it has them. Throws TypeError or RangeError for a count that can't be, and DeadlockError after
   * about a second if no other thread lives.
   */
  acquire(n = 1): Permit {
    if (n !== 1) checkCount(n, 1, "acquire(n)", this.at);
    if (this.p < 0) throw this.gone();
    if (semaphoreTryAcquire(this.m, this.p, n, FIRST) !== DONE) this.#acquire(n, Infinity, `acquire(${n})`);
    return n === 1 ? this.#permit : new Permit(this, n, true);
  }

  /** Takes `n` permits and answers true, or answers false after `timeout` ms; blocks the thread no longer than that, with 0 not at all. */
  tryAcquire(n = 1, timeout = 0): boolean {
    if (n !== 1) checkCount(n, 1, "tryAcquire(n)", this.at);
    if (timeout !== 0) checkTimeout(timeout, "tryAcquire()", this.at);
    if (this.p < 0) throw this.gone();
    return (
      semaphoreTryAcquire(this.m, this.p, n, TOLD) === DONE ||
      (timeout !== 0 && this.#acquire(n, timeout, "tryAcquire()"))
    );
  }

  /** As acquire, but waits in the event loop. Tasks of one thread are served first come first served. Rejects with the signal's reason. */
  async acquireAsync(n = 1, options?: AsyncOptions): Promise<Permit> {
    const signal = checkSignal(options, "acquireAsync()", this.at);
    if (n !== 1) checkCount(n, 1, "acquireAsync(n)", this.at);
    if (this.p < 0) throw this.gone();
    if (tasksWait(this.at) || semaphoreTryAcquire(this.m, this.p, n, FIRST) !== DONE) {
      const take = (why: number) => {
        if (this.p < 0) throw this.gone();
        return semaphoreTryAcquire(this.m, this.p, n, why);
      };
      await wait(this.at, 8, { take, ask: (why) => semaphoreAsk(this.m, this.p, n, why) }, signal);
    } else await ready();
    return new Permit(this, n, true);
  }

  /** Gives `n` permits back, or brings new ones. Never blocks. Throws OverflowError if more than 2^30-1 would be free, and adds none. */
  release(n = 1): void {
    if (n !== 1) checkCount(n, 1, "release(n)", this.at);
    if (this.p < 0) throw this.gone();
    const result = semaphoreRelease(this.m, this.p, n);
    if (result !== DONE) throw misuse(result, this.at, `release(${n})`);
  }

  override [STATE]() {
    return { available: this.available };
  }

  #acquire(n: number, timeout: number, what: string): boolean {
    return block(this.at, timeout, what, () => semaphoreAcquire(this.m, this.p, n, timeout, PATIENCE_MS)) === DONE;
  }
}
