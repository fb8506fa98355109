// The machine that core/ runs on, as JavaScript. machine.wasm.ts holds the same names as WebAssembly instructions.
// An address is a byte offset into `m`. Everything here that waits, wakes or spins goes through the counters, so that
// "the engine was called only for contention" is a number.

export const WOKEN: i32 = 0;
export const NOT_EQUAL: i32 = 1;
export const TIMED_OUT: i32 = 2;
/** A slice is over: no wake was taken, and there is time left. */
export const AGAIN: i32 = 3;

/** Indices into a thread's counters. */
export const WAITS: i32 = 0;
export const NOTIFIES: i32 = 1;
export const SPINS: i32 = 2;

/** Turns of the bounded spin before a sleep: load and pause, about 10 us on V8. */
export const SPIN_TURNS: i32 = 300;

/**
 * Longest single sleep, in ms. An engine can lose a wake (a terminated thread takes it along): whoever sleeps looks again
 * after a slice, so that such a loss costs a second, not for ever.
 */
export const SLICE_MS: f64 = 1000;

let slice = SLICE_MS;
let turns = SPIN_TURNS;
let counters: Words = new Int32Array(4);

/** Where wait, notify and spin count from now on: the thread's record once it is attached to a heap. */
export function countInto(words: Words): void {
  counters = words;
}

/** Other turns of the spin and another longest sleep, for the checker and the experiment: 0 turns make every wait go to the engine. */
export function tune(spinTurns: number, sliceMs: number): void {
  turns = spinTurns;
  slice = sliceMs;
}

/** Sleeps of this thread are cut into slices of so many ms from now on. */
export function sliceSleeps(ms: number): void {
  slice = ms;
}

/** Whether this thread may sleep in the engine: everywhere but on a browser's main thread. */
export const mayBlock: boolean = (() => {
  try {
    return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0) === "not-equal";
  } catch {
    return false;
  }
})();

let inVain = () => false;

/** Has `fn` look whether a wait without a limit can still end, whenever a slice of it is over: true ends it as if its time were up. */
export function whenInVain(fn: () => boolean): void {
  inVain = fn;
}

/** Tells the processor that this is a spin. Node 20 and older engines have no Atomics.pause; there the call itself is the pause. */
export const pause: () => void = (Atomics as { pause?: () => void }).pause ?? (() => {});

export function load(m: Words, p: i32): i32 {
  return Atomics.load(m, p >> 2);
}

export function store(m: Words, p: i32, value: i32): void {
  Atomics.store(m, p >> 2, value);
}

/** Stores `next` if the word is `expected`; answers what the word was. */
export function cas(m: Words, p: i32, expected: i32, next: i32): i32 {
  return Atomics.compareExchange(m, p >> 2, expected, next);
}

/** Adds, wrapping; answers what the word was before. */
export function add(m: Words, p: i32, delta: i32): i32 {
  return Atomics.add(m, p >> 2, delta);
}

/** Stores; answers what the word was before. */
export function exchange(m: Words, p: i32, value: i32): i32 {
  return Atomics.exchange(m, p >> 2, value);
}

/** A plain read: only for words that a lock guards. */
export function get(m: Words, p: i32): i32 {
  return m[p >> 2];
}

/** A plain write: only for words that a lock guards. */
export function put(m: Words, p: i32, value: i32): void {
  m[p >> 2] = value;
}

/** Milliseconds on a clock that only goes forward. */
export function now(): f64 {
  return performance.now();
}

/** Sleeps while the word is `value`, at most `ms`. May wake for no reason; TIMED_OUT says that all of `ms` has passed and no wake was taken. */
export function wait(m: Words, p: i32, value: i32, ms: f64): i32 {
  counters[WAITS] += 1;
  const bounded = ms > slice ? slice : ms;
  if (!mayBlock) return poll(m, p, value, ms);
  const result = Atomics.wait(m, p >> 2, value, bounded);
  if (result === "ok") return WOKEN;
  if (result === "not-equal") return NOT_EQUAL;
  return bounded === ms || (ms === Infinity && inVain()) ? TIMED_OUT : AGAIN;
}

/** Stands in for wait where the engine forbids it. Bounded, so that whoever loops around it stays in control. */
function poll(m: Words, p: i32, value: i32, ms: f64): i32 {
  const end = now() + (ms < 1 ? ms : 1);
  while (load(m, p) === value) {
    if (now() >= end) return ms <= 1 ? TIMED_OUT : AGAIN;
    pause();
  }
  return NOT_EQUAL;
}

/** Wakes up to `count` sleepers on the word, first come first served. */
export function notify(m: Words, p: i32, count: i32): i32 {
  counters[NOTIFIES] += 1;
  return Atomics.notify(m, p >> 2, count);
}

/** Watches the word for a bounded time while it is `value`; answers what it saw last. */
export function spin(m: Words, p: i32, value: i32): i32 {
  if (turns === 0) return value;
  counters[SPINS] += 1;
  for (let turn = 0; turn < turns; turn++) {
    const seen = Atomics.load(m, p >> 2);
    if (seen !== value) return seen;
    pause();
  }
  return value;
}

/** Pauses so many times. */
export function rest(pauses: i32): void {
  for (let i = 0; i < pauses; i++) pause();
}

/** Counts a sleep in an event loop, and a watch of a word, that JavaScript does by itself. */
export function countWait(): void {
  counters[WAITS] += 1;
}

export function countSpin(): void {
  counters[SPINS] += 1;
}

/** How many turns a spin shall have, counting it: the same bound for both builds. */
export function beginSpin(): i32 {
  if (turns > 0) counters[SPINS] += 1;
  return turns;
}
