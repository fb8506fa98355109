// The locks of a select, all of them at once.

import type { Case, Source } from "./case.ts";

let locked = false;
let later: (() => void)[] = [];

/** What has to be locked, each once, in the order of locking. */
export function sourcesOf(cases: readonly { readonly to: Case<unknown> }[]): Source[] {
  const sources: Source[] = [];
  for (const { to } of cases) if (to.source !== undefined) sources.push(to.source);
  sources.sort((a, b) => a.order - b.order);
  return sources.filter((source, i) => i === 0 || source.order !== sources[i - 1].order);
}

/** Calls `fn` with all sources locked. */
export function withLocked<R>(sources: readonly Source[], fn: () => R): R {
  for (const source of sources) source.lock();
  locked = true;
  try {
    return fn();
  } finally {
    locked = false;
    for (const source of sources) source.unlock();
    const due = later;
    later = [];
    for (const one of due) one();
  }
}

/**
 * Calls `fn`, which locks sources one by one, as soon as this thread holds none. The race it is for: while one select of this thread holds
 * its locks, it completes another, whose siblings stand in the same channels; to withdraw them then and there would be to lock twice.
 */
export function whenUnlocked(fn: () => void): void {
  if (locked) later.push(fn);
  else fn();
}
