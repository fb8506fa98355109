// What Node, Bun and Deno have and browsers have not. web.ts answers the same questions elsewhere; package.json chooses.
import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";

const KEY = "usema";

/** The first thread of the program: it makes the heap at import, so that every later worker inherits it. */
export const isFirstThread: boolean = isMainThread;

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

let handle: NodeJS.Timeout | undefined;
let holders = 0;

/** Keeps the process alive until release() has been called as often: a promise that another thread resolves does not. */
export function hold(): void {
  if (holders++ === 0) handle = setInterval(() => {}, 0x7fffffff);
}

export function release(): void {
  if (--holders === 0) clearInterval(handle);
}

/** Decodes base64, the fast way. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64, "base64"));
}
