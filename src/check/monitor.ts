// A judge of histories whose state is a number: part of the explored state, so that two interleavings with the same words and threads but
// different promises to keep stay apart.

import type { Failure } from "./failure.ts";
import type { HistoryEvent } from "./thread.ts";

/** The rules: a state as a value, told apart by `key`. */
export interface Rules<S> {
  readonly initial: S;
  key(state: S): string;
  /** The state after `event` of `thread`, or what is wrong with it. */
  next(state: S, thread: number, event: HistoryEvent): S | Failure;
}

export function isFailure(value: unknown): value is Failure {
  return typeof value === "object" && value !== null && "kind" in value && "text" in value;
}

export class Monitor<S = never> {
  readonly #rules: Rules<S>;
  readonly #states: S[];
  readonly #ids: Map<string, number>;

  constructor(rules: Rules<S>) {
    this.#rules = rules;
    this.#states = [rules.initial];
    this.#ids = new Map([[rules.key(rules.initial), 0]]);
  }

  /** States are numbers from 0, the initial one. */
  next(state: number, thread: number, event: HistoryEvent): number | Failure {
    const after = this.#rules.next(this.#states[state], thread, event);
    if (isFailure(after)) return after;
    const key = this.#rules.key(after);
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#states.length;
      this.#states.push(after);
      this.#ids.set(key, id);
    }
    return id;
  }
}
