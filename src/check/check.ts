import { type CheckError, checkError } from "./error.ts";
import { type Bounds, type Exploration, explore } from "./explore.ts";
import { type Options, type Program, type Result, validate, validateOptions } from "./program.ts";
import { parseSchedule } from "./schedule.ts";
import { shortest } from "./shortest.ts";
import { System } from "./system.ts";

const DEFAULT_MAX_STEPS = 5_000_000;

/**
 * Runs the threads of `program` through every interleaving. Throws a CheckError with the shortest trace to what it found; answers how
 * much it saw if it found nothing, with `complete: false` if a bound ended the search first.
 *
 * Blocks the calling thread; while it runs, the global Atomics functions are replaced. With a program given as such, states are told
 * apart by the log of each thread, so a thread that retries for ever has endless states. Given as the URL of a module (its default
 * export, or the one named after `#`), the module goes through a source transform first (this needs acorn and Node), states are exact, and
 * retry loops finite; then it answers a promise.
 */
export function check(program: Program, options?: Options): Result;
export function check(program: { readonly href: string }, options?: Options): Promise<Result>;
export function check(program: Program | { readonly href: string }, options: Options = {}): Result | Promise<Result> {
  if (!(program instanceof URL)) return checkProgram(program as Program, options, false);
  return import("./load.ts").then(async ({ loadProgram }) => checkProgram(await loadProgram(program), options, true));
}

/** `exact` for a program whose code went through the source transform. */
export function checkProgram(program: Program, options: Options, exact: boolean): Result {
  validate(program);
  validateOptions(options);
  const start = performance.now();
  const { maxSteps = DEFAULT_MAX_STEPS, maxMs = Number.POSITIVE_INFINITY, schedule } = options;
  const system = new System(program, exact);
  try {
    if (schedule !== undefined) {
      const choices = parseSchedule(schedule);
      const error = checkError(system, choices) ?? livelockAfter(system, choices, { maxSteps, until: start + maxMs });
      if (error) throw error;
      return { states: choices.length + 1, steps: choices.length, ms: performance.now() - start, complete: false };
    }
    const found = explore(system, { maxSteps, until: start + maxMs });
    if (found.failure) {
      const error = checkError(system, easiest(system, found), found.failure);
      if (error) throw error;
    }
    return { states: found.states.size, steps: found.steps, ms: performance.now() - start, complete: found.complete };
  } finally {
    system.world.remove();
  }
}

/**
 * The way with the fewest preemptions may be longer than the shortest, but not much: where a thread spins and states are told apart by
 * logs, there are endless ways without any preemption.
 */
function easiest(system: System, { lost, depth, steps }: Exploration): number[] {
  const maxDepth = lost ? Number.POSITIVE_INFINITY : 2 * depth + 20;
  const bounds = { lost, maxDepth, maxSteps: 20 * steps + 1_000_000 };
  const found = shortest(system, { ...bounds, countPreemptions: true });
  return found ?? shortest(system, { ...bounds, maxSteps: Number.POSITIVE_INFINITY, countPreemptions: false }) ?? [];
}

/** A livelock shows in the graph of all states only, not in the one where a schedule ends. */
function livelockAfter(system: System, choices: readonly number[], bounds: Bounds): CheckError | undefined {
  const { lost, failure } = explore(system, bounds);
  const state = new Int32Array(system.width);
  system.start(state);
  for (const choice of choices) system.apply(state, choice);
  return lost?.(state) ? checkError(system, choices, failure) : undefined;
}
