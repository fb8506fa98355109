import { DetachedError } from "../errors.ts";
import { attach, words } from "./heap.ts";
import { NEXT, TAG_BYTES } from "./layout.ts";

/** Blocks that this thread disposed of, by size: it hands them out again before it takes new ones. */
const free = new Map<number, number[]>();

/** Zeroed words for an object of `bytes`, which is a valid free object of every kind. Answers its address. Doesn't block. */
export function allocate(kind: number, bytes: number): number {
  attach();
  const size = sizeOf(bytes);
  const block = free.get(size)?.pop() ?? take(size);
  const tag = block >> 2;
  words.fill(0, tag + 1, (block + size) >> 2);
  Atomics.store(words, tag, (Atomics.load(words, tag) & ~0xff) | kind);
  return block + TAG_BYTES;
}

/**
 * Gives the words back, unless somebody has done so already. Handles to the object stay behind in other threads; its next generation makes
 * them invalid.
 */
export function dispose(kind: number, p: number, bytes: number, generation: number): void {
  const block = p - TAG_BYTES;
  const tag = (generation << 8) | kind;
  if (Atomics.compareExchange(words, block >> 2, tag, ((generation + 1) << 8) | 0) !== tag) return;
  const size = sizeOf(bytes);
  const list = free.get(size);
  if (list) list.push(block);
  else free.set(size, [block]);
}

/** Which use of its block the object at `p` is: it tells a handle from one to an object that stood there before. */
export function generationOf(p: number): number {
  return Atomics.load(words, (p - TAG_BYTES) >> 2) >>> 8;
}

/** Whether the object of this kind and generation lives at `p`, which is an address of one. */
export function isAt(kind: number, p: number, generation: number): boolean {
  return Atomics.load(words, (p - TAG_BYTES) >> 2) === ((generation << 8) | kind);
}

/** Throws unless an object of this kind and generation lives at `p`. */
export function verify(kind: number, p: number, generation: number, what: string): void {
  if (!Number.isInteger(p) || (p & 7) !== TAG_BYTES || p <= 0 || p >= words.byteLength) {
    throw new TypeError(`receive(): not a handle of a ${what}: its address is ${p}`);
  }
  if (!isAt(kind, p, generation)) {
    throw new DetachedError(`receive(): the ${what} of this handle has been disposed`);
  }
}

function take(size: number): number {
  let block = Atomics.load(words, NEXT >> 2);
  while (block + size <= words.byteLength) {
    const seen = Atomics.compareExchange(words, NEXT >> 2, block, block + size);
    if (seen === block) return block;
    block = seen;
  }
  throw new RangeError(`the heap is full: ${size} more bytes don't fit into its ${words.byteLength}`);
}

function sizeOf(bytes: number): number {
  return Math.ceil((TAG_BYTES + bytes) / 8) * 8;
}
