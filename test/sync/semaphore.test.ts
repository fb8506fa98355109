import assert from "node:assert/strict";
import { test } from "node:test";
import { locationOf } from "../../src/heap/object.ts";
import { DetachedError, OverflowError, Semaphore, stats } from "../../src/index.ts";
import { builds } from "../support/builds.ts";
import { crew } from "../support/crew.ts";
import { turn, within } from "../support/within.ts";

const jobs = new URL("./semaphore.jobs.js", import.meta.url);
const MOST = 2 ** 30 - 1;

for (const { build, options } of builds) {
  test(`${build}: permits are counted`, () => {
    const semaphore = new Semaphore(3, options());
    semaphore.acquire();
    semaphore.acquire(2);
    assert.equal(semaphore.available, 0);
    assert.equal(semaphore.tryAcquire(), false);
    semaphore.release(2);
    assert.equal(semaphore.tryAcquire(3), false);
    assert.equal(semaphore.tryAcquire(2), true);
    semaphore.release();
    assert.equal(semaphore.available, 1);
  });

  test(`${build}: a timed acquire that is late takes nothing and leaves nothing`, () => {
    const semaphore = new Semaphore(1, options());
    assert.equal(semaphore.tryAcquire(2, 5), false);
    assert.equal(semaphore.available, 1);
    const before = stats().thread.notifies;
    semaphore.release();
    assert.equal(stats().thread.notifies, before, "nobody waits any more, so nobody is notified");
    assert.equal(semaphore.tryAcquire(2, 5), true);
  });

  test(`${build}: using releases at the end of the block`, () => {
    const semaphore = new Semaphore(2, options());
    {
      using one = semaphore.acquire();
      using _two = semaphore.acquire(1);
      assert.ok(one);
      assert.equal(semaphore.available, 0);
    }
    assert.equal(semaphore.available, 2);
  });

  test(`${build}: a permit disposed a second time releases nothing`, async () => {
    const semaphore = new Semaphore(4, options());
    for (const acquire of [
      () => semaphore.acquire(2),
      () => within(semaphore.acquireAsync(2), "two permits are free"),
      () => within(semaphore.acquireAsync(), "a permit is free"),
    ]) {
      const permit = await acquire();
      permit[Symbol.dispose]();
      permit[Symbol.dispose]();
      assert.equal(semaphore.available, 4);
    }
    const one = semaphore.acquire();
    assert.equal(semaphore.acquire(), one, "cached: it stands for each");
    one[Symbol.dispose]();
    one[Symbol.dispose]();
    assert.equal(semaphore.available, 4);
  });

  test(`${build}: a count that can't be is an error and changes nothing`, () => {
    const semaphore = new Semaphore(1, options());
    for (const bad of [-1, 0, MOST + 1, Number.NEGATIVE_INFINITY]) {
      assert.throws(() => semaphore.acquire(bad), Number.isInteger(bad) ? RangeError : TypeError);
      assert.throws(() => semaphore.tryAcquire(bad), Error);
      assert.throws(() => semaphore.release(bad), Error);
    }
    for (const bad of [1.5, Number.NaN, "2", null, {}]) {
      assert.throws(() => semaphore.acquire(bad as number), TypeError);
      assert.throws(() => semaphore.release(bad as number), TypeError);
      assert.throws(() => new Semaphore(bad as number, options()), TypeError);
    }
    assert.throws(() => new Semaphore(-1), RangeError);
    assert.throws(() => semaphore.tryAcquire(1, -1), RangeError);
    assert.throws(() => semaphore.tryAcquire(1, Number.NaN), TypeError);
    assert.equal(semaphore.available, 1);
  });

  test(`${build}: release past the bound is an OverflowError and adds nothing`, () => {
    const semaphore = new Semaphore(MOST, { ...options(), name: "full" });
    assert.throws(
      () => semaphore.release(),
      (error) => error instanceof OverflowError && /Semaphore "full": release\(1\) by thread \d+/.test(error.message),
    );
    semaphore.acquire(2);
    assert.throws(() => semaphore.release(3), OverflowError);
    assert.equal(semaphore.available, MOST - 2);
  });

  test(`${build}: a million uncontended operations call the engine 0 times`, () => {
    const semaphore = new Semaphore(1, options());
    const before = stats().all;
    for (let i = 0; i < 1_000_000; i++) {
      semaphore.acquire();
      semaphore.release();
    }
    assert.deepEqual(stats().all, before);
  });

  test(`${build}: acquireAsync waits its turn, in order`, async () => {
    const semaphore = new Semaphore(0, options());
    const order: number[] = [];
    const all = [0, 1, 2].map((index) => semaphore.acquireAsync().then(() => order.push(index)));
    semaphore.release();
    await all[0];
    assert.deepEqual(order, [0]);
    semaphore.release(2);
    await Promise.all(all);
    assert.deepEqual(order, [0, 1, 2]);
    assert.equal(semaphore.available, 0);
  });

  test(`${build}: an aborted acquireAsync rejects with the reason and leaves nothing behind`, async () => {
    const semaphore = new Semaphore(0, options());
    const reason = new Error("enough");
    const abort = new AbortController();
    const waits = semaphore.acquireAsync(2, { signal: abort.signal });
    const small = semaphore.acquireAsync(1);
    semaphore.release();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(semaphore.available, 1, "the head wants two");
    abort.abort(reason);
    await assert.rejects(waits, reason);
    await small;
    assert.equal(semaphore.available, 0, "the next in line was served at once");
    await assert.rejects(semaphore.acquireAsync(1, { signal: abort.signal }), reason);
    semaphore.release();
    assert.equal(semaphore.available, 1);
  });

  for (const threads of [2, 4, 8]) {
    test(`${build}: ${threads} threads hammer 2 permits; nothing is lost and never more than 2 hold`, async () => {
      const semaphore = new Semaphore(2, options());
      const counters = new Int32Array(new SharedArrayBuffer(16));
      const { results } = crew(threads, jobs, "hammer", { semaphore, counters, rounds: 20_000 / threads });
      const most = await results;
      assert.equal(counters[0], 20_000);
      assert.ok(Math.max(...(most as number[])) <= 2, `held at once: ${most}`);
      assert.equal(semaphore.available, 2);
    });

    test(`${build}: ${threads} threads take different numbers of permits, timed, blocking and async`, async () => {
      const semaphore = new Semaphore(3, options());
      await crew(threads, jobs, "mixed", { semaphore, rounds: 4_000 / threads }).results;
      assert.equal(semaphore.available, 3);
    });
  }
}

test("a disposed semaphore throws DetachedError, and its memory is used again, zeroed", () => {
  const semaphore = new Semaphore(5, { name: "gone" });
  semaphore.dispose();
  semaphore.dispose();
  assert.throws(() => semaphore.acquire(), DetachedError);
  assert.throws(() => semaphore.release(), { name: "DetachedError", message: /Semaphore "gone": used after dispose/ });
  assert.throws(() => semaphore.available, DetachedError);
  assert.equal(new Semaphore().available, 0);
});

test("a second object over the same buffer doesn't reset it", () => {
  const buffer = new SharedArrayBuffer(32);
  const first = new Semaphore(7, { buffer, byteOffset: 4 });
  const second = new Semaphore(undefined, { buffer, byteOffset: 4 });
  second.acquire(2);
  assert.equal(first.available, 5);
});

for (const { build, options } of builds) {
  test(`${build}: a terminated thread that others had to queue behind keeps nobody out`, async () => {
    const semaphore = new Semaphore(0, options());
    const { results, workers } = crew(1, jobs, "hammer", {
      semaphore,
      counters: new Int32Array(new SharedArrayBuffer(8)),
      rounds: 1,
    });
    const ended = assert.rejects(results, /ended without a result/);
    // It has said that it was passed over, at the end of its first slice of sleep.
    const words = locationOf(semaphore).words;
    while (Atomics.load(words, locationOf(semaphore).p >> 2) >= 0) await turn();
    await workers[0].terminate();
    await ended;
    semaphore.release(4);
    assert.ok(semaphore.tryAcquire());
    await within(semaphore.acquireAsync(), "a task waits for free permits");
    assert.ok(semaphore.tryAcquire(2, 20_000));
  });
}
