// What Go's sync/cond_test.go asserts, for threads. Carried over: signal (each wakes one of two, the other sleeps on),
// signal generations (a notification goes to who waited when it was given, never to who comes later), broadcast (each
// wakes all, nobody twice), race (three threads take a number from 0 to 3), signal stealing (who waits first gets a
// broadcast although another begins to wait meanwhile). Go promises that a wait ends only if notified; here it may end
// for no reason, so signal waits in a loop. The others wait bare, as Go's do: where nobody has been notified at all,
// none may wake. 200 goroutines are 8 threads. Not carried over: copies. Go panics when a Cond was copied; here there
// is nothing to copy, a Cond is a handle to shared memory and two handles are one condition, which is asserted instead.
// Benchmarks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Cond, inspect, type Mutex, receive, share } from "../../../src/index.ts";
import { ints } from "../../support/ints.ts";
import { tell } from "../gate.ts";
import { pairs } from "../pairs.ts";
import { pool } from "../pool.ts";

const start = pool(new URL("./cond.jobs.js", import.meta.url));

/** Locks, but not for ever. */
function locked(mutex: Mutex, fn: () => void): void {
  assert.ok(mutex.tryLock(20_000), `a waiter keeps the mutex: ${JSON.stringify(inspect().threads)}`);
  fn();
  mutex.unlock();
}

for (const { build, pair } of pairs) {
  const one = () => {
    const { mutex, conds } = pair();
    return { mutex, cond: conds[0] };
  };

  test(`${build}: each notifyOne lets one of two go on`, async (t) => {
    const { mutex, cond } = one();
    const state = ints(3);
    const { results, until } = start(t, 2, "take", { mutex, cond, state });
    await until(() => Atomics.load(state, 0) === 2, "both are about to wait");
    for (let awake = 0; awake < 2; awake++) {
      locked(mutex, () => {
        assert.equal(state[1], awake, "nobody has been notified");
        state[2]++;
        cond.notifyOne();
      });
      await until(() => Atomics.load(state, 1) > awake, "one is awake");
      locked(mutex, () => assert.deepEqual([...state], [2, awake + 1, 0]));
    }
    await results;
    cond.notifyOne();
    assert.equal(inspect(cond).waiting, 0);
  });

  test(`${build}: a notification goes to who waited for it, not to who comes later`, async (t) => {
    const { mutex, cond } = one();
    const state = ints(4);
    const turns = 200;
    const { results, until } = start<number>(t, 2, "generations", { mutex, cond, state, turns });
    for (let turn = 0; turn < turns; turn++) {
      // The next one comes while the last one is only about to wake.
      tell(state, 0);
      await until(() => Atomics.load(state, 2) === turn, `turn ${turn - 1} is awake`);
      await until(() => Atomics.load(state, 1) === turn + 1, `turn ${turn} waits`);
      locked(mutex, () => {
        state[3]++;
        cond.notifyOne();
      });
    }
    assert.deepEqual(await results, [0, 0]);
    assert.equal(state[2], turns);
  });

  test(`${build}: each notifyAll wakes all, and nobody twice`, async (t) => {
    const { mutex, cond } = one();
    const threads = 8;
    const rounds = 40;
    const state = ints(3 + threads);
    const { results, until } = start(t, threads, "everyone", { mutex, cond, state });
    for (let round = 1; round <= rounds; round++) {
      await until(() => Atomics.load(state, 0) === threads * round, `all wait for round ${round}`);
      locked(mutex, () => {
        assert.equal(state[1], threads * (round - 1), "nobody has been notified");
        if (round === rounds) state[2] = 1;
        cond.notifyAll();
      });
      await until(() => Atomics.load(state, 1) >= threads * round, `all are awake in round ${round}`);
      assert.deepEqual([...state.subarray(3)], new Array(threads).fill(round));
    }
    await results;
    assert.equal(state[0], threads * rounds, "nobody waits again");
    cond.notifyAll();
    assert.equal(inspect(cond).waiting, 0);
  });

  test(`${build}: three threads take a number from 0 to 3`, async (t) => {
    const rounds = Array.from({ length: 50 }, one);
    const numbers = ints(rounds.length);
    assert.deepEqual(await start(t, 3, "race", { rounds, numbers }).results, [[], [], []]);
    assert.deepEqual([...numbers], new Array(rounds.length).fill(3));
  });

  test(`${build}: who begins to wait meanwhile does not take another's notification`, async (t) => {
    const { mutex, cond } = one();
    const state = ints(6);
    const rounds = 100;
    const { results, until } = start(t, 3, "stealing", { mutex, cond, state, rounds });
    for (let round = 1; round <= rounds; round++) {
      tell(state, 0);
      await until(() => Atomics.load(state, 1) === round, "the first is about to wait");
      // It let go of the mutex in wait(): it waits now.
      locked(mutex, () => assert.equal(state[2], round - 1));
      tell(state, 3);
      await until(() => Atomics.load(state, 2) === round, `the first to wait is notified in round ${round}`);
      locked(mutex, () => {
        state[4] = round;
      });
      cond.notifyAll();
      await until(() => Atomics.load(state, 5) === round, `the second to wait ends round ${round}`);
    }
    await results;
    assert.equal(inspect(cond).waiting, 0);
  });

  test(`${build}: two handles are one condition`, async (t) => {
    const { mutex, cond } = one();
    const other = receive<{ mutex: Mutex; cond: Cond }>(structuredClone(share({ mutex, cond })));
    const state = ints(3);
    const { results, until } = start(t, 1, "take", { mutex, cond, state });
    await until(() => Atomics.load(state, 0) === 1, "the other is about to wait");
    locked(other.mutex, () => {
      assert.equal(inspect(other.cond).waiting, 1);
      state[2]++;
      other.cond.notifyOne();
    });
    await results;
    assert.equal(state[1], 1);
  });
}
