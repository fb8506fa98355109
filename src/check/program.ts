// What a user hands to the checker, and what comes back.

/** A sequential specification: what each operation may answer, and the state it leaves, when operations happen one at a time. */
export interface Specification {
  /** The state before the first operation. States are compared by value. */
  readonly initial: unknown;
  /** All outcomes that `name(...args)` may have in `state`; none if it has to wait. */
  apply(state: never, name: string, args: never): readonly (readonly [result: unknown, next: unknown])[];
}

/** What a thread's function gets beside the words. */
export interface Thread {
  /** Ends the search with a CheckError unless `condition` is truthy. */
  assert(condition: unknown, text?: string): void;
  /** Runs `body` and enters its call and return into the history that `spec` and `overtaking` judge. */
  op<T>(name: string, args: readonly unknown[], body: () => T): T;
}

/** A thread's function: synchronous, deterministic but for what it reads from the words, and run many times over. */
export type ThreadBody = (w: Int32Array, t: Thread) => unknown;

export interface Program {
  readonly name?: string;
  /** How many words, or their names. They start at 0. */
  readonly words: number | readonly string[];
  /** Runs once, before the threads. */
  setup?(w: Int32Array): void;
  readonly threads: readonly ThreadBody[];
  /** Must hold after every step: false, or a throw, is a violation. */
  invariant?(w: Int32Array): unknown;
  /** Must hold when all threads have ended; `results` are what they returned, undefined for one that was killed. */
  final?(w: Int32Array, results: never[]): unknown;
  /** How many times a wait may return "ok" without a notify. */
  readonly spurious?: number;
  /** How many threads may die, each between any two of its steps. */
  readonly kills?: number;
  /**
   * How many finite waits may time out; any number if not given. A time-out need not come: threads that sleep until one does are a
   * deadlock, for otherwise a time-out would hide a lost wake-up. "certain": it comes sooner or later, and such threads are not stuck.
   */
  readonly timeouts?: number | "certain";
  /** Sets of threads that are interchangeable: same function, no word that tells them apart. About n! fewer states. */
  readonly roles?: readonly (readonly number[])[];
  readonly spec?: Specification;
  /** At most `bound` calls of `op` that began later may return before one that has begun. */
  readonly overtaking?: { readonly op: string; readonly bound: number };
}

export interface Options {
  /** Replays exactly this schedule, as printed by a CheckError. */
  readonly schedule?: string;
  /** Gives up after so many steps (5 million if not given). */
  readonly maxSteps?: number;
  /** Gives up after so many milliseconds. */
  readonly maxMs?: number;
}

export interface Result {
  /** Different states seen. */
  readonly states: number;
  /** Steps taken to see them. */
  readonly steps: number;
  readonly ms: number;
  /** False if a bound ended the search: then nothing is known of the states not seen. */
  readonly complete: boolean;
}

export interface RandomOptions {
  /** How many schedules to sample. */
  readonly runs: number;
  /** The same seed gives the same schedules. */
  readonly seed?: number;
  /** Longest run, in steps (10,000 if not given). */
  readonly maxSteps?: number;
}

export interface RandomResult {
  readonly runs: number;
  readonly steps: number;
  readonly ms: number;
  /** Runs cut off at maxSteps. */
  readonly unfinished: number;
}

const MAX_THREADS = 8;
const MAX_EVENTS = 15;

/** Throws a TypeError or RangeError that says what was given and what was expected. */
export function validate(program: Program): void {
  const { words, threads, roles = [] } = program;
  const count = typeof words === "number" ? words : words?.length;
  if (!Number.isInteger(count) || count < 0) {
    throw new TypeError(`words: expected a count or a list of names, given ${String(words)}`);
  }
  if (!Array.isArray(threads) || threads.some((thread) => typeof thread !== "function")) {
    throw new TypeError("threads: expected a list of functions");
  }
  if (threads.length < 1 || threads.length > MAX_THREADS) {
    throw new RangeError(`threads: expected 1 to ${MAX_THREADS}, given ${threads.length}`);
  }
  for (const budget of ["spurious", "kills"] as const) between(budget, program[budget] ?? 0, MAX_EVENTS);
  const { timeouts } = program;
  if (timeouts !== undefined && timeouts !== "certain") between("timeouts", timeouts, MAX_EVENTS);
  const seen = new Set<number>();
  for (const thread of roles.flat()) {
    if (!(thread in threads) || seen.has(thread)) {
      throw new RangeError(`roles: expected each of 0..${threads.length - 1} at most once, given ${String(thread)}`);
    }
    seen.add(thread);
  }
}

function between(name: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new RangeError(`${name}: expected an integer from 0 to ${most}, given ${String(value)}`);
  }
}

/** The names of the words, w0, w1, … if the program gives none. */
export function wordNames({ words }: Program): readonly string[] {
  return typeof words === "number" ? Array.from({ length: words }, (_, i) => `w${i}`) : words;
}
