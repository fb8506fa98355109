import type { WaitGroup } from "../../src/index.ts";

export function work({ group, counter }: { group: WaitGroup; counter: Int32Array }): void {
  Atomics.add(counter, 0, 1);
  group.done();
}

/** Round after round, thread 0 does the work that the others wait for, in every form. Answers how many ends a thread saw. */
export async function rounds(
  { work, gone, state, count }: { work: WaitGroup; gone: WaitGroup; state: Int32Array; count: number },
  index: number,
): Promise<number> {
  const [, others] = state;
  let seen = 0;
  for (let round = 1; round <= count; round++) {
    if (index === 0) {
      work.add();
      gone.add(others);
      Atomics.store(state, 0, round);
      Atomics.notify(state, 0);
      Atomics.store(state, 2, round);
      work.done();
      if (!gone.tryWait(20_000)) throw new Error(`waits for the others to leave round ${round}`);
      continue;
    }
    while (Atomics.load(state, 0) < round) Atomics.wait(state, 0, round - 1, 20_000);
    if ((round + index) % 2 === 0) work.wait();
    else await work.waitAsync();
    if (Atomics.load(state, 2) === round) seen++;
    gone.done();
  }
  return seen;
}
