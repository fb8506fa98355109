// What Node, Bun and Deno have and browsers have not. web.ts answers the same questions elsewhere; package.json chooses.
import { writeSync } from "node:fs";
import { availableParallelism } from "node:os";
import process from "node:process";
import timers from "node:timers";
import { getEnvironmentData, isMainThread, setEnvironmentData, threadId, type Worker } from "node:worker_threads";

export * from "./node-loop.ts";

// As it is now: a test may put another in its place.
const { setImmediate } = timers;

const KEY = "usema";

/** The first thread of the program: it makes the heap at import, so that every later worker inherits it. */
export const isFirstThread: boolean = isMainThread;

/** How many threads can run at once. */
export const processors: number = availableParallelism();

/** What the thread that started this one left for it. */
export function inherited(): unknown {
  return getEnvironmentData(KEY);
}

/** Leaves `value`, structured-cloneable, for every worker started from now on. */
export function bequeath(value: unknown): void {
  setEnvironmentData(KEY, value as never);
}

/** Runs `fn` when this thread ends by itself. */
export function onExit(fn: () => void): void {
  process.once("exit", fn);
}

/** What the platform calls this thread. */
export const systemThread: number = threadId;

/** Runs `fn` with the platform's number of every thread that this one has started, once it has ended. Where no event tells, never. */
export function onThreadEnd(fn: (system: number) => void): void {
  process.on("worker", (worker: Worker) => {
    // An ended worker has lost its number.
    const system = worker.threadId;
    worker.once("exit", () => fn(system));
  });
}

/** Decodes base64, the fast way. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64, "base64"));
}

/** Runs `fn` after the timers and the I/O that are due, and keeps the process alive until then. */
export function macrotask(fn: () => void): void {
  setImmediate(fn);
}

/** Runs `fn` when no microtask is left, without a turn of the event loop. */
export function afterMicrotasks(fn: () => void): void {
  process.nextTick(fn);
}

/** Warns. `atOnce`: by no way that leads over another thread. */
export function warn(text: string, atOnce: boolean): void {
  if (!atOnce) {
    process.emitWarning(text, "UsemaWarning");
    return;
  }
  try {
    writeSync(2, `UsemaWarning: ${text}\n`);
  } catch {
    // Nobody reads it.
  }
}
