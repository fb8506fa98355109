// A shared channel in a select. The select's waiters are records in the queues of all its channels, and one word of shared memory decides
// between them: whoever serves one of them takes it, in this thread or in another.

import { IS_CLOSED, MUST_WAIT } from "../core/channel.ts";
import {
  channelLock,
  channelQueue,
  channelReceive,
  channelSend,
  channelUnlock,
  channelWake,
  channelWithdraw,
} from "../core/generated/bindings.ts";
import type { DetachedError } from "../errors.ts";
import { words } from "../heap/heap.ts";
import type { Location } from "../heap/location.ts";
import type { Case, Claim, Source } from "./case.ts";
import { NOTHING, type Nothing } from "./hchan.ts";
import { began, over } from "./pump.ts";
import { claimBy, type Ended, expect, forget, giveRecord, openClaim, takeRecord } from "./records.ts";
import type { CaseWaiter } from "./selection.ts";
import { type Port, portOf, withdraw } from "./shared-wait.ts";

class SharedClaim implements Claim {
  readonly address: number;

  constructor(record: number) {
    this.address = openClaim(record);
  }

  take(): boolean {
    return Atomics.compareExchange(words, this.address >> 2, 0, 1) === 0;
  }
}

/** What differs between sending and receiving. */
export interface Way<T> {
  readonly sends: 0 | 1;
  readonly what: string;
  /** Puts what is offered into the record. */
  write(record: number): void;
  /** What the record brought; throws what a closed channel means to a sender. */
  result(record: number, outcome: number): T;
}

export class SharedCase<T> implements Case<T, unknown> {
  readonly source: Source;
  readonly offer = undefined;
  readonly #port: Port;
  readonly #way: Way<T>;
  /** Nothing of the channel may be touched any more, not even its lock. */
  #gone = false;
  readonly #records = new Map<CaseWaiter<unknown, T>, number>();

  constructor(port: Port, way: Way<T>) {
    this.#port = port;
    this.#way = way;
    const { m } = port.at;
    this.source = {
      order: port.p,
      lock: () => {
        if (!this.#gone) channelLock(m, port.p, port.self);
      },
      unlock: () => {
        if (!this.#gone) channelUnlock(m, port.p, port.self);
      },
    };
  }

  attempt(): T | Nothing {
    const { at, p, self, size } = this.#port;
    const { m } = at;
    const record = takeRecord(size);
    try {
      this.#way.write(record);
      const answer = this.#way.sends === 1 ? channelSend(m, p, record) : channelReceive(m, p, record);
      if (answer === MUST_WAIT) return NOTHING;
      if (answer > 0) channelWake(m, answer, self);
      return this.#way.result(record, answer === IS_CLOSED ? IS_CLOSED : 0);
    } finally {
      giveRecord(record, size);
    }
  }

  enqueue(waiter: CaseWaiter<unknown, T>): void {
    const { at, p, size } = this.#port;
    const { selection } = waiter;
    const record = takeRecord(size);
    this.#way.write(record);
    let { claim } = selection;
    if (!(claim instanceof SharedClaim)) {
      claim = new SharedClaim(record);
      selection.claim = claim;
    }
    claimBy(record, (claim as SharedClaim).address);
    this.#records.set(waiter, record);
    expect(record, this.#ender(waiter, record));
    began();
    channelQueue(at.m, p, record, this.#way.sends);
  }

  withdraw(waiter: CaseWaiter<unknown, T>): void {
    const record = this.#records.get(waiter);
    if (record === undefined) return;
    channelWithdraw(this.#port.at.m, record);
    forget(record);
    this.#done(waiter, record);
  }

  describe(): string {
    return this.#way.what;
  }

  #ender(waiter: CaseWaiter<unknown, T>, record: number): Ended {
    return {
      parked: waiter,
      ended: (_, outcome) => {
        let result: T;
        try {
          result = this.#way.result(record, outcome);
        } catch (error) {
          this.#done(waiter, record);
          waiter.fail(error);
          return;
        }
        this.#done(waiter, record);
        waiter.settle(result);
      },
      disposed: (at, error) => this.#disposed(waiter, record, at, error),
    };
  }

  /** A select that another of its cases has ended is told by that one; here it only leaves. */
  #disposed(waiter: CaseWaiter<unknown, T>, record: number, at: Location, error: DetachedError): void {
    if (!portOf(this.#port, at)) return;
    if (waiter.claim()) waiter.fail(error);
    else withdraw(this.#port, record);
    this.#gone = true;
  }

  #done(waiter: CaseWaiter<unknown, T>, record: number): void {
    this.#records.delete(waiter);
    over();
    giveRecord(record, this.#port.size);
  }
}
