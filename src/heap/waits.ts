// What each thread blocks on, in its record, where inspect() reads it. Written when a thread is about to sleep, never on a fast path.

import { words } from "./heap.ts";
import { NAME_UNITS, THREADS, WAITS_KIND, WAITS_NAME, WAITS_NAMED, WAITS_ON, WAITS_SINCE } from "./layout.ts";
import { type Kind, kinds, type Location } from "./location.ts";
import { memory } from "./memory.ts";
import { isAlive, me, recordOf } from "./threads.ts";

/** What a thread blocks on. */
export interface Wait {
  kind: Kind;
  /** Its first 32 characters. */
  name?: string;
  /** In bytes, in the heap or in the user's own buffer. */
  address: number;
  since: Date;
}

/** Says that this thread is about to block on the object, until `blocksNoMore`. */
export function blocksOn({ kind, name = "", p }: Location): void {
  const record = recordOf(me);
  const length = Math.min(name.length, NAME_UNITS);
  words[(record + WAITS_KIND) >> 2] = kinds[kind];
  words[(record + WAITS_NAMED) >> 2] = length;
  const { u16, f64 } = memory();
  f64[(record + WAITS_SINCE) >> 3] = Date.now();
  for (let i = 0; i < length; i++) u16[((record + WAITS_NAME) >> 1) + i] = name.charCodeAt(i);
  Atomics.store(words, (record + WAITS_ON) >> 2, p);
}

export function blocksNoMore(): void {
  Atomics.store(words, (recordOf(me) + WAITS_ON) >> 2, -1);
}

/** The threads that are alive, each with what it blocks on. Read while they run: a wait that begins or ends just now may be torn. */
export function blockedThreads(): { thread: number; waitsOn: Wait | undefined }[] {
  const threads = [];
  for (let thread = 1; thread < THREADS; thread++) {
    if (isAlive(words, thread)) threads.push({ thread, waitsOn: waitOf(recordOf(thread)) });
  }
  return threads;
}

function waitOf(record: number): Wait | undefined {
  const address = Atomics.load(words, (record + WAITS_ON) >> 2);
  const number = words[(record + WAITS_KIND) >> 2];
  const kind = (Object.keys(kinds) as Kind[]).find((name) => kinds[name] === number);
  if (address < 0 || kind === undefined) return undefined;
  const { u16, f64 } = memory();
  const first = (record + WAITS_NAME) >> 1;
  const units = u16.slice(first, first + Math.min(words[(record + WAITS_NAMED) >> 2], NAME_UNITS));
  const name = String.fromCharCode(...units);
  const since = new Date(f64[(record + WAITS_SINCE) >> 3]);
  return { kind, ...(name !== "" && { name }), address, since };
}
