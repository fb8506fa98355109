// The program as a transition system: what may happen in a state, and what state that leads to.

import type { Failure } from "./failure.ts";
import { type Interception, intercept } from "./intercept.ts";
import { ASLEEP, BUDGET, DEAD, KILLS_LEFT, Layout, SPURIOUS_LEFT, TIMEOUTS_LEFT, UNLIMITED } from "./layout.ts";
import { linearization } from "./linearizable.ts";
import { Monitor } from "./monitor.ts";
import { FOR_A_TIME, NOT_AT_ALL, NOT_EQUAL, NOTIFY, OK, perform, TIMED_OUT, WAIT } from "./operation.ts";
import { overtaking } from "./overtaking.ts";
import { type Program, wordNames } from "./program.ts";
import { type HistoryEvent, type Node, VirtualThread } from "./thread.ts";

/** What may happen next: an event * 8 + the thread it happens to. */
export const STEP = 0;
export const TIMEOUT = 1;
export const SPURIOUS = 2;
export const KILL = 3;
/** Killed asleep, and still counted as asleep by the engine: it eats one notify. */
export const KILL_ASLEEP = 4;

export class System {
  readonly program: Program;
  readonly names: readonly string[];
  readonly world: Interception;
  readonly threads: readonly VirtualThread[];
  /** Words of a state. */
  readonly width: number;
  /** Hears the calls and returns, for a trace. */
  onEvent: ((thread: number, event: HistoryEvent) => void) | undefined;
  readonly #monitors: readonly Monitor[];
  readonly #layout: Layout;
  readonly #certain: boolean;
  readonly #roles: readonly (readonly number[])[];
  readonly #values: Int32Array;

  constructor(program: Program, exact: boolean) {
    this.program = program;
    this.names = wordNames(program);
    this.world = intercept(this.names.length);
    this.#values = this.world.memory;
    const threads: VirtualThread[] = [];
    const monitors: unknown[] = [];
    try {
      for (const [i, body] of program.threads.entries()) {
        const like = program.roles?.find((role) => role.includes(i))?.find((other) => other < i);
        threads.push(like === undefined ? new VirtualThread(body, this.world, exact) : threads[like]);
      }
      if (program.spec) monitors.push(new Monitor(linearization(program.spec)));
      if (program.overtaking) monitors.push(new Monitor(overtaking(program.overtaking.op, program.overtaking.bound)));
    } catch (cause) {
      this.world.remove();
      throw cause;
    }
    this.threads = threads;
    this.#monitors = monitors as Monitor[];
    this.#certain = program.timeouts === "certain";
    // The monitors' states name threads.
    this.#roles = monitors.length > 0 ? [] : (program.roles ?? []);
    this.#layout = new Layout(this.names.length, threads.length, monitors.length);
    this.width = this.#layout.width;
  }

  /** Writes the first state. */
  start(state: Int32Array): Failure | undefined {
    state.fill(0);
    this.#values.fill(0);
    this.program.setup?.(this.#values);
    state.set(this.#values);
    const { spurious = 0, kills = 0, timeouts = UNLIMITED } = this.program;
    state[this.#layout.flags] =
      (spurious << SPURIOUS_LEFT) |
      (kills << KILLS_LEFT) |
      ((timeouts === "certain" ? UNLIMITED : timeouts) << TIMEOUTS_LEFT);
    for (const [i, { root }] of this.threads.entries()) {
      state[this.#layout.locals + i] = root.to;
      const failure = root.failure ?? this.#tell(state, i, root.events);
      if (failure) return failure;
    }
    return undefined;
  }

  node(state: Int32Array, thread: number): Node {
    return this.threads[thread].nodes[state[this.#layout.locals + thread]];
  }

  killed(state: Int32Array, thread: number): boolean {
    return ((state[this.#layout.flags] >> thread) & DEAD) !== 0;
  }

  asleep(state: Int32Array, thread: number): boolean {
    return ((state[this.#layout.flags] >> thread) & ASLEEP) !== 0;
  }

  /** Whether `thread` can take its next step. */
  ready(state: Int32Array, thread: number): boolean {
    return (
      ((state[this.#layout.flags] >> thread) & (DEAD | ASLEEP)) === 0 &&
      this.node(state, thread).operation !== undefined
    );
  }

  /** Fills `into` with what may happen; the first so many, as answered, are sure to happen in the end, the rest may never. */
  choices(state: Int32Array, into: number[]): number {
    into.length = 0;
    const flags = state[this.#layout.flags];
    const optional: number[] = [];
    for (let i = 0; i < this.threads.length; i++) {
      const { operation } = this.node(state, i);
      if (this.killed(state, i) || operation === undefined) continue;
      const asleep = this.asleep(state, i);
      if (!asleep) into.push(STEP * 8 + i);
      else {
        if (operation.b === FOR_A_TIME && ((flags >> TIMEOUTS_LEFT) & BUDGET) > 0) {
          (this.#certain ? into : optional).push(TIMEOUT * 8 + i);
        }
        if (((flags >> SPURIOUS_LEFT) & BUDGET) > 0) optional.push(SPURIOUS * 8 + i);
      }
      if (((flags >> KILLS_LEFT) & BUDGET) > 0) {
        optional.push(KILL * 8 + i);
        if (asleep) optional.push(KILL_ASLEEP * 8 + i);
      }
    }
    const mandatory = into.length;
    for (const choice of optional) into.push(choice);
    return mandatory;
  }

  /** Does what `choice` says to `state` in place. */
  apply(state: Int32Array, choice: number): Failure | undefined {
    const thread = choice & 7;
    const { flags } = this.#layout;
    switch (choice >> 3) {
      case STEP:
        return this.#step(state, thread);
      case TIMEOUT:
        if (((state[flags] >> TIMEOUTS_LEFT) & BUDGET) !== UNLIMITED) state[flags] -= 1 << TIMEOUTS_LEFT;
        this.#layout.leave(state, thread);
        return this.#advance(state, thread, TIMED_OUT);
      case SPURIOUS:
        state[flags] -= 1 << SPURIOUS_LEFT;
        this.#layout.leave(state, thread);
        return this.#advance(state, thread, OK);
      case KILL:
        if (this.asleep(state, thread)) this.#layout.leave(state, thread);
        // Where it was makes no difference any more.
        state[this.#layout.locals + thread] = this.threads[thread].root.to;
    }
    state[flags] = (state[flags] - (1 << KILLS_LEFT)) | (DEAD << thread);
    return undefined;
  }

  /** Renames interchangeable threads so that states which differ in their names only become one. */
  canonize(state: Int32Array): void {
    for (const role of this.#roles) this.#layout.sort(state, role);
  }

  #step(state: Int32Array, thread: number): Failure | undefined {
    const { operation, before } = this.node(state, thread);
    const failure = this.#tell(state, thread, before);
    if (failure || operation === undefined) return failure;
    if (operation.kind === WAIT) {
      if (state[operation.index] !== operation.a) return this.#advance(state, thread, NOT_EQUAL);
      if (operation.b === NOT_AT_ALL) return this.#advance(state, thread, TIMED_OUT);
      this.#layout.enter(state, thread, (other) => this.node(state, other).operation!.index <= operation.index);
      return undefined;
    }
    if (operation.kind === NOTIFY) return this.#notify(state, thread, operation.index, operation.a);
    return this.#advance(state, thread, perform(state, operation));
  }

  #notify(state: Int32Array, thread: number, index: number, count: number): Failure | undefined {
    let woken = 0;
    for (let at = this.#layout.queue; at < this.#layout.flags && state[at] !== 0 && woken < count; ) {
      const sleeper = state[at] - 1;
      if (this.node(state, sleeper).operation?.index !== index) {
        at++;
        continue;
      }
      woken++;
      this.#layout.leave(state, sleeper);
      if (this.killed(state, sleeper)) {
        state[this.#layout.locals + sleeper] = this.threads[sleeper].root.to;
        continue;
      }
      const failure = this.#advance(state, sleeper, OK);
      if (failure) return failure;
    }
    return this.#advance(state, thread, woken);
  }

  #advance(state: Int32Array, thread: number, result: number): Failure | undefined {
    const virtual = this.threads[thread];
    const node = virtual.nodes[state[this.#layout.locals + thread]];
    const edge = node.edges.get(result) ?? virtual.follow(node, result);
    state[this.#layout.locals + thread] = edge.to;
    return edge.failure ?? (edge.events.length > 0 ? this.#tell(state, thread, edge.events) : undefined);
  }

  #tell(state: Int32Array, thread: number, events: readonly HistoryEvent[]): Failure | undefined {
    for (const event of events) {
      this.onEvent?.(thread, event);
      for (let i = 0; i < this.#monitors.length; i++) {
        const next = this.#monitors[i].next(state[this.#layout.monitors + i], thread, event);
        if (typeof next !== "number") return next;
        state[this.#layout.monitors + i] = next;
      }
    }
    return undefined;
  }
}
