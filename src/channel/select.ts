import { shown } from "../errors.ts";
import { listen, signalOf } from "../task/abort.ts";
import { WaitQueue } from "../task/waiter.ts";
import { readyWith } from "../task/wake.ts";
import { type Case, type Selectable, selecting } from "./case.ts";
import type { WaitOptions } from "./channel.ts";
import { NOTHING, type Nothing } from "./hchan.ts";
import { type Outcome, Selection } from "./selection.ts";
import { sourcesOf, withLocked } from "./sources.ts";

/** The cases of a select by their names. A case that is null or undefined is disabled. */
export type Cases = { readonly [name: string]: Selectable<unknown> | null | undefined };

/** What select answers: the name of the case that was taken, and what it received (undefined for a send, a timer, a closed channel). */
export type Selected<C extends Cases> = {
  [Name in keyof C & string]: [NonNullable<C[Name]>] extends [never]
    ? never
    : NonNullable<C[Name]> extends Selectable<infer Value>
      ? { readonly case: Name; readonly value: Value }
      : never;
}[keyof C & string];

/**
 * Waits until one of the cases can go on, does that one, and no other. Among several that can go on, each is as likely as the other.
 * A select without an enabled case waits for ever. Does not block the thread.
 *
 * Rejects with the signal's reason when it is aborted (no case is done then), with ClosedError when it comes to a send on a closed
 * channel, with DeadlockError when nothing can wake it any more, and with TypeError when a case is none.
 *
 * ```ts
 * const got = await select({ job: jobs, out: out.sending(5), late: after(100) });
 * if (got.case === "job") got.value;
 * ```
 */
export function select<C extends Cases>(cases: C, options?: WaitOptions): Promise<Selected<C>> {
  try {
    return selectAny(
      cases,
      signalOf(options, () => "select"),
    ) as Promise<Selected<C>>;
  } catch (error) {
    return Promise.reject(error);
  }
}

/** As `select`, but without waiting: undefined when no case can go on now. Throws ClosedError for a send on a closed channel. */
export function trySelect<C extends Cases>(cases: C): Selected<C> | undefined {
  const named = enabled(cases);
  return withLocked(sourcesOf(named), () => {
    const outcome = attempt(named);
    return outcome === NOTHING ? undefined : (outcome as Selected<C>);
  });
}

interface Named {
  readonly name: string;
  readonly to: Case<unknown>;
}

const nowhere = new WaitQueue<unknown, unknown>("wait for", "nothing");

/** The case that never comes. */
export const NEVER: Case<never> = {
  source: undefined,
  offer: undefined,
  attempt: () => NOTHING,
  enqueue: (waiter) => nowhere.push(waiter),
  withdraw: (waiter) => nowhere.remove(waiter),
  describe: () => "nothing",
};

function selectAny(cases: Cases, signal: AbortSignal | undefined): Promise<Outcome> {
  signal?.throwIfAborted();
  const named = enabled(cases);
  return withLocked(sourcesOf(named), () => {
    const outcome = attempt(named);
    if (outcome !== NOTHING) return readyWith(outcome);
    return new Promise<Outcome>((resolve, reject) => {
      const selection = new Selection(signal, resolve, reject);
      for (const { name, to } of named) selection.enqueue(name, to);
      if (named.length === 0) selection.enqueue("", NEVER);
      if (signal !== undefined) listen(signal, selection);
    });
  });
}

/** The cases that are not disabled, shuffled: the order in which they are tried decides which of several is taken. */
function enabled(cases: Cases): Named[] {
  if (typeof cases !== "object" || cases === null) {
    throw new TypeError(`select: the cases are ${shown(cases)}; expected an object, as { name: channel }`);
  }
  const named: Named[] = [];
  for (const name of Object.keys(cases)) {
    const given = cases[name];
    if (given === null || given === undefined) continue;
    if (typeof given[selecting] !== "function") {
      throw new TypeError(
        `select: case "${name}" is ${shown(given)}; expected a channel, channel.sending(value), after(ms), null or undefined`,
      );
    }
    named.push({ name, to: given[selecting]() });
  }
  for (let i = named.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    const swapped = named[i];
    named[i] = named[j];
    named[j] = swapped;
  }
  return named;
}

function attempt(named: Named[]): Outcome | Nothing {
  for (const { name, to } of named) {
    const value = to.attempt();
    if (value !== NOTHING) return { case: name, value };
  }
  return NOTHING;
}
