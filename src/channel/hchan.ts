// The channel itself, Go's hchan: a ring of values, a queue of senders that wait for room, a queue of receivers that wait for values.
// Nothing here waits or knows of promises. A value goes straight to the first receiver that waits; a receiver that makes room takes the
// first waiting sender's value into the ring in its place: so both sides are first come, first served, and values keep their order.

import { ClosedError } from "../errors.ts";
import { WaitQueue } from "../task/waiter.ts";

/** What `take` answers when there is nothing to take. */
export const NOTHING = Symbol("nothing");
export type Nothing = typeof NOTHING;

const FIRST_RING = 8;

let channels = 0;

export class Hchan<T> {
  readonly capacity: number;
  readonly #id = ++channels;
  readonly #name: string | undefined;
  readonly senders: WaitQueue<T, undefined> = new WaitQueue("send to", this);
  readonly receivers: WaitQueue<undefined, T | undefined> = new WaitQueue("receive from", this);
  length = 0;
  closed = false;
  // Grows by doubling up to the capacity, so that a large bound costs nothing until it is used. Its length is a power of two.
  #ring: (T | undefined)[] = [];
  #first = 0;

  constructor(capacity: number, name: string | undefined) {
    this.capacity = capacity;
    this.#name = name;
  }

  toString(): string {
    return this.#name === undefined ? `channel #${this.#id}` : `channel ${JSON.stringify(this.#name)}`;
  }

  checkOpen(doing: string): void {
    if (this.closed) throw this.closedError(doing);
  }

  closedError(doing: string): ClosedError {
    return new ClosedError(`${doing} ${this}, which is closed`);
  }

  /** Gives `value` to a receiver or into the ring, if one can take it. The channel is open. */
  offer(value: T): boolean {
    const receiver = this.receivers.shift();
    if (receiver !== undefined) {
      receiver.settle(value);
      return true;
    }
    if (this.length === this.capacity) return false;
    if (this.length === this.#ring.length) this.#grow();
    this.#put(value);
    return true;
  }

  take(): T | Nothing {
    if (this.length === 0) {
      const sender = this.senders.shift();
      if (sender === undefined) return NOTHING;
      sender.settle(undefined);
      return sender.offer;
    }
    const ring = this.#ring;
    const first = this.#first;
    const value = ring[first] as T;
    ring[first] = undefined;
    this.#first = (first + 1) & (ring.length - 1);
    this.length--;
    const sender = this.senders.shift();
    if (sender !== undefined) {
      this.#put(sender.offer);
      sender.settle(undefined);
    }
    return value;
  }

  close(): void {
    this.checkOpen("close of");
    this.closed = true;
    for (let receiver = this.receivers.shift(); receiver !== undefined; receiver = this.receivers.shift()) {
      receiver.settle(undefined, true);
    }
    for (let sender = this.senders.shift(); sender !== undefined; sender = this.senders.shift()) {
      sender.fail(this.closedError("send to"));
    }
  }

  #put(value: T): void {
    this.#ring[(this.#first + this.length) & (this.#ring.length - 1)] = value;
    this.length++;
  }

  #grow(): void {
    const old = this.#ring;
    const ring = new Array<T | undefined>(old.length === 0 ? FIRST_RING : old.length * 2).fill(undefined);
    for (let i = 0; i < this.length; i++) ring[i] = old[(this.#first + i) & (old.length - 1)];
    this.#ring = ring;
    this.#first = 0;
  }
}
