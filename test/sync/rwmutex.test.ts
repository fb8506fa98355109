import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DeadlockError,
  DetachedError,
  inspect,
  NotOwnerError,
  OverflowError,
  RWMutex,
  stats,
} from "../../src/index.ts";
import { builds } from "../support/builds.ts";
import { crew } from "../support/crew.ts";
import { ints } from "../support/ints.ts";
import { turn, within } from "../support/within.ts";

const jobs = new URL("./rwmutex.jobs.js", import.meta.url);

for (const { build, options } of builds) {
  test(`${build}: many read, or one writes`, () => {
    const mutex = new RWMutex({ ...options(), name: "table" });
    mutex.lockShared();
    mutex.lockShared();
    assert.deepEqual(
      { readers: inspect(mutex).readers, writer: inspect(mutex).writer, name: inspect(mutex).name },
      { readers: 2, writer: 0, name: "table" },
    );
    assert.equal(mutex.tryLock(), false);
    assert.equal(mutex.tryLock(2), false);
    assert.ok(mutex.tryLockShared(), "a writer that gave up keeps no reader out");
    for (let i = 0; i < 3; i++) mutex.unlockShared();
    mutex.lock();
    assert.equal(inspect(mutex).writer, inspect().thread);
    assert.equal(mutex.tryLockShared(), false);
    assert.equal(mutex.tryLock(), false);
    mutex.unlock();
    assert.ok(mutex.tryLockShared(5));
    mutex.unlockShared();
    assert.ok(mutex.tryLock(5));
    mutex.unlock();
  });

  test(`${build}: misuse is an error at once, and changes nothing`, () => {
    const mutex = new RWMutex({ ...options(), name: "table" });
    assert.throws(() => mutex.unlock(), NotOwnerError);
    assert.throws(() => mutex.unlockShared(), { name: "NotOwnerError", message: /RWMutex "table": unlockShared\(\)/ });
    mutex.lock();
    assert.throws(() => mutex.lock(), DeadlockError);
    assert.throws(() => mutex.lockShared(), { name: "DeadlockError", message: /RWMutex "table": lockShared\(\)/ });
    assert.throws(() => mutex.tryLockShared(1_000), DeadlockError);
    assert.throws(() => mutex.unlockShared(), NotOwnerError);
    mutex.unlock();
    mutex.lockShared();
    assert.throws(() => mutex.unlock(), NotOwnerError);
    mutex.unlockShared();
    assert.throws(() => mutex.tryLock(-1), RangeError);
    assert.throws(() => mutex.tryLockShared(Number.NaN), TypeError);
    assert.ok(mutex.tryLock());
  });

  test(`${build}: more readers than it counts are an error, and none is lost`, async () => {
    const mutex = new RWMutex(options());
    for (let i = 0; i < 16_383; i++) mutex.lockShared();
    assert.throws(() => mutex.lockShared(), OverflowError);
    assert.throws(() => mutex.tryLockShared(), OverflowError);
    await assert.rejects(mutex.lockSharedAsync(), OverflowError);
    for (let i = 0; i < 16_383; i++) mutex.unlockShared();
    assert.ok(mutex.tryLock());
  });

  test(`${build}: guards give back what they hold, once`, async () => {
    const mutex = new RWMutex(options());
    {
      using _one = mutex.lockShared();
      using _two = await mutex.lockSharedAsync();
      assert.equal(inspect(mutex).readers, 2);
    }
    {
      using _held = mutex.lock();
      assert.equal(mutex.tryLockShared(), false);
    }
    const stale = await mutex.lockAsync();
    stale[Symbol.dispose]();
    const shared = await mutex.lockSharedAsync();
    using _other = await mutex.lockSharedAsync();
    shared[Symbol.dispose]();
    shared[Symbol.dispose]();
    stale[Symbol.dispose]();
    assert.equal(inspect(mutex).readers, 1);
  });

  test(`${build}: a million uncontended operations call the engine 0 times`, () => {
    const mutex = new RWMutex(options());
    const before = stats().all;
    for (let i = 0; i < 1_000_000; i++) {
      mutex.lock();
      mutex.unlock();
      mutex.lockShared();
      mutex.unlockShared();
    }
    assert.deepEqual(stats().all, before);
  });

  test(`${build}: tasks wait in one line, readers together`, async () => {
    const mutex = new RWMutex(options());
    const order: string[] = [];
    mutex.lock();
    const read = async (name: string) => {
      using _held = await mutex.lockSharedAsync();
      order.push(name);
      await turn();
    };
    const write = async (name: string) => {
      using _held = await mutex.lockAsync();
      order.push(name);
      await turn();
    };
    const all = [read("r1"), read("r2"), write("w"), read("r3")];
    mutex.unlock();
    await within(Promise.all(all), "tasks wait for a mutex");
    assert.deepEqual(order, ["r1", "r2", "w", "r3"]);
  });

  test(`${build}: an aborted writer keeps no reader out, and no one else waiting`, async () => {
    const mutex = new RWMutex(options());
    const abort = new AbortController();
    const reason = new Error("enough");
    mutex.lockShared();
    const writer = mutex.lockAsync({ signal: abort.signal });
    const reader = mutex.lockSharedAsync();
    await turn();
    assert.equal(mutex.tryLockShared(), false, "a writer waits");
    abort.abort(reason);
    await assert.rejects(writer, reason);
    (await within(reader, "a reader waits behind an aborted writer"))[Symbol.dispose]();
    assert.ok(mutex.tryLockShared());
    mutex.unlockShared();
    mutex.unlockShared();
    assert.ok(mutex.tryLock());
    assert.deepEqual(inspect().tasks, []);
  });

  test(`${build}: a flood of readers does not starve a writer`, async () => {
    const mutex = new RWMutex(options());
    const stop = ints(2);
    const { results } = crew(3, jobs, "flood", { mutex, stop });
    while (Atomics.load(stop, 1) < 100) await turn();
    let wrote = 0;
    for (; wrote < 20 && mutex.tryLock(20_000); wrote++) mutex.unlock();
    (await within(mutex.lockAsync(), "an event loop wants to write among many readers"))[Symbol.dispose]();
    Atomics.store(stop, 0, 1);
    assert.equal(wrote, 20);
    await results;
  });

  for (const threads of [2, 4, 8]) {
    test(`${build}: ${threads} threads read and write; nobody sees half a write`, async () => {
      const mutex = new RWMutex(options());
      const state = ints(5);
      const writes = await crew(threads, jobs, "hammer", { mutex, state, rounds: 40_000 / threads }).results;
      assert.equal(
        state[3],
        (writes as number[]).reduce((a, b) => a + b),
      );
      assert.ok(mutex.tryLock());
    });

    test(`${build}: ${threads} threads read and write in every form, some giving up`, async () => {
      const mutex = new RWMutex(options());
      const state = ints(5);
      const writes = await crew(threads, jobs, "mixed", { mutex, state, rounds: 4_000 / threads }).results;
      assert.equal(
        state[3],
        (writes as number[]).reduce((a, b) => a + b),
      );
      assert.ok(mutex.tryLock(5_000));
    });
  }
}

test("a disposed mutex throws DetachedError", async () => {
  const mutex = new RWMutex({ name: "gone" });
  mutex.lock();
  const waits = [mutex.lockAsync(), mutex.lockSharedAsync()];
  mutex.dispose();
  for (const wait of waits) await assert.rejects(within(wait, "a task waits for a disposed mutex"), DetachedError);
  assert.throws(() => mutex.lockShared(), { name: "DetachedError", message: /RWMutex "gone"/ });
  assert.throws(() => mutex.unlock(), DetachedError);
});
