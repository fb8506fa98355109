import type { Once } from "../../../src/index.ts";
import { hold, tell } from "../gate.ts";

/** state: [runs]. Answers what it sees after. */
export function increment({ once, state }: { once: Once; state: Int32Array }): number {
  once.do(() => {
    hold(1);
    state[0]++;
  });
  return state[0];
}

interface Failing {
  once: Once;
  /** [runs] */
  state: Int32Array;
  failures: number;
}

/** The first `failures` runs throw. Answers how it went, and how many runs it sees after. */
export function fails({ once, state, failures }: Failing): [how: string, runs: number] {
  let how: string;
  try {
    const did = once.do(() => {
      const run = tell(state, 0);
      // Long enough for the others to come.
      hold(1);
      if (run < failures) throw new Error(`failure ${run}`);
    });
    how = did ? "did" : "done";
  } catch (error) {
    how = (error as Error).message;
  }
  return [how, state[0]];
}
