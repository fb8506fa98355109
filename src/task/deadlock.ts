// Who waits on what, and what happens when nobody can go on. Places where tasks wait are listed. When the event
// loop has run dry (no timer, no I/O, nothing else that keeps the process alive), nothing can wake the tasks that are parked here, and all
// their operations are rejected with one error that lists them.

import { macrotask, onIdle, warn } from "#platform";
import { DeadlockError } from "../errors.ts";
import { isInner } from "./abort.ts";

export interface Parked {
  /** What all waiters of one operation have in common; a select has one for each case. */
  readonly operation: object;
  readonly signal: AbortSignal | undefined;
  describe(): string;
  abort(reason: unknown): void;
}

/** Where operations park. */
export interface Place {
  /** Whether the list here has it. */
  listed: boolean;
  parked(): Iterable<Parked>;
}

const FEW = 64;
let places: Place[] = [];
let many = FEW;
let watching = false;
let reported = "";

/**
 * Lists a place where somebody parks. It stays listed when it is empty again, since it will often be taken again; when the list has doubled,
 * the empty ones go.
 */
export function placeTaken(place: Place): void {
  if (!watching) {
    watching = true;
    onIdle(idle);
  }
  place.listed = true;
  if (places.push(place) < many) return;
  places = places.filter((listed) => {
    listed.listed = !listed.parked()[Symbol.iterator]().next().done;
    return listed.listed;
  });
  many = Math.max(FEW, 2 * places.length);
}

function idle(): void {
  const all = new Map<object, Parked>();
  for (const place of places) {
    for (const parked of place.parked()) all.set(parked.operation, parked);
  }
  if (all.size === 0) return;
  const operations = [...all.values()];
  if (operations.some(({ signal }) => signal !== undefined && !isInner(signal))) hold(operations);
  else {
    const waiting = list(operations);
    const error = new DeadlockError(`every task waits and nothing can wake one:${waiting}`);
    for (const operation of operations) operation.abort(error);
    // A task may wait again while it cleans up: then this has to come again. But a task that only tries again must not keep us here.
    if (waiting !== reported) macrotask(() => {});
    reported = waiting;
  }
}

function list(operations: Parked[]): string {
  const counts = new Map<string, number>();
  for (const operation of operations) {
    const what = operation.describe();
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return Array.from(counts, ([what, n]) => `\n  ${what}: ${n === 1 ? "1 task" : `${n} tasks`}`).join("");
}

// A signal may still wake somebody: AbortSignal.timeout and a handler of SIGINT don't keep the process alive, and yet they come. So it is
// kept alive from here, in slices, and told once who waits.
const HOLD_MS = 50;
const SLICES_BEFORE_WARNING = 20;
let slices = 0;

function hold(operations: Parked[]): void {
  setTimeout(() => {}, HOLD_MS);
  if (++slices === SLICES_BEFORE_WARNING)
    warn(`every task waits, and only an abort signal can wake one:${list(operations)}`);
}
