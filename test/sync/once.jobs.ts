import type { Once } from "../../src/index.ts";

interface Work {
  once: Once;
  /** [runs begun, runs inside, data that the run writes, failures left] */
  state: Int32Array;
}

/** Fails as often as `state` says; checks that no two run at once. Answers how often it saw it done without its effect. */
export async function all({ onces, states }: { onces: Once[]; states: Int32Array[] }, index: number): Promise<number> {
  let unseen = 0;
  for (const [round, once] of onces.entries()) {
    const state = states[round];
    const run = () => {
      Atomics.add(state, 0, 1);
      if (Atomics.add(state, 1, 1) !== 0) throw new Error("two run at once");
      Atomics.sub(state, 1, 1);
      if (Atomics.sub(state, 3, 1) > 0) throw new Error("fails");
      state[2] = 7;
    };
    while (!once.done) {
      try {
        if ((round + index) % 3 === 0) await once.doAsync(run);
        else if ((round + index) % 3 === 1) once.do(run);
        else once.tryDo(run, 20_000);
      } catch (error) {
        if ((error as Error).message !== "fails") throw error;
      }
    }
    if (state[2] !== 7) unseen++;
  }
  return unseen;
}

/** Begins and never ends. */
export function begin({ once, state }: Work): void {
  once.do(() => {
    Atomics.store(state, 0, 1);
    Atomics.notify(state, 0);
    for (;;) Atomics.wait(state, 1, 0, 1_000);
  });
}

/** Ends its thread in the middle. */
export function exit({ once, state }: Work): void {
  once.do(() => {
    Atomics.store(state, 0, 1);
    process.exit(0);
  });
}

export function does({ once }: Work): boolean {
  return once.do(() => {});
}
