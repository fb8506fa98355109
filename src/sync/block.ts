import { LATE } from "../core/result.ts";
import type { Location } from "../heap/location.ts";
import { blocksNoMore, blocksOn } from "../heap/waits.ts";
import { misuse } from "./misuse.ts";

/**
 * Calls `wait`, which blocks this thread on the object for at most `timeout` ms, and answers what the core answers. Throws what that says of
 * misuse, and DeadlockError if a wait without a limit has ended as by a time-out: it was in vain. `what`: "lock()", and `bound`: for errors.
 */
export function block(at: Location, timeout: number, what: string, wait: () => number, bound?: number): number {
  blocksOn(at, timeout);
  const result = wait();
  blocksNoMore();
  if (result < 0 || (result === LATE && timeout === Infinity)) throw misuse(result, at, what, bound);
  return result;
}
