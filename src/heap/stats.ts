import { attach, words } from "./heap.ts";
import { count, type Stats } from "./threads.ts";

/**
 * How often the engine was called: by this thread, and by all threads of the program so far. Counted where a thread sleeps or wakes,
 * nowhere else, so reading is all it costs. Doesn't block.
 */
export function stats(): { thread: Stats; all: Stats } {
  attach();
  return count(words);
}
