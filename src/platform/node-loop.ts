// What Node tells of its event loop and of the threads it has started: who keeps it alive, and who may still call back.
import { subscribe } from "node:diagnostics_channel";
import process from "node:process";
import timers from "node:timers";
import { isMainThread, parentPort, type Worker } from "node:worker_threads";
import { DRY, type Dryness, HELD, WET } from "./dryness.ts";
import { mayWake, report, tellsHandles, withoutThreads } from "./node-report.ts";

// As they are now: a test may put others in their place.
const { clearTimeout, setImmediate, setTimeout } = timers;

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
      lastBeats = LAST_BEATS;
      keepAlive();
    });
  });
}

// Not in the types of Node 20.
interface Metrics {
  nodeTiming?: { uvMetricsInfo?: { events: number } };
}
/** How many events the loop of this thread has taken: messages, notifications, I/O; no timers. */
export function activity(): number | undefined {
  return (performance as Metrics).nodeTiming?.uvMetricsInfo?.events;
}

/** Whether dryness() can answer. */
export const tellsDryness: boolean = tellsOfThreads && tellsHandles && activity() !== undefined;

/** Ms of processor time that the process has taken. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const BEAT_MS = 500;
const FAST_BEAT_MS = 100;
/** Beats after the last other thread's end: it may have taken a wake along. */
const LAST_BEATS = 2;

let handle: NodeJS.Timeout | undefined;
let holders = 0;
let looking = false;
let lastBeats = 0;
let period = BEAT_MS;
const beats: (() => void)[] = [];

/**
 * Has `fn` called every half of a second while other threads may live and somebody here waits for them; where dryness() can answer, also
 * while nobody does.
 */
export function onBeat(fn: () => void): void {
  beats.push(fn);
  keepAlive();
}

/** In a beat: how soon the next one shall come. */
export function hasten(fast: boolean): void {
  period = fast ? FAST_BEAT_MS : BEAT_MS;
}

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

/** Arranges the beat as it has to be now. */
function keepAlive(): void {
  if ((!seemsAlone() || lastBeats > 0) && (holders > 0 || (tellsDryness && beats.length > 0))) {
    if (looking) return;
    handle ??= setTimeout(beat, period);
    if (holders > 0 && !seemsAlone()) handle.ref();
    else handle.unref();
  } else stopBeat();
}

export { keepAlive as beatAgain };

function stopBeat(): void {
  clearTimeout(handle);
  handle = undefined;
}

function beat(): void {
  handle = undefined;
  if (lastBeats > 0) lastBeats--;
  for (const fn of beats) fn();
  keepAlive();
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
  return seemsAlone() && report().libuv.filter(({ type }) => type === "async").length <= OWN_ASYNC_HANDLES;
}

/** The platform's numbers of the threads that this one has started and has not been told the end of. */
export function startedThreads(): number[] {
  return Array.from(workers, ({ threadId }) => threadId);
}

/** How many threads that this one has started run, those of Node itself, too; not one that is only about to. Takes some 10 ms. */
export function runningThreads(): number {
  return report().workers.length;
}

/** When the loop has run dry, whether what does not keep the process alive may still call back. Takes some 10 ms. */
export function mayCallBack(): boolean {
  // Before the report: a thread that is deep in a call of the system would hold that up.
  if (workers.size > 0 || (parentPort?.listenerCount?.("message") ?? 0) > 0) return true;
  return mayWake(report());
}

/** What may be open for good in a thread that has nothing to do but wait for messages. */
const standing = new Set(["MessagePort", "TTYWrap", "PipeWrap", "Immediate"]);

/** Whether this thread awaits something that blocking it would hold up: a timer, a request. */
export function pending(): boolean {
  return process.getActiveResourcesInfo().some((kind) => !standing.has(kind));
}

/** Whether nothing seems to be pending in this thread but messages. In a beat; takes some us. */
export function looksDry(): boolean {
  let beats = holders > 0 && !seemsAlone() ? 1 : 0;
  return process.getActiveResourcesInfo().every((kind) => {
    return kind === "Timeout" ? beats-- > 0 : kind !== "Immediate" && standing.has(kind);
  });
}

/** What may still wake this thread, and what runningThreads() answers. In a beat; `told` is called soon after. Takes some 20 ms. */
export function dryness(told: (dryness: Dryness, running: number) => void): void {
  looking = true;
  // In a timer's turn the loop's only timer for JavaScript stands still, and does not show what else it is set for.
  setImmediate(() => {
    const held = mayWake(report());
    // And in an immediate's the loop is always alive. In this order: a timer that fires in between may begin something.
    setTimeout(() => {
      looking = false;
      const found = withoutThreads(workers, report);
      const dry = found?.libuv.some(({ type, is_active }) => type === "loop" && !is_active);
      told(dry ? (held ? HELD : DRY) : WET, found?.workers.length ?? 0);
      keepAlive();
    }, 0);
  });
}

/**
 * Runs `fn` whenever the event loop has run dry and the process is about to exit. If `fn` starts something, the process lives on. The beat
 * stops, which mayCallBack() would take for a timer of the program's: until beatAgain() or another hold().
 */
export function onIdle(fn: () => void): void {
  process.on("beforeExit", () => {
    stopBeat();
    fn();
  });
}
