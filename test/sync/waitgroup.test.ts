import assert from "node:assert/strict";
import { test } from "node:test";
import { DetachedError, inspect, OverflowError, stats, WaitGroup } from "../../src/index.ts";
import { builds } from "../support/builds.ts";
import { crew } from "../support/crew.ts";
import { ints } from "../support/ints.ts";
import { turn, within } from "../support/within.ts";

const jobs = new URL("./waitgroup.jobs.js", import.meta.url);

for (const { build, options } of builds) {
  test(`${build}: who waits goes on when the count is 0`, async () => {
    const group = new WaitGroup(options());
    group.wait();
    await group.waitAsync();
    assert.ok(group.tryWait());
    group.add(2);
    assert.equal(group.tryWait(), false);
    assert.equal(group.tryWait(2), false);
    const waits = group.waitAsync();
    group.done();
    assert.equal(group.count, 1);
    group.add(3);
    group.add(-4);
    await within(waits, "a task waits for a group at 0");
    group.wait();
  });

  test(`${build}: a count out of its bounds is an error and changes nothing`, () => {
    const group = new WaitGroup({ ...options(), name: "jobs" });
    const negative = {
      name: "OverflowError",
      message: /^WaitGroup "jobs": \w+\(.*\) by thread \d+ would make .* negative/,
    };
    assert.throws(() => group.done(), negative);
    group.add(2);
    assert.throws(() => group.add(-3), negative);
    assert.throws(() => group.add(262_141), OverflowError);
    assert.throws(() => group.add(262_143), RangeError);
    assert.throws(() => group.add(0.5), TypeError);
    assert.throws(() => group.add("1" as never), TypeError);
    assert.throws(() => group.tryWait(-1), RangeError);
    group.add(0);
    assert.equal(group.count, 2);
    assert.equal(inspect(group).count, 2);
  });

  test(`${build}: a million uncontended operations call the engine 0 times`, () => {
    const group = new WaitGroup(options());
    const before = stats().all;
    for (let i = 0; i < 1_000_000; i++) {
      group.add();
      group.done();
      group.wait();
    }
    assert.deepEqual(stats().all, before);
  });

  test(`${build}: an aborted wait rejects with the reason and leaves nothing behind`, async () => {
    const group = new WaitGroup(options());
    const abort = new AbortController();
    const reason = new Error("enough");
    group.add();
    const waits = group.waitAsync({ signal: abort.signal });
    const other = group.waitAsync();
    abort.abort(reason);
    await assert.rejects(waits, reason);
    group.done();
    await within(other, "a task waits for a group at 0");
    assert.deepEqual(inspect().tasks, []);
  });

  test(`${build}: a task that wakes late does not wait for the next round`, async () => {
    const group = new WaitGroup(options());
    group.add();
    const waits = group.waitAsync();
    group.done();
    group.add();
    await within(waits, "a task waits for a round that is over");
    assert.equal(group.count, 1);
  });

  test(`${build}: a thread waits for others`, async () => {
    const group = new WaitGroup(options());
    const counter = ints(1);
    group.add(4);
    const { results } = crew(4, jobs, "work", { group, counter });
    while (!group.tryWait(5)) await turn();
    assert.equal(counter[0], 4);
    await results;
  });

  for (const threads of [2, 4, 8]) {
    test(`${build}: ${threads} threads use a group again and again`, async () => {
      const [work, gone] = [new WaitGroup(options()), new WaitGroup(options())];
      const state = ints(3);
      state[1] = threads - 1;
      const count = 1_000 / threads;
      const seen = await crew(threads, jobs, "rounds", { work, gone, state, count }).results;
      assert.deepEqual(seen, [0, ...new Array(threads - 1).fill(count)]);
    });
  }
}

test("a disposed group throws DetachedError", async () => {
  const group = new WaitGroup({ name: "gone" });
  group.dispose();
  assert.throws(() => group.add(), { name: "DetachedError", message: /WaitGroup "gone"/ });
  for (const use of [() => group.done(), () => group.wait(), () => group.tryWait(), () => group.count]) {
    assert.throws(use, DetachedError);
  }
  await assert.rejects(group.waitAsync(), DetachedError);
});
