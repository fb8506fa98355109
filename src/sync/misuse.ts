import { DOUBLE_WAKEUP, LATE, MAX_PERMITS, NEGATIVE, NOT_HELD, NOT_OWNER, OVERFLOW, RELOCK } from "../core/result.ts";
import { DeadlockError, DoubleWakeupError, NotOwnerError, OverflowError, type UsemaError } from "../errors.ts";
import { describe, type Location } from "../heap/location.ts";
import { me } from "../heap/threads.ts";
import { whyInVain } from "../heap/vain.ts";

/**
 * The error for a negative answer of the core, and for LATE where there was no limit: who did what to which object. The core has changed
 * nothing.
 */
export function misuse(code: number, at: Location, what: string, bound = MAX_PERMITS): UsemaError {
  const where = `${describe(at)}: ${what} by thread ${me}`;
  switch (code) {
    case OVERFLOW:
      return new OverflowError(`${where} would pass the bound of ${bound}`);
    case NOT_HELD:
      return new NotOwnerError(`${where}, but nobody holds it`);
    case DOUBLE_WAKEUP:
      return new DoubleWakeupError(`${where}, but it is awake already; expected clear() between two wakeups`);
    case NEGATIVE:
      return new OverflowError(`${where} would make the count negative`);
    case RELOCK:
      return new DeadlockError(
        `${where}, which holds it already; expected an unlock first, or an async form while another task of the thread holds it`,
      );
    case NOT_OWNER:
      return new NotOwnerError(`${where}, which does not hold it`);
    case LATE:
      return new DeadlockError(`${where} would wait for ever, since ${whyInVain()}`);
    default:
      throw new RangeError(`${where}: the core answered ${code}`);
  }
}
