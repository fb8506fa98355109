// A parked operation, and the queue it stands in: intrusive, first come first served, removal from the middle in one step.

import type { Abortable } from "./abort.ts";
import { type Parked, type Place, placeTaken } from "./deadlock.ts";

/**
 * A parked operation that offers an `Offer` and gets a `Result`. Whoever wants to end it calls `claim` first; only one caller is ever
 * answered true, and that one then calls `settle` or `fail`.
 */
export abstract class Waiter<Offer, Result> implements Abortable, Parked {
  // Declared here and assigned below: V8 defines class fields one by one, which made a round trip a quarter slower.
  declare previous: Waiter<Offer, Result> | undefined;
  declare next: Waiter<Offer, Result> | undefined;
  declare queue: WaitQueue<Offer, Result> | undefined;
  declare readonly offer: Offer;
  declare readonly signal: AbortSignal | undefined;

  constructor(offer: Offer, signal: AbortSignal | undefined) {
    this.previous = undefined;
    this.next = undefined;
    this.queue = undefined;
    this.offer = offer;
    this.signal = signal;
  }

  get operation(): object {
    return this;
  }

  describe(): string {
    return this.queue?.what() ?? "nothing";
  }

  abort(reason: unknown): void {
    if (this.claim()) this.fail(reason);
  }

  abstract claim(): boolean;
  /** `last` says that the channel is closed and this result stands for its end. */
  abstract settle(result: Result, last?: boolean): void;
  abstract fail(reason: unknown): void;
}

export class WaitQueue<Offer, Result> implements Place {
  listed = false;
  #head: Waiter<Offer, Result> | undefined = undefined;
  #tail: Waiter<Offer, Result> | undefined = undefined;
  readonly #doing: string;
  readonly #of: { toString(): string };

  /** "receive from", and what: for reports. */
  constructor(doing: string, of: { toString(): string }) {
    this.#doing = doing;
    this.#of = of;
  }

  get empty(): boolean {
    return this.#head === undefined;
  }

  what(): string {
    return `${this.#doing} ${this.#of}`;
  }

  push(waiter: Waiter<Offer, Result>): void {
    const tail = this.#tail;
    waiter.queue = this;
    this.#tail = waiter;
    if (tail === undefined) {
      this.#head = waiter;
      if (!this.listed) placeTaken(this);
    } else {
      tail.next = waiter;
      waiter.previous = tail;
    }
  }

  /** The first waiter that can be claimed, claimed and taken out. */
  shift(): Waiter<Offer, Result> | undefined {
    while (this.#head !== undefined) {
      const waiter = this.#head;
      const { next } = waiter;
      this.#head = next;
      if (next === undefined) this.#tail = undefined;
      else {
        next.previous = undefined;
        waiter.next = undefined;
      }
      waiter.queue = undefined;
      if (waiter.claim()) return waiter;
    }
    return undefined;
  }

  /** Takes `waiter` out, if it still stands here. */
  remove(waiter: Waiter<Offer, Result>): void {
    if (waiter.queue !== this) return;
    const { previous, next } = waiter;
    if (previous === undefined) this.#head = next;
    else previous.next = next;
    if (next === undefined) this.#tail = previous;
    else next.previous = previous;
    waiter.previous = undefined;
    waiter.next = undefined;
    waiter.queue = undefined;
  }

  *parked(): Iterable<Parked> {
    for (let waiter = this.#head; waiter !== undefined; waiter = waiter.next) yield waiter;
  }
}
