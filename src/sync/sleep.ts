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
) => { async: false } | { async: true; value: Promise<"ok" | "timed-out"> };
const waitAsync = (Atomics as { waitAsync?: WaitAsync }).waitAsync ?? pollAsync;

/** Sleeps in the event loop while the word is `value`: false when a slice is over, true when it was notified or is something else. */
export async function sleepAsync(words: Int32Array<ArrayBufferLike>, index: number, value: number): Promise<boolean> {
  countWait();
  const sleep = waitAsync(words, index, value, SLICE);
  return !sleep.async || (await sleep.value) === "ok";
}

/** For engines without waitAsync: looks again with growing pauses. */
function pollAsync(words: Int32Array, index: number, value: number, ms: number): ReturnType<WaitAsync> {
  const end = performance.now() + ms;
  const poll = async () => {
    for (
      let pause = 1;
      Atomics.load(words, index) === value && performance.now() < end;
      pause = Math.min(16, pause * 2)
    ) {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    return Atomics.load(words, index) === value ? "timed-out" : "ok";
  };
  return { async: true, value: poll() };
}
