// Locks that people write, or have: a smart one in JavaScript's Atomics, and the always-notifying one of most libraries.

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
