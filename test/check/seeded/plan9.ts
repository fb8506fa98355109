// The traps of the user-level semaphore {u, k} and of Plan 9's lock and note.
import { A_WHILE, type Bug, bug, FOREVER, times, touch } from "./bug.ts";

const U = 0;
const K = 1;
const DATA = 2;

function takeToken(w: Int32Array, ms: number): boolean {
  for (;;) {
    const tokens = Atomics.load(w, K);
    if (tokens > 0) {
      if (Atomics.compareExchange(w, K, tokens, tokens - 1) === tokens) return true;
    } else if (Atomics.wait(w, K, 0, ms) === "timed-out") return false;
  }
}

function giveToken(w: Int32Array): void {
  Atomics.add(w, K, 1);
  Atomics.notify(w, K, 1);
}

function release(w: Int32Array): void {
  if (Atomics.add(w, U, 1) < 0) giveToken(w);
}

/** Whether it got a permit; `leave` is what a timed-out waiter does, and may say that it got one after all. */
function acquire(w: Int32Array, ms: number, leave: (w: Int32Array) => boolean): boolean {
  if (Atomics.add(w, U, -1) > 0) return true;
  return takeToken(w, ms) || leave(w);
}

const timed = (leave: (w: Int32Array) => boolean, rounds: number) => ({
  words: ["u", "k", "data"],
  setup(w: Int32Array) {
    w[U] = 1;
  },
  threads: times(3, (w: Int32Array) => {
    for (let i = 0; i < rounds; i++) {
      if (!acquire(w, A_WHILE, leave)) continue;
      touch(w, DATA);
      release(w);
    }
  }),
  roles: [[0, 1, 2]],
});

const never = () => false;

export const bugs: readonly Bug[] = [
  bug("data race", "Plan 9's canlock: add, look, undo by add and release", {
    words: ["key", "sema", "data"],
    threads: [
      ...times(2, (w: Int32Array) => {
        if (Atomics.add(w, 0, 1) !== 0) takeToken(w, FOREVER);
        touch(w, DATA);
        if (Atomics.add(w, 0, -1) > 1) giveToken(w);
      }),
      (w) => {
        if (Atomics.add(w, 0, 1) !== 0) {
          if (Atomics.add(w, 0, -1) > 1) giveToken(w);
          return;
        }
        touch(w, DATA);
        if (Atomics.add(w, 0, -1) > 1) giveToken(w);
      },
    ],
  }),
  bug("deadlock", "u overflows: a release too many, and no permit is left", {
    words: ["u", "k"],
    setup: (w) => {
      w[U] = 0x7fffffff;
    },
    threads: [release, (w) => acquire(w, FOREVER, never)],
  }),
  bug("deadlock", "a killed waiter stays counted in u, and takes a token along", {
    words: ["u", "k"],
    threads: [
      (w) => {
        release(w);
        release(w);
      },
      ...times(2, (w: Int32Array) => {
        if (acquire(w, FOREVER, never)) release(w);
      }),
    ],
    kills: 1,
  }),
  bug(
    "data race",
    "a timed-out acquire adds 1 back to u: its token lets a second one in",
    timed((w) => {
      Atomics.add(w, U, 1);
      return false;
    }, 2),
  ),
  bug(
    "data race",
    "a timed-out acquire releases: two holders",
    timed((w) => {
      release(w);
      return false;
    }, 1),
  ),
  bug("wrong final state", "a timed-out acquire just leaves: a permit leaks", {
    ...timed(never, 1),
    final: (w) => w[U] === 1,
  }),
  bug("data race", "2008 Note: the sleeper may return before the waker's last write", {
    words: ["wakeup", "u", "k"],
    threads: [
      (w) => {
        Atomics.store(w, 0, 1);
        Atomics.add(w, 1, 1);
      },
      (w) => {
        // The sleeper sees the wake-up without sleeping, and gives the memory to something else.
        if (Atomics.load(w, 0) === 1) w[1] = 99;
      },
    ],
  }),
  bug("wrong final state", "2008 Note: a wake-up before the sleep leaves its token in u", {
    words: ["u", "k", "wakeup"],
    threads: [
      (w) => {
        Atomics.store(w, 2, 1);
        release(w);
      },
      (w) => {
        while (Atomics.load(w, 2) === 0) acquire(w, FOREVER, never);
      },
    ],
    final: (w) => w[U] === 0,
  }),
];
