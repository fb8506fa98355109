// What each thread blocks on, in its record, where inspect() reads it. Written when a thread is about to sleep, never on a fast path.

import { words } from "./heap.ts";
import { NAME_UNITS, WAITS_FOREVER, WAITS_KIND, WAITS_NAME, WAITS_ON, WAITS_SINCE } from "./layout.ts";
import { type Kind, kinds, type Location } from "./location.ts";
import { memory } from "./memory.ts";
import { moved } from "./quiet.ts";
import { livingThreads, me, recordOf } from "./threads.ts";

/** Beside the kind of what it waits on. */
const IN_BUFFER = 1 << 8;
const KIND_MASK = 0xff;
/** Where the length of the name begins. */
const NAMED = 16;

/** What a thread blocks on. */
export interface Wait {
  kind: Kind;
  /** Its first 32 characters: of a longer one 31 and "…". */
  name?: string;
  /** In bytes, in the heap or in the user's own buffer. */
  address: number;
  since: Date;
}

/** Says that this thread is about to block on the object for at most `timeout` ms, until `blocksNoMore`. */
export function blocksOn({ kind, name = "", p, buffer }: Location, timeout: number): void {
  moved();
  const record = recordOf(me);
  words[(record + WAITS_FOREVER) >> 2] = timeout === Infinity ? 1 : 0;
  const named = writeName(name);
  words[(record + WAITS_KIND) >> 2] = kinds[kind] | (buffer === undefined ? 0 : IN_BUFFER) | (named << NAMED);
  memory().f64[(record + WAITS_SINCE) >> 3] = Date.now();
  Atomics.store(words, (record + WAITS_ON) >> 2, p);
}

export function blocksNoMore(): void {
  moved();
  Atomics.store(words, (recordOf(me) + WAITS_ON) >> 2, -1);
}

/** The threads that are alive, each with what it blocks on. Read while they run: a wait that begins or ends just now may be torn. */
export function blockedThreads(): { thread: number; waitsOn: Wait | undefined }[] {
  return livingThreads(words).map((thread) => ({ thread, waitsOn: waitOf(recordOf(thread)) }));
}

/** What the thread with this record blocks on. */
export function waitOf(record: number): Wait | undefined {
  const address = Atomics.load(words, (record + WAITS_ON) >> 2);
  const number = words[(record + WAITS_KIND) >> 2] & KIND_MASK;
  const kind = (Object.keys(kinds) as Kind[]).find((name) => kinds[name] === number);
  if (address < 0 || kind === undefined) return undefined;
  const name = readName(record);
  const since = new Date(memory().f64[(record + WAITS_SINCE) >> 3]);
  return { kind, ...(name !== "" && { name }), address, since };
}

/** What errors call the object that a thread blocks on. */
export function objectOf({ kind, name, address }: Wait): string {
  return `${kind} ${name === undefined ? `at ${address}` : JSON.stringify(name)}`;
}

/** Whether the thread with this record blocks, and without a limit. */
export function blocksForever(record: number): boolean {
  return Atomics.load(words, (record + WAITS_ON) >> 2) >= 0 && words[(record + WAITS_FOREVER) >> 2] === 1;
}

/** Whether what the thread with this record blocks on lies in the heap, and not in a buffer of the user's. */
export function isInHeap(record: number): boolean {
  return (words[(record + WAITS_KIND) >> 2] & IN_BUFFER) === 0;
}

/** Into this thread's record: the name of what it waits on, or as much of it as there is room for. Answers how much. */
function writeName(whole: string): number {
  const name = whole.length > NAME_UNITS ? `${whole.slice(0, NAME_UNITS - 1)}…` : whole;
  const record = recordOf(me);
  const { u16 } = memory();
  for (let i = 0; i < name.length; i++) u16[((record + WAITS_NAME) >> 1) + i] = name.charCodeAt(i);
  return name.length;
}

function readName(record: number): string {
  const first = (record + WAITS_NAME) >> 1;
  const units = memory().u16.slice(first, first + Math.min(words[(record + WAITS_KIND) >> 2] >> NAMED, NAME_UNITS));
  return String.fromCharCode(...units);
}
