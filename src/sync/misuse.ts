import { DOUBLE_WAKEUP, MAX_PERMITS, NOT_HELD, OVERFLOW } from "../core/result.ts";
import { DoubleWakeupError, NotOwnerError, OverflowError, type UsemaError } from "../errors.ts";
import { describe, type Location } from "../heap/location.ts";
import { me } from "../heap/threads.ts";

/** The error for a negative answer of the core: who did what to which object. The core has changed nothing. */
export function misuse(code: number, at: Location, what: string): UsemaError {
  const where = `${describe(at)}: ${what} by thread ${me}`;
  switch (code) {
    case OVERFLOW:
      return new OverflowError(`${where} would pass the bound of ${MAX_PERMITS}`);
    case NOT_HELD:
      return new NotOwnerError(`${where}, but nobody holds it`);
    case DOUBLE_WAKEUP:
      return new DoubleWakeupError(`${where}, but it is awake already; expected clear() between two wakeups`);
    default:
      throw new RangeError(`${where}: the core answered ${code}`);
  }
}
