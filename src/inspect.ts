import { shown } from "./errors.ts";
import { attach } from "./heap/heap.ts";
import { detached, type Kind } from "./heap/location.ts";
import { locationOf, SharedObject } from "./heap/object.ts";
import { me } from "./heap/threads.ts";
import { blockedThreads, type Wait } from "./heap/waits.ts";
import { waitingTasks } from "./sync/tasks.ts";

/** One object, as it stands at this moment. */
export interface Snapshot {
  kind: Kind;
  name?: string;
  /** In bytes, in the heap or in the user's own buffer. */
  address: number;
  /** Numbers, by kind: a mutex's owner, a semaphore's free permits. */
  [state: string]: unknown;
}

/** Who waits on what, at this moment. */
export interface Inspection {
  /** This thread's number, as errors name it. */
  thread: number;
  /** All threads that use the heap, with the object that each blocks on, if it does. */
  threads: { thread: number; waitsOn: Wait | undefined }[];
  /** The objects that tasks of this thread wait on in the event loop. */
  tasks: { on: string; tasks: number }[];
}

/**
 * What an object holds, or who waits on what: for debugging, while everything goes on. Doesn't block and changes nothing. What is read
 * while others write it may be out of date at once. Throws TypeError for what is no object of this library, DetachedError for a disposed one.
 */
export function inspect(): Inspection;
export function inspect(object: SharedObject): Snapshot;
export function inspect(...objects: [SharedObject?]): Inspection | Snapshot {
  if (objects.length === 0) {
    attach();
    return { thread: me, threads: blockedThreads(), tasks: waitingTasks() };
  }
  const [object] = objects;
  if (!(object instanceof SharedObject)) {
    throw new TypeError(`inspect(): ${shown(object)}; expected an object in shared memory, or nothing`);
  }
  const at = locationOf(object);
  if (at.p < 0) throw detached(at);
  return object.toJSON() as Snapshot;
}
