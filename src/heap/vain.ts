// Whether a thread that blocks does so in vain: when it is the only one, or when threads wait for each other in a circle. Each thread's record
// says what it blocks on, and the word of a lock says who holds it, so the circle lies open in shared memory. Only locks of the heap have both;
// readers of a RWMutex have no names.

import { isAlone, isFirstThread, runningThreads, startedThreads } from "#platform";
import { whenInVain } from "../core/machine.ts";
import { mutexOwner } from "../core/mutex.ts";
import { rwmutexWriter } from "../core/rwmutex.ts";
import { words } from "./heap.ts";
import { COUNTERS } from "./layout.ts";
import { blocksInVain, children } from "./look.ts";
import { isAlive, me, recordOf } from "./threads.ts";
import { blocksForever, isInHeap, objectOf, type Wait, waitOf } from "./waits.ts";

interface Link {
  readonly thread: number;
  readonly waitsOn: Wait;
  /** How often it has gone to sleep. */
  readonly sleeps: number;
  /** Who holds what it waits on. */
  readonly owner: number;
}

let found: readonly Link[] = [];
let standing: readonly string[] = [];
/** Since when this thread has been waiting in a circle that it left to another of its threads. */
let left = 0;

// A thread that blocks without a limit looks after each slice of its sleep. If that is in vain, its wait ends as by a time-out, which takes
// back what it has left in the object's words.
whenInVain(() => {
  if (me === 0 || !blocksForever(recordOf(me))) return false;
  found = [];
  standing = [];
  if (isAlone() || hasOutlivedAll()) return true;
  const all = blocksInVain();
  if (all !== undefined) {
    standing = all;
    return true;
  }
  const circle = walk();
  // Seen twice, it is one. This thread blocks, so what it holds stays held; so whoever waits for that stands still since the first look, and
  // held what it held at the second look all the time between them; and so on to whoever holds what this thread waits for.
  if (circle === undefined || !same(circle, walk())) return false;
  found = circle;
  // One of them is enough.
  const since = circle[0].waitsOn.since.getTime();
  if (left === since || circle.every(({ thread }) => thread <= me)) return true;
  left = since;
  return false;
});

/** Whether this is the first thread, and every other has ended, of which it is not told while it blocks. */
function hasOutlivedAll(): boolean {
  return isFirstThread && startedThreads().length > 0 && children() === 0 && runningThreads() === 0;
}

/** Why this thread's last wait without a limit was in vain. */
export function whyInVain(): string {
  if (standing.length > 0) return `every thread waits and nothing can wake one:\n  ${standing.join("\n  ")}`;
  if (found.length === 0) return "no other thread lives that could end the wait";
  const links = found.map(({ thread, waitsOn, owner }) => {
    return `\n  thread ${thread} waits for ${objectOf(waitsOn)}, which thread ${owner} holds`;
  });
  return `threads that block wait for each other:${links.join("")}`;
}

/** From this thread to whoever holds what it waits for, and on, until that is this thread again. */
function walk(): Link[] | undefined {
  const links: Link[] = [];
  for (let thread = me; ; ) {
    const link = linkOf(thread);
    if (link === undefined) return undefined;
    links.push(link);
    thread = link.owner;
    if (thread === me) return links;
    // Another circle, whose threads find out for themselves.
    if (links.some((earlier) => earlier.thread === thread)) return undefined;
  }
}

function linkOf(thread: number): Link | undefined {
  const record = recordOf(thread);
  if (!isAlive(words, thread) || !blocksForever(record)) return undefined;
  const waitsOn = waitOf(record);
  if (waitsOn === undefined || !isInHeap(record)) return undefined;
  const { kind, address } = waitsOn;
  if (kind !== "Mutex" && kind !== "RWMutex") return undefined;
  const owner = kind === "Mutex" ? mutexOwner(words, address) : rwmutexWriter(words, address);
  const sleeps = Atomics.load(words, (record + COUNTERS) >> 2);
  return owner === 0 ? undefined : { thread, waitsOn, sleeps, owner };
}

function same(first: readonly Link[], second: readonly Link[] | undefined): boolean {
  return first.every(({ thread, waitsOn, sleeps, owner }, i) => {
    const again = second?.[i];
    return (
      again?.thread === thread &&
      again.owner === owner &&
      again.sleeps === sleeps &&
      again.waitsOn.address === waitsOn.address &&
      again.waitsOn.since.getTime() === waitsOn.since.getTime()
    );
  });
}
