// WaitGroup, Once and Barrier.
import type { Program } from "../../../src/check/program.ts";
import { CHOSEN, DONE, NEGATIVE, RELOCK } from "../../../src/core/result.ts";
import { A_WHILE, type Core, FOREVER, SHAPES } from "./shapes.ts";

const COUNT = (1 << 18) - 1;
const WAITERS = 1 << 18;
const FORMS = [
  { kind: "", ms: FOREVER, spurious: 0 },
  { kind: ", timed", ms: A_WHILE, spurious: 0 },
  { kind: ", spurious", ms: FOREVER, spurious: 1 },
];

export function programs(core: Core): Program[] {
  return [...waitgroups(core), ...onces(core), ...barriers(core)];
}

function waitgroups({ waitgroupAdd, waitgroupAsk, waitgroupWait }: Core): Program[] {
  const waitAsync = (w: Int32Array) => {
    for (let told = waitgroupAsk(w, 0); told !== -1; told = waitgroupAsk(w, 0)) {
      if (Atomics.wait(w, 0, told) === "ok") return;
    }
  };
  return FORMS.flatMap(({ kind, ms, spurious }): Program[] => [
    {
      name: `waitgroup, two work, a thread waits${kind}`,
      words: ["word", "data 0", "data 1"],
      spurious,
      setup: (w) => {
        w[0] = 2;
      },
      threads: [
        ...[1, 2].map((own) => (w: Int32Array) => {
          w[own] = 1;
          waitgroupAdd(w, 0, -1);
        }),
        (w) => (waitgroupWait(w, 0, ms) === DONE ? w[1] + w[2] : 2),
      ],
      final: (w, results: readonly number[]) => (w[0] & COUNT) === 0 && results[2] === 2,
    },
    {
      // The next round starts while waiters of the last one may not have woken yet.
      name: `waitgroup, used again at once${kind}`,
      words: ["word", "go"],
      spurious,
      setup: (w) => {
        w[0] = 1;
      },
      threads: [
        (w) => {
          // The waiter has come to the first round.
          while ((Atomics.load(w, 0) & WAITERS) === 0);
          for (let round = 1; round <= 2; round++) {
            waitgroupAdd(w, 0, -1);
            waitgroupAdd(w, 0, 1);
          }
          // This round never ends, unless the waiter of the first one goes on.
          while (Atomics.load(w, 1) === 0) Atomics.wait(w, 1, 0);
          waitgroupAdd(w, 0, -1);
        },
        (w) => {
          waitgroupWait(w, 0, ms);
          Atomics.store(w, 1, 1);
          Atomics.notify(w, 1);
        },
      ],
    },
    {
      name: `waitgroup, two wait, one of them an event loop${kind}`,
      words: ["word", "data"],
      spurious,
      setup: (w) => {
        w[0] = 1;
      },
      threads: [
        (w) => {
          w[1] = 5;
          return waitgroupAdd(w, 0, -1) === DONE && waitgroupAdd(w, 0, -1) === NEGATIVE ? 5 : 0;
        },
        (w) => (waitgroupWait(w, 0, ms) === DONE ? w[1] : 5),
        (w) => {
          waitAsync(w);
          return spurious > 0 ? 5 : w[1];
        },
      ],
      final: (_, results: readonly number[]) => results.every((result) => result === 5),
    },
  ]);
}

function onces({ onceAbandon, onceAsk, onceBegin, onceEnd, onceIsDone, onceRunner, onceTry }: Core): Program[] {
  return FORMS.flatMap(({ kind, ms, spurious }) =>
    SHAPES.map(
      ({ threads, operations }): Program => ({
        name: `once ${threads}x${operations}, the first run fails${kind}`,
        words: ["word", "runs", "data"],
        spurious,
        threads: Array.from({ length: threads }, (_, who) => (w, t) => {
          let seen = 0;
          for (let i = 0; i < operations; i++) {
            const answer = onceBegin(w, 0, who + 1, ms);
            if (answer === CHOSEN) {
              t.assert(onceTry(w, 0, who + 1) === RELOCK, "entered again");
              // Plain data: two runs at once are a data race.
              w[1] = w[1] + 1;
              if (w[1] > 1) w[2] = 7;
              onceEnd(w, 0, w[1] > 1 ? 1 : 0);
            } else if (answer === DONE) {
              t.assert(w[2] === 7, "done, but not seen to be");
              seen++;
            }
          }
          return seen;
        }),
        final: (w) => w[1] <= 2 && (w[1] < 2 || w[0] === 1 << 13),
      }),
    ),
  ).concat(
    {
      name: "once, an event loop waits for a thread",
      words: ["word", "data"],
      threads: [1, 2].map((me) => (w: Int32Array) => {
        for (let answer = onceTry(w, 0, me); answer !== DONE; answer = onceTry(w, 0, me)) {
          if (answer === CHOSEN) {
            w[1] = 7;
            onceEnd(w, 0, 1);
            break;
          }
          const told = onceAsk(w, 0);
          if (told !== -1) Atomics.wait(w, 0, told);
        }
        return w[1];
      }),
      final: (_: Int32Array, results: readonly number[]) => results.every((result) => result === 7),
    },
    {
      // One only waits; two know that thread 9 has died, and may say so late.
      name: "once, its runner has died",
      words: ["word", "runs"],
      setup: (w: Int32Array) => {
        w[0] = 9;
      },
      threads: [1, 2, 3].map((me) => (w: Int32Array) => {
        if (me > 1) onceAbandon(w, 0, onceRunner(w, 0) === 9 ? 9 : 0);
        if (onceBegin(w, 0, me, FOREVER) !== CHOSEN) return onceIsDone(w, 0);
        w[1] = w[1] + 1;
        onceEnd(w, 0, 1);
        return onceIsDone(w, 0);
      }),
      final: (w: Int32Array, results: readonly number[]) => w[1] === 1 && results.every((result) => result === 1),
    },
  );
}

function barriers({ barrierArrive, barrierWait }: Core): Program[] {
  return FORMS.flatMap(({ kind, ms, spurious }) =>
    SHAPES.map(
      ({ threads, operations }): Program => ({
        name: `barrier ${threads}x${operations}${kind}`,
        words: ["word", "parties", "leaders", ...Array.from({ length: threads }, (_, who) => `data ${who}`)],
        spurious,
        // Who waits for one that has given up can only give up, too.
        ...(ms < FOREVER ? { timeouts: "certain" as const } : {}),
        setup: (w) => {
          w[1] = threads;
        },
        threads: Array.from({ length: threads }, (_, who) => (w, t) => {
          for (let round = 1; round <= operations; round++) {
            Atomics.store(w, 3 + who, round);
            const came = barrierArrive(w, 0);
            if (came === CHOSEN) Atomics.add(w, 2, 1);
            else if (barrierWait(w, 0, came, 1, ms) !== DONE) return 0;
            for (let other = 0; other < threads; other++) {
              t.assert(Atomics.load(w, 3 + other) >= round, `thread ${other} has not come to round ${round}`);
            }
          }
          return 1;
        }),
        final: (w, results: readonly number[]) =>
          results.includes(0) ? w[2] < operations + 1 : w[2] === operations && (w[0] & 0x3fff) === 0,
      }),
    ),
  );
}
