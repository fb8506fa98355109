import { cpus } from "node:os";
import process from "node:process";
import type { Times } from "./go.ts";

/** How many processors other programs keep busy: what a table of times must say, since with a neighbour on the second one they mean little. */
export class Foreign {
  readonly #busy = busy();
  readonly #own = own();
  readonly #at = performance.now();
  #ours = 0;

  /** A program that we have started has used this, in ms. */
  add({ user, system }: Times): void {
    this.#ours += user + system;
  }

  /** Processors busy with what is not ours, on average since the start. */
  processors(): number {
    const foreign = busy() - this.#busy - (own() - this.#own) - this.#ours;
    return Math.max(0, foreign / (performance.now() - this.#at));
  }
}

/** ms that all processors have worked. */
function busy(): number {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0);
}

function own(): number {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  return (userCPUTime + systemCPUTime) / 1000;
}
