// How long a thread watches its wake word before it sleeps.

import { processors } from "#platform";
import { countSpin, pause } from "../core/machine.ts";
import { words } from "../heap/heap.ts";

/** Longest watch, in ms: about what a sleep and a wake across cores cost. With one processor there is none. */
const LONGEST_MS = processors > 1 ? 0.09 : 0;
const SHORTEST_MS = 0.001;
/**
 * After so many watches in vain one is this long; if that is in vain too, after twice as many. Linux puts two threads that take turns on one
 * core and leaves them there, idle core or not, until both have wanted to run for long enough to be worth moving: seen in one run of
 * five, which then took four times as long.
 */
const VAIN_WATCHES = 128;
const LONG_MS = 2;

/**
 * How long the next watch lasts: half of the last one if that was in vain, else twice as long. Two threads on one core only keep each other
 * from running when they watch; this finds out in a few watches, whatever put them there.
 */
let patience = LONGEST_MS;
let vain = 0;
let mostVain = VAIN_WATCHES;

/** Watches the wake word for a bounded time; answers whether something came. Time, not turns: engines differ fortyfold in what one costs. */
export function watch(index: number): boolean {
  if (LONGEST_MS === 0) return false;
  countSpin();
  const end = performance.now() + patience;
  do {
    for (let i = 0; i < 20; i++) {
      if (Atomics.load(words, index) > 0) {
        // What comes during a long one may have come because the scheduler took this thread's turn.
        if (patience !== LONG_MS) mostVain = VAIN_WATCHES;
        patience = Math.min(LONGEST_MS, patience * 2);
        vain = 0;
        return true;
      }
      pause();
    }
  } while (performance.now() < end);
  if (++vain === mostVain) {
    vain = 0;
    mostVain *= 2;
    patience = LONG_MS;
  } else patience = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, patience / 2));
  return false;
}
