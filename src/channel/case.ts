// What select and the things it can wait on say to each other. Go's way: lock every source in one order, try every case, otherwise enqueue
// a waiter for each, unlock; whoever completes one of them has claimed the whole select, and the other waiters are withdrawn.

import type { Nothing } from "./hchan.ts";
import type { CaseWaiter } from "./selection.ts";

/** The key of the method that turns what a user writes as a case into a `Case`. */
export const selecting = Symbol("usema.selecting");

/** What `select` waits on: a channel (receive), `channel.sending(value)`, `after(ms)`. */
export interface Selectable<T> {
  [selecting](): Case<T>;
}

/** What must be locked while cases are tried and enqueued. A source that only this thread sees needs no lock and has none. */
export interface Source {
  /** Locks are taken in ascending order. Two sources of the same order are the same source. */
  readonly order: number;
  lock(): void;
  unlock(): void;
}

/** One case of one select. The methods that change something are called with the source locked, and never wait. */
export interface Case<T, Offer = unknown> {
  readonly source: Source | undefined;
  /** What a send brings. */
  readonly offer: Offer;
  /** Completes the case now if it can, with its value (a send's is undefined). May throw: the select then fails with that error. */
  attempt(): T | Nothing;
  /** Has `waiter` wait here. Whoever completes it calls its `claim`, and if that answers true, its `settle` or `fail`. */
  enqueue(waiter: CaseWaiter<Offer, T>): void;
  /** Takes `waiter` back if it still waits here. */
  withdraw(waiter: CaseWaiter<Offer, T>): void;
  /** "receive from channel #1": for reports. */
  describe(): string;
}

/**
 * Who may complete a select: `take` answers true once. A plain flag at first; a source that other threads see puts a word of shared
 * memory in its place (`waiter.selection.claim`) when it enqueues, while everything is locked.
 */
export interface Claim {
  take(): boolean;
}
