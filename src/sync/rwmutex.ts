import { PATIENCE_MS } from "../core/deadline.ts";
import {
  rwmutexAsk,
  rwmutexLeave,
  rwmutexLock,
  rwmutexReaders,
  rwmutexShared,
  rwmutexTryLock,
  rwmutexTryShared,
  rwmutexUnlock,
  rwmutexUnlockShared,
  rwmutexVouch,
  rwmutexWriter,
} from "../core/generated/bindings.ts";
import { DONE, FIRST, LATE, OVERFLOW, SLICE_OVER, TOLD } from "../core/result.ts";
import { MOST_READERS } from "../core/rwmutex.ts";
import type { ObjectOptions } from "../heap/location.ts";
import { SharedObject, STATE } from "../heap/object.ts";
import { me } from "../heap/threads.ts";
import { ready } from "../task/wake.ts";
import { checkSignal, checkTimeout } from "./arguments.ts";
import { block } from "./block.ts";
import { attended, LockGuard, SharedGuard, TaskGuard } from "./guard.ts";
import { misuse } from "./misuse.ts";
import { type AsyncOptions, tasksWait, unlockedHere, wait } from "./tasks.ts";

/**
 * Many threads may read, or one write. A writer is a thread, and only that thread may unlock; shared holds have no owner: any thread may
 * give one back, and a thread that holds one and asks for the mutex alone waits for ever.
 *
 * Happens before: an unlock() happens before the return of the next lock() or lockShared(); an unlockShared() before the return of the
 * next lock().
 * Fairness: neither side starves the other. A writer that waits keeps new readers out; a writer that unlocks lets in all readers that sleep.
 * Writers barge, but once somebody wakes too late and has been passed over for about 1 ms, writers that come queue behind it. Tasks of one
 * thread are served first come first served, readers and writers in one line.
 * Death: what a dead thread held stays locked.
 * Source: the layout of Rust's futex RwLock, with the writer in the word and the LONG flag of nsync.
 */
export class RWMutex extends SharedObject {
  readonly #guard = new LockGuard(this);
  readonly #sharedGuard = new LockGuard({ unlock: () => this.unlockShared() });

  /** Free at first; in a `buffer` of your own, as it stands there. */
  constructor(options: ObjectOptions = {}) {
    super("RWMutex", 12, options);
  }

  /**
   * Locks to write; blocks the thread until it can. The answer is one cached guard for `using`. Throws DeadlockError if this thread writes,
   * and after about a second if threads that block wait for each other in a circle of what they have locked to write.
   */
  lock(): Disposable {
    if (this.p < 0) throw this.gone();
    if (rwmutexTryLock(this.m, this.p, me, FIRST) !== DONE) this.#lock(Infinity, "lock()");
    return this.#guard;
  }

  /**
   * Locks to write and answers true, or answers false after `timeout` ms; blocks the thread no longer than that, with 0 not at all. Throws
   * DeadlockError if it would have to block while this thread itself writes.
   */
  tryLock(timeout = 0): boolean {
    if (timeout !== 0) checkTimeout(timeout, "tryLock()", this.at);
    if (this.p < 0) throw this.gone();
    return rwmutexTryLock(this.m, this.p, me, TOLD) === DONE || (timeout !== 0 && this.#lock(timeout, "tryLock()"));
  }

  /** As lock, but waits in the event loop. The answer is a guard of this one acquisition. Rejects with the signal's reason. */
  async lockAsync(options?: AsyncOptions): Promise<Disposable> {
    const signal = checkSignal(options, "lockAsync()", this.at);
    if (this.p < 0) throw this.gone();
    if (tasksWait(this.at) || rwmutexTryLock(this.m, this.p, me, FIRST) !== DONE) await this.#wait(1, signal);
    else await ready();
    return new TaskGuard(this.at, this);
  }

  /** Never blocks. Throws NotOwnerError if this thread does not write. */
  unlock(): void {
    if (this.p < 0) throw this.gone();
    const result = rwmutexUnlock(this.m, this.p, me);
    if (result !== DONE) throw misuse(result, this.at, "unlock()");
    if (attended !== 0) unlockedHere(this.at);
  }

  /**
   * Locks to read; blocks the thread until it can. The answer is one cached guard for `using`. Throws DeadlockError as lock does,
   * OverflowError if 16383 read already.
   */
  lockShared(): Disposable {
    if (this.p < 0) throw this.gone();
    if (rwmutexTryShared(this.m, this.p, me, FIRST) !== DONE) this.#lockShared(Infinity, "lockShared()");
    return this.#sharedGuard;
  }

  /** As tryLock, to read. */
  tryLockShared(timeout = 0): boolean {
    if (timeout !== 0) checkTimeout(timeout, "tryLockShared()", this.at);
    if (this.p < 0) throw this.gone();
    let result = rwmutexTryShared(this.m, this.p, me, FIRST);
    if (result !== DONE && timeout !== 0) result = this.#lockShared(timeout, "tryLockShared()");
    if (result === LATE && rwmutexReaders(this.m, this.p) === 0) {
      // Free, and yet kept for a writer: one that may have died.
      rwmutexVouch(this.m, this.p);
      result = rwmutexTryShared(this.m, this.p, me, FIRST);
    }
    if (result === OVERFLOW) throw misuse(result, this.at, "tryLockShared()", MOST_READERS);
    return result === DONE;
  }

  /** As lockShared, but waits in the event loop. The answer is a guard of this one acquisition. Rejects with the signal's reason. */
  async lockSharedAsync(options?: AsyncOptions): Promise<Disposable> {
    const signal = checkSignal(options, "lockSharedAsync()", this.at);
    if (this.p < 0) throw this.gone();
    if (tasksWait(this.at) || rwmutexTryShared(this.m, this.p, me, FIRST) !== DONE) await this.#wait(0, signal);
    else await ready();
    return new SharedGuard(this);
  }

  /** Never blocks. Throws NotOwnerError if nobody reads. */
  unlockShared(): void {
    if (this.p < 0) throw this.gone();
    const result = rwmutexUnlockShared(this.m, this.p);
    if (result !== DONE) throw misuse(result, this.at, "unlockShared()");
  }

  override dispose(): void {
    unlockedHere(this.at);
    super.dispose();
  }

  override [STATE]() {
    return { writer: rwmutexWriter(this.m, this.p), readers: rwmutexReaders(this.m, this.p) };
  }

  #lock(timeout: number, what: string): boolean {
    return block(this.at, timeout, what, () => rwmutexLock(this.m, this.p, me, timeout, PATIENCE_MS)) !== LATE;
  }

  #lockShared(timeout: number, what: string): number {
    return block(this.at, timeout, what, () => rwmutexShared(this.m, this.p, me, timeout, PATIENCE_MS), MOST_READERS);
  }

  #wait(writes: number, signal: AbortSignal | undefined): Promise<void> {
    let told = FIRST;
    const take = (why: number) => {
      if (this.p < 0) throw this.gone();
      if (why === TOLD || (writes !== 0 && why === SLICE_OVER)) told = TOLD;
      if (writes !== 0) return rwmutexTryLock(this.m, this.p, me, told);
      if (why === SLICE_OVER) rwmutexVouch(this.m, this.p);
      const result = rwmutexTryShared(this.m, this.p, me, told);
      if (result === OVERFLOW) throw misuse(result, this.at, "lockSharedAsync()", MOST_READERS);
      return result;
    };
    const ask = () => rwmutexAsk(this.m, this.p, writes, told);
    const leave = (asked: boolean) => {
      if (writes !== 0 && asked && this.p >= 0) rwmutexLeave(this.m, this.p);
      return false;
    };
    return wait(this.at, 8, { take, ask, leave }, signal);
  }
}
