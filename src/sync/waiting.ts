import { hold, release } from "#platform";
import { sleepAsync } from "./sleep.ts";

export interface AsyncOptions {
  /** Ends the wait: the promise rejects with the signal's reason, and nothing of the wait is left behind. */
  signal?: AbortSignal | undefined;
}

/** What a waiting task does to the object: try, or ask to be told. */
export interface Attempt {
  /** Takes what is waited for, if it is there. What it throws goes to the task. */
  take(): boolean;
  /** Says in shared memory that somebody waits: -1 if take() is worth another try, else the value of the word to sleep on. */
  ask(): number;
}

interface Waiter extends Attempt {
  resolve(): void;
  reject(reason: unknown): void;
}

/**
 * The tasks of this thread that wait on one object, first come first served. Only the head waits in shared memory, on a word where no
 * thread blocks: a busy event loop can't swallow a blocked thread's wake. While a task waits, the process stays alive.
 */
export class WaitQueue {
  readonly #words: Int32Array<ArrayBufferLike>;
  readonly #index: number;
  readonly #queue: Waiter[] = [];
  /** Which sleep is the current one: a sleep that was overtaken by an abort must not drive the queue when it ends. */
  #sleep = 0;

  /** `address`: byte address of the word that the releaser adds to. */
  constructor(words: Int32Array<ArrayBufferLike>, address: number) {
    this.#words = words;
    this.#index = address >> 2;
  }

  wait(attempt: Attempt, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = () => {
        this.#leave(waiter);
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        take: () => attempt.take(),
        ask: () => attempt.ask(),
        resolve: () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        },
        reject: (reason) => {
          signal?.removeEventListener("abort", onAbort);
          reject(reason);
        },
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      if (this.#queue.push(waiter) > 1) return;
      hold();
      this.#drive();
    });
  }

  #leave(waiter: Waiter): void {
    const index = this.#queue.indexOf(waiter);
    this.#queue.splice(index, 1);
    if (index > 0) return;
    if (this.#queue.length === 0) this.#stop();
    else this.#drive();
  }

  #stop(): void {
    this.#sleep++;
    release();
  }

  #drive(): void {
    while (this.#queue.length > 0) {
      const head = this.#queue[0];
      try {
        if (head.take()) {
          this.#queue.shift();
          head.resolve();
          continue;
        }
        const told = head.ask();
        if (told === -1) continue;
        const turn = ++this.#sleep;
        sleepAsync(this.#words, this.#index, told).then(() => {
          if (turn === this.#sleep) this.#drive();
        });
        return;
      } catch (error) {
        this.#queue.shift();
        head.reject(error);
      }
    }
    this.#stop();
  }
}
