import { sleepAtOnce } from "../channel/pump.ts";
import { SLICE_MS, SPIN_TURNS, tune } from "../core/machine.ts";
import { shown } from "../errors.ts";
import { attach, words } from "../heap/heap.ts";
import { KERNEL } from "../heap/layout.ts";
import { me, recordOf } from "../heap/threads.ts";

/** What of the kernel mode to have: both parts of it if not said otherwise. */
export interface KernelParts {
  /** Every unlock and every wake notifies, whether anybody sleeps or not. */
  notify: boolean;
  /** Whoever has to wait sleeps at once, without watching for the wake first. */
  sleep: boolean;
}

/**
 * Makes this thread treat its shared channels as the 2008 commit found things, or as it left them again: with `on`, every unlock, wake
 * and wait goes to the engine. For the experiment: same program, same channels, nothing but the semaphores differ. Threads in either
 * mode work together.
 */
export function kernelMode(on: boolean, { notify, sleep }: KernelParts = { notify: on, sleep: on }): void {
  for (const part of [on, notify, sleep]) {
    if (typeof part !== "boolean") throw new TypeError(`kernelMode: ${shown(part)}; expected true or false`);
  }
  attach();
  words[(recordOf(me) + KERNEL) >> 2] = on && notify ? 1 : 0;
  tune(on && sleep ? 0 : SPIN_TURNS, SLICE_MS);
  sleepAtOnce(on && sleep);
}
