import { MAX_PERMITS } from "../core/result.ts";
import { shown } from "../errors.ts";
import { describe, type Location } from "../heap/location.ts";
import { signalOf } from "../task/abort.ts";

/** Throws unless `value` is a whole number from `least` to 2^30-1. */
export function checkCount(value: unknown, least: number, what: string, at?: Location): void {
  checkWhole(value, least, MAX_PERMITS, what, at);
}

/** Throws unless `value` is a whole number from `least` to `most`. */
export function checkWhole(value: unknown, least: number, most: number, what: string, at?: Location): void {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new TypeError(`${said(what, at)}: ${shown(value)}; expected a whole number`);
  }
  if (value < least || value > most) {
    throw new RangeError(`${said(what, at)}: ${value}; expected ${least} to ${most}`);
  }
}

/** Throws unless `ms` is a time: 0 to Infinity. */
export function checkTimeout(ms: unknown, what: string, at: Location): void {
  if (typeof ms !== "number" || Number.isNaN(ms)) {
    throw new TypeError(`${said(what, at)}: the timeout is ${shown(ms)}; expected milliseconds`);
  }
  if (ms < 0) throw new RangeError(`${said(what, at)}: the timeout is ${ms}; expected 0 or more`);
}

/** The signal in the options of an async form. Throws its reason if it is aborted already, TypeError for what can't be. */
export function checkSignal(options: unknown, what: string, at: Location): AbortSignal | undefined {
  const signal = signalOf(options, () => said(what, at));
  if (signal?.aborted) throw signal.reason;
  return signal;
}

function said(what: string, at: Location | undefined): string {
  return at === undefined ? what : `${describe(at)}: ${what}`;
}
