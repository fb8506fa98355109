// A plain send or receive that has to wait: one promise, one waiter, in one queue.

import { forget, listen } from "../task/abort.ts";
import { Waiter, type WaitQueue } from "../task/waiter.ts";
import { wake } from "../task/wake.ts";

type Resolve<T> = (value: T) => void;
type Reject = (reason: unknown) => void;

abstract class Operation<Offer, Result, Answer> extends Waiter<Offer, Result> {
  declare protected readonly resolve: Resolve<Answer>;
  declare protected readonly reject: Reject;

  constructor(offer: Offer, signal: AbortSignal | undefined, resolve: Resolve<Answer>, reject: Reject) {
    super(offer, signal);
    this.resolve = resolve;
    this.reject = reject;
  }

  claim(): boolean {
    return true;
  }

  fail(reason: unknown): void {
    this.queue?.remove(this);
    if (this.signal !== undefined) forget(this.signal, this);
    this.reject(reason);
  }

  protected answer(answer: Answer): void {
    if (this.signal !== undefined) forget(this.signal, this);
    wake(this.resolve, answer);
  }
}

class Plain<Offer, Result> extends Operation<Offer, Result, Result> {
  settle(result: Result): void {
    this.answer(result);
  }
}

class Step<T> extends Operation<undefined, T | undefined, IteratorResult<T, undefined>> {
  settle(result: T | undefined, last = false): void {
    this.answer(last ? { done: true, value: undefined } : { done: false, value: result as T });
  }
}

// One executor for all operations: cheaper than a closure for each.
let resolveNext: Resolve<never>;
let rejectNext: Reject;
const keepBoth = (resolve: Resolve<never>, reject: Reject) => {
  resolveNext = resolve;
  rejectNext = reject;
};

/** Waits in `queue` until somebody settles the operation, or `signal`, which is not aborted yet, ends it. */
export function park<Offer, Result>(
  queue: WaitQueue<Offer, Result>,
  offer: Offer,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const promise = new Promise<never>(keepBoth);
  enter(queue, new Plain<Offer, Result>(offer, signal, resolveNext as Resolve<Result>, rejectNext));
  return promise;
}

export function parkStep<T>(
  queue: WaitQueue<undefined, T | undefined>,
  signal: AbortSignal | undefined,
): Promise<IteratorResult<T, undefined>> {
  const promise = new Promise<never>(keepBoth);
  enter(queue, new Step<T>(undefined, signal, resolveNext as Resolve<unknown>, rejectNext));
  return promise;
}

function enter<Offer, Result>(queue: WaitQueue<Offer, Result>, waiter: Waiter<Offer, Result>): void {
  queue.push(waiter);
  if (waiter.signal !== undefined) listen(waiter.signal, waiter);
}
