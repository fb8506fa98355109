// Semaphores of several permits, condition variables, notes, barriers, wait groups, reader-writer locks, once.
import { A_WHILE, type Bug, bug, times, touch } from "./bug.ts";

function lock(w: Int32Array, i: number): void {
  while (Atomics.exchange(w, i, 2) !== 0) Atomics.wait(w, i, 2);
}

function unlock(w: Int32Array, i: number): void {
  Atomics.store(w, i, 0);
  Atomics.notify(w, i, 1);
}

function acquire(w: Int32Array, n: number): void {
  for (;;) {
    const value = Atomics.load(w, 0);
    if (value < n) Atomics.wait(w, 0, value);
    else if (Atomics.compareExchange(w, 0, value, value - n) === value) return;
  }
}

export const bugs: readonly Bug[] = [
  bug("deadlock", "acquire(2) eats the wake that acquire(1) needed", {
    words: ["value"],
    threads: [
      (w) => {
        Atomics.add(w, 0, 1);
        Atomics.notify(w, 0, 1);
      },
      (w) => {
        acquire(w, 1);
        Atomics.add(w, 0, 2);
        Atomics.notify(w, 0, 2);
      },
      (w) => acquire(w, 2),
    ],
  }),
  bug("deadlock", "a semaphore that looks, then sleeps on whatever it sees later", {
    words: ["value"],
    threads: [
      (w) => {
        Atomics.add(w, 0, 1);
        Atomics.notify(w, 0, 1);
      },
      (w) => {
        while (Atomics.load(w, 0) === 0) Atomics.wait(w, 0, Atomics.load(w, 0));
      },
    ],
  }),
  bug("broken invariant", "tryAcquire by subtracting first: the count goes below zero", {
    words: ["value"],
    threads: times(2, (w: Int32Array) => {
      if (Atomics.sub(w, 0, 1) <= 0) Atomics.add(w, 0, 1);
    }),
    invariant: (w) => w[0] >= 0,
  }),
  bug("deadlock", "a cancelled event-loop waiter keeps the wake it got", {
    words: ["value", "cancelled"],
    threads: [
      (w) => {
        Atomics.store(w, 0, 1);
        Atomics.notify(w, 0, 1);
      },
      (w) => acquire(w, 1),
      // The event loop's waiter, with a wait in the place of waitAsync.
      (w) => {
        if (Atomics.load(w, 0) === 0) Atomics.wait(w, 0, 0);
      },
    ],
  }),
  bug("deadlock", "condition variable without a sequence word: the signal falls between unlock and wait", {
    words: ["lock", "cond", "ready"],
    threads: [
      (w) => {
        lock(w, 0);
        Atomics.store(w, 2, 1);
        unlock(w, 0);
        Atomics.notify(w, 1, 1);
      },
      (w) => {
        lock(w, 0);
        while (Atomics.load(w, 2) === 0) {
          unlock(w, 0);
          Atomics.wait(w, 1, 0);
          lock(w, 0);
        }
        unlock(w, 0);
      },
    ],
  }),
  bug("data race", "condition variable that does not relock after a time-out", {
    words: ["lock", "sequence", "data"],
    threads: [
      (w) => {
        lock(w, 0);
        touch(w, 2);
        Atomics.add(w, 1, 1);
        unlock(w, 0);
        Atomics.notify(w, 1, 1);
      },
      (w) => {
        lock(w, 0);
        const sequence = Atomics.load(w, 1);
        unlock(w, 0);
        if (Atomics.wait(w, 1, sequence, A_WHILE) !== "timed-out") lock(w, 0);
        touch(w, 2);
        unlock(w, 0);
      },
    ],
  }),
  bug("deadlock", "barrier in one word hangs on reuse", {
    words: ["count"],
    threads: times(2, (w: Int32Array) => {
      for (let round = 0; round < 2; round++) {
        if (Atomics.add(w, 0, 1) === 1) {
          Atomics.store(w, 0, 0);
          Atomics.notify(w, 0);
        } else for (let n = Atomics.load(w, 0); n !== 0; n = Atomics.load(w, 0)) Atomics.wait(w, 0, n);
      }
    }),
    roles: [[0, 1]],
  }),
  bug("livelock", "the same barrier, spinning", {
    words: ["count"],
    threads: times(2, (w: Int32Array) => {
      for (let round = 0; round < 2; round++) {
        if (Atomics.add(w, 0, 1) === 1) Atomics.store(w, 0, 0);
        else while (Atomics.load(w, 0) !== 0);
      }
    }),
    roles: [[0, 1]],
  }),
  bug("deadlock", "wait group in one word hangs on reuse", {
    words: ["count", "go"],
    setup: (w) => {
      w[0] = 1;
    },
    threads: [
      (w) => {
        if (Atomics.sub(w, 0, 1) === 1) Atomics.notify(w, 0);
        // The next round begins as soon as this one is over; its work is only done when the waiter has come back.
        Atomics.add(w, 0, 1);
        while (Atomics.load(w, 1) === 0) Atomics.wait(w, 1, 0);
        if (Atomics.sub(w, 0, 1) === 1) Atomics.notify(w, 0);
      },
      (w) => {
        for (let n = Atomics.load(w, 0); n !== 0; n = Atomics.load(w, 0)) Atomics.wait(w, 0, n);
        Atomics.store(w, 1, 1);
        Atomics.notify(w, 1);
      },
    ],
  }),
  bug("data race", "once that says done before it is", {
    words: ["state", "data"],
    threads: times(2, (w: Int32Array) => {
      if (Atomics.compareExchange(w, 0, 0, 1) === 0) w[1] = 7;
      return w[1];
    }),
  }),
  bug("deadlock", "once whose initialiser dies", {
    words: ["state", "data"],
    threads: times(2, (w: Int32Array) => {
      if (Atomics.compareExchange(w, 0, 0, 1) === 0) {
        w[1] = 7;
        Atomics.store(w, 0, 2);
        Atomics.notify(w, 0);
      } else while (Atomics.load(w, 0) !== 2) Atomics.wait(w, 0, 1);
    }),
    roles: [[0, 1]],
    kills: 1,
  }),
  bug("livelock", "a waiting writer dies, and a bare notify does not let the readers in", {
    words: ["readers", "writersWaiting"],
    threads: [
      (w) => {
        Atomics.add(w, 1, 1);
        while (Atomics.compareExchange(w, 0, 0, -1) !== 0) Atomics.wait(w, 0, Atomics.load(w, 0), A_WHILE);
        Atomics.sub(w, 1, 1);
        Atomics.store(w, 0, 0);
        Atomics.notify(w, 0);
        Atomics.notify(w, 1);
      },
      (w) => {
        // Readers let waiting writers go first, and look again after every slice, or notify.
        for (let n = Atomics.load(w, 1); n !== 0; n = Atomics.load(w, 1)) Atomics.wait(w, 1, n, A_WHILE);
      },
    ],
    kills: 1,
    timeouts: "certain",
  }),
  bug("deadlock", "last reader wakes one sleeper on the word that readers and writers share", {
    words: ["state"],
    setup: (w) => {
      w[0] = -1;
    },
    threads: [
      (w) => {
        Atomics.store(w, 0, 0);
        Atomics.notify(w, 0, 1);
      },
      ...times(2, (w: Int32Array) => {
        for (let n = Atomics.load(w, 0); ; n = Atomics.load(w, 0)) {
          if (n < 0) Atomics.wait(w, 0, n);
          else if (Atomics.compareExchange(w, 0, n, n + 1) === n) break;
        }
        Atomics.sub(w, 0, 1);
      }),
    ],
    roles: [[1, 2]],
  }),
  bug("failed assertion", "a wait taken for a proof that the condition holds: a spurious wake-up", {
    words: ["ready"],
    threads: [
      (w) => {
        Atomics.store(w, 0, 1);
        Atomics.notify(w, 0);
      },
      (w, t) => {
        Atomics.wait(w, 0, 0);
        t.assert(Atomics.load(w, 0) === 1, "woken and not ready");
      },
    ],
    spurious: 1,
  }),
];
