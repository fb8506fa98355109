// Linearizability (Herlihy and Wing): every operation seems to take effect at one moment between its call and its return, in an order that
// the sequential specification allows. The search is Wing and Gong's, done as the history grows (Lowe's just-in-time form): the state is
// the set of all that may have happened so far, and an operation is only placed once some return needs it.

import type { Rules } from "./monitor.ts";
import type { Specification } from "./program.ts";
import { snapshot } from "./snapshot.ts";
import type { HistoryEvent } from "./thread.ts";

/** A history as recorded: calls and returns in the order of time, one operation at a time per thread. */
export type History = readonly (HistoryEvent & { readonly thread: number })[];

/** One way to have come here: the object's state, and the answers of operations that took effect but have not returned. */
interface Configuration {
  readonly state: unknown;
  readonly answered: ReadonlyMap<number, unknown>;
}

interface Linearization {
  readonly pending: ReadonlyMap<number, { readonly name: string; readonly args: readonly unknown[] }>;
  readonly configurations: ReadonlyMap<string, Configuration>;
}

const NOTHING: ReadonlySet<unknown> = new Set();
const text = (value: unknown) => snapshot(value, NOTHING);

function configurationKey({ state, answered }: Configuration): string {
  return `${text(state)} ${[...answered].sort(([a], [b]) => a - b).map(([thread, result]) => `${thread}:${text(result)}`)}`;
}

export function linearization(spec: Specification): Rules<Linearization> {
  const start: Configuration = { state: spec.initial, answered: new Map() };
  const apply = spec.apply.bind(spec) as (
    state: unknown,
    name: string,
    args: readonly unknown[],
  ) => readonly (readonly [unknown, unknown])[];

  /** All configurations that come of `from` by letting pending operations take effect, until `thread`'s has. */
  function reach(from: Linearization, thread: number): Map<string, Configuration> {
    const found = new Map<string, Configuration>();
    const seen = new Set<string>(from.configurations.keys());
    const left = [...from.configurations.entries()];
    for (let entry = left.pop(); entry !== undefined; entry = left.pop()) {
      const [key, { state, answered }] = entry;
      if (answered.has(thread)) {
        found.set(key, entry[1]);
        continue;
      }
      for (const [other, { name, args }] of from.pending) {
        if (answered.has(other)) continue;
        for (const [result, next] of apply(state, name, args)) {
          const configuration = { state: next, answered: new Map(answered).set(other, result) };
          const nextKey = configurationKey(configuration);
          if (seen.has(nextKey)) continue;
          seen.add(nextKey);
          left.push([nextKey, configuration]);
        }
      }
    }
    return found;
  }

  return {
    initial: { pending: new Map(), configurations: new Map([[configurationKey(start), start]]) },
    key: ({ pending, configurations }) =>
      `${[...pending].sort(([a], [b]) => a - b).map(([thread, call]) => thread + text(call))} ${[...configurations.keys()].sort()}`,
    next(before, thread, event) {
      const pending = new Map(before.pending);
      if (event.type === "call") {
        pending.set(thread, { name: event.name, args: event.args });
        return { pending, configurations: before.configurations };
      }
      pending.delete(thread);
      const configurations = new Map<string, Configuration>();
      const wanted = text(event.result);
      for (const { state, answered } of reach(before, thread).values()) {
        if (text(answered.get(thread)) !== wanted) continue;
        const rest = new Map(answered);
        rest.delete(thread);
        const configuration = { state, answered: rest };
        configurations.set(configurationKey(configuration), configuration);
      }
      if (configurations.size > 0) return { pending, configurations };
      const call = before.pending.get(thread);
      const args = call === undefined ? "" : call.args.map(text).join(", ");
      return {
        kind: "not linearizable",
        text: `no order of the operations explains that ${event.name}(${args}) answered ${wanted}`,
      };
    },
  };
}

/**
 * Whether a recorded history is linearizable with respect to `spec`. An operation that never returned may or may not have taken effect.
 */
export function linearizable(history: History, spec: Specification): boolean {
  const rules = linearization(spec);
  let state = rules.initial;
  for (const event of history) {
    const next = rules.next(state, event.thread, event);
    if ("kind" in next) return false;
    state = next;
  }
  return true;
}
