import { DetachedError, shown } from "../errors.ts";
import { allocate, dispose, generationOf, verify } from "./alloc.ts";
import { attach, attachTo, isSeed, isShared, place, type Seed, words } from "./heap.ts";

/** Every kind of object that lives in shared memory: the number in its block's tag. Numbers are never used again. */
export const kinds = {
  Semaphore: 1,
  Note: 2,
  Usema: 3,
  Lock: 4,
  Plan9Note: 5,
  KernelSemaphore: 6,
  KernelLock: 7,
  KernelNote: 8,
  Mutex: 9,
  RWMutex: 10,
  Cond: 11,
  WaitGroup: 12,
  Once: 13,
  Barrier: 14,
  SharedChannel: 15,
  /** A waiter record: never crosses. */
  Record: 16,
};
export type Kind = Exclude<keyof typeof kinds, "Record">;

/** What the core is called with, as its bindings say. Not imported from them: their types need WebAssembly's. */
export type Place = Int32Array<ArrayBufferLike> | 0;

/** A WebAssembly.Memory, told by its shape: the published types are for programs without the DOM's, too. */
export interface MemoryLike {
  readonly buffer: ArrayBufferLike;
}

/** Where an object shall live, and what errors shall call it. */
export interface ObjectOptions {
  /** For errors only. */
  name?: string;
  /** Shared memory of your own to live in, at `byteOffset` (a multiple of 4; default 0). Zeroed words are a free object. */
  buffer?: SharedArrayBuffer | MemoryLike;
  byteOffset?: number;
}

/** What tells a handle from data of the user's own, which may well have a property "usema" or "kind". */
export const HANDLE_OF = "usema.handle";

/** The structured-cloneable form of an object, as share() makes it. */
export interface Handle {
  [HANDLE_OF]: Kind;
  name?: string;
  /** In the heap: */
  heap?: Seed;
  address?: number;
  generation?: number;
  /** In a buffer of the user's own: */
  buffer?: SharedArrayBuffer | MemoryLike;
  byteOffset?: number;
  /** What else the class needs to revive it. */
  extra?: unknown;
}

/** An object's place in shared memory, as its class holds it. `p` is -1 once it has been disposed. */
export interface Location {
  readonly kind: Kind;
  readonly bytes: number;
  readonly name: string | undefined;
  readonly buffer: SharedArrayBuffer | MemoryLike | undefined;
  /** What the class passes to the core: 0 for the heap under WebAssembly. */
  readonly m: Place;
  /** The words themselves, for what JavaScript does with them. */
  readonly words: Int32Array<ArrayBufferLike>;
  /** Which use of its block in the heap the object is. */
  readonly generation: number;
  p: number;
}

export function isHandle(options: object): options is Handle {
  return Object.hasOwn(options, HANDLE_OF);
}

/** Throws TypeError for what has a handle's mark and not its shape. What it names is looked up only when it comes back to life. */
export function checkHandle(handle: Handle, what: string): void {
  const { [HANDLE_OF]: kind, name, heap, address, generation, buffer, byteOffset } = handle;
  const expect = (fits: boolean, part: string, given: unknown, expected: string) => {
    if (!fits) throw new TypeError(`${what}: not a handle: its ${part} is ${shown(given)}; expected ${expected}`);
  };
  expect(
    Object.hasOwn(kinds, kind) && (kind as string) !== "Record",
    `"${HANDLE_OF}"`,
    kind,
    "a kind of object of this library",
  );
  expect(name === undefined || typeof name === "string", "name", name, "a string");
  if (buffer !== undefined) {
    expect(isShared(buffer), "buffer", buffer, "a SharedArrayBuffer or a shared WebAssembly.Memory");
    expect(isCount(byteOffset), "byteOffset", byteOffset, "a whole number, not negative");
    return;
  }
  expect(isSeed(heap), "heap", heap, "the memory of a heap, with its compiled module or without");
  expect(isCount(address), "address", address, "a whole number, not negative");
  expect(isCount(generation), "generation", generation, "a whole number, not negative");
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Throws TypeError for what are no options, before an object is made by them. */
export function checkOptions(what: string, options: unknown): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`${what}: the options are ${shown(options)}; expected an object, as { name }`);
  }
  const { name } = options as { name?: unknown };
  if (name === undefined || typeof name === "string") return;
  throw new TypeError(`${what}: the name is ${shown(name)}; expected a string`);
}

/** Finds the place that the options ask for, or that a handle names. Throws before anything is written. */
export function locate(kind: Kind, bytes: number, options: ObjectOptions | Handle): Location {
  checkOptions(kind, options);
  const { name, buffer, byteOffset } = options;
  // Its waiters are records of the heap, which a core over another memory would look for there.
  if (kind === "SharedChannel" && (buffer !== undefined || byteOffset !== undefined)) {
    throw new TypeError(
      `${kind}: given a buffer or a byteOffset of your own; expected none, since it lives in the heap`,
    );
  }
  if (buffer !== undefined) return inBuffer(kind, bytes, name, buffer, byteOffset);
  // Or an object meant to be shared by its place would be one of its own in the heap.
  if (byteOffset !== undefined)
    throw new TypeError(`${kind}: byteOffset is ${shown(byteOffset)}; expected a buffer with it`);
  if (!isHandle(options)) {
    const p = allocate(kinds[kind], bytes);
    return { kind, bytes, name, buffer, m: place, words, generation: generationOf(p), p };
  }
  const { heap, address, generation } = options as Required<Handle>;
  attachTo(heap);
  verify(kinds[kind], address, generation, kind);
  return { kind, bytes, name, buffer, m: place, words, generation, p: address };
}

function inBuffer(
  kind: Kind,
  bytes: number,
  name: string | undefined,
  buffer: SharedArrayBuffer | MemoryLike,
  byteOffset = 0,
): Location {
  if (!isShared(buffer)) {
    throw new TypeError(
      `${kind}: buffer is ${shown(buffer)}, which is not shared; expected a SharedArrayBuffer or a shared WebAssembly.Memory`,
    );
  }
  const memory = (buffer instanceof SharedArrayBuffer ? buffer : buffer.buffer) as SharedArrayBuffer;
  if (!Number.isInteger(byteOffset) || byteOffset < 0 || byteOffset % 4 !== 0) {
    throw new RangeError(`${kind}: byteOffset is ${shown(byteOffset)}; expected a multiple of 4, not negative`);
  }
  if (byteOffset + bytes > memory.byteLength) {
    throw new RangeError(
      `${kind}: ${bytes} bytes at byteOffset ${byteOffset} don't fit into a buffer of ${memory.byteLength}`,
    );
  }
  // The thread's number is the heap's to give, wherever the object lies.
  attach();
  const view = new Int32Array(memory, 0, memory.byteLength >> 2);
  return { kind, bytes, name, buffer, m: view, words: view, generation: 0, p: byteOffset };
}

/** What share() sends in the object's stead. */
export function handleOf(at: Location, extra?: unknown): Handle {
  if (at.p < 0) throw detached(at);
  const common = {
    [HANDLE_OF]: at.kind,
    ...(at.name !== undefined && { name: at.name }),
    ...(extra !== undefined && { extra }),
  };
  if (at.buffer !== undefined) return { ...common, buffer: at.buffer, byteOffset: at.p };
  return { ...common, heap: attach(), address: at.p, generation: at.generation };
}

/** Gives the object's block back to the heap; from then on it only throws. A user's own buffer is left as it is. */
export function disposeOf(at: Location): void {
  if (at.p < 0) return;
  if (at.buffer === undefined) dispose(kinds[at.kind], at.p, at.bytes, at.generation);
  at.p = -1;
}

/** How errors call the object. */
export function describe(at: Location): string {
  if (at.name !== undefined) return `${at.kind} ${JSON.stringify(at.name)}`;
  return at.p < 0 ? at.kind : `${at.kind} at ${at.p}`;
}

export function detached(at: Location): DetachedError {
  return new DetachedError(`${describe(at)}: used after dispose()`);
}
