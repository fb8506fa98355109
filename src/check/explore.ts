// The exhaustive search: breadth first over states, each expanded once.

import { examine } from "./examine.ts";
import type { Failure } from "./failure.ts";
import { StateSet } from "./states.ts";
import type { System } from "./system.ts";

export interface Bounds {
  readonly maxSteps: number;
  /** On performance.now's clock. */
  readonly until: number;
}

export interface Exploration {
  readonly states: StateSet;
  readonly steps: number;
  readonly complete: boolean;
  /** Steps to the failure, by the shortest way. */
  readonly depth: number;
  readonly failure: Failure | undefined;
  /** For a livelock: whether a state is one from which no end can be reached. */
  readonly lost: ((state: Int32Array) => boolean) | undefined;
  /** The states in which all threads have ended. */
  readonly ends: readonly number[];
}

/**
 * Where states are told apart by logs, those of a thread that retries for ever grow for ever: 10 million entries take about 400 MB, and come
 * long before the bound on steps.
 */
const MOST_LOGGED = 10_000_000;

/** How often the clock is read: every so many states. */
const CLOCK_MASK = 1023;

export function explore(system: System, bounds: Bounds): Exploration {
  const states = new StateSet(system.width);
  const state = new Int32Array(system.width);
  const next = new Int32Array(system.width);
  const choices: number[] = [];
  const edges = new Edges();
  const ends: number[] = [];
  let steps = 0;
  let depth = 0;
  let levelEnd = 1;
  const stop = (failure: Failure | undefined, complete: boolean): Exploration => ({
    states,
    steps,
    complete,
    depth,
    failure,
    lost: undefined,
    ends,
  });

  const wrong = system.start(next);
  system.canonize(next);
  states.add(next);
  if (wrong) return stop(wrong, false);
  for (let id = 0; id < states.size; id++) {
    if (id === levelEnd) {
      depth++;
      levelEnd = states.size;
    }
    states.read(id, state);
    const mandatory = system.choices(state, choices);
    const failure = examine(system, state, mandatory);
    if (failure) return stop(failure, false);
    if (mandatory === 0) ends.push(id);
    edges.begin();
    for (let i = 0; i < choices.length; i++) {
      next.set(state);
      steps++;
      const broken = system.apply(next, choices[i]);
      if (broken) {
        depth++;
        return stop(broken, false);
      }
      system.canonize(next);
      const to = states.add(next);
      if (i < mandatory) edges.add(to);
    }
    if (steps >= bounds.maxSteps) return stop(undefined, id + 1 === states.size);
    if (logged(system) >= MOST_LOGGED) return stop(undefined, id + 1 === states.size);
    if ((id & CLOCK_MASK) === 0 && performance.now() > bounds.until) return stop(undefined, false);
  }
  const hopeless = edges.cannotReach(ends);
  if (hopeless === undefined) return stop(undefined, true);
  return {
    ...stop({ kind: "livelock", text: "the threads can go on for ever: from here no end can be reached" }, false),
    lost: (other) => {
      const canonical = other.slice(0, system.width);
      system.canonize(canonical);
      const id = states.find(canonical);
      return id >= 0 && hopeless[id] === 1;
    },
  };
}

function logged({ threads }: System): number {
  let sum = 0;
  for (const thread of threads) sum += thread.logged;
  return sum;
}

/** The graph of mandatory steps, in the order of the states. */
class Edges {
  #targets = new Int32Array(1 << 12);
  #count = 0;
  #starts = new Int32Array(1 << 12);
  #states = 0;

  begin(): void {
    if (this.#states + 1 >= this.#starts.length) this.#starts = grown(this.#starts);
    this.#starts[this.#states++] = this.#count;
    this.#starts[this.#states] = this.#count;
  }

  add(to: number): void {
    if (this.#count === this.#targets.length) this.#targets = grown(this.#targets);
    this.#targets[this.#count++] = to;
    this.#starts[this.#states] = this.#count;
  }

  /** Marks the states from which no path leads to one of `ends`; undefined if there are none. */
  cannotReach(ends: readonly number[]): Uint8Array | undefined {
    const starts = new Int32Array(this.#states + 2);
    for (let i = 0; i < this.#count; i++) starts[this.#targets[i] + 2]++;
    for (let i = 2; i < starts.length; i++) starts[i] += starts[i - 1];
    const sources = new Int32Array(this.#count);
    for (let from = 0; from < this.#states; from++) {
      for (let i = this.#starts[from]; i < this.#starts[from + 1]; i++) sources[starts[this.#targets[i] + 1]++] = from;
    }
    const hopeless = new Uint8Array(this.#states).fill(1);
    const left = [...ends];
    for (const end of ends) hopeless[end] = 0;
    let reached = ends.length;
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      for (let i = starts[id]; i < starts[id + 1]; i++) {
        if (hopeless[sources[i]] === 0) continue;
        hopeless[sources[i]] = 0;
        reached++;
        left.push(sources[i]);
      }
    }
    return reached === this.#states ? undefined : hopeless;
  }
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
