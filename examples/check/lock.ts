// The lock of docs/check.md: plausible, wrong, and mended. Both exports are programs for usema/check.

const LOCK = 0;
const WAITERS = 1;
const DATA = 2;

function lock(w: Int32Array): void {
  while (Atomics.compareExchange(w, LOCK, 0, 1) !== 0) {
    Atomics.add(w, WAITERS, 1);
    Atomics.wait(w, LOCK, 1);
    Atomics.sub(w, WAITERS, 1);
  }
}

/** Calls the engine only if somebody waits. */
function unlockTooSure(w: Int32Array): void {
  const waiters = Atomics.load(w, WAITERS);
  Atomics.store(w, LOCK, 0);
  if (waiters > 0) Atomics.notify(w, LOCK, 1);
}

/** The same, but whoever comes to wait after the look sees a free lock. */
function unlock(w: Int32Array): void {
  Atomics.store(w, LOCK, 0);
  if (Atomics.load(w, WAITERS) > 0) Atomics.notify(w, LOCK, 1);
}

function program(release: (w: Int32Array) => void) {
  const thread = (w: Int32Array) => {
    lock(w);
    w[DATA] = w[DATA] + 1;
    release(w);
  };
  return {
    words: ["lock", "waiters", "data"],
    threads: [thread, thread],
    final: (w: Int32Array) => w[DATA] === 2,
  };
}

export const wrong = program(unlockTooSure);
export const mended = program(unlock);
