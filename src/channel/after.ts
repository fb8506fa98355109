import { shown } from "../errors.ts";
import { type Case, type Selectable, selecting } from "./case.ts";
import { NOTHING, type Nothing } from "./hchan.ts";
import { NEVER } from "./select.ts";
import type { CaseWaiter } from "./selection.ts";

const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * A case for `select` that can go on from `ms` milliseconds after this call, and from then on always; its value is undefined. Any number of selects
 * may use it, one after the other or at once. Only while a select waits on it does a timer run and keep the process alive.
 *
 * Throws RangeError when `ms` is negative or not a number. Infinity never comes.
 */
export function after(ms: number): Selectable<undefined> {
  if (typeof ms !== "number" || !(ms >= 0)) {
    throw new RangeError(`after: ${shown(ms)}; expected milliseconds, 0 or more`);
  }
  const timer = ms === Number.POSITIVE_INFINITY ? NEVER : new Timer(performance.now() + ms);
  return { [selecting]: () => timer };
}

class Timer implements Case<undefined, unknown> {
  readonly source = undefined;
  readonly offer = undefined;
  readonly #due: number;
  readonly #running = new Map<CaseWaiter<unknown, undefined>, ReturnType<typeof setTimeout>>();
  #come = false;

  constructor(due: number) {
    this.#due = due;
  }

  attempt(): undefined | Nothing {
    if (!this.#come) this.#come = performance.now() >= this.#due;
    return this.#come ? undefined : NOTHING;
  }

  enqueue(waiter: CaseWaiter<unknown, undefined>): void {
    const left = Math.max(0, Math.ceil(this.#due - performance.now()));
    this.#running.set(
      waiter,
      setTimeout(() => this.#ring(waiter), Math.min(left, LONGEST_TIMER)),
    );
  }

  withdraw(waiter: CaseWaiter<unknown, undefined>): void {
    clearTimeout(this.#running.get(waiter));
    this.#running.delete(waiter);
  }

  describe(): string {
    return "after";
  }

  #ring(waiter: CaseWaiter<unknown, undefined>): void {
    // Engines may ring a timer a little early.
    if (this.attempt() === NOTHING) this.enqueue(waiter);
    else if (waiter.claim()) waiter.settle(undefined);
  }
}
