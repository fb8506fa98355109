// Locks that people write, or have, in JavaScript's Atomics. What can be had from npm is measured itself (peers.ts); what stands only in a
// repository is measured by its algorithm, written anew.

/** The three-state futex: also the algorithm of @esfx/threading-mutex and of js-lock-and-condition. */
export class SmartLock {
  readonly #words: Int32Array;

  constructor(words: Int32Array) {
    this.#words = words;
  }

  lock(): void {
    const words = this.#words;
    if (Atomics.compareExchange(words, 0, 0, 1) === 0) return;
    while (Atomics.exchange(words, 0, 2) !== 0) Atomics.wait(words, 0, 2);
  }

  unlock(): void {
    const words = this.#words;
    if (Atomics.exchange(words, 0, 0) === 2) Atomics.notify(words, 0, 1);
  }
}

/** Notifies whether anybody sleeps or not, as most libraries do. */
export class NotifyingLock {
  readonly #words: Int32Array;

  constructor(words: Int32Array) {
    this.#words = words;
  }

  lock(): void {
    const words = this.#words;
    while (Atomics.compareExchange(words, 0, 0, 1) !== 0) Atomics.wait(words, 0, 1);
  }

  unlock(): void {
    const words = this.#words;
    Atomics.store(words, 0, 0);
    Atomics.notify(words, 0, 1);
  }
}

/** The algorithm of atomics-sync's mutex: state and owner in two words, and a notify at every unlock. */
export class OwnedLock {
  readonly #words: Int32Array;
  readonly #me: number;

  constructor(words: Int32Array, me: number) {
    this.#words = words;
    this.#me = me;
  }

  lock(): void {
    const words = this.#words;
    if (Atomics.load(words, 1) === this.#me) throw new Error("locked by this thread already");
    while (Atomics.compareExchange(words, 0, 0, 1) !== 0) Atomics.wait(words, 0, 1);
    Atomics.store(words, 1, this.#me);
  }

  unlock(): void {
    const words = this.#words;
    if (Atomics.load(words, 1) !== this.#me) throw new Error("locked by another thread");
    Atomics.store(words, 1, 0);
    Atomics.compareExchange(words, 0, 1, 0);
    Atomics.notify(words, 0, 1);
  }
}
