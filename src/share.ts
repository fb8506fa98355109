import { Channel } from "./channel/channel.ts";
import { SharedChannel } from "./channel/shared.ts";
import { checkHandle, HANDLE_OF, type Handle, isHandle, type Kind } from "./heap/location.ts";
import { HANDLE } from "./heap/object.ts";
import { KernelLock } from "./plan9/kernel-lock.ts";
import { KernelNote } from "./plan9/kernel-note.ts";
import { KernelSemaphore } from "./plan9/kernel-semaphore.ts";
import { Lock } from "./plan9/lock.ts";
import { Note as Plan9Note } from "./plan9/note.ts";
import { Usema } from "./plan9/usema.ts";
import { Barrier } from "./sync/barrier.ts";
import { Cond } from "./sync/cond.ts";
import { Mutex } from "./sync/mutex.ts";
import { Note } from "./sync/note.ts";
import { Once } from "./sync/once.ts";
import { RWMutex } from "./sync/rwmutex.ts";
import { Semaphore } from "./sync/semaphore.ts";
import { WaitGroup } from "./sync/waitgroup.ts";

/** How each kind comes back to life, without a write to its words. */
const revivers: Record<Exclude<Kind, "Record">, (handle: Handle) => unknown> = {
  Semaphore: (handle) => new Semaphore(undefined, handle),
  Note: (handle) => new Note(handle),
  Usema: (handle) => new Usema(undefined, handle),
  Lock: (handle) => new Lock(handle),
  Plan9Note: (handle) => new Plan9Note(handle),
  KernelSemaphore: (handle) => new KernelSemaphore(undefined, handle),
  KernelLock: (handle) => new KernelLock(handle),
  KernelNote: (handle) => new KernelNote(handle),
  Mutex: (handle) => new Mutex(handle),
  RWMutex: (handle) => new RWMutex(handle),
  Cond: (handle) => new Cond(receive<Mutex>(handle.extra), handle),
  WaitGroup: (handle) => new WaitGroup(handle),
  Once: (handle) => new Once(handle),
  Barrier: (handle) => new Barrier(undefined, handle),
  SharedChannel: (handle) => SharedChannel.revive(handle),
};

/**
 * A structured-cloneable copy of `value`, for postMessage or workerData, in which handles stand for objects of this library, at any depth
 * of arrays, plain objects, Maps and Sets. Anything else is passed on as it is. receive() makes the objects of it again. Throws
 * DetachedError for an object that has been disposed, TypeError for a plain object of your own that has the mark of a handle (a property
 * "usema.handle") and is none; a handle as share() made it stays one; TypeError, too, for a Channel, which can't cross. Doesn't block.
 *
 * Happens before: what a thread did before the message is sent happens before the receiver's receive().
 */
export function share(value: unknown): unknown {
  return map(value, new Map(), (item) => {
    const handle = (item as { [HANDLE]?: () => Handle })[HANDLE];
    if (handle !== undefined) return handle.call(item);
    // The platform would copy it as an object without properties.
    if (item instanceof Channel) {
      throw new TypeError("share(): a Channel, which is for the tasks of one thread; expected a SharedChannel");
    }
    if (!isHandle(item)) return undefined;
    checkHandle(item, "share()");
    return item;
  });
}

/**
 * The value that share() was given, on this thread: its objects name the same words in shared memory. The first handle from a heap
 * attaches a thread that has none. Throws TypeError for what is not a handle of this version, DetachedError for one whose object is gone
 * or that belongs to another heap than this thread's.
 */
export function receive<T = unknown>(value: unknown): T {
  return map(value, new Map(), (item) => {
    if (!isHandle(item)) return undefined;
    checkHandle(item, "receive()");
    return revivers[item[HANDLE_OF]](item);
  }) as T;
}

const PLAIN = { writable: true, enumerable: true, configurable: true };

/** Copies arrays, plain objects, Maps and Sets; `replace` answers undefined for what it leaves alone. */
function map(value: unknown, seen: Map<unknown, unknown>, replace: (item: object) => unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const replaced = replace(value);
  if (replaced !== undefined) {
    seen.set(value, replaced);
    return replaced;
  }
  const deeper = (item: unknown) => map(item, seen, replace);
  const remember = <T>(copy: T): T => {
    seen.set(value, copy);
    return copy;
  };
  if (Array.isArray(value)) {
    const copy = remember<unknown[]>([]);
    for (const item of value) copy.push(deeper(item));
    return copy;
  }
  if (value instanceof Map) {
    const copy = remember(new Map());
    for (const [key, item] of value) copy.set(deeper(key), deeper(item));
    return copy;
  }
  if (value instanceof Set) {
    const copy = remember(new Set());
    for (const item of value) copy.add(deeper(item));
    return copy;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy = remember<Record<string, unknown>>({});
  for (const [key, item] of Object.entries(value)) {
    // Assigned, "__proto__" would become the copy's prototype.
    if (key === "__proto__") Object.defineProperty(copy, key, { value: deeper(item), ...PLAIN });
    else copy[key] = deeper(item);
  }
  return copy;
}
