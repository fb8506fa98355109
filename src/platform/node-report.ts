// What Node's report and its handles tell of an event loop. No part of this is in the types of Node 20, and some of it not in its documents:
// asked for, never assumed.
import process from "node:process";
import { MessagePort, type Worker } from "node:worker_threads";

export interface Report {
  libuv: { type: string; is_active: boolean; is_referenced: boolean; signal?: string }[];
  workers: unknown[];
}

/** Takes 2 to 10 ms, and as long as it takes each thread that this one has started to answer. */
export function report(): Report {
  const reporter = process.report as { excludeNetwork?: boolean; getReport(): object } | undefined;
  if (reporter === undefined) return { libuv: [], workers: [] };
  const { excludeNetwork = false } = reporter;
  // It would ask for the names of the hosts behind open sockets.
  reporter.excludeNetwork = true;
  try {
    return { libuv: [], workers: [], ...reporter.getReport() };
  } finally {
    reporter.excludeNetwork = excludeNetwork;
  }
}

/** Handles of the loop that are active only while somebody awaits them. */
const wakers = new Set(["tcp", "udp", "pipe", "tty", "poll", "process", "fs_event", "fs_poll", "signal"]);

/** Whether messages of the process that has started this one with a channel to it are waited for: it reads that channel in any case. */
function listensToParent(): boolean {
  return !process.connected || process.listenerCount("message") + process.listenerCount("disconnect") > 0;
}

/** Whether a handle of the loop, referenced or not, may call back. */
export function mayWake({ libuv }: Report): boolean {
  // The first timer is that of all timers of JavaScript, others are the engine's own. A terminal's output listens to SIGWINCH by itself.
  if (libuv.find(({ type }) => type === "timer")?.is_active) return true;
  let channels = listensToParent() ? 0 : 1;
  return libuv.some(({ type, is_active, is_referenced, signal }) => {
    if (type === "pipe" && is_active && !is_referenced && channels-- > 0) return false;
    return is_active && wakers.has(type) && signal !== "SIGWINCH";
  });
}

interface Reference {
  hasRef(): boolean;
  ref(): void;
  unref(): void;
}

const { _getActiveHandles: activeHandles } = process as { _getActiveHandles?(): unknown[] };
/** Whether withoutThreads() can know all ports, and there are reports. */
export const tellsHandles: boolean = activeHandles !== undefined && process.report?.getReport !== undefined;

/** Answers what `fn` does while no port and no thread that this one has started keeps its loop alive; undefined if that can't be had. */
export function withoutThreads<T>(workers: Iterable<Worker>, fn: () => T): T | undefined {
  const referenced: Reference[] = [];
  for (const worker of workers) {
    const symbol = Object.getOwnPropertySymbols(worker).find(({ description }) => description === "kHandle");
    const its = symbol && (worker as unknown as Record<symbol, Reference | null>)[symbol];
    if (typeof its?.hasRef !== "function") return undefined;
    if (its.hasRef()) referenced.push(its);
  }
  for (const open of activeHandles?.() ?? []) {
    if (open instanceof MessagePort) referenced.push(open as unknown as Reference);
  }
  for (const one of referenced) one.unref();
  try {
    return fn();
  } finally {
    for (const one of referenced) one.ref();
  }
}
