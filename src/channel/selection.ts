// A select that waits: one claim, one promise, and a waiter for each case.

import { forget } from "../task/abort.ts";
import { Waiter } from "../task/waiter.ts";
import { wake } from "../task/wake.ts";
import type { Case, Claim } from "./case.ts";
import { whenUnlocked } from "./sources.ts";

export interface Outcome {
  readonly case: string;
  readonly value: unknown;
}

export class Selection implements Claim {
  claim: Claim = this;
  readonly signal: AbortSignal | undefined;
  readonly #waiters: CaseWaiter<unknown, unknown>[] = [];
  readonly #resolve: (outcome: Outcome) => void;
  readonly #reject: (reason: unknown) => void;
  #taken = false;

  constructor(signal: AbortSignal | undefined, resolve: (outcome: Outcome) => void, reject: (reason: unknown) => void) {
    this.signal = signal;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  take(): boolean {
    if (this.#taken) return false;
    this.#taken = true;
    return true;
  }

  enqueue(name: string, to: Case<unknown>): void {
    const waiter = new CaseWaiter(this, name, to);
    this.#waiters.push(waiter);
    to.enqueue(waiter);
  }

  describe(): string {
    return `select on ${this.#waiters.map(({ to }) => to.describe()).join(", ")}`;
  }

  abort(reason: unknown): void {
    if (this.claim.take()) this.fail(reason);
  }

  settle(outcome: Outcome): void {
    this.#withdraw();
    wake(this.#resolve, outcome);
  }

  fail(reason: unknown): void {
    this.#withdraw();
    this.#reject(reason);
  }

  // Before the task is woken: it may select on the same sources again.
  #withdraw(): void {
    if (this.signal !== undefined) forget(this.signal, this);
    whenUnlocked(() => {
      for (const waiter of this.#waiters) {
        const { source } = waiter.to;
        source?.lock();
        waiter.to.withdraw(waiter);
        source?.unlock();
      }
    });
  }
}

/** Waits at one case on behalf of the whole select. */
export class CaseWaiter<Offer, Result> extends Waiter<Offer, Result> {
  readonly selection: Selection;
  readonly to: Case<Result, Offer>;
  readonly #name: string;

  constructor(selection: Selection, name: string, to: Case<Result, Offer>) {
    super(to.offer, selection.signal);
    this.selection = selection;
    this.to = to;
    this.#name = name;
  }

  override get operation(): object {
    return this.selection;
  }

  override describe(): string {
    return this.selection.describe();
  }

  claim(): boolean {
    return this.selection.claim.take();
  }

  settle(value: Result): void {
    this.selection.settle({ case: this.#name, value });
  }

  fail(reason: unknown): void {
    this.selection.fail(reason);
  }
}
