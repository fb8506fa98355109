import { countWait } from "../core/machine.ts";

/**
 * Longest sleep, in ms, as in core/machine.ts: a lost wake costs this much. It also bounds how long the engine remembers a sleeper that
 * has gone: waitAsync can't be cancelled.
 */
const SLICE = 1000;

type WaitAsync = (
  words: Int32Array,
  index: number,
  value: number,
  ms: number,
) => { async: false } | { async: true; value: Promise<unknown> };
const waitAsync = (Atomics as { waitAsync?: WaitAsync }).waitAsync ?? pollAsync;

/** Sleeps in the event loop while the word is `value`: resolves when it is notified, when it was something else, and after a slice. */
export async function sleepAsync(words: Int32Array<ArrayBufferLike>, index: number, value: number): Promise<void> {
  countWait();
  const sleep = waitAsync(words, index, value, SLICE);
  if (sleep.async) await sleep.value;
}

/** For engines without waitAsync: looks again with growing pauses. */
function pollAsync(words: Int32Array, index: number, value: number, ms: number): { async: true; value: Promise<void> } {
  const end = performance.now() + ms;
  const poll = async () => {
    for (
      let pause = 1;
      Atomics.load(words, index) === value && performance.now() < end;
      pause = Math.min(16, pause * 2)
    ) {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
  return { async: true, value: poll() };
}
