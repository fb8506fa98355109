// How a thread looks at itself for heap/standstill.ts: every beat while it waits in its event loop, after every slice of its sleep while it
// blocks without a limit.

import { activity, dryness, hasten, looksDry, onBeat, runningThreads, startedThreads, warn } from "#platform";
import { SLICE_MS, sliceSleeps } from "../core/machine.ts";
import { DRY, HELD, WET } from "../platform/dryness.ts";
import { attachIfAny, words } from "./heap.ts";
import { askSeldom, isCertain, leaveText, mayAsk, moved, standsStill } from "./quiet.ts";
import { type Standstill, standstill } from "./standstill.ts";
import { claim } from "./threads.ts";

/** The tasks of this thread. */
export interface Tasks {
  /** Whether none is about to go on. */
  areStill(): boolean;
  /** Whether any waits. */
  wait(): boolean;
  /** Who waits on what, a line for each. */
  lines(): string[];
  /** Whether a signal may end a wait, of which no event loop knows. */
  awaitSignals(): boolean;
  /** Ends every wait, since no thread can go on. `waiting`: who waits on what in all of them. */
  end(waiting: readonly string[]): void;
}

let tasks: Tasks | undefined;

export function lookAfter(those: Tasks): void {
  tasks = those;
}

// While all seem to stand still, threads look at themselves often, since what has nothing to do with the program may move one at any time: V8
// collects garbage every 8 s. They do so until all have not seemed to for so many ms, and for so many in a row.
const HURRY_MS = 5000;
const LONGEST_HURRY_MS = 30_000;
const HURRIED_SLICE_MS = 100;

let hurried = 0;
let begun = 0;

function hurries(all: ReturnType<typeof standstill>): boolean {
  const now = performance.now();
  if (now - hurried > HURRY_MS) begun = now;
  if (all === "still" || all === "unsure") hurried = now;
  return now - hurried < HURRY_MS && now - begun < LONGEST_HURRY_MS;
}

let seen: number | undefined;

onBeat(() => {
  const still = tasks?.areStill() ?? true;
  // A thread that has loaded the library, and uses it no more than that, says so.
  if (!attachIfAny()) return;
  const events = activity();
  const moves = events === undefined || events !== seen || !still || !looksDry();
  seen = events;
  const started = children();
  if (moves) moved();
  else standsStill(tasks?.wait() ?? false, started);
  const all = moves ? undefined : standstill();
  hasten(hurries(all));
  if (all === "unsure" && mayAsk()) makeCertain();
  else if (typeof all === "object" && all.mine) speak(all);
});

function makeCertain(): void {
  leaveText(tasks?.lines() ?? []);
  dryness((found, running) => {
    const dry = found === DRY && tasks?.awaitSignals() ? HELD : found;
    if (dry !== DRY) askSeldom();
    if (dry !== WET) isCertain(dry, atLeast(running));
  });
}

let warned = "";

function speak({ dryness, waiting, mute }: Standstill): void {
  if (dryness === DRY) {
    moved();
    tasks?.end(waiting);
  } else if (warned !== waiting.join()) {
    warned = waiting.join();
    warnOf("every thread waits", waiting, mute);
  }
}

/** Says who waits while something may still wake somebody. */
export function warnOf(whoWaits: string, waiting: readonly string[], atOnce = false): void {
  const wakers = "a signal, an unref'ed timer, worker, socket or port";
  warn(
    `${whoWaits}, and only what does not keep the process alive can wake one (${wakers}):\n  ${waiting.join("\n  ")}`,
    atOnce,
  );
}

/** Who waits on what, if this thread, which blocks without a limit, shall end its wait since all threads stand still for ever. */
export function blocksInVain(): readonly string[] | undefined {
  standsStill(true, children());
  const all = standstill();
  sliceSleeps(hurries(all) ? HURRIED_SLICE_MS : SLICE_MS);
  if (all === "unsure" && mayAsk()) {
    leaveText(tasks?.lines() ?? []);
    isCertain(DRY, atLeast(runningThreads()));
  }
  return typeof all === "object" && all.mine && all.dryness === DRY ? all.waiting : undefined;
}

/** How many threads live that this one has started, as far as it knows. */
export function children(): number {
  return claim(words, startedThreads());
}

/** The platform counts threads that were started before this library was there, but none that has not begun to run. */
function atLeast(running: number): number {
  return Math.max(running, children());
}
