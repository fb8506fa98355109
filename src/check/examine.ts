// What can be wrong with a state by itself: invariant, data race, deadlock, final state.

import { type Failure, judge } from "./failure.ts";
import { races } from "./operation.ts";
import type { System } from "./system.ts";

/** `mandatory`: how many steps are sure to follow. */
export function examine(system: System, state: Int32Array, mandatory: number): Failure | undefined {
  const { program, world } = system;
  if (program.invariant || (program.final && mandatory === 0)) {
    for (let i = 0; i < system.names.length; i++) world.memory[i] = state[i];
  }
  if (program.invariant) {
    const failure = judge("broken invariant", () => program.invariant?.(world.memory));
    if (failure) return failure;
  }
  const race = findRace(system, state);
  if (race) return race;
  if (mandatory > 0) return undefined;
  const stuck = system.threads
    .map((_, i) => ({ i, operation: system.node(state, i).operation }))
    .filter(({ i, operation }) => operation !== undefined && !system.killed(state, i));
  if (stuck.length > 0) {
    const who = stuck.map(({ i, operation }) => `thread ${i} sleeps on ${system.names[operation!.index]}`);
    return { kind: "deadlock", text: `${who.join(", ")}, and nobody is left to wake them` };
  }
  if (!program.final) return undefined;
  const results = system.threads.map((_, i) => system.node(state, i).result) as never[];
  return judge("wrong final state", () => program.final?.(world.memory, results));
}

function findRace(system: System, state: Int32Array): Failure | undefined {
  for (let i = 1; i < system.threads.length; i++) {
    if (!system.ready(state, i)) continue;
    const one = system.node(state, i).operation!;
    for (let j = 0; j < i; j++) {
      const other = system.node(state, j).operation;
      if (other === undefined || !races(one, other) || !system.ready(state, j)) continue;
      return { kind: "data race", text: `threads ${j} and ${i} are both about to access ${system.names[one.index]}` };
    }
  }
  return undefined;
}
