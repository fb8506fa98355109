import { bequeath, bytesOf, inherited, isFirstThread, onThreadEnd } from "#platform";
import { bind } from "../core/generated/bindings.ts";
import { wasm } from "../core/generated/wasm.ts";
import { beginSpin, notify, now, pause, rest, wait } from "../core/machine.ts";
import { DetachedError } from "../errors.ts";
import { BLOCKS, ID, MAGIC, NEXT, PAGES } from "./layout.ts";
import { enroll, threadEnded } from "./threads.ts";

/** What a thread needs to attach: crosses to workers by structured clone. Without a module the JavaScript build runs. */
export interface Seed {
  memory: { readonly buffer: ArrayBufferLike } | SharedArrayBuffer;
  /** A WebAssembly.Module; the published types do without that name. */
  module?: object;
  /** The JavaScript build was asked for. */
  js?: boolean;
}

/** The words of this thread's heap; empty before it is attached. */
export let words: Int32Array<SharedArrayBuffer> = new Int32Array(new SharedArrayBuffer(0));

/** What a class passes to the core as its place: 0 for the WebAssembly build, the words for the JavaScript build. */
export let place: Int32Array<SharedArrayBuffer> | 0 = words;

let attached = false;
let seed: Seed | undefined = inherited() as Seed | undefined;
if (seed === undefined && isFirstThread) {
  // At import, not at first use: a worker that starts in between shall find it.
  seed = { memory: reserve() };
  bequeath(seed);
}
onThreadEnd((system) => {
  if (seed !== undefined) threadEnded(attachedWords(), system);
});

/** For tests and comparisons: the JavaScript build over the heap, here and in every worker started later. Before the first object only. */
export function forceJs(): void {
  if (attached)
    throw new DetachedError("forceJs(): this thread already uses its heap; expected a call before the first object");
  seed = { memory: (seed ?? { memory: reserve() }).memory, js: true };
  bequeath(seed);
}

/** Attaches this thread to its heap, which is made here if there is none yet. Costs a comparison when it has been done. */
export function attach(): Seed {
  if (!attached) {
    seed ??= { memory: reserve() };
    join(seed);
  }
  return seed as Seed;
}

/** Attaches this thread if it has a heap, used or not; answers whether. */
export function attachIfAny(): boolean {
  if (seed !== undefined) attach();
  return attached;
}

function attachedWords(): Int32Array<SharedArrayBuffer> {
  attach();
  return words;
}

/** Attaches this thread to the heap that a handle came from. */
export function attachTo(other: Seed): void {
  const theirs = headerOf(other);
  if (seed === undefined) seed = other;
  attach();
  // The same memory arrives as a new object in every message: the heap's number tells.
  if (theirs[ID >> 2] !== words[ID >> 2] || theirs[(ID >> 2) + 1] !== words[(ID >> 2) + 1]) {
    throw new DetachedError(
      "receive(): the handle belongs to another heap than this thread's; expected the program to make one heap before its workers make their own objects",
    );
  }
}

function reserve(): Seed["memory"] {
  if (typeof SharedArrayBuffer === "undefined") {
    throw new DetachedError(
      "no shared memory here: a browser page must be cross-origin isolated (COOP and COEP headers)",
    );
  }
  let refusal: unknown;
  for (const pages of PAGES) {
    try {
      const memory =
        typeof WebAssembly === "undefined"
          ? new SharedArrayBuffer(pages * 65536)
          : new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
      const header = new Int32Array(bufferOf(memory), 0, 4);
      header[0] = MAGIC;
      header[NEXT >> 2] = BLOCKS;
      header.set(crypto.getRandomValues(new Int32Array(2)), ID >> 2);
      return memory;
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

/** Throws DetachedError for a memory that is no heap of this version. */
function headerOf({ memory }: Seed): Int32Array {
  const buffer = bufferOf(memory);
  const header = new Int32Array(buffer, 0, Math.min(buffer.byteLength, BLOCKS) >> 2);
  if (header[0] === MAGIC && buffer.byteLength > BLOCKS) return header;
  throw new DetachedError(`not a heap of this version: its first word is ${header[0]}, expected ${MAGIC}`);
}

function join(heap: Seed): void {
  headerOf(heap);
  const view = new Int32Array(bufferOf(heap.memory));
  words = view;
  place = instantiate(heap) ? 0 : view;
  enroll(view);
  attached = true;
}

/** Whether the WebAssembly build runs over the heap now. */
function instantiate(heap: Seed): boolean {
  if (heap.js || typeof WebAssembly === "undefined" || heap.memory instanceof SharedArrayBuffer) return false;
  try {
    if (heap.module === undefined) {
      heap.module = new WebAssembly.Module(bytesOf(wasm));
      bequeath(heap);
    }
    const m = {
      wait: (p: number, value: number, ms: number) => wait(words, p, value, ms),
      notify: (p: number, count: number) => notify(words, p, count),
      pause,
      rest,
      now,
      beginSpin,
    };
    bind(
      new WebAssembly.Instance(heap.module as WebAssembly.Module, {
        m,
        env: { memory: heap.memory as WebAssembly.Memory },
      }).exports,
      words,
    );
    return true;
  } catch (error) {
    // A content security policy forbids it; anything else is our own defect.
    if (error instanceof WebAssembly.CompileError) return false;
    throw error;
  }
}

/** Whether this is memory that threads can share. */
export function isShared(memory: unknown): boolean {
  if (ArrayBuffer.isView(memory)) return false;
  return ((memory as WebAssembly.Memory | undefined)?.buffer ?? memory) instanceof SharedArrayBuffer;
}

export function isSeed(heap: unknown): boolean {
  if (typeof heap !== "object" || heap === null) return false;
  const { memory, module } = heap as Partial<Seed>;
  return isShared(memory) && (module === undefined || module instanceof WebAssembly.Module);
}

function bufferOf(memory: Seed["memory"]): SharedArrayBuffer {
  return memory instanceof SharedArrayBuffer ? memory : (memory.buffer as unknown as SharedArrayBuffer);
}
