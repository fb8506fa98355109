// What Node, Bun and Deno have and browsers have not. web.ts answers the same questions elsewhere; package.json chooses.
import { subscribe } from "node:diagnostics_channel";
import { availableParallelism, constants } from "node:os";
import process from "node:process";
import timers from "node:timers";
import {
  getEnvironmentData,
  isMainThread,
  parentPort,
  setEnvironmentData,
  threadId,
  type Worker,
} from "node:worker_threads";

// As they are now: a test may put others in their place.
const { clearInterval, setImmediate, setInterval, setTimeout } = timers;

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

/** Whether threads start in no other way than node:worker_threads', which tells of each at once. */
const tellsOfThreads = !("Worker" in globalThis);
/** Those that this thread has started. */
const workers = new Set<Worker>();

if (tellsOfThreads) {
  subscribe("worker_threads", (message) => {
    const { worker } = message as { worker: Worker };
    workers.add(worker);
    keepAlive();
    worker.once("exit", () => {
      workers.delete(worker);
      keepAlive();
    });
  });
}

let handle: NodeJS.Timeout | undefined;
let holders = 0;

/**
 * Keeps the process alive until release() has been called as often: a promise that another thread resolves does not. A thread that is
 * surely the only one is not kept: when its event loop runs dry, onIdle() tells.
 */
export function hold(): void {
  holders++;
  keepAlive();
}

export function release(): void {
  holders--;
  keepAlive();
}

// Cleared, not unref'ed: then mayCallBack() would take it for a timer of the program's.
function keepAlive(): void {
  if (holders > 0 && !seemsAlone()) handle ??= setInterval(() => {}, 0x7fffffff);
  else {
    clearInterval(handle);
    handle = undefined;
  }
}

/** Keeps the process alive for `ms`, then calls `fn`. */
export function later(fn: () => void, ms: number): void {
  setTimeout(fn, ms);
}

/** Whether no other thread is known. */
export function seemsAlone(): boolean {
  return isMainThread && tellsOfThreads && workers.size === 0;
}

/** Handles by which other threads can reach one that has no port and has started no thread. */
const OWN_ASYNC_HANDLES = 3;

/** Whether this is surely the only thread of the program, and nobody else can have its memory. Takes some 10 ms. */
export function isAlone(): boolean {
  // A thread may have been started before this module was loaded.
  return seemsAlone() && handles("async").length <= OWN_ASYNC_HANDLES;
}

/**
 * Whether what does not keep the process alive may still call back: a thread, a timer that was unref'ed, the handler of a signal. Takes some
 * 10 ms.
 */
export function mayCallBack(): boolean {
  // Before the report: a thread that is deep in a call of the system would hold that up.
  if (workers.size > 0 || (parentPort?.listenerCount?.("message") ?? 0) > 0) return true;
  // A terminal's output listens to SIGWINCH by itself.
  if (Object.keys(constants.signals).some((name) => name !== "SIGWINCH" && process.listenerCount(name) > 0))
    return true;
  // The first is that of all timers of JavaScript, others are the engine's own.
  return handles("timer")[0]?.is_active === true;
}

interface Handle {
  type: string;
  is_active: boolean;
}

function handles(type: string): Handle[] {
  const { libuv = [] } = (process.report?.getReport() ?? {}) as { libuv?: Handle[] };
  return libuv.filter((handle) => handle.type === type);
}

/** Decodes base64, the fast way. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64, "base64"));
}

/** Runs `fn` after the timers and the I/O that are due, and keeps the process alive until then. */
export function macrotask(fn: () => void): void {
  setImmediate(fn);
}

/** Runs `fn` whenever the event loop has run dry and the process is about to exit. If `fn` starts something, the process lives on. */
export function onIdle(fn: () => void): void {
  process.on("beforeExit", fn);
}

export function warn(text: string): void {
  process.emitWarning(text, "UsemaWarning");
}

/** What may be open for good in a thread that has nothing to do but wait for messages. */
const standing = new Set(["MessagePort", "TTYWrap", "PipeWrap", "Immediate"]);

/** Whether this thread awaits something that blocking it would hold up: a timer, a request. */
export function pending(): boolean {
  return process.getActiveResourcesInfo().some((kind) => !standing.has(kind));
}
