import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { CheckError, check, checkRandom, linearizable } from "../../src/check/index.ts";
import type { Program, Thread } from "../../src/check/program.ts";

const twice = <T>(body: T): T[] => [body, body];

/** Runs it and answers the CheckError, which must come. */
function caught(run: () => unknown): CheckError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof CheckError, String(error));
    return error;
  }
  assert.fail("nothing found");
}

const racy: Program = {
  words: ["x"],
  threads: twice((w: Int32Array) => {
    const x = Atomics.load(w, 0);
    Atomics.store(w, 0, x + 1);
  }),
  final: (w) => w[0] === 2,
};

const futex: Program = {
  words: ["lock", "data"],
  threads: twice((w: Int32Array) => {
    while (Atomics.exchange(w, 0, 2) !== 0) Atomics.wait(w, 0, 2);
    w[1] = w[1] + 1;
    if (Atomics.exchange(w, 0, 0) === 2) Atomics.notify(w, 0, 1);
  }),
  final: (w) => w[1] === 2,
};

test("a right program: all states, and says that it is complete", () => {
  const { states, steps, complete } = check(futex);
  assert.ok(states > 20 && steps > states);
  assert.equal(complete, true);
});

test("a lost update: the shortest trace, in words a reader can follow", () => {
  const error = caught(() => check(racy));
  assert.equal(error.kind, "wrong final state");
  assert.equal(error.schedule, "0 1*2 0");
  assert.deepEqual(
    error.trace.map(({ thread, operation, result }) => [thread, operation, result]),
    [
      [0, "load x", "0"],
      [1, "load x", "0"],
      [1, "store x, 1", ""],
      [0, "store x, 1", ""],
    ],
  );
  assert.match(error.message, /check\.test\.ts:\d+/);
  assert.match(error.message, /schedule: "0 1\*2 0"/);
});

test("a schedule replays exactly; another one passes; a wrong one is refused", () => {
  const error = caught(() => check(racy));
  assert.equal(caught(() => check(racy, { schedule: error.schedule })).message, error.message);
  assert.equal(check(racy, { schedule: "0*2 1*2" }).steps, 4);
  assert.throws(() => check(racy, { schedule: "0*3" }), /after 2 steps, thread 0 can't do that; thread 0 has ended/);
  assert.throws(() => check(racy, { schedule: "zero" }), /schedule: expected items like/);
});

test("what Atomics answers inside a program is what it answers outside", () => {
  const operations = (w: Int32Array) => [
    Atomics.store(w, 0, 6),
    Atomics.add(w, 0, 3),
    Atomics.sub(w, 0, 1),
    Atomics.and(w, 0, 12),
    Atomics.or(w, 0, 1),
    Atomics.xor(w, 0, 3),
    Atomics.exchange(w, 0, 0x7fffffff),
    Atomics.add(w, 0, 1),
    Atomics.compareExchange(w, 0, -0x80000000, 5),
    Atomics.compareExchange(w, 0, 4, 9),
    Atomics.load(w, 0),
    Atomics.notify(w, 0),
    Atomics.wait(w, 0, 4),
    Atomics.wait(w, 0, 5, 0),
    w[0],
    w.length,
  ];
  let inside: unknown;
  check({
    words: 1,
    threads: [operations],
    final: (_, [result]: unknown[]) => {
      inside = result;
    },
  });
  assert.deepEqual(inside, operations(new Int32Array(new SharedArrayBuffer(4))));
});

test("Atomics on other arrays, and after the check, is the real thing", () => {
  const mine = new Int32Array(new SharedArrayBuffer(4)).fill(9);
  const before = Atomics.load;
  check({ words: 1, threads: [(w) => Atomics.load(w, Atomics.store(mine, 0, 0))] });
  assert.equal(mine[0], 0);
  assert.equal(Atomics.load, before);
  assert.ok(performance.now() > 0);
});

test("a view of the same memory is the same words", () => {
  const error = caught(() =>
    check({
      words: 2,
      threads: twice((w: Int32Array) => {
        const view = new Int32Array(w.buffer, 4);
        Atomics.store(view, 0, Atomics.load(view, 0) + 1);
      }),
      final: (w) => w[1] === 2,
    }),
  );
  assert.equal(error.trace[0].operation, "load w1");
});

test("64-bit and byte views are refused, not ignored", () => {
  const wide = caught(() => check({ words: 2, threads: [(w) => Atomics.load(new BigInt64Array(w.buffer), 0)] }));
  assert.match(wide.message, /models Int32Array words only, given BigInt64Array/);
});

test("waiters wake first come first served, as many as notify says", () => {
  const order: string[] = [];
  check(
    {
      words: ["gate", "turn", "log"],
      threads: [
        ...[1, 2, 3].map((me) => (w: Int32Array) => {
          while (Atomics.load(w, 1) !== me - 1);
          Atomics.add(w, 1, 1);
          const answer = Atomics.wait(w, 0, 0);
          return [Atomics.add(w, 2, 1), answer];
        }),
        (w) => [Atomics.notify(w, 0, 2), Atomics.store(w, 0, 1), Atomics.notify(w, 0)],
      ],
      final: (_, results: unknown[]) => {
        order.push(JSON.stringify(results[3]));
      },
    },
    { maxSteps: 100_000 },
  );
  assert.ok(order.includes("[2,1,1]") && order.includes("[0,1,0]"));
  assert.ok(!order.includes("[2,1,2]"));
});

test("kinds of failure, each with its text", () => {
  const kinds: readonly (readonly [string, RegExp, Program])[] = [
    [
      "broken invariant",
      /answered false/,
      { words: 1, threads: [(w) => Atomics.store(w, 0, 1)], invariant: (w) => w[0] === 0 },
    ],
    ["failed assertion", /x is 0/, { words: 1, threads: [(w, t) => t.assert(Atomics.load(w, 0) === 1, "x is 0")] }],
    [
      "uncaught error",
      /not today/,
      {
        words: 1,
        threads: [
          () => {
            throw new Error("not today");
          },
        ],
      },
    ],
    [
      "data race",
      /threads 0 and 1 are both about to access w0/,
      { words: 1, threads: twice((w: Int32Array) => w[0]++) },
    ],
    ["deadlock", /thread 0 sleeps on w0/, { words: 1, threads: [(w) => Atomics.wait(w, 0, 0)] }],
    ["wrong final state", /want 3/, { words: 1, threads: [() => 1], final: () => assert.fail("want 3") }],
  ];
  for (const [kind, text, program] of kinds) {
    const error = caught(() => check(program));
    assert.equal(error.kind, kind);
    assert.match(error.message, text);
  }
});

test("two plain reads, and plain accesses ordered by atomics, are no race", () => {
  check({ words: 1, threads: twice((w: Int32Array) => w[0]) });
  check({
    words: ["flag", "data"],
    threads: [
      (w) => {
        w[1] = 7;
        Atomics.store(w, 0, 1);
      },
      (w) => (Atomics.load(w, 0) === 1 ? w[1] : 7),
    ],
    final: (_, results: unknown[]) => results[1] === 7,
  });
});

test("a time-out is a choice; by default nobody may count on it, unless it is certain", () => {
  const sleeper: Program = { words: 1, threads: [(w) => Atomics.wait(w, 0, 0, 5)] };
  assert.equal(caught(() => check(sleeper)).kind, "deadlock");
  assert.equal(
    check({ ...sleeper, timeouts: "certain", final: (_, [r]: unknown[]) => r === "timed-out" }).complete,
    true,
  );
});

test("spurious wake-ups and deaths come only out of their budgets", () => {
  const gate = (more: Partial<Program>): Program => ({
    words: ["gate"],
    threads: [
      (w) => {
        Atomics.store(w, 0, 1);
        Atomics.notify(w, 0);
        return "opened";
      },
      (w, t) => {
        Atomics.wait(w, 0, 0);
        t.assert(Atomics.load(w, 0) === 1, "too early");
      },
    ],
    ...more,
  });
  assert.equal(check(gate({})).complete, true);
  assert.equal(caught(() => check(gate({ spurious: 1 }))).kind, "failed assertion");
  const death = caught(() => check(gate({ kills: 1 })));
  assert.equal(death.kind, "deadlock");
  assert.match(death.message, /is killed/);
});

test("a thread killed asleep may keep its place in the queue, and take a wake along", () => {
  const woken = new Set<unknown>();
  check({
    words: ["gate"],
    // The time-out is for the sleeper whose waker dies.
    threads: [
      (w) => Atomics.wait(w, 0, 0, 9),
      (w) => {
        Atomics.store(w, 0, 1);
        return Atomics.notify(w, 0);
      },
    ],
    kills: 1,
    timeouts: "certain",
    final: (_, [sleeper, notified]: unknown[]) => {
      if (sleeper === undefined) woken.add(notified);
    },
  });
  assert.deepEqual([...woken].sort(), [0, 1]);
});

test("identical threads as a role: fewer states, the same verdicts", () => {
  const three = (roles: number[][]): Program => ({
    ...futex,
    threads: [...futex.threads, futex.threads[0]],
    roles,
    final: (w) => w[1] === 3,
  });
  const all = check(three([]));
  const some = check(three([[0, 1, 2]]));
  assert.ok(some.states * 3 < all.states, `${some.states} of ${all.states}`);
  assert.equal(caught(() => check({ ...racy, roles: [[0, 1]] })).message, caught(() => check(racy)).message);
});

test("a failure beside a thread that spins for ever is found, and its trace ends", () => {
  const program: Program = {
    words: ["go", "x"],
    threads: [
      (w) => {
        while (Atomics.load(w, 0) === 0);
      },
      (w, t) => {
        for (let i = 0; i < 5; i++) Atomics.add(w, 1, 1);
        t.assert(Atomics.exchange(w, 0, 1) === 1, "nobody else says go");
      },
    ],
  };
  const error = caught(() => check(program));
  assert.equal(error.kind, "failed assertion");
  assert.equal(error.schedule, "1*6");
});

test("a bound that ends the search is said", () => {
  const spin: Program = {
    words: 1,
    threads: twice((w: Int32Array) => {
      while (Atomics.exchange(w, 0, 1) !== 0);
      Atomics.store(w, 0, 0);
    }),
  };
  assert.equal(check(spin, { maxSteps: 1000 }).complete, false);
  assert.equal(check(futex, { maxMs: 0 }).complete, false);
});

test("bad programs are refused with what was given", () => {
  const threads = [() => 0];
  assert.throws(() => check({ words: -1, threads }), /words: expected a count or a list of names, given -1/);
  assert.throws(() => check({ words: 1, threads: [] }), /threads: expected 1 to 8, given 0/);
  assert.throws(() => check({ words: 1, threads: [7 as never] }), /threads: expected a list of functions/);
  assert.throws(() => check({ words: 1, threads, kills: 16 }), /kills: expected an integer from 0 to 15, given 16/);
  assert.throws(() => check({ words: 1, threads, roles: [[0, 0]] }), /roles: expected each of 0..0 at most once/);
  assert.throws(() => checkRandom({ words: 1, threads }, { runs: 0 }), /runs: expected a positive integer, given 0/);
});

test("a thread that is not deterministic, asynchronous, or nests t.op is told so", () => {
  let n = 0;
  const fickle = caught(() =>
    check({
      words: 2,
      threads: [
        (w) => {
          Atomics.load(w, 0);
          Atomics.load(w, n++ % 2);
          Atomics.load(w, 0);
        },
      ],
    }),
  );
  assert.match(fickle.message, /must be deterministic/);
  assert.match(caught(() => check({ words: 1, threads: [() => Promise.resolve(0)] })).message, /synchronous/);
  const nested = (_: Int32Array, t: Thread) => t.op("a", [], () => t.op("b", [], () => 0));
  assert.match(caught(() => check({ words: 1, threads: [nested] })).message, /t\.op\("b"\) inside another/);
});

test("finally blocks of a stopped thread do no steps", () => {
  const program: Program = {
    words: ["lock", "x"],
    threads: twice((w: Int32Array) => {
      try {
        Atomics.add(w, 1, 1);
      } finally {
        Atomics.add(w, 0, 1);
      }
    }),
    final: (w) => w[0] === 2 && w[1] === 2,
  };
  assert.equal(check(program).complete, true);
});

test("checkRandom finds a lost update, gives the same for the same seed, and replays", () => {
  const large: Program = {
    ...racy,
    threads: Array.from({ length: 5 }, () => racy.threads[0]),
    final: (w) => w[0] === 5,
  };
  const first = caught(() => checkRandom(large, { runs: 100, seed: 7 }));
  assert.equal(caught(() => checkRandom(large, { runs: 100, seed: 7 })).message, first.message);
  assert.equal(caught(() => check(large, { schedule: first.schedule })).message, first.message);
  const { runs, steps, unfinished } = checkRandom(futex, { runs: 50 });
  assert.deepEqual([runs, unfinished], [50, 0]);
  assert.ok(steps > 50 * 6);
});

const register = {
  initial: 0,
  apply: (value: number, name: string, [given]: number[]) =>
    [name === "write" ? [undefined, given] : [value, value]] as [unknown, number][],
};

test("linearizable: a read may be early or late within its call, not after it", () => {
  const call = (thread: number, name: string, ...args: number[]) => ({ thread, type: "call" as const, name, args });
  const answer = (thread: number, name: string, result?: number) => ({ thread, type: "return" as const, name, result });
  const overlapping = (seen: number) => [
    call(0, "write", 1),
    call(1, "read"),
    answer(1, "read", seen),
    answer(0, "write"),
  ];
  assert.equal(linearizable(overlapping(0), register), true);
  assert.equal(linearizable(overlapping(1), register), true);
  assert.equal(linearizable(overlapping(2), register), false);
  assert.equal(
    linearizable([call(0, "write", 1), answer(0, "write"), call(1, "read"), answer(1, "read", 0)], register),
    false,
  );
  // A write that never returned may have happened, but not be undone.
  const seen = (...values: number[]) => values.flatMap((value) => [call(1, "read"), answer(1, "read", value)]);
  assert.equal(linearizable([call(0, "write", 1), ...seen(0, 1, 1)], register), true);
  assert.equal(linearizable([call(0, "write", 1), ...seen(1, 0)], register), false);
});

test("a module given as URL has exact states: a spin lock is finite, and finds what is wrong with it", async () => {
  const folder = fileURLToPath(new URL("scratch/url/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    `${folder}lock.mjs`,
    `export class Spin {
    #w; #i = 0;
    constructor(w) { this.#w = w; }
    lock() { while (Atomics.compareExchange(this.#w, this.#i, 0, 1) !== 0) this.pause(); }
    pause() {}
    unlock() { Atomics.store(this.#w, this.#i, 0); }
  }`,
  );
  const file = `${folder}program.mjs`;
  writeFileSync(
    file,
    `import { Spin } from "./lock.mjs";
    const body = (rounds) => (w) => {
      const spin = new Spin(w);
      for (let i = 0; i < rounds; i++) { spin.lock(); w[1] = w[1] + 1; spin.unlock(); }
    };
    export default { words: ["lock", "data"], threads: [body(2), body(2)], final: (w) => w[1] === 4 };
    export const stuck = { words: ["lock", "data"], threads: [body(1), (w) => { new Spin(w).lock(); }] };`,
  );
  const url = pathToFileURL(file);
  const { complete, states } = await check(url);
  assert.equal(complete, true);
  assert.ok(states < 500, `${states} states`);
  await assert.rejects(
    check(new URL("#stuck", url)),
    (error) => error instanceof CheckError && error.kind === "livelock",
  );
  await assert.rejects(check(new URL("#none", url)), /expected a program as export "none", given undefined/);
});

test("what is not modelled is an error, not a clean bill", () => {
  const uses: [string, (w: Int32Array) => unknown, RegExp][] = [
    ["fill", (w) => w.fill(1), /does not model w\.fill/],
    ["set", (w) => w.set([1]), /does not model w\.set/],
    ["iteration", (w) => [...w], /does not model w\.Symbol\(Symbol\.iterator\)/],
    ["a word that is not there", (w) => w[7], /w\[7\]: expected a word, 0 to 0/],
    ["a write to a word that is not there", (w) => (w[7] = 1), /w\[7\] = …: expected a word, 0 to 0/],
  ];
  for (const [what, use, message] of uses) assert.throws(() => check({ words: 1, threads: [use] }), { message }, what);
});

test("a specification that can't be leaves Atomics as they were", () => {
  const { load } = Atomics;
  assert.throws(() => check({ words: 1, threads: [() => {}], spec: {} as never }));
  assert.equal(Atomics.load, load);
});

test("a thread that spins for ever, given without its source, ends the search at a bound of its own", () => {
  const lock = (w: Int32Array) => {
    while (Atomics.exchange(w, 0, 1) !== 0);
  };
  const { complete, steps } = check({ words: 1, threads: [lock, lock] });
  assert.equal(complete, false);
  assert.ok(steps < 5_000_000, "not the bound on steps");
});
