// What Node, Bun and Deno have and browsers have not. web.ts answers the same questions elsewhere; package.json chooses.
import { availableParallelism } from "node:os";
import process from "node:process";
import { setImmediate } from "node:timers";
import {
  getEnvironmentData,
  isMainThread,
  type MessagePort,
  parentPort,
  setEnvironmentData,
  threadId,
  Worker,
} from "node:worker_threads";

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

/** The threads that this one has started and that are alive. */
const workers = new Set<Worker>();

/**
 * Runs `started` for every thread that this one starts from now on, and `ended` with the platform's number of it once it has ended. Where
 * no event tells, never.
 */
export function onThread(started: () => void, ended: (system: number) => void): void {
  process.on("worker", (worker: Worker) => {
    // An ended worker has lost its number.
    const system = worker.threadId;
    workers.add(worker);
    started();
    worker.once("exit", () => {
      workers.delete(worker);
      ended(system);
    });
  });
}

let handle: NodeJS.Timeout | undefined;
let holders = 0;

/** Keeps the process alive until release() has been called as often: a promise that another thread resolves does not. */
export function hold(): void {
  if (holders++ > 0) return;
  if (handle === undefined) handle = setInterval(() => {}, 0x7fffffff);
  else handle.ref();
}

export function release(): void {
  if (--holders === 0) handle?.unref();
}

/** Decodes base64, the fast way. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64, "base64"));
}

/** The turns of the event loop that were asked for and have not come yet. */
const turns = new Set<NodeJS.Immediate>();

/** Runs `fn` after the timers and the I/O that are due, and keeps the process alive until then. */
export function macrotask(fn: () => void): void {
  const turn = setImmediate(() => {
    turns.delete(turn);
    fn();
  });
  turns.add(turn);
  if (probing) turn.unref();
}

/** Runs `fn` every `ms`, while something else keeps the process alive. Answers what ends that. */
export function whileAlive(fn: () => void, ms: number): () => void {
  const timer = setInterval(fn, ms);
  timer.unref();
  return () => clearInterval(timer);
}

/** Runs `fn` whenever the event loop has run dry and the process is about to exit. If `fn` starts something, the process lives on. */
export function onIdle(fn: () => void): void {
  process.on("beforeExit", () => {
    if (!probing) fn();
  });
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

/** Longest time that it takes to see that the event loop has something to do, in ms. */
const PROBE_MS = 20;
let probing = false;

/** Which workers may end with the process: what isDry() takes back for a moment must be given back as it was, and a worker doesn't tell. */
const unrefed = new WeakSet<Worker>();
const { ref, unref } = Worker.prototype;
/** Elsewhere there are threads of another kind, which no event tells of. */
const knowsThreads = !("Worker" in globalThis);
if (knowsThreads) {
  Worker.prototype.ref = function (this: Worker) {
    unrefed.delete(this);
    return ref.call(this);
  };
  Worker.prototype.unref = function (this: Worker) {
    unrefed.add(this);
    return unref.call(this);
  };
}

/**
 * Whether the event loop has nothing to do but wait for other threads of the program: no timer, no request, nothing that keeps the process
 * alive. The platform lists some of those, not what its thread pool or an addon works on; so this lets go of what belongs to us, to the
 * threads that we have started, and of our parent's messages, and sees whether the loop runs dry. Where that can't be known, the answer is
 * no.
 */
export async function isDry(): Promise<boolean> {
  if (probing || process.channel !== undefined || !knowsThreads || awaitsSignals()) return false;
  probing = true;
  const port = (parentPort as (MessagePort & { hasRef(): boolean }) | null)?.hasRef() ? parentPort : undefined;
  const refed = [...workers].filter((worker) => !unrefed.has(worker));
  port?.unref();
  handle?.unref();
  for (const worker of refed) unref.call(worker);
  for (const turn of turns) turn.unref();
  const dry = await new Promise<boolean>((resolve) => {
    const ranDry = () => {
      clearTimeout(timer);
      giveBack();
      resolve(true);
    };
    const timer = setTimeout(() => {
      process.off("beforeExit", ranDry);
      giveBack();
      resolve(false);
    }, PROBE_MS);
    timer.unref();
    process.once("beforeExit", ranDry);
  });
  return dry;

  function awaitsSignals() {
    return process.eventNames().some((name) => typeof name === "string" && name.startsWith("SIG"));
  }

  function giveBack() {
    probing = false;
    port?.ref();
    if (holders > 0) handle?.ref();
    for (const worker of refed) if (!unrefed.has(worker)) ref.call(worker);
    for (const turn of turns) turn.ref();
    // Dry, the process would end before what awaits the answer goes on.
    setImmediate(() => {});
  }
}
