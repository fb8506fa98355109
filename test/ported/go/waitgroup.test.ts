// What Go's sync/waitgroup_test.go asserts, for threads. Carried over: a group of threads that leaves together, 8 times
// over, and nobody too soon; misuse (a negative count is an OverflowError here, and changes nothing); the race of two
// threads that count against one that waits; alignment (a word at any multiple of 4; Go's needed 8). What Go panics for
// and we need not: reuse before the last wait has returned ("WaitGroup is reused before previous Wait has returned") is
// no misuse, since a wait belongs to its round, which is asserted instead; add at a count of 0 beside a wait ("Add
// called concurrently with Wait") can't be told from a new round: such a wait ends with this round or the next, which
// is asserted as far as it can be, that it ends. 16 goroutines are 8 threads. Not carried over: benchmarks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OverflowError, WaitGroup } from "../../../src/index.ts";
import { builds } from "../../support/builds.ts";
import { ints } from "../../support/ints.ts";
import { within } from "../../support/within.ts";
import { asleep } from "../asleep.ts";
import { tell } from "../gate.ts";
import { pool } from "../pool.ts";

const start = pool(new URL("./waitgroup.jobs.js", import.meta.url));

for (const { build, options } of builds) {
  test(`${build}: 8 threads leave together, 8 times over`, async (t) => {
    const [come, go] = [new WaitGroup({ ...options(), name: "come" }), new WaitGroup({ ...options(), name: "go" })];
    const state = ints(2);
    const [threads, rounds] = [8, 8];
    const { results, until } = start(t, threads, "together", { come, go, state, rounds });
    for (let round = 1; round <= rounds; round++) {
      come.add(threads);
      go.add(threads);
      tell(state, 0);
      assert.ok(come.tryWait(20_000), `not all come: ${come.count}`);
      for (let i = 0; i < threads; i++) {
        assert.equal(Atomics.load(state, 1), threads * (round - 1), "nobody leaves too soon");
        go.done();
      }
      await until(() => Atomics.load(state, 1) === threads * round, `all leave round ${round}`);
    }
    await results;
    assert.deepEqual([come.count, go.count], [0, 0]);
  });

  test(`${build}: one done() too many is an error`, () => {
    const group = new WaitGroup({ ...options(), name: "misused" });
    group.add(1);
    group.done();
    assert.throws(
      () => group.done(),
      (error) => error instanceof OverflowError && /^WaitGroup "misused": done\(\) .* negative/.test(error.message),
    );
    assert.equal(group.count, 0);
    group.wait();
  });

  test(`${build}: a wait ends when both have counted, not before`, async (t) => {
    const groups = Array.from({ length: 300 }, () => new WaitGroup({ ...options(), name: "counted" }));
    const state = ints(2 + groups.length);
    const { results } = start(t, 2, "count", { groups, state });
    for (const [round, group] of groups.entries()) {
      for (const thread of [0, 1]) {
        group.add();
        tell(state, thread);
      }
      if (round % 2 === 0) await within(group.waitAsync(), `a task waits for group ${round}`);
      else assert.ok(group.tryWait(20_000), `group ${round} is still at ${group.count}`);
      assert.equal(Atomics.load(state, 2 + round), 2);
    }
    await results;
  });

  test(`${build}: a group is used again before those who waited have woken`, async (t) => {
    const group = new WaitGroup({ ...options(), name: "used again" });
    const state = ints(2);
    const [threads, rounds] = [3, 10];
    const { results, until } = start(t, threads, "waits", { group, state, rounds });
    group.add();
    for (let round = 1; round <= rounds; round++) {
      tell(state, 0);
      await until(() => asleep(group, threads), `all wait for round ${round}`);
      assert.equal(Atomics.load(state, 1), threads * (round - 1));
      group.done();
      group.add();
      await until(() => Atomics.load(state, 1) === threads * round, `all leave round ${round}, though the next is on`);
      assert.equal(group.count, 1);
    }
    await results;
  });

  test(`${build}: a wait beside a count that rises from 0 and falls again ends`, async (t) => {
    const group = new WaitGroup({ ...options(), name: "up and down" });
    const state = ints(2);
    const { results, until } = start(t, 1, "updown", { group, state });
    await until(() => Atomics.load(state, 1) > 0, "the count goes up and down");
    let ends = 0;
    for (; ends < 2_000; ends++) {
      if (ends % 10 === 0) await within(group.waitAsync(), "a task waits beside add() and done()");
      else if (!group.tryWait(20_000)) break;
    }
    tell(state, 0);
    await results;
    assert.equal(ends, 2_000);
    assert.equal(group.count, 0);
  });
}

test("a group may lie at any word of a buffer", async (t) => {
  const buffer = new SharedArrayBuffer(64);
  const groups = [4, 12, 20].map((byteOffset) => new WaitGroup({ buffer, byteOffset, name: `at ${byteOffset}` }));
  const state = ints(2 + groups.length);
  for (const group of groups) group.add(2);
  const { results } = start(t, 2, "count", { groups, state });
  tell(state, 0, groups.length);
  tell(state, 1, groups.length);
  for (const group of groups) assert.ok(group.tryWait(20_000), `a group is still at ${group.count}`);
  await results;
  const others = new Int32Array(buffer).filter((_, word) => ![1, 3, 5].includes(word));
  assert.deepEqual([...others], new Array(13).fill(0), "and touches no other");
});
