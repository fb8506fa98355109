// Rings, stacks, counters, selects: wrong results rather than hangs.
import { type Bug, bug, times } from "./bug.ts";

const EMPTY_SLOT = 0;

/** A bounded ring of one slot with a sequence number in it: `full` and `free` say which number means what at position p. */
function ring(full: (p: number) => number, free: (p: number) => number) {
  const trySend = (w: Int32Array, value: number) => {
    const p = Atomics.load(w, 0);
    if (Atomics.load(w, 2) !== free(p)) return false;
    if (Atomics.compareExchange(w, 0, p, p + 1) !== p) return false;
    w[3] = value;
    Atomics.store(w, 2, full(p));
    return true;
  };
  const send = (w: Int32Array, value: number) => {
    while (!trySend(w, value));
  };
  const receive = (w: Int32Array) => {
    for (;;) {
      const p = Atomics.load(w, 1);
      if (Atomics.load(w, 2) !== full(p)) continue;
      if (Atomics.compareExchange(w, 1, p, p + 1) !== p) continue;
      const value = w[3];
      Atomics.store(w, 2, free(p + 1));
      return value;
    }
  };
  return { words: ["head", "tail", "sequence", "slot"], trySend, send, receive };
}

const ambiguous = ring(
  (p) => p + 1,
  (p) => p,
);
const lapped = ring(
  (p) => 2 * p + 1,
  (p) => 2 * p,
);

const next = (node: number) => 1 + node;

export const bugs: readonly Bug[] = [
  bug("data race", "slot sequence of p and p + 1 in a ring of one: full and free are the same number", {
    words: ambiguous.words,
    threads: [...times(2, (w: Int32Array) => ambiguous.send(w, 7)), (w) => ambiguous.receive(w) + ambiguous.receive(w)],
  }),
  bug("livelock", "a producer dies between taking its slot and publishing it", {
    words: lapped.words,
    threads: [
      (w) => lapped.trySend(w, 7),
      (w) => {
        // Whoever finds the ring free sends; one of the two does, unless one dies holding the slot.
        while (Atomics.load(w, 0) === 0) lapped.trySend(w, 7);
      },
      (w) => lapped.receive(w),
    ],
    kills: 1,
  }),
  bug("data race", "a ring that publishes its index before the value", {
    words: ["published", "slot"],
    threads: [
      (w) => {
        Atomics.store(w, 0, 1);
        w[1] = 7;
      },
      (w) => (Atomics.load(w, 0) === 1 ? w[1] : 0),
    ],
  }),
  bug("not linearizable", "a counter by load and store", {
    words: ["count"],
    threads: times(2, (w, t) =>
      t.op("increment", [], () => {
        const n = Atomics.load(w, 0);
        Atomics.store(w, 0, n + 1);
        return n;
      }),
    ) as Bug["program"]["threads"][number][],
    spec: { initial: 0, apply: (n: number) => [[n, n + 1]] },
  }),
  bug("not linearizable", "a read that is answered from a copy made before", {
    words: ["value", "copy"],
    threads: [
      (w, t) => {
        t.op("write", [1], () => void Atomics.store(w, 0, 1));
        Atomics.store(w, 1, 1);
      },
      (w, t) => t.op("read", [], () => Atomics.load(w, 1)),
    ],
    spec: {
      initial: 0,
      apply: (value: number, name: string, [given]: number[]) => [
        name === "write" ? [undefined, given] : [value, value],
      ],
    },
  }),
  bug("failed assertion", "stack without a version: pop and push back between look and swap (ABA)", {
    // A list 1 -> 2; next[i] says what lies under node i.
    words: ["top", "-", "next1", "next2"],
    setup: (w) => {
      w[0] = 1;
      w[2] = 2;
    },
    threads: [
      (w, t) => {
        const top = Atomics.load(w, 0);
        if (top === EMPTY_SLOT) return;
        const under = Atomics.load(w, next(top));
        if (Atomics.compareExchange(w, 0, top, under) === top) {
          t.assert(Atomics.load(w, next(top)) === under, "what was under the node has changed meanwhile");
        }
      },
      (w) => {
        Atomics.store(w, 0, 2);
        Atomics.store(w, 0, EMPTY_SLOT);
        Atomics.store(w, next(1), EMPTY_SLOT);
        Atomics.store(w, 0, 1);
      },
    ],
  }),
  bug("failed assertion", "select without a generation: a late peer commits to the next select", {
    words: ["selecting", "got"],
    setup: (w) => {
      w[0] = 1;
    },
    threads: [
      (w, t) => {
        // First select: gives up, unless a peer was first. Then a second one, in the same record, for another channel.
        if (Atomics.compareExchange(w, 0, 1, 0) !== 1) return;
        Atomics.store(w, 0, 1);
        while (Atomics.load(w, 0) === 1) if (Atomics.compareExchange(w, 0, 1, 0) === 1) return;
        t.assert(false, "a peer of the first select has committed to the second");
      },
      (w) => {
        if (Atomics.load(w, 0) === 1) Atomics.compareExchange(w, 0, 1, 2);
      },
    ],
  }),
  bug("failed assertion", "a seqlock reader that does not look again", {
    words: ["sequence", "left", "right"],
    threads: [
      (w) => {
        Atomics.add(w, 0, 1);
        Atomics.store(w, 1, 1);
        Atomics.store(w, 2, 1);
        Atomics.add(w, 0, 1);
      },
      (w, t) => {
        if (Atomics.load(w, 0) % 2 === 1) return;
        t.assert(Atomics.load(w, 1) === Atomics.load(w, 2), "half a write");
      },
    ],
  }),
];
