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
  /** Longest run, in steps (2,000 if not given). */
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
/** A state has a row of them, and a search has millions of states. */
const MAX_WORDS = 4096;
/** The name of a word that is only there to take up room: no name, so it may come more than once. */
const NAMELESS = "-";

/** Throws a TypeError or RangeError that says what was given and what was expected. */
export function validate(program: Program): void {
  objectGiven("program", program, "{ words, threads, … } or the URL of a module");
  const { threads, roles = [], overtaking } = program;
  validateWords(program);
  if (!Array.isArray(threads) || threads.some((thread) => typeof thread !== "function")) {
    throw new TypeError("threads: expected a list of functions");
  }
  if (threads.length < 1 || threads.length > MAX_THREADS) {
    throw new RangeError(`threads: expected 1 to ${MAX_THREADS}, given ${threads.length}`);
  }
  for (const [i, thread] of threads.entries()) synchronous(`threads[${i}]`, thread);
  for (const name of ["setup", "invariant", "final"] as const) {
    if (program[name] !== undefined) synchronous(name, program[name]);
  }
  for (const budget of ["spurious", "kills"] as const) between(budget, program[budget] ?? 0, MAX_EVENTS);
  const { timeouts } = program;
  if (timeouts !== undefined && timeouts !== "certain") between("timeouts", timeouts, MAX_EVENTS);
  if (!Array.isArray(roles) || !roles.every(Array.isArray)) {
    throw new TypeError(`roles: expected a list of lists of threads, given ${String(roles)}`);
  }
  const seen = new Set<number>();
  for (const thread of roles.flat()) {
    if (!(thread in threads) || seen.has(thread)) {
      throw new RangeError(`roles: expected each of 0..${threads.length - 1} at most once, given ${String(thread)}`);
    }
    seen.add(thread);
  }
  // One of them is run for all.
  const unlike = roles.find((role) => role.some((thread) => threads[thread] !== threads[role[0]]));
  if (unlike !== undefined) {
    throw new TypeError(`roles: expected threads with the same function, given [${unlike}], whose functions differ`);
  }
  if (overtaking === undefined) return;
  objectGiven("overtaking", overtaking, "{ op, bound }");
  if (typeof overtaking.op !== "string") {
    throw new TypeError(`overtaking.op: expected the name of an operation, given ${String(overtaking.op)}`);
  }
  between("overtaking.bound", overtaking.bound, Number.MAX_SAFE_INTEGER);
}

/** As validate, for what `check` gets beside the program. */
export function validateOptions(options: Options): void {
  objectGiven("options", options, "an object, or nothing");
  const { schedule, maxSteps = 0, maxMs = 0 } = options;
  if (schedule !== undefined && typeof schedule !== "string") {
    throw new TypeError(`schedule: expected a text as a CheckError has it, given ${String(schedule)}`);
  }
  bound("maxSteps", maxSteps);
  bound("maxMs", maxMs);
}

/** As validate, for what `checkRandom` gets beside the program. */
export function validateRandom(options: RandomOptions): void {
  objectGiven("options", options, "{ runs }");
  const { runs, seed = 0, maxSteps = 1 } = options;
  if (!Number.isInteger(runs) || runs < 1) {
    throw new RangeError(`runs: expected a positive integer, given ${String(runs)}`);
  }
  if (!Number.isInteger(seed)) throw new RangeError(`seed: expected an integer, given ${String(seed)}`);
  bound("maxSteps", maxSteps);
  // A run ends when it is exactly so long.
  if (maxSteps < 1 || (maxSteps < Number.POSITIVE_INFINITY && !Number.isInteger(maxSteps))) {
    throw new RangeError(`maxSteps: expected a positive integer, given ${String(maxSteps)}`);
  }
}

function validateWords({ words }: Program): void {
  const count = typeof words === "number" ? words : Array.isArray(words) ? words.length : Number.NaN;
  if (!Number.isInteger(count) || count < 0) {
    throw new TypeError(`words: expected a count or a list of names, given ${String(words)}`);
  }
  if (count > MAX_WORDS) throw new RangeError(`words: expected at most ${MAX_WORDS}, given ${count}`);
  if (typeof words === "number") return;
  const seen = new Set<string>();
  for (const name of words) {
    if (typeof name !== "string") throw new TypeError(`words: expected names, given ${String(name)} among them`);
    // A trace has one value for a name.
    if (seen.has(name)) throw new RangeError(`words: expected different names, given "${name}" twice`);
    if (name !== NAMELESS) seen.add(name);
  }
}

const ASYNCHRONOUS = /^\[object (Async|Generator|AsyncGenerator)Function\]$/;

/** Such a function answers before it has done anything, which would pass for a program that does nothing wrong. */
function synchronous(name: string, given: unknown): void {
  if (typeof given !== "function") throw new TypeError(`${name}: expected a function, given ${String(given)}`);
  const kind = ASYNCHRONOUS.exec(Object.prototype.toString.call(given))?.[1];
  if (kind === undefined) return;
  const what = { Async: "an async function", Generator: "a generator", AsyncGenerator: "an async generator" }[kind];
  throw new TypeError(`${name}: expected a synchronous function, given ${what}`);
}

function objectGiven(name: string, given: unknown, expected: string): void {
  if (typeof given === "object" && given !== null) return;
  throw new TypeError(`${name}: expected ${expected}, given ${String(given)}`);
}

function bound(name: string, value: number): void {
  if (typeof value !== "number") throw new TypeError(`${name}: expected a number, given ${String(value)}`);
  if (!(value >= 0)) throw new RangeError(`${name}: expected a number that is not negative, given ${String(value)}`);
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
