import { tunePump } from "../channel/pump.ts";
import { SLICE_MS, SPIN_TURNS, tune } from "../core/machine.ts";
import { attach, words } from "../heap/heap.ts";
import { KERNEL } from "../heap/layout.ts";
import { me, recordOf } from "../heap/threads.ts";

/**
 * Makes this thread treat its shared channels as the 2008 commit found things, or as it left them again: with `on`, every unlock and every
 * wake notifies, whether anybody sleeps or not, and whoever has to wait sleeps at once, without watching for the wake first. For the
 * experiment: same program, same channels, nothing but the semaphores differ. Threads in either mode work together.
 */
export function kernelMode(on: boolean): void {
  attach();
  words[(recordOf(me) + KERNEL) >> 2] = on ? 1 : 0;
  tune(on ? 0 : SPIN_TURNS, SLICE_MS);
  tunePump(on ? 0 : undefined);
}
