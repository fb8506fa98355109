// One `abort` listener per signal, with the set of those who wait: a listener per operation costs three times as much. A signal on which
// nobody waits any more loses its listener at the next turn of the event loop, not at once, since its task will often wait again.

import { macrotask } from "#platform";
import { shown } from "../errors.ts";

declare global {
  // The published types name it, and who uses them may have neither the DOM's nor Node's. Merges with either.
  interface AbortSignal {
    readonly aborted: boolean;
    // biome-ignore lint/suspicious/noExplicitAny: so it is declared there
    readonly reason: any;
  }
}

/** What a signal ends. */
export interface Abortable {
  abort(reason: unknown): void;
}

interface Entry {
  readonly signal: AbortSignal;
  readonly waiting: Set<Abortable>;
  readonly listener: () => void;
  idle: boolean;
}

const entries = new WeakMap<AbortSignal, Entry>();
const inner = new WeakSet<AbortSignal>();
let idle: Entry[] = [];

/**
 * The signal in the options of a waiting form. Throws TypeError for options or a signal that are none, before anything stands in a queue:
 * found out later, the wait would stay there. `what` says whose options they are.
 */
export function signalOf(options: unknown, what: () => string): AbortSignal | undefined {
  if (options === undefined) return undefined;
  // A signal has no property `signal`: taken for options, it would be ignored.
  if (typeof options !== "object" || options === null || isSignal(options)) {
    throw new TypeError(`${what()}: the options are ${shown(options)}; expected an object, as { signal }`);
  }
  const { signal } = options as { signal?: unknown };
  if (signal === undefined || isSignal(signal)) return signal;
  throw new TypeError(`${what()}: the signal is ${shown(signal)}; expected an AbortSignal`);
}

/** By what is done with it, not by its class: that of another realm is a signal, too. */
export function isSignal(signal: unknown): signal is AbortSignal {
  const { aborted, addEventListener, removeEventListener } = (signal ?? {}) as Partial<AbortSignal>;
  return (
    typeof aborted === "boolean" && typeof addEventListener === "function" && typeof removeEventListener === "function"
  );
}

/** As signalOf, for forms that answer a promise without being async: the rejection, if the wait may not begin. */
export function refusal(options: unknown, what: () => string): Promise<never> | undefined {
  try {
    const signal = signalOf(options, what);
    return signal?.aborted ? Promise.reject(signal.reason) : undefined;
  } catch (error) {
    return Promise.reject(error);
  }
}

/** Has `signal` abort `waiter` until `forget` is called. The signal is not aborted yet. */
export function listen(signal: AbortSignal, waiter: Abortable): void {
  (entries.get(signal) ?? enter(signal)).waiting.add(waiter);
}

export function forget(signal: AbortSignal, waiter: Abortable): void {
  const entry = entries.get(signal);
  if (entry === undefined) return;
  entry.waiting.delete(waiter);
  if (entry.waiting.size > 0 || entry.idle) return;
  entry.idle = true;
  if (idle.push(entry) === 1) macrotask(sweep);
}

/** Says that nobody but a task aborts this signal, so that tasks which wait with it can deadlock all the same. */
export function markInner(signal: AbortSignal): void {
  inner.add(signal);
}

export function isInner(signal: AbortSignal): boolean {
  return inner.has(signal);
}

function enter(signal: AbortSignal): Entry {
  const waiting = new Set<Abortable>();
  const listener = () => {
    entries.delete(signal);
    for (const waiter of waiting) waiter.abort(signal.reason);
  };
  const entry = { signal, waiting, listener, idle: false };
  entries.set(signal, entry);
  signal.addEventListener("abort", listener, { once: true });
  return entry;
}

function sweep(): void {
  const swept = idle;
  idle = [];
  for (const entry of swept) {
    entry.idle = false;
    if (entry.waiting.size > 0) continue;
    entry.signal.removeEventListener("abort", entry.listener);
    entries.delete(entry.signal);
  }
}
