// Runs one schedule and writes down what happened, for people.

import { examine } from "./examine.ts";
import type { Failure } from "./failure.ts";
import { describe, NOTIFY, STORE, WAIT, WAIT_RESULTS, WRITE } from "./operation.ts";
import { place } from "./source.ts";
import { KILL, KILL_ASLEEP, SPURIOUS, STEP, type System, TIMEOUT } from "./system.ts";

/** One step of a trace. */
export interface TraceStep {
  readonly thread: number;
  readonly operation: string;
  /** What the operation answered. */
  readonly result: string;
  /** The words after the step. */
  readonly words: Readonly<Record<string, number>>;
  /** The line of source, and the caller's. */
  readonly at: string;
  /** Calls and returns of `t.op` that fall on this step. */
  readonly history: readonly string[];
}

export interface Replay {
  readonly steps: readonly TraceStep[];
  readonly failure: Failure | undefined;
  /** Where every thread stands at the end. */
  readonly standing: readonly string[];
}

export function replay(system: System, schedule: readonly number[]): Replay {
  const state = new Int32Array(system.width);
  const choices: number[] = [];
  const steps: TraceStep[] = [];
  let history: string[] = [];
  system.onEvent = (thread, event) => {
    if (event.type === "call") history.push(`${thread} calls ${event.name}(${event.args.map(show).join(", ")})`);
    else history.push(`${thread} returns ${show(event.result)} from ${event.name}`);
  };
  const standing = () => system.threads.map((_, i) => `thread ${i} ${stands(system, state, i)}`);
  let failure = system.start(state) ?? examine(system, state, system.choices(state, choices));
  for (const choice of schedule) {
    if (failure) break;
    system.choices(state, choices);
    if (!choices.includes(choice)) {
      throw new RangeError(
        `schedule: after ${steps.length} steps, thread ${choice & 7} can't do that; ${standing().join("; ")}`,
      );
    }
    const thread = choice & 7;
    const node = system.node(state, thread);
    const { operation } = node;
    const before = state.slice();
    const at = place(system.threads[thread].stackAt(node));
    history = [];
    failure = system.apply(state, choice);
    const words = Object.fromEntries(system.names.map((name, i) => [name, state[i]]));
    if (choice >> 3 === STEP && operation) {
      const result = outcome(system, before, state, thread);
      steps.push({ thread, operation: describe(operation, system.names), result, words, at, history });
    } else steps.push({ thread, operation: EVENTS[choice >> 3], result: "", words, at, history });
    failure ??= examine(system, state, system.choices(state, choices));
  }
  system.onEvent = undefined;
  return { steps, failure, standing: standing() };
}

function show(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

const EVENTS: Readonly<Record<number, string>> = {
  [TIMEOUT]: "(its wait times out)",
  [SPURIOUS]: "(its wait wakes for no reason)",
  [KILL]: "(it is killed)",
  [KILL_ASLEEP]: "(it is killed asleep, its place in the queue stays)",
};

function outcome(system: System, before: Int32Array, after: Int32Array, thread: number): string {
  const { kind, index, a } = system.node(before, thread).operation!;
  if (kind === STORE || kind === WRITE) return "";
  if (kind === NOTIFY) {
    const woken = system.threads.flatMap((_, i) => (system.asleep(before, i) && !system.asleep(after, i) ? [i] : []));
    return woken.length > 0 ? `${woken.length}: wakes ${woken.join(", ")}` : "0";
  }
  if (kind !== WAIT) return String(before[index]);
  if (before[index] !== a) return WAIT_RESULTS[1];
  return system.asleep(after, thread) ? "sleeps" : WAIT_RESULTS[2];
}

function stands(system: System, state: Int32Array, thread: number): string {
  const node = system.node(state, thread);
  if (system.killed(state, thread)) return "is dead";
  if (node.operation === undefined) return `has ended with ${String(node.result)}`;
  const doing = describe(node.operation, system.names);
  const where = place(system.threads[thread].stackAt(node));
  return `${system.asleep(state, thread) ? "sleeps in" : "is about to"} ${doing} (${where})`;
}

/** A trace as a table. */
export function renderTrace(steps: readonly TraceStep[]): string {
  if (steps.length === 0) return "(before the first step)";
  const told = steps.some(({ history }) => history.length > 0);
  const rows = [
    ["step", "thread", "operation", "answer", "words", "at", told ? "history" : ""],
    ...steps.map(({ thread, operation, result, words, at, history }, i) => [
      String(i + 1),
      String(thread),
      operation,
      result,
      Object.entries(words)
        .map(([name, value]) => `${name}=${value}`)
        .join(" "),
      at,
      history.join("; "),
    ]),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
