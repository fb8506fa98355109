// What nsync's testing/{mu,mu_starvation,cv,cv_mu_timeout_stress,pingpong}_test.c assert, for threads. Carried over:
// counting under a lock and under a try that is repeated; a reader/writer lock step by step (who may try what while one
// reads and a writer waits; who waits sees what the writer wrote); a queue by mutex and conditions at several
// capacities; starvation (readers that conspire to hold the lock always keep out a try but not a writer; a writer that
// nearly always holds it keeps out nobody); timeout stress; ping-pong, as a test of who goes on instead of a benchmark.
// Bounds are progress instead of seconds: how often others had the lock meanwhile.
//
// Not carried over: times (how long a wait or a hold took; nsync tolerates a number of late ones); that tries sometimes hit the moment when a writer lets go, which is luck; conditional critical sections
// (mu_wait_test: there are none here, the count modulo 4 waits by conditions); conditions of a reader, and waiting for
// one of many (wait_test: select is for channels); notes with parents and deadlines, counters (here WaitGroup), once
// (see go/once.test.ts); the text of the debug dumps.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect, Note, RWMutex, Semaphore, stats } from "../../../src/index.ts";
import { builds } from "../../support/builds.ts";
import { ints } from "../../support/ints.ts";
import { asleep } from "../asleep.ts";
import { tell } from "../gate.ts";
import { type Lock, locks, release, tryTake } from "../lock.ts";
import { pairs } from "../pairs.ts";
import { pool } from "../pool.ts";
import type { Crowd } from "./mutex.jobs.ts";

const start = pool(new URL("./mutex.jobs.js", import.meta.url));
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b);

for (const { build, options } of builds) {
  for (const { kind, make } of locks) {
    for (const tries of [false, true]) {
      test(`${build}: 5 threads count under a ${kind} that they ${tries ? "only try" : "lock"}`, async (t) => {
        const lock = make({ ...options(), name: "counted" });
        const state = ints(2);
        const rounds = 3_000;
        const wrong = await start<number>(t, 5, "counting", { lock, state, rounds, tries }).results;
        assert.deepEqual([sum(wrong), state[0]], [0, 5 * rounds]);
      });
    }
  }

  test(`${build}: while one reads another may; not once a writer waits; who waits sees what it wrote`, async (t) => {
    for (let [whole, round] = [false, 0]; !whole; round++) {
      assert.ok(round < 10, "no round in which everybody slept once");
      const mutex = new RWMutex({ ...options(), name: "stepwise" });
      const [state, value] = [ints(2), ints(1)];
      const trier = start<number[][]>(t, 1, "attempts", { mutex, state, times: 4 });
      let asked = 0;
      const attempt = async () => {
        tell(state, 0);
        asked++;
        await trier.until(() => Atomics.load(state, 1) === asked, "a thread has tried");
      };
      const before = stats().all.waits;
      mutex.lockShared();
      await attempt();
      const writer = start(t, 1, "writes", { mutex, value });
      await writer.until(() => asleep(mutex, 1), "a writer waits");
      await attempt();
      const readers = start<number>(t, 3, "reads", { mutex, value });
      await readers.until(() => asleep(mutex, 4), "a writer and three readers wait");
      await attempt();
      const held = [value[0], inspect(mutex).readers];
      mutex.unlockShared();
      const seen = await readers.results;
      await writer.results;
      assert.ok(mutex.tryLock(20_000));
      await attempt();
      mutex.unlock();
      const [got] = await trier.results;
      assert.ok(mutex.tryLock());
      // Who sleeps longer than a second asks whether the writer is still alive, and may come in before it.
      whole = stats().all.waits - before === 4;
      if (!whole) continue;
      assert.deepEqual(held, [0, 1], "none of them got in");
      assert.deepEqual(seen, [1, 1, 1]);
      // To write and to read: while one reads; while a writer waits, twice; while one writes.
      assert.deepEqual(got, [
        [0, 1],
        [0, 0],
        [0, 0],
        [0, 0],
      ]);
    }
  });

  test(`${build}: two readers that hold a RWMutex always keep out tries, and no writer that waits`, async (t) => {
    const mutex = new RWMutex({ ...options(), name: "conspired" });
    const state = ints(4);
    const { results, until } = start(t, 2, "conspire", { mutex, state });
    const entries = () => Math.min(Atomics.load(state, 0), Atomics.load(state, 1));
    await until(() => entries() > 0, "both read");
    let [tried, got] = [0, 0];
    const least = entries() + 100;
    await until(() => {
      for (let i = 0; i < 100; i++, tried++) {
        if (!mutex.tryLock()) continue;
        got++;
        mutex.unlock();
      }
      return entries() >= least;
    }, "the two read on and on");
    assert.equal(got, 0);
    assert.ok(tried > 0);
    Atomics.store(state, 2, 1);
    for (let round = 0; round < 20; round++) {
      const before = entries();
      assert.ok(mutex.tryLock(20_000), `a writer waits for readers in round ${round}: ${[...state]}`);
      assert.equal(inspect(mutex).readers, 0);
      mutex.unlock();
      await until(() => entries() > before, "both read again");
    }
    tell(state, 3);
    await results;
    assert.ok(mutex.tryLock());
  });

  const rwmutex = () => new RWMutex({ ...options(), name: "crowded" });
  const crowds: { what: string; make: () => Lock; forms: string[] }[] = [
    { what: "a RWMutex to read among 4 that write", make: rwmutex, forms: ["read", ...new Array(4).fill("write")] },
    { what: "a RWMutex to write among 4 that read", make: rwmutex, forms: ["write", ...new Array(4).fill("read")] },
  ];
  const hogs: typeof crowds = [{ what: "a RWMutex to read", make: rwmutex, forms: ["read", "write"] }];
  for (const { kind, make } of locks) {
    const lock = () => make({ ...options(), name: "crowded" });
    crowds.push({ what: `a ${kind} among 4 others`, make: lock, forms: new Array(5).fill("write") });
    hogs.push({ what: `a ${kind}`, make: lock, forms: ["write", "write"] });
  }
  for (const { what, make, forms } of crowds) {
    test(`${build}: who wants ${what} in tight loops gets it`, async (t) => {
      const most = 10_000_000;
      const value: Crowd = { lock: make(), forms, state: ints(2), wants: 10, most, ms: 0 };
      const [passed, ...others] = await start<number>(t, forms.length, "crowd", value).results;
      for (const had of others) assert.ok(had < most, `one starved: it was passed over ${passed} times`);
      assert.ok(tryTake(value.lock));
    });
  }
  for (const { what, make, forms } of hogs) {
    test(`${build}: who wants ${what} that another writes nearly always gets it`, async (t) => {
      const value: Crowd = { lock: make(), forms, state: ints(2), wants: 20, most: 3_000, ms: 3 };
      const [passed] = await start<number>(t, 2, "crowd", value).results;
      // About 1 each time; about 50 by luck alone.
      assert.ok(passed <= 300, `passed over ${passed} times`);
      assert.ok(tryTake(value.lock));
    });
  }

  test(`${build}: of 2 that read and 2 that write in tight loops none starves`, async (t) => {
    const lock = rwmutex();
    const counts = ints(4);
    const least = 200;
    const forms = ["write", "read", "write", "read"];
    await start(t, 4, "everyone", { lock, forms, counts, least, most: 10_000_000 }).results;
    for (const had of counts) assert.ok(had >= least, `${counts}`);
    assert.ok(lock.tryLock());
  });

  for (const { kind, make } of locks) {
    test(`${build}: 8 threads take a ${kind} if they get it soon: each time is accounted for`, async (t) => {
      const lock = make({ ...options(), name: "timed" });
      const state = ints(4);
      const [threads, rounds] = [8, 80];
      assert.ok(tryTake(lock));
      const { results, until } = start<number>(t, threads, "timedLocks", { lock, state, rounds });
      await until(() => Atomics.load(state, 1) >= 20 && Atomics.load(state, 2) >= 20, "some are late, some abort");
      assert.equal(Atomics.load(state, 3), 0, "held here");
      release(lock);
      const had = await results;
      assert.equal(state[0], sum(had));
      assert.equal(state[0] + state[1] + state[2], threads * rounds);
      assert.ok(tryTake(lock, 20_000), "nobody has it any more");
      assert.equal(tryTake(lock), false, "and it is one");
      release(lock);
      assert.ok(tryTake(lock));
      release(lock);
      const before = stats().thread;
      assert.ok(tryTake(lock));
      release(lock);
      assert.deepEqual(stats().thread, before, "and who gave up is not thought to wait");
    });
  }

  test(`${build}: 8 threads sleep on notes in small pieces, and wake once for each`, async (t) => {
    const notes = Array.from({ length: 10 }, () => new Note({ ...options(), name: "timed" }));
    const state = ints(3);
    const threads = 8;
    const { results, until } = start<number>(t, threads, "timedNotes", { notes, state });
    for (const [round, note] of notes.entries()) {
      const [late, aborted] = [Atomics.load(state, 1), Atomics.load(state, 2)];
      await until(() => Atomics.load(state, 1) > late + 4 && Atomics.load(state, 2) > aborted + 4, "some give up");
      assert.equal(Atomics.load(state, 0), threads * round, "nobody wakes from the next note");
      note.wakeup();
      await until(() => Atomics.load(state, 0) === threads * (round + 1), `all wake from note ${round}`);
    }
    assert.deepEqual(await results, new Array(threads).fill(notes.length));
  });
}

for (const { build, pair } of pairs) {
  test(`${build}: threads raise a count in turns and wait with timeouts: none is lost`, async (t) => {
    const { mutex, conds } = pair(4);
    const state = ints(3);
    const rounds = 30;
    const shared = { mutex, conds, state, rounds };
    const some = start(t, 6, "modulo", { ...shared, values: [1, 2, 3] });
    await some.until(() => Atomics.load(state, 1) >= 100 && Atomics.load(state, 2) >= 100, "timeouts and aborts");
    assert.ok(mutex.tryLock(20_000));
    assert.equal(state[0], 0, "those whose turn it is have not come");
    mutex.unlock();
    await Promise.all([some.results, start(t, 2, "modulo", { ...shared, values: [0] }).results]);
    assert.equal(state[0], 8 * rounds);
    assert.deepEqual(
      conds.map((cond) => inspect(cond).waiting),
      [0, 0, 0, 0],
    );
    assert.ok(mutex.tryLock());
  });

  for (const capacity of [1, 10, 1_000]) {
    test(`${build}: a queue of ${capacity} by mutex and conditions keeps the order`, async (t) => {
      const { mutex, conds } = pair(2);
      const state = ints(1);
      const value = { mutex, conds, state, items: ints(capacity), rounds: 3_000 };
      assert.deepEqual(await start(t, 2, "queue", value).results, [undefined, undefined]);
      assert.equal(state[0], 0);
    });
  }

  for (const { job, limit } of [
    { job: "pingCond", limit: 2_000 },
    { job: "pingCondTimed", limit: 2_000 },
    { job: "pingSemaphore", limit: 2_000 },
    // Whose turn it is not looks again and again, and may be in the other's way for a millisecond each time.
    { job: "pingMutex", limit: 200 },
    { job: "pingRWMutex", limit: 200 },
  ]) {
    test(`${build}: two threads hit a ball in turns: ${job}`, async (t) => {
      const { mutex, conds } = pair(2);
      const state = ints(1);
      const buffer = new SharedArrayBuffer(64);
      const at = (byteOffset: number) => (build === "js" ? { buffer, byteOffset } : {});
      const rwmutex = new RWMutex({ ...at(0), name: "rally" });
      const semaphores = [1, 0].map((free, i) => new Semaphore(free, { ...at(16 + 16 * i), name: `rally ${i}` }));
      const hits = await start<number>(t, 2, job, { mutex, conds, rwmutex, semaphores, state, limit }).results;
      assert.deepEqual([...hits, state[0]], [limit / 2, limit / 2, limit]);
    });
  }
}
