// A send or receive that waits for another thread: its record stands in the channel's queue.

import { channelLock, channelUnlock, channelWithdraw } from "../core/generated/bindings.ts";
import { DONE, LATE } from "../core/result.ts";
import type { DetachedError } from "../errors.ts";
import { describe, type Location } from "../heap/location.ts";
import { block } from "../sync/block.ts";
import { type Abortable, forget as forgetSignal, listen } from "../task/abort.ts";
import type { Parked } from "../task/deadlock.ts";
import { wake } from "../task/wake.ts";
import { began, blockUntil, over } from "./pump.ts";
import { type Ended, expect, forget, giveRecord } from "./records.ts";

/** A shared channel as this thread's core sees it. */
export interface Port {
  readonly at: Location;
  /** Where it lies, also when this handle has been disposed. */
  readonly p: number;
  /** This thread. */
  readonly self: number;
  /** Words of a value. */
  readonly size: number;
}

/** Whether the port is that of the channel at this place, and not of one that lay there before. */
export function portOf(port: Port, at: Location): boolean {
  return port.p === at.p && port.at.generation === at.generation;
}

/** Takes the record out of the channel's queue; answers whether it still stood there. */
export function withdraw({ at: { m }, p, self }: Port, record: number): boolean {
  channelLock(m, p, self);
  const stood = channelWithdraw(m, record);
  channelUnlock(m, p, self);
  return stood !== 0;
}

/** Blocks the thread until the wait of the record, which stands in the channel's queue, has ended; answers how. `what`: "sendSync()", for errors. */
export function waitSync(port: Port, record: number, what: string): number {
  let outcome: number | undefined;
  const ended = (_: number, how: number) => {
    outcome = how;
  };
  expect(record, { ended, disposed: () => {} });
  block(port.at, Infinity, what, () => {
    while (!blockUntil(() => outcome !== undefined)) {
      // Served already: its end is about to come.
      if (!withdraw(port, record)) continue;
      forget(record);
      return LATE;
    }
    return DONE;
  });
  return outcome as unknown as number;
}

/** Answers what the wait brought, or throws what ended it. Called once, before the record is used again. */
export type Result<R> = (record: number, outcome: number) => R;

type Resolve<R> = (result: R) => void;
type Reject = (reason: unknown) => void;

// One executor for all waits: cheaper than a closure for each.
let resolveNext: Resolve<never>;
let rejectNext: Reject;
const keepBoth = (resolve: Resolve<never>, reject: Reject) => {
  resolveNext = resolve;
  rejectNext = reject;
};

/** The promise of what a wait brings whose record stands in the channel's queue. `doing`: "send to" or "receive from". */
export function waitFor<R>(
  port: Port,
  record: number,
  result: Result<R>,
  doing: string,
  signal: AbortSignal | undefined,
): Promise<R> {
  const promise = new Promise<never>(keepBoth);
  new SharedWait(port, record, result, doing, signal, resolveNext as Resolve<R>, rejectNext);
  return promise;
}

class SharedWait<R> implements Ended, Abortable, Parked {
  // Declared here and assigned below, as in task/waiter.ts.
  declare private readonly port: Port;
  declare private readonly record: number;
  declare private readonly result: Result<R>;
  declare private readonly doing: string;
  declare readonly signal: AbortSignal | undefined;
  declare private readonly resolve: Resolve<R>;
  declare private readonly reject: Reject;

  constructor(
    port: Port,
    record: number,
    result: Result<R>,
    doing: string,
    signal: AbortSignal | undefined,
    resolve: Resolve<R>,
    reject: Reject,
  ) {
    this.port = port;
    this.record = record;
    this.result = result;
    this.doing = doing;
    this.signal = signal;
    this.resolve = resolve;
    this.reject = reject;
    expect(record, this);
    began();
    if (signal !== undefined) listen(signal, this);
  }

  get parked(): Parked {
    return this;
  }

  get operation(): object {
    return this;
  }

  describe(): string {
    return `${this.doing} ${describe(this.port.at)}`;
  }

  ended(_record: number, outcome: number): void {
    if (this.signal !== undefined) forgetSignal(this.signal, this);
    try {
      wake(this.resolve, this.result(this.record, outcome));
    } catch (error) {
      this.reject(error);
    }
    this.#done();
  }

  abort(reason: unknown): void {
    if (this.signal !== undefined) forgetSignal(this.signal, this);
    // Served already: the wait is about to end by itself, and what it brings is not lost.
    if (!withdraw(this.port, this.record)) return;
    forget(this.record);
    this.#done();
    this.reject(reason);
  }

  disposed(at: Location, error: DetachedError): void {
    if (portOf(this.port, at)) this.abort(error);
  }

  #done(): void {
    over();
    giveRecord(this.record, this.port.size);
  }
}
