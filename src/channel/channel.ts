import { shown } from "../errors.ts";
import { checkOptions } from "../heap/location.ts";
import { refusal, signalOf } from "../task/abort.ts";
import { ready, readyWith } from "../task/wake.ts";
import { type Case, type Selectable, selecting } from "./case.ts";
import { Hchan, NOTHING, type Nothing } from "./hchan.ts";
import { park, parkStep } from "./operation.ts";
import type { CaseWaiter } from "./selection.ts";

export interface WaitOptions {
  /** Ends the wait: it rejects with the signal's reason, and nothing was sent or received. `AbortSignal.timeout(ms)` is a timeout. */
  readonly signal?: AbortSignal | undefined;
}

export interface ChannelOptions {
  /** Appears in errors and in the report of a deadlock. */
  readonly name?: string | undefined;
}

/**
 * A channel between the tasks of one thread, for values of any kind. With capacity 0 a send waits for its receiver; otherwise it waits only
 * while `capacity` values lie in the channel. Senders, receivers and values are first come, first served. Nothing here blocks the thread.
 *
 * Hot loops write `channel.trySend(value) || (await channel.send(value))`: no promise when nothing has to wait.
 *
 * A send happens before the return of the receive that gets its value, and the nth receive before the return of send n + capacity.
 * The algorithm is that of Go's runtime: direct hand-off to whoever waits, otherwise a ring.
 */
export class Channel<T> implements Selectable<T | undefined>, AsyncIterable<T, undefined> {
  readonly #chan: Hchan<T>;

  /** Throws RangeError unless `capacity` is a whole number, 0 or more. */
  constructor(capacity = 0, options: ChannelOptions = {}) {
    if (!Number.isSafeInteger(capacity) || capacity < 0) {
      throw new RangeError(`Channel: capacity: ${shown(capacity)}; expected a whole number, 0 or more`);
    }
    checkOptions("Channel", options);
    this.#chan = new Hchan(capacity, options.name);
  }

  get capacity(): number {
    return this.#chan.capacity;
  }

  /** How many sent values lie in the channel. */
  get length(): number {
    return this.#chan.length;
  }

  get closed(): boolean {
    return this.#chan.closed;
  }

  /**
   * Sends `value`, as soon as a receiver or the buffer takes it.
   *
   * Rejects with ClosedError when the channel is closed, before or while it waits; with the signal's reason when that is aborted; and
   * with DeadlockError when nothing can wake it any more.
   */
  send(value: T, options?: WaitOptions): Promise<void> {
    const chan = this.#chan;
    if (options !== undefined) {
      const refused = refusal(options, () => chan.senders.what());
      if (refused !== undefined) return refused;
    }
    if (chan.closed) return Promise.reject(chan.closedError("send to"));
    return chan.offer(value) ? ready() : park(chan.senders, value, options?.signal);
  }

  /**
   * Receives a value, as soon as there is one; undefined when the channel is closed and empty.
   *
   * Rejects with the signal's reason when that is aborted, and with DeadlockError when nothing can wake it any more.
   */
  receive(options?: WaitOptions): Promise<T | undefined> {
    const chan = this.#chan;
    if (options !== undefined) {
      const refused = refusal(options, () => chan.receivers.what());
      if (refused !== undefined) return refused;
    }
    const value = chan.take();
    if (value !== NOTHING) return readyWith(value);
    return chan.closed ? readyWith(undefined) : park(chan.receivers, undefined, options?.signal);
  }

  /** Sends `value` if a receiver or the buffer takes it now, and says whether. Throws ClosedError when the channel is closed. */
  trySend(value: T): boolean {
    const chan = this.#chan;
    if (chan.closed) throw chan.closedError("send to");
    return chan.offer(value);
  }

  /** The next value if there is one now, otherwise undefined; `closed` tells whether there may come more. */
  tryReceive(): T | undefined {
    const value = this.#chan.take();
    return value === NOTHING ? undefined : value;
  }

  /**
   * Says that no more values come. Receivers get what is left, then undefined; senders that wait are rejected with ClosedError. Throws
   * ClosedError when the channel is closed already. A close happens before the return of a receive that sees it.
   */
  close(): void {
    this.#chan.close();
  }

  /** A case for `select` that sends `value`. */
  sending(value: T): Selectable<undefined> {
    const sending = new Sending(this.#chan, value);
    return { [selecting]: () => sending };
  }

  /** All values until the channel is closed and empty, as `for await (const value of channel)` takes them, with a signal. */
  values(options?: WaitOptions): AsyncIterableIterator<T, undefined> {
    const chan = this.#chan;
    const signal = signalOf(options, () => `values of ${chan}`);
    let over = false;
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next() {
        if (over) return Promise.resolve(END);
        if (signal?.aborted) return Promise.reject(signal.reason);
        const value = chan.take();
        if (value !== NOTHING) return readyWith({ done: false, value });
        return chan.closed ? readyWith(END) : parkStep(chan.receivers, signal);
      },
      return() {
        over = true;
        return Promise.resolve(END);
      },
    };
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<T, undefined> {
    return this.values();
  }

  [selecting](): Case<T | undefined, undefined> {
    return new Receiving(this.#chan);
  }
}

const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

class Receiving<T> implements Case<T | undefined, undefined> {
  readonly source = undefined;
  readonly offer = undefined;
  readonly #chan: Hchan<T>;

  constructor(chan: Hchan<T>) {
    this.#chan = chan;
  }

  attempt(): T | undefined | Nothing {
    const value = this.#chan.take();
    return value === NOTHING && this.#chan.closed ? undefined : value;
  }

  enqueue(waiter: CaseWaiter<undefined, T | undefined>): void {
    this.#chan.receivers.push(waiter);
  }

  withdraw(waiter: CaseWaiter<undefined, T | undefined>): void {
    this.#chan.receivers.remove(waiter);
  }

  describe(): string {
    return this.#chan.receivers.what();
  }
}

class Sending<T> implements Case<undefined, T> {
  readonly source = undefined;
  readonly offer: T;
  readonly #chan: Hchan<T>;

  constructor(chan: Hchan<T>, value: T) {
    this.#chan = chan;
    this.offer = value;
  }

  attempt(): undefined | Nothing {
    this.#chan.checkOpen("send to");
    return this.#chan.offer(this.offer) ? undefined : NOTHING;
  }

  enqueue(waiter: CaseWaiter<T, undefined>): void {
    this.#chan.senders.push(waiter);
  }

  withdraw(waiter: CaseWaiter<T, undefined>): void {
    this.#chan.senders.remove(waiter);
  }

  describe(): string {
    return this.#chan.senders.what();
  }
}
