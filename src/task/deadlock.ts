// Who waits on what, and what happens when nobody can go on. Places where tasks wait are listed. When the event loop has run dry (no timer,
// no I/O, nothing else that keeps the process alive), nothing can wake the tasks that are parked here, and all their operations are
// rejected with one error that lists them. A wait that another thread can end keeps the process alive, unless there is no other thread:
// heap/standstill.ts looks after those.

import { beatAgain, hold, isAlone, later, mayCallBack, onIdle, release, seemsAlone } from "#platform";
import { DeadlockError } from "../errors.ts";
import { lookAfter, type Tasks, warnOf } from "../heap/look.ts";
import { isInner } from "./abort.ts";
import { wakesHeld } from "./wake.ts";

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
  /** Whether nothing is parked here now. */
  readonly empty: boolean;
  /** For a place in shared memory: looks whether a wait is over of which a thread that died has not told. */
  look?(): void;
}

const FEW = 64;
let places: Place[] = [];
let many = FEW;
let watching = false;

/**
 * Lists a place where somebody parks. It stays listed when it is empty again, since it will often be taken again; when the list has doubled,
 * the empty ones go.
 */
export function placeTaken(place: Place): void {
  if (!watching) {
    watching = true;
    onIdle(idle);
    lookAfter(tasks);
  }
  place.listed = true;
  if (places.push(place) < many) return;
  places = places.filter((listed) => {
    listed.listed = !listed.empty;
    return listed.listed;
  });
  many = Math.max(FEW, 2 * places.length);
}

/** What was parked when the loop last ran dry, how often it has run dry like that, and how often with nothing between but a turn of our own. */
let suspects = new Set<object>();
let rounds = 0;
let dry = 0;
let turned = 0;

/**
 * Who else is told that the loop has run dry may go on, step by step: only what is parked after so many times is stuck. Longer than so many
 * ms after our turn something else has run, or a listener of that one takes its time: it has so many rounds.
 */
const DRY_ROUNDS = 3;
const TURN_MS = 5;
const MOST_ROUNDS = 20;

/** A task that only tries again must not keep the process for ever: after so many reports of the same, it may end. */
const MOST_REPORTS = 100;
let reported = "";
let reports = 0;

function idle(): void {
  const soon = performance.now() - turned < TURN_MS;
  const operations = parkedOperations();
  if (operations.length === 0) {
    beatAgain();
    return;
  }
  const same = areSuspects(operations);
  if (!same) slice = FIRST_SLICE_MS;
  rounds = same ? rounds + 1 : 1;
  dry = same && soon ? dry + 1 : 1;
  suspects = new Set(operations.map(({ operation }) => operation));
  if (dry < DRY_ROUNDS && rounds < MOST_ROUNDS) {
    for (const place of places) place.look?.();
    turn(0);
  } else if (
    operations.some(awaitsSignal) ||
    mayCallBack() ||
    (places.some(({ look, empty }) => look !== undefined && !empty) && !isAlone())
  ) {
    live(operations);
  } else report(operations);
}

/** What tasks of this thread wait for, each operation once. */
function parkedOperations(): Parked[] {
  const all = new Map<object, Parked>();
  for (const place of places) for (const parked of place.parked()) all.set(parked.operation, parked);
  return [...all.values()];
}

/** Whether what does not wait here may end the wait. */
function awaitsSignal({ signal }: Parked): boolean {
  return signal !== undefined && !isInner(signal);
}

function areSuspects(operations: readonly Parked[]): boolean {
  return operations.length === suspects.size && operations.every(({ operation }) => suspects.has(operation));
}

function turn(ms: number): void {
  later(() => {
    turned = performance.now();
  }, ms);
}

function report(operations: readonly Parked[]): void {
  const waiting = linesOf(operations).join("\n  ");
  reports = waiting === reported ? reports + 1 : 1;
  reported = waiting;
  if (reports > MOST_REPORTS) return;
  endAll(operations, new DeadlockError(`every task waits and nothing can wake one:\n  ${waiting}`));
  // A task may wait again while it cleans up: then this has to come again.
  turn(0);
  beatAgain();
}

function endAll(operations: readonly Parked[], error: DeadlockError): void {
  for (const operation of operations) operation.abort(error);
}

/** Who waits on what. */
function linesOf(operations: readonly Parked[]): string[] {
  const counts = new Map<string, number>();
  for (const operation of operations) {
    const what = operation.describe();
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return Array.from(counts, ([what, n]) => `${what}: ${n === 1 ? "1 task" : `${n} tasks`}`);
}

// What does not keep the process alive may still wake somebody: a signal, a handler of SIGINT, an unreferenced timer. So it is kept alive
// from here: by the beat, if there are other threads, until something else is parked; else in slices, each twice as long as the one
// before, and told once who waits.
const FIRST_SLICE_MS = 50;
const LONGEST_SLICE_MS = 1000;
let slice = FIRST_SLICE_MS;
/** Beats for which the beat has kept it alive; after the third who waits is told. */
let held = 0;
const TELL = 3;

function live(operations: readonly Parked[]): void {
  if (!seemsAlone()) {
    if (held === 0) hold();
    held = 1;
    return;
  }
  turn(slice);
  if (slice === LONGEST_SLICE_MS) return;
  slice = Math.min(2 * slice, LONGEST_SLICE_MS);
  if (slice === LONGEST_SLICE_MS) warnOf("every task waits", linesOf(operations));
}

function afterBeat(operations: readonly Parked[]): void {
  if (!areSuspects(operations)) {
    held = 0;
    release();
  } else if (held++ === TELL) warnOf("every task waits", linesOf(operations));
}

/** More operations than other threads need be told of; a hundred thousand take a tenth of a second. */
const MOST_TOLD = 1000;

/** Where other threads live, this one's part in finding out whether all of them wait. */
const tasks: Tasks = {
  areStill() {
    if (held > 0) afterBeat(parkedOperations());
    return !wakesHeld();
  },
  wait: () => places.some(({ empty }) => !empty),
  lines() {
    const operations = parkedOperations();
    const lines = linesOf(operations.slice(0, MOST_TOLD));
    return operations.length > MOST_TOLD ? [...lines, `${operations.length - MOST_TOLD} tasks more`] : lines;
  },
  awaitSignals: () => parkedOperations().some(awaitsSignal),
  end(waiting) {
    endAll(
      parkedOperations(),
      new DeadlockError(`every thread waits and nothing can wake one:\n  ${waiting.join("\n  ")}`),
    );
  },
};
