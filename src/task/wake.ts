// Waking tasks without starving timers and I/O. A promise that is resolved runs its task in a microtask, and microtasks that resolve each
// other never let the event loop turn. So every BATCH wakes the clock is read; when the event loop has not turned for SLICE, the wakes
// from then on wait, in their order, for one macrotask. An operation that did not have to wait counts as a wake too: a task that only
// awaits resolved promises starves the loop as well.

import { macrotask } from "#platform";

const BATCH = 1024;
const SLICE = 10;

type Resolve = (value: unknown) => void;

let left = BATCH;
let turned = performance.now();
let held: Resolve[] | undefined;
let values: unknown[] = [];

const READY = Promise.resolve();
let resolveNext: Resolve;
const keepResolve = (resolve: Resolve) => {
  resolveNext = resolve;
};

/** Resolves a waiting task's promise. */
export function wake<T>(resolve: (value: T) => void, value: T): void {
  if (left > 0) {
    left--;
    resolve(value);
  } else wakeLater(resolve as Resolve, value);
}

/** A promise for an operation that is done: nothing to wait for but the event loop's turn. */
export function ready(): Promise<void> {
  if (left > 0) {
    left--;
    return READY;
  }
  return readyLater(undefined);
}

export function readyWith<T>(value: T): Promise<T> {
  if (left > 0) {
    left--;
    return Promise.resolve(value);
  }
  return readyLater(value);
}

/** Whether tasks wait for the event loop's turn: they are not idle. */
export function wakesHeld(): boolean {
  return held !== undefined;
}

function readyLater<T>(value: T): Promise<T> {
  const promise = new Promise<unknown>(keepResolve) as Promise<T>;
  wakeLater(resolveNext, value);
  return promise;
}

// `left` stays 0 while wakes are held, so that all later ones come here and keep their order.
function wakeLater(resolve: Resolve, value: unknown): void {
  if (held === undefined) {
    if (performance.now() - turned < SLICE) {
      left = BATCH;
      resolve(value);
      return;
    }
    held = [];
    macrotask(turn);
  }
  held.push(resolve);
  values.push(value);
}

function turn(): void {
  const resolves = held as Resolve[];
  const given = values;
  held = undefined;
  values = [];
  left = BATCH;
  turned = performance.now();
  for (let i = 0; i < resolves.length; i++) resolves[i](given[i]);
}
