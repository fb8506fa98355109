// How a thread looks at itself for heap/standstill.ts: every beat while it waits in its event loop, after every slice of its sleep while it
// blocks without a limit.

import { activity, dryness, hasten, looksDry, onBeat, runningThreads, startedThreads, warn } from "#platform";
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

/** How long the beat is fast, in ms: something that has nothing to do with the program may move a thread at any time, a collection of garbage. */
const FAST_MS = 3000;

let seen: number | undefined;
/** Since when all seem to stand still. */
let since = 0;

onBeat(() => {
  const still = tasks?.areStill() ?? true;
  // A thread that has loaded the library, and uses it no more than that, says so.
  if (!attachIfAny()) return;
  const events = activity();
  const moves = events === undefined || events !== seen || !still || !looksDry();
  seen = events;
  const all = moves ? moved() : look(tasks?.wait() ?? false);
  const now = performance.now();
  if (all === undefined) since = now;
  hasten(now - since < FAST_MS && all !== undefined);
  if (all === "unsure" && mayAsk()) makeCertain();
  else if (typeof all === "object" && all.mine) speak(all);
});

function look(waits: boolean): ReturnType<typeof standstill> {
  standsStill(waits, children());
  return standstill();
}

function makeCertain(): void {
  leaveText(tasks?.lines().join("\n") ?? "");
  dryness((found, running) => {
    if (found === WET) askSeldom();
    else isCertain(tasks?.awaitSignals() ? HELD : found, atLeast(running));
  });
}

let warned = "";

function speak({ dryness, waiting }: Standstill): void {
  if (dryness === DRY) {
    moved();
    tasks?.end(waiting);
  } else if (warned !== waiting.join()) {
    warned = waiting.join();
    warnOf("every thread waits", waiting);
  }
}

/** Says who waits while something may still wake somebody. */
export function warnOf(whoWaits: string, waiting: readonly string[]): void {
  const wakers = "a signal, an unref'ed timer, worker, socket or port";
  warn(
    `${whoWaits}, and only what does not keep the process alive can wake one (${wakers}):\n  ${waiting.join("\n  ")}`,
  );
}

/** Who waits on what, if this thread, which blocks without a limit, shall end its wait since all threads stand still for ever. */
export function blocksInVain(): readonly string[] | undefined {
  const all = look(true);
  if (all === "unsure" && mayAsk()) isCertain(DRY, atLeast(runningThreads()));
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
