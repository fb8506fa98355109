// How a thread looks at itself for heap/standstill.ts: every beat while it waits in its event loop, after every slice of its sleep while it
// blocks without a limit.

import { activity, dryness, looksDry, onBeat, runningThreads, startedThreads } from "#platform";
import { DRY, HELD, WET } from "../platform/dryness.ts";
import { attachIfAny, words } from "./heap.ts";
import { askSeldom, isCertain, leaveText, mayAsk, moved, standsStill } from "./quiet.ts";
import { type Standstill, standstill } from "./standstill.ts";
import { hasEnded } from "./threads.ts";

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
  /** Does something about a standstill. */
  end(all: Standstill): void;
}

let tasks: Tasks | undefined;

export function lookAfter(those: Tasks): void {
  tasks = those;
}

let seen: number | undefined;

onBeat(() => {
  const still = tasks?.areStill() ?? true;
  // A thread that has loaded the library, and uses it no more than that, says so.
  if (!attachIfAny()) return;
  const events = activity();
  if (events === undefined || events !== seen || !still || !looksDry()) {
    seen = events;
    moved();
    return;
  }
  standsStill(tasks?.wait() ?? false, children().length);
  const all = standstill();
  if (all === "unsure") {
    if (!mayAsk()) return;
    leaveText(tasks?.lines().join("\n") ?? "");
    dryness((found, running) => {
      if (found === WET) askSeldom();
      else isCertain(tasks?.awaitSignals() ? HELD : found, atLeast(running));
    });
  } else if (all?.mine) tasks?.end(all);
});

/** Who waits on what, if this thread, which blocks without a limit, shall end its wait since all threads stand still for ever. */
export function blocksInVain(): readonly string[] | undefined {
  standsStill(true, children().length);
  const all = standstill();
  if (all === "unsure" && mayAsk()) isCertain(DRY, atLeast(runningThreads()));
  return all !== undefined && all !== "unsure" && all.mine && all.dryness === DRY ? all.waiting : undefined;
}

/** The platform's numbers of the threads that this one has started and that have not ended: a thread that blocks is not told of an end. */
export function children(): number[] {
  return startedThreads().filter((system) => !hasEnded(words, system));
}

/** The platform counts threads that were started before this library was there, but none that has not begun to run. */
function atLeast(running: number): number {
  return Math.max(running, children().length);
}
