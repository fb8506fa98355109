import type { WaitGroup } from "../../../src/index.ts";
import { reach, tell } from "../gate.ts";

/** Arrives at one group, then leaves with the other. state: [rounds that may begin, ends]. */
export async function together(
  { come, go, state, rounds }: { come: WaitGroup; go: WaitGroup; state: Int32Array; rounds: number },
  index: number,
): Promise<void> {
  for (let round = 1; round <= rounds; round++) {
    reach(state, 0, round, `round ${round}`);
    come.done();
    if ((index + round) % 3 === 0) await go.waitAsync();
    else go.wait();
    tell(state, 1);
  }
}

/**
 * Two threads count in group after group. state: [groups whose first thread may begin, groups whose second may, then
 * the counts].
 */
export function count({ groups, state }: { groups: WaitGroup[]; state: Int32Array }, index: number): void {
  for (const [round, group] of groups.entries()) {
    reach(state, index, round + 1, `group ${round}`);
    Atomics.add(state, 2 + round, 1);
    group.done();
  }
}

/** state: [rounds that may begin, ends]. */
export function waits({ group, state, rounds }: { group: WaitGroup; state: Int32Array; rounds: number }): void {
  for (let round = 1; round <= rounds; round++) {
    reach(state, 0, round, `round ${round}`);
    group.wait();
    tell(state, 1);
  }
}

/** Raises and lowers a group that is waited for all the while. state: [stop, how often it did]. */
export function updown({ group, state }: { group: WaitGroup; state: Int32Array }): void {
  while (Atomics.load(state, 0) === 0) {
    group.add();
    group.done();
    Atomics.add(state, 1, 1);
  }
}
