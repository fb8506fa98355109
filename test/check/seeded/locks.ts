// Locks that look right.
import { A_WHILE, type Bug, bug, FOREVER, times, touch } from "./bug.ts";

const LOCK = 0;
const DATA = 1;

/** Threads that each lock, touch plain data and unlock, `rounds` times. */
function users(n: number, lock: (w: Int32Array) => boolean, unlock: (w: Int32Array) => void, rounds = 1) {
  return {
    words: ["lock", "data", "more", "other"],
    threads: times(n, (w: Int32Array) => {
      for (let i = 0; i < rounds; i++) {
        if (!lock(w)) continue;
        touch(w, DATA);
        unlock(w);
      }
    }),
    roles: [Array.from({ length: n }, (_, i) => i)],
  };
}

/** The futex mutex of three states: 0 free, 1 held, 2 held and somebody may sleep. `leave` is what a timed-out waiter says. */
function lock3(w: Int32Array, ms: number, again: number): boolean {
  if (Atomics.compareExchange(w, LOCK, 0, 1) === 0) return true;
  while (Atomics.exchange(w, LOCK, again) !== 0) {
    if (Atomics.wait(w, LOCK, again, ms) === "timed-out") return false;
  }
  return true;
}

function unlock3(w: Int32Array): void {
  if (Atomics.exchange(w, LOCK, 0) === 2) Atomics.notify(w, LOCK, 1);
}

const spinLock = (w: Int32Array) => {
  while (Atomics.exchange(w, LOCK, 1) !== 0);
  return true;
};
const spinUnlock = (w: Int32Array) => void Atomics.store(w, LOCK, 0);

const WAITERS = 2;
const LONG = 4;

export const bugs: readonly Bug[] = [
  bug(
    "data race",
    "look, then take: two threads see the lock free",
    users(
      2,
      (w) => {
        while (Atomics.load(w, LOCK) !== 0);
        Atomics.store(w, LOCK, 1);
        return true;
      },
      spinUnlock,
    ),
  ),
  bug(
    "data race",
    "no lock at all around a plain increment",
    users(
      2,
      () => true,
      () => {},
    ),
  ),
  bug(
    "deadlock",
    "unlock notifies before it frees the lock",
    users(
      2,
      (w) => lock3(w, FOREVER, 2),
      (w) => {
        if (Atomics.load(w, LOCK) === 2) Atomics.notify(w, LOCK, 1);
        Atomics.store(w, LOCK, 0);
      },
    ),
  ),
  bug(
    "deadlock",
    "three states, but a woken thread takes the lock as 1: the next sleeper is forgotten",
    users(
      3,
      (w) => {
        let seen = Atomics.compareExchange(w, LOCK, 0, 1);
        while (seen !== 0) {
          if (seen === 2 || Atomics.compareExchange(w, LOCK, 1, 2) !== 0) Atomics.wait(w, LOCK, 2);
          seen = Atomics.compareExchange(w, LOCK, 0, 1);
        }
        return true;
      },
      unlock3,
    ),
  ),
  bug("deadlock", "a thread that was woken sees its deadline passed and leaves with the wake", {
    ...users(
      3,
      (w) => {
        if (Atomics.compareExchange(w, LOCK, 0, 1) === 0) return true;
        while (Atomics.exchange(w, LOCK, 2) !== 0) {
          Atomics.wait(w, LOCK, 2);
          // In the place of a look at the clock.
          if (Atomics.load(w, 2) === 1) return false;
        }
        return true;
      },
      (w) => {
        Atomics.store(w, 2, 1);
        unlock3(w);
      },
    ),
  }),
  bug("deadlock", "a LONG waiter times out, and leaves LONG behind", {
    words: ["lock", "data"],
    threads: [
      ...times(2, (w: Int32Array) => {
        for (;;) {
          const seen = Atomics.load(w, LOCK);
          // Newcomers are kept out while LONG is set.
          if ((seen & (1 | LONG)) === 0) {
            if (Atomics.compareExchange(w, LOCK, seen, seen | 1) === seen) break;
          } else if (Atomics.compareExchange(w, LOCK, seen, seen | WAITERS) === seen)
            Atomics.wait(w, LOCK, seen | WAITERS);
        }
        touch(w, DATA);
        if ((Atomics.and(w, LOCK, LONG) & WAITERS) !== 0) Atomics.notify(w, LOCK, 1);
      }),
      (w) => {
        const seen = Atomics.or(w, LOCK, WAITERS | LONG);
        if ((seen & 1) !== 0 && Atomics.wait(w, LOCK, seen | WAITERS | LONG, A_WHILE) === "timed-out") return;
        Atomics.and(w, LOCK, ~LONG);
        Atomics.notify(w, LOCK);
      },
    ],
    roles: [[0, 1]],
  }),
  bug("data race", "a second handle on the lock resets its word", {
    words: ["lock", "data"],
    threads: times(2, (w: Int32Array) => {
      Atomics.store(w, LOCK, 0);
      spinLock(w);
      touch(w, DATA);
      spinUnlock(w);
    }),
  }),
  bug("deadlock", "ticket lock that wakes one sleeper: the wrong one", {
    words: ["ticket", "serving"],
    threads: times(3, (w: Int32Array) => {
      const mine = Atomics.add(w, 0, 1);
      for (let now = Atomics.load(w, 1); now !== mine; now = Atomics.load(w, 1)) Atomics.wait(w, 1, now);
      Atomics.add(w, 1, 1);
      Atomics.notify(w, 1, 1);
    }),
    roles: [[0, 1, 2]],
  }),
  bug("data race", "Peterson's lock without the turn, looking before it flags", {
    words: ["flag0", "flag1", "data"],
    threads: [0, 1].map((me) => (w) => {
      while (Atomics.load(w, 1 - me) === 1);
      Atomics.store(w, me, 1);
      touch(w, 2);
      Atomics.store(w, me, 0);
    }),
  }),
  bug("livelock", "Peterson's lock without the turn: both flag and wait for ever", {
    words: ["flag0", "flag1", "data"],
    threads: [0, 1].map((me) => (w) => {
      Atomics.store(w, me, 1);
      while (Atomics.load(w, 1 - me) === 1);
      touch(w, 2);
      Atomics.store(w, me, 0);
    }),
  }),
  bug("deadlock", "two locks in opposite order", {
    words: ["one", "two"],
    threads: [0, 1].map((first) => (w) => {
      for (const i of [first, 1 - first]) while (Atomics.exchange(w, i, 1) !== 0) Atomics.wait(w, i, 1);
      for (const i of [0, 1]) {
        Atomics.store(w, i, 0);
        Atomics.notify(w, i, 1);
      }
    }),
  }),
  bug("overtaking", "a flood of newcomers starves a waiter", {
    words: ["lock"],
    threads: times(2, (w: Int32Array, t: { op<T>(name: string, args: unknown[], body: () => T): T }) => {
      for (let i = 0; i < 3; i++) {
        t.op("lock", [], () => spinLock(w));
        spinUnlock(w);
      }
    }),
    overtaking: { op: "lock", bound: 1 },
  }),
  bug("wrong final state", "unlock by a thread that does not hold it", {
    words: ["lock", "wins"],
    threads: times(2, (w: Int32Array) => {
      if (Atomics.compareExchange(w, LOCK, 0, 1) === 0) Atomics.add(w, 1, 1);
      Atomics.store(w, LOCK, 0);
    }),
    final: (w) => w[1] === 1,
  }),
  bug("uncaught error", "an owner check that fails when the lock changes hands", {
    words: ["owner"],
    threads: [1, 2].map((me) => (w) => {
      Atomics.store(w, 0, me);
      if (Atomics.load(w, 0) !== me) throw new Error("not the owner");
    }),
  }),
];
