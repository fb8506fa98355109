import { now } from "./machine.ts";

/** How long a waiter lets others barge, in ms, before it keeps newcomers out. */
export const PATIENCE_MS: f64 = 1;

/** The moment `ms` from now; Infinity stays what it is. */
export function deadlineIn(ms: f64): f64 {
  return now() + ms;
}

/**
 * What is left until `deadline`, never negative. Who finds 0 left still goes through wait: only wait can say "timed out" without
 * having taken a wake along.
 */
export function leftUntil(deadline: f64): f64 {
  return Math.max(0, deadline - now());
}
