// The tasks of this thread that wait on an object.

import { hold, release } from "#platform";
import { DONE, FIRST, RELOCK, SLICE_OVER, TOLD } from "../core/result.ts";
import { describe, type Location } from "../heap/location.ts";
import { moved } from "../heap/quiet.ts";
import { type Abortable, forget, listen } from "../task/abort.ts";
import { type Parked, type Place, placeTaken } from "../task/deadlock.ts";
import { wake } from "../task/wake.ts";
import { attend, holdBy, type Key, keyOf } from "./guard.ts";
import { Sleep } from "./sleep.ts";

export interface AsyncOptions {
  /** Ends the wait: the promise rejects with the signal's reason, and nothing of the wait is left behind. */
  signal?: AbortSignal | undefined;
}

/** What a waiting task does to the object. What its methods throw goes to the task. */
export interface Attempt {
  /**
   * Takes what is waited for: DONE; LATE if it is not there; RELOCK if this thread itself has it. `why`: FIRST if the task has just become the
   * first in line, TOLD, or SLICE_OVER.
   */
  take(why: number): number;
  /** Says in shared memory that somebody waits: -1 if take() is worth another try, else the value of the word to sleep on. */
  ask(why: number): number;
  /** Takes back what the wait has left in shared memory, where `asked` says whether ask() has been called. True if it is over after all. */
  leave?(asked: boolean): boolean;
}

/** A task that waits. */
class Waiter implements Abortable, Parked {
  readonly queue: TaskQueue;
  readonly attempt: Attempt;
  readonly signal: AbortSignal | undefined;
  readonly reject: (reason: unknown) => void;
  readonly #resolve: (value: undefined) => void;
  /** Whether ask() has been called. */
  asked = false;

  constructor(
    queue: TaskQueue,
    attempt: Attempt,
    signal: AbortSignal | undefined,
    resolve: (value: undefined) => void,
    reject: (reason: unknown) => void,
  ) {
    this.queue = queue;
    this.attempt = attempt;
    this.signal = signal;
    this.reject = reject;
    this.#resolve = resolve;
  }

  get operation(): object {
    return this;
  }

  describe(): string {
    return `wait for ${describe(this.queue.at)}`;
  }

  resolve(): void {
    wake(this.#resolve, undefined);
  }

  abort(reason: unknown): void {
    this.queue.abort(this, reason);
  }
}

const queues = new Map<Key, TaskQueue>();

const place: Place = {
  listed: false,
  *parked() {
    for (const queue of queues.values()) yield* queue.parked();
  },
  get empty() {
    return queues.size === 0;
  },
  look() {
    for (const queue of queues.values()) queue.look();
  },
};

/** Whether tasks of this thread wait on the object: a newcomer queues behind them. */
export function tasksWait(at: Location): boolean {
  return queues.size > 0 && queues.has(keyOf(at));
}

/**
 * Waits in the event loop until the attempt succeeds, behind the tasks of this thread that wait on the object already. `offset`: which of
 * its words event loops sleep on.
 */
export function wait(at: Location, offset: number, attempt: Attempt, signal: AbortSignal | undefined): Promise<void> {
  const key = keyOf(at);
  let queue = queues.get(key);
  if (queue === undefined) {
    queue = new TaskQueue(key, at, (at.p + offset) >> 2);
    queues.set(key, queue);
  }
  const waits = queue.wait(attempt, signal);
  // Not before it waits: an empty place may be taken from the list again.
  if (!place.listed) placeTaken(place);
  return waits;
}

/** By every unlock, while `attended` is not 0. */
export function unlockedHere(at: Location): void {
  holdBy(at, undefined);
  queues.get(keyOf(at))?.unlocked();
}

/** How many tasks of this thread wait on what. */
export function waitingTasks(): { on: string; tasks: number }[] {
  return Array.from(queues.values(), (queue) => ({ on: describe(queue.at), tasks: queue.length }));
}

/**
 * Tasks of one thread wait on one object first come first served. Only the head waits in shared memory, on a word where no thread blocks: a
 * busy event loop can't swallow a blocked thread's wake. What this very thread holds needs no shared memory at all: its unlock comes by
 * here. While a task waits, the process stays alive.
 */
class TaskQueue {
  readonly at: Location;
  readonly #key: Key;
  readonly #sleep: Sleep;
  readonly #queue = new Set<Waiter>();
  /** Which sleep is the current one: a sleep that was overtaken by an abort must not drive the queue when it ends. */
  #turn = 0;
  /** Whether the head waits for an unlock by this thread. */
  #here = false;

  constructor(key: Key, at: Location, index: number) {
    this.#key = key;
    this.at = at;
    this.#sleep = new Sleep(at.words, index);
    hold();
  }

  get length(): number {
    return this.#queue.size;
  }

  wait(attempt: Attempt, signal: AbortSignal | undefined): Promise<undefined> {
    return new Promise<undefined>((resolve, reject) => {
      const waiter = new Waiter(this, attempt, signal, resolve, reject);
      if (signal !== undefined) listen(signal, waiter);
      this.#queue.add(waiter);
      if (this.#queue.size === 1) this.#drive(FIRST);
    });
  }

  parked(): Iterable<Parked> {
    return this.#queue;
  }

  /** As when a slice of the head's sleep is over. */
  look(): void {
    if (!this.#here) this.#drive(SLICE_OVER);
  }

  unlocked(): void {
    if (!this.#here) return;
    this.#leaveHere();
    // Not at once: who unlocks may lock again before it awaits anything, and shall not find a task of its own thread in its way.
    const turn = ++this.#turn;
    queueMicrotask(() => {
      if (turn === this.#turn) this.#drive(TOLD);
    });
  }

  #leaveHere(): void {
    if (!this.#here) return;
    this.#here = false;
    attend(-1);
  }

  #remove(waiter: Waiter): void {
    this.#queue.delete(waiter);
    if (waiter.signal !== undefined) forget(waiter.signal, waiter);
  }

  abort(waiter: Waiter, reason: unknown): void {
    // Another abort of the same signal may have let it in.
    if (!this.#queue.has(waiter)) return;
    const wasHead = this.#head() === waiter;
    this.#remove(waiter);
    try {
      if (waiter.attempt.leave?.(waiter.asked)) waiter.resolve();
      else waiter.reject(reason);
    } catch (error) {
      waiter.reject(error);
    }
    if (!wasHead) return;
    this.#leaveHere();
    this.#drive(FIRST);
  }

  #head(): Waiter | undefined {
    return this.#queue.values().next().value;
  }

  #drive(first: number): void {
    let why = first;
    for (let head = this.#head(); head !== undefined; head = this.#head()) {
      try {
        const result = head.attempt.take(why);
        if (result === DONE) {
          this.#remove(head);
          moved();
          head.resolve();
          why = FIRST;
          continue;
        }
        // Handles to a user's buffer don't know of each other: there the unlock tells by way of shared memory.
        if (result === RELOCK && this.at.buffer === undefined) {
          this.#here = true;
          attend(1);
          return;
        }
        head.asked = true;
        const told = head.attempt.ask(why);
        if (told === -1) continue;
        const turn = ++this.#turn;
        this.#sleep.while(told).then((wasTold) => {
          if (turn === this.#turn) this.#drive(wasTold ? TOLD : SLICE_OVER);
        });
        return;
      } catch (error) {
        this.#remove(head);
        head.reject(error);
        why = FIRST;
      }
    }
    this.#turn++;
    this.#sleep.end();
    queues.delete(this.#key);
    release();
  }
}
