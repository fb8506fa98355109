import { readdirSync, readFileSync } from "node:fs";
import { inspect } from "../../src/index.ts";

/**
 * Whether `count` threads sleep on the object, in the engine. That inspect() names them is not enough: they say what
 * they wait on before they sleep, and a thread can lose its processor in between. Such a one can still be run, and the
 * system knows; where this can't be asked, time is given.
 */
export function asleep(object: NonNullable<Parameters<typeof inspect>[0]>, count: number): boolean {
  const { kind, address, name } = inspect(object);
  const waiting = inspect().threads.filter(
    ({ waitsOn: on }) => on?.kind === kind && on.address === address && on.name === name,
  );
  return waiting.length === count && allBlocked();
}

function allBlocked(): boolean {
  let threads: string[];
  try {
    threads = readdirSync("/proc/self/task");
  } catch {
    // Not Linux: a thread that has been seen to be about to sleep has this long to do so.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    return true;
  }
  const runnable = threads.filter((thread) => {
    try {
      const stat = readFileSync(`/proc/self/task/${thread}/stat`, "utf8");
      return stat[stat.lastIndexOf(")") + 2] !== "S";
    } catch {
      return false;
    }
  });
  // This thread is.
  return runnable.length <= 1;
}
