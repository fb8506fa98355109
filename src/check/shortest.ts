// Finds the easiest trace to a failure: fewest preemptions (a switch away from a thread that could have gone on), then fewest steps.

import { examine } from "./examine.ts";
import { StateSet } from "./states.ts";
import { STEP, type System } from "./system.ts";

export interface ShortestOptions {
  /** What to look for beside failures. */
  readonly lost: ((state: Int32Array) => boolean) | undefined;
  /** Without: fewest steps only. */
  readonly countPreemptions: boolean;
  readonly maxDepth: number;
  readonly maxSteps: number;
}

/** The choices that lead to the easiest failure; undefined if none is found within the bounds. */
export function shortest(system: System, options: ShortestOptions): number[] | undefined {
  const { lost, countPreemptions, maxDepth, maxSteps } = options;
  const { width } = system;
  // A state here also knows which thread went last.
  const places = new StateSet(width + 1);
  const place = new Int32Array(width + 1);
  const next = new Int32Array(width + 1);
  const choices: number[] = [];
  const best: { cost: number; parent: number; choice: number; done: boolean }[] = [];
  /** By preemptions, then by steps. */
  const open: number[][][] = [];
  const push = (preemptions: number, steps: number, parent: number, choice: number) => {
    const id = places.add(next);
    const cost = preemptions * 2 ** 24 + steps;
    if (id < best.length && best[id].cost <= cost) return;
    best[id] = { cost, parent, choice, done: false };
    open[preemptions] ??= [];
    open[preemptions][steps] ??= [];
    open[preemptions][steps].push(id);
  };
  const path = (id: number): number[] => {
    const found: number[] = [];
    for (let at = id; best[at].parent >= 0; at = best[at].parent) found.push(best[at].choice);
    return found.reverse();
  };

  if (system.start(next)) return [];
  next[width] = -1;
  push(0, 0, -1, 0);
  let taken = 0;
  for (let preemptions = 0; preemptions < open.length; preemptions++) {
    // Both lists grow while they are walked.
    for (let steps = 0; steps < (open[preemptions]?.length ?? 0); steps++) {
      for (const id of open[preemptions][steps] ?? []) {
        if (best[id].done || best[id].cost !== preemptions * 2 ** 24 + steps) continue;
        best[id].done = true;
        places.read(id, place);
        const mandatory = system.choices(place, choices);
        if (examine(system, place, mandatory) || lost?.(place)) return path(id);
        if (steps === maxDepth) continue;
        const last = place[width];
        const canGoOn = countPreemptions && last >= 0 && system.ready(place, last);
        for (const choice of choices) {
          next.set(place);
          const thread = choice & 7;
          const isStep = choice >> 3 === STEP;
          if (++taken > maxSteps) return undefined;
          if (system.apply(next, choice)) return [...path(id), choice];
          if (isStep && countPreemptions) next[width] = thread;
          push(preemptions + (isStep && canGoOn && thread !== last ? 1 : 0), steps + 1, id, choice);
        }
      }
    }
  }
  return undefined;
}
