import assert from "node:assert/strict";
import { test } from "node:test";
import { barrierArrive, barrierAsk } from "../../src/core/generated/bindings.ts";
import { locationOf } from "../../src/heap/object.ts";
import { Barrier, DetachedError, inspect, stats } from "../../src/index.ts";
import { builds } from "../support/builds.ts";
import { crew } from "../support/crew.ts";
import { ints } from "../support/ints.ts";
import { within } from "../support/within.ts";

const jobs = new URL("./barrier.jobs.js", import.meta.url);

for (const { build, options } of builds) {
  test(`${build}: all go on when the last has come, and that one leads`, async () => {
    const barrier = new Barrier(3, options());
    for (let round = 0; round < 3; round++) {
      const waits = [barrier.waitAsync(), barrier.waitAsync()];
      assert.deepEqual({ ...inspect(barrier), address: 0 }, { kind: "Barrier", address: 0, parties: 3, arrived: 2 });
      assert.equal(barrier.wait(), true);
      assert.deepEqual(await within(Promise.all(waits), "tasks wait at a barrier"), [false, false]);
    }
  });

  test(`${build}: who is late has not come`, async () => {
    const barrier = new Barrier(2, options());
    assert.equal(barrier.tryWait(), undefined);
    assert.equal(barrier.tryWait(2), undefined);
    assert.equal(inspect(barrier).arrived, 0);
    const waits = barrier.waitAsync();
    assert.equal(barrier.tryWait(), true);
    assert.equal(await waits, false);
  });

  test(`${build}: a try that may not wait neither watches nor calls the engine, nor does a round in which nobody sleeps`, () => {
    const barrier = new Barrier(2, options());
    const { m, p } = locationOf(barrier);
    const before = stats().thread;
    assert.equal(barrier.tryWait(), undefined);
    const came = barrierArrive(m, p);
    assert.equal(barrier.tryWait(), true);
    assert.equal(barrierAsk(m, p, came), -1, "that round is over");
    assert.deepEqual(stats().thread, before);
    barrierAsk(m, p, barrierArrive(m, p));
    assert.equal(barrier.tryWait(), true);
    assert.equal(stats().thread.notifies - before.notifies, 1, "who may sleep is woken");
  });

  test(`${build}: an aborted wait has not come, unless the round is over`, async () => {
    const barrier = new Barrier(2, options());
    const abort = new AbortController();
    const reason = new Error("enough");
    const waits = barrier.waitAsync({ signal: abort.signal });
    abort.abort(reason);
    await assert.rejects(waits, reason);
    assert.equal(inspect(barrier).arrived, 0);
    const second = new AbortController();
    const over = barrier.waitAsync({ signal: second.signal });
    assert.equal(barrier.wait(), true);
    second.abort(reason);
    assert.equal(await within(over, "a task waits for a round that is over"), false);
    await assert.rejects(barrier.waitAsync({ signal: abort.signal }), reason);
    assert.equal(inspect(barrier).arrived, 0);
  });

  test(`${build}: a million rounds of one call the engine 0 times`, () => {
    const barrier = new Barrier(1, options());
    const before = stats().all;
    for (let i = 0; i < 1_000_000; i++) barrier.wait();
    assert.deepEqual(stats().all, before);
  });

  test(`${build}: a number of parties that can't be is a typed error`, () => {
    for (const bad of [0, -1, 16_384]) assert.throws(() => new Barrier(bad, options()), RangeError);
    for (const bad of [1.5, Number.NaN, "2", null]) {
      assert.throws(() => new Barrier(bad as number, options()), TypeError);
    }
    assert.throws(() => new Barrier(undefined, options()), { name: "RangeError", message: /found in shared memory/ });
    assert.throws(() => new Barrier(2, options()).tryWait(-1), RangeError);
  });

  for (const threads of [2, 4, 8]) {
    test(`${build}: ${threads} threads meet round after round, in every form; one leads each`, async () => {
      const barrier = new Barrier(threads, options());
      const rounds = 1_000 / threads;
      const [come, leaders] = [ints(rounds), ints(rounds)];
      const early = await crew(threads, jobs, "meet", { barrier, come, leaders, rounds }).results;
      assert.deepEqual(early, new Array(threads).fill(0));
      assert.deepEqual([...leaders], new Array(rounds).fill(1));
    });
  }
}

test("a second barrier over the same buffer doesn't reset it", async () => {
  const buffer = new SharedArrayBuffer(16);
  const first = new Barrier(2, { buffer });
  const waits = first.waitAsync();
  const second = new Barrier(undefined, { buffer });
  assert.equal(second.parties, 2);
  assert.equal(second.wait(), true);
  assert.equal(await within(waits, "a task waits at another handle's barrier"), false);
});

test("a disposed barrier throws DetachedError", async () => {
  const barrier = new Barrier(2, { name: "gone" });
  barrier.dispose();
  assert.throws(() => barrier.wait(), { name: "DetachedError", message: /Barrier "gone"/ });
  assert.throws(() => barrier.tryWait(), DetachedError);
  assert.throws(() => barrier.parties, DetachedError);
  await assert.rejects(barrier.waitAsync(), DetachedError);
});
