// Samples schedules of programs that are too large to exhaust.

import { checkError } from "./error.ts";
import { examine } from "./examine.ts";
import { type Program, type RandomOptions, type RandomResult, validate, validateRandom } from "./program.ts";
import { System } from "./system.ts";

const DEFAULT_MAX_STEPS = 2000;
/** PCT finds any bug that needs at most this many ordering constraints, with a known probability. */
const PCT_DEPTH = 3;
const OPTIONAL_CHANCE = 0.05;
/** A thread that has run so many steps on end may be spinning for another: the others come first from then on. */
const LONGEST_TURN = 50;

/** A small generator of its own, so that a seed gives the same schedules on every engine (Mulberry32). */
export function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Picks the next of the choices, the first `mandatory` of which are sure to come. */
type Strategy = (choices: readonly number[], mandatory: number, step: number) => number;

function randomWalk(random: () => number): Strategy {
  return (choices) => choices[Math.trunc(random() * choices.length)];
}

/**
 * Probabilistic concurrency testing (Burckhardt and others): random priorities, the highest always runs, and at a few random steps
 * the running thread falls behind all others.
 */
function pct(random: () => number, threads: number, length: number): Strategy {
  const priority = Array.from({ length: threads }, () => 1 + random());
  const changes = Array.from({ length: PCT_DEPTH - 1 }, () => Math.trunc(random() * length));
  let last = -1;
  let turn = 0;
  return (choices, mandatory, step) => {
    let best = choices[0];
    for (const choice of choices.slice(0, mandatory)) if (priority[choice & 7] > priority[best & 7]) best = choice;
    const change = changes.indexOf(step);
    if (change >= 0) priority[best & 7] = change / PCT_DEPTH;
    turn = (best & 7) === last ? turn + 1 : 0;
    last = best & 7;
    if (turn >= LONGEST_TURN) priority[last] = -step;
    const optional = choices.length - mandatory;
    if (optional > 0 && random() < OPTIONAL_CHANCE) return choices[mandatory + Math.trunc(random() * optional)];
    return best;
  };
}

/**
 * Runs `program` on `runs` random schedules, a random walk and PCT in turn. Throws a CheckError at the first failure, with the
 * schedule that led to it. Finds what `check` finds, except livelocks; finding nothing proves nothing.
 */
export function checkRandom(program: Program, options: RandomOptions): RandomResult {
  validate(program);
  validateRandom(options);
  const { runs, seed = 1, maxSteps = DEFAULT_MAX_STEPS } = options;
  const begin = performance.now();
  const random = generator(seed);
  let steps = 0;
  let unfinished = 0;
  let system = new System(program, false);
  let longest = 32;
  try {
    const state = new Int32Array(system.width);
    const choices: number[] = [];
    for (let run = 0; run < runs; run++) {
      const strategy = run % 2 === 0 ? randomWalk(random) : pct(random, program.threads.length, longest);
      const schedule: number[] = [];
      let failure = system.start(state);
      for (;;) {
        const mandatory = system.choices(state, choices);
        failure ??= examine(system, state, mandatory);
        if (failure || mandatory === 0 || schedule.length === maxSteps) break;
        const choice = strategy(choices, mandatory, schedule.length);
        schedule.push(choice);
        failure = system.apply(state, choice);
      }
      steps += schedule.length;
      if (failure) {
        const error = checkError(system, schedule);
        if (error) throw error;
      }
      if (schedule.length === maxSteps) unfinished++;
      longest = Math.max(longest, schedule.length);
      system = refreshed(system, program);
    }
  } finally {
    system.world.remove();
  }
  return { runs, steps, ms: performance.now() - begin, unfinished };
}

/** Logs of runs that never come again would pile up. */
const MOST_NODES = 100_000;

function refreshed(system: System, program: Program): System {
  if (system.threads.reduce((sum, { nodes }) => sum + nodes.length, 0) < MOST_NODES) return system;
  system.world.remove();
  return new System(program, false);
}
