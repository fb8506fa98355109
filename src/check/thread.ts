// A virtual thread. Its control state is the log of its operations' results: to resume it, its function runs again from the start, logged
// results are handed back, and the first operation without one stops it by a throw. What each (state, result) leads to is remembered, so
// a thread's function runs once for each pair, however many interleavings pass through it.

import { type Failure, message } from "./failure.ts";
import type { Interception } from "./intercept.ts";
import { marks } from "./marks.ts";
import type { Operation } from "./operation.ts";
import type { Thread, ThreadBody } from "./program.ts";
import { snapshot } from "./snapshot.ts";

/** A call or a return, for the monitors of the history. */
export type HistoryEvent =
  | { readonly type: "call"; readonly name: string; readonly args: readonly unknown[] }
  | { readonly type: "return"; readonly name: string; readonly result: unknown };

/** A control state: what the thread does next. */
export interface Node {
  readonly id: number;
  /** undefined once the thread has ended. */
  readonly operation: Operation | undefined;
  /** Calls that begin with the next operation: as late as they can. */
  readonly before: readonly HistoryEvent[];
  readonly result: unknown;
  /** One log that leads here, and the operations it answers. */
  readonly log: readonly number[];
  readonly operations: readonly Operation[];
  readonly edges: Map<number, Edge>;
}

export interface Edge {
  readonly to: number;
  /** Returns that happen with the result: as early as they can. */
  readonly events: readonly HistoryEvent[];
  readonly failure: Failure | undefined;
}

/** Thrown out of a thread's function where its log ends. Unwinding may run the function's own finally blocks: they get no further. */
const STOP = { usema: "the log of this thread ends here" };

const FICKLE = "this thread did something else when it ran again with the same results: it must be deterministic";

class AssertionFailure extends Error {}

/** What comes after an answer that is a promise, or a generator, would never be seen. */
function later(answer: unknown): string | undefined {
  if (/^\[object (Async)?Generator\]$/.test(Object.prototype.toString.call(answer))) return "a generator";
  if (typeof (answer as { then?: unknown } | null | undefined)?.then !== "function") return undefined;
  // It is told here what is wrong; a rejection, if only by STOP, would end the process besides.
  Promise.resolve(answer).catch(() => {});
  return "a promise";
}

export class VirtualThread {
  readonly nodes: Node[] = [];
  readonly root: Edge;
  /** Length of all its nodes' logs: what they take in memory, and about what it cost to run the function for them. */
  logged = 0;
  readonly #body: ThreadBody;
  readonly #world: Interception;
  readonly #exact: boolean;
  readonly #known: ReadonlySet<unknown>;
  readonly #byKey = new Map<string, number>();
  readonly #handle: Thread;

  #log: readonly number[] = [];
  #expected: readonly Operation[] = [];
  #position = 0;
  #pending: Operation | undefined;
  #stack: string | undefined;
  #wantStack = false;
  #stopped = false;
  #failed: AssertionFailure | undefined;
  #late: TypeError | undefined;
  #events: HistoryEvent[] = [];
  #call: HistoryEvent | undefined;
  #inOp = false;

  /** With `exact`, the function went through the source transform, and states with equal marks are one. */
  constructor(body: ThreadBody, world: Interception, exact: boolean) {
    this.#body = body;
    this.#world = world;
    this.#exact = exact;
    this.#handle = {
      assert: (condition, text = "assertion") => {
        if (condition || this.#stopped) return;
        this.#failed = new AssertionFailure(text);
        throw this.#failed;
      },
      op: (name, args, run) => this.#op(name, args, run),
    };
    this.#known = new Set([world.words, world.memory, this.#handle]);
    this.root = this.#run([], []);
  }

  /** Where the thread gets to from `node` when its operation answers `result`. */
  follow(node: Node, result: number): Edge {
    let edge = node.edges.get(result);
    if (edge === undefined) {
      edge = this.#run([...node.log, result], [...node.operations, node.operation!]);
      node.edges.set(result, edge);
    }
    return edge;
  }

  /** The stack at which the thread stands in `node`. */
  stackAt(node: Node): string {
    this.#wantStack = true;
    this.#execute(node.log, node.operations);
    this.#wantStack = false;
    return this.#stack ?? "";
  }

  #run(log: readonly number[], operations: readonly Operation[]): Edge {
    const { result, failure, key } = this.#execute(log, operations);
    const operation = this.#pending;
    const before = this.#call === undefined ? [] : [this.#call];
    const ended = operation === undefined;
    const same = ended
      ? `end ${snapshot(result, this.#known)}`
      : this.#exact
        ? `${key}|${snapshot(before, this.#known)}|${operation.kind},${operation.index},${operation.a},${operation.b}`
        : undefined;
    let to = same === undefined ? undefined : this.#byKey.get(same);
    if (to === undefined) {
      to = this.nodes.length;
      this.logged += log.length;
      this.nodes.push({ id: to, operation, before, result, log, operations, edges: new Map() });
      if (same !== undefined) this.#byKey.set(same, to);
    }
    return { to, events: this.#events, failure };
  }

  #execute(log: readonly number[], operations: readonly Operation[]) {
    this.#log = log;
    this.#expected = operations;
    this.#position = 0;
    this.#pending = undefined;
    this.#stopped = false;
    this.#failed = undefined;
    this.#late = undefined;
    this.#events = [];
    this.#call = undefined;
    this.#inOp = false;
    let result: unknown;
    let failure: Failure | undefined;
    marks.begin(this.#known);
    try {
      this.#world.during(this.#answer, () => {
        result = this.#body(this.#world.words, this.#handle);
      });
      this.#mustBeNow(result, "this thread");
      if (this.#stopped) result = undefined;
    } catch (cause) {
      if (!this.#stopped && cause !== this.#failed) {
        failure = { kind: "uncaught error", text: message(cause), cause };
      }
    }
    const key = marks.end();
    if (!this.#stopped && this.#position < log.length) {
      failure = { kind: "uncaught error", text: FICKLE };
    }
    // Even if the function caught it.
    if (this.#late) failure = { kind: "uncaught error", text: message(this.#late), cause: this.#late };
    if (this.#failed) failure = { kind: "failed assertion", text: (this.#failed as AssertionFailure).message };
    return { result, failure, key };
  }

  readonly #answer = (kind: number, index: number, a: number, b: number): number => {
    if (this.#stopped) throw STOP;
    const at = this.#position;
    if (at < this.#log.length) {
      const expected = this.#expected[at];
      if (expected.kind !== kind || expected.index !== index || expected.a !== a || expected.b !== b) {
        throw new Error(FICKLE);
      }
      // Events of earlier steps have been told already.
      this.#events = [];
      this.#call = undefined;
      this.#position = at + 1;
      marks.result(this.#log[at]);
      return this.#log[at];
    }
    this.#stopped = true;
    marks.end();
    this.#pending = { kind, index, a, b };
    if (this.#wantStack) this.#stack = new Error().stack;
    throw STOP;
  };

  #mustBeNow(answer: unknown, who: string): void {
    const what = later(answer);
    if (what === undefined) return;
    this.#late ??= new TypeError(`${who} answered ${what}, expected a synchronous function`);
    throw this.#late;
  }

  #op<T>(name: string, args: readonly unknown[], run: () => T): T {
    if (this.#stopped) throw STOP;
    if (this.#inOp) throw new Error(`t.op("${name}") inside another t.op: a thread does one operation at a time`);
    this.#inOp = true;
    this.#call = { type: "call", name, args };
    let result: T;
    try {
      result = run();
    } finally {
      this.#inOp = false;
    }
    this.#mustBeNow(result, `t.op("${name}")`);
    if (this.#stopped) throw STOP;
    // Still there: nothing happened inside, so call and return fall together.
    if (this.#call !== undefined) this.#events.push(this.#call);
    this.#call = undefined;
    this.#events.push({ type: "return", name, result });
    return result;
  }
}
