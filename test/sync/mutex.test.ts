import assert from "node:assert/strict";
import { test } from "node:test";
import { DeadlockError, DetachedError, inspect, Mutex, NotOwnerError, receive, share, stats } from "../../src/index.ts";
import { builds } from "../support/builds.ts";
import { crew } from "../support/crew.ts";
import { ints } from "../support/ints.ts";
import { turn, within } from "../support/within.ts";

const jobs = new URL("./mutex.jobs.js", import.meta.url);

for (const { build, options } of builds) {
  test(`${build}: a mutex is held by one`, () => {
    const mutex = new Mutex({ ...options(), name: "one" });
    mutex.lock();
    assert.equal(inspect(mutex).owner, inspect().thread);
    assert.equal(mutex.tryLock(), false);
    mutex.unlock();
    assert.equal(inspect(mutex).owner, 0);
    assert.ok(mutex.tryLock());
    mutex.unlock();
    assert.ok(mutex.tryLock(5));
    mutex.unlock();
  });

  test(`${build}: relock is an error at once, and leaves the mutex held`, () => {
    const mutex = new Mutex({ ...options(), name: "accounts" });
    mutex.lock();
    const relock = (error: unknown) =>
      error instanceof DeadlockError && /^Mutex "accounts": \w+\(\) by thread \d+, which holds it/.test(error.message);
    assert.throws(() => mutex.lock(), relock);
    assert.throws(() => mutex.tryLock(10_000), relock);
    mutex.unlock();
    assert.ok(mutex.tryLock());
    mutex.unlock();
  });

  test(`${build}: unlock by who does not hold it is an error, and unlocks nothing`, async () => {
    const mutex = new Mutex({ ...options(), name: "accounts" });
    const notOwner = (error: unknown) =>
      error instanceof NotOwnerError && /^Mutex "accounts": unlock\(\) by thread \d+/.test(error.message);
    assert.throws(() => mutex.unlock(), notOwner);
    const started = ints(2);
    const { results } = crew(1, jobs, "holdFor", { mutex, started, ms: 10_000 });
    while (Atomics.load(started, 0) === 0) await turn();
    assert.throws(() => mutex.unlock(), notOwner);
    assert.equal(mutex.tryLock(), false);
    assert.equal(mutex.tryLock(2), false);
    Atomics.store(started, 1, 1);
    Atomics.notify(started, 1);
    assert.ok(mutex.tryLock(20_000));
    await results;
  });

  test(`${build}: using unlocks at the end of the block, also of an async hold`, async () => {
    const mutex = new Mutex(options());
    {
      using held = mutex.lock();
      assert.ok(held);
      assert.equal(mutex.tryLock(), false);
    }
    {
      using _held = await mutex.lockAsync();
      assert.equal(mutex.tryLock(), false);
    }
    {
      await using _held = await mutex.lockAsync();
      assert.equal(mutex.tryLock(), false);
    }
    assert.ok(mutex.tryLock());
  });

  test(`${build}: a million uncontended locks call the engine 0 times`, () => {
    const mutex = new Mutex(options());
    const before = stats().all;
    for (let i = 0; i < 1_000_000; i++) {
      mutex.lock();
      mutex.unlock();
    }
    assert.deepEqual(stats().all, before);
  });

  test(`${build}: two threads that never overlap call the engine 0 times`, async () => {
    const mutex = new Mutex(options());
    assert.deepEqual(await crew(2, jobs, "inTurns", { mutex, turn: ints(1), rounds: 2_000 }).results, [0, 0]);
  });

  test(`${build}: tasks of one thread take turns, first come first served`, async () => {
    const mutex = new Mutex(options());
    const order: number[] = [];
    let holders = 0;
    const task = async (index: number) => {
      using _held = await mutex.lockAsync();
      assert.equal(++holders, 1);
      order.push(index);
      await turn();
      holders--;
    };
    await within(Promise.all([0, 1, 2, 3, 4].map(task)), "tasks wait for a mutex");
    assert.deepEqual(order, [0, 1, 2, 3, 4]);
  });

  test(`${build}: who unlocks and locks again without awaiting anything is not in the way of a waiting task`, async () => {
    const mutex = new Mutex(options());
    mutex.lock();
    const waits = mutex.lockAsync();
    for (let i = 0; i < 3; i++) {
      mutex.unlock();
      mutex.lock();
    }
    mutex.unlock();
    using _held = await within(waits, "a task waits for a mutex that its thread has unlocked");
    assert.throws(() => mutex.lock(), DeadlockError);
  });

  test(`${build}: a stale guard can't unlock another task's hold`, async () => {
    const mutex = new Mutex({ ...options(), name: "turns" });
    const first = await mutex.lockAsync();
    mutex.unlock();
    const second = await mutex.lockAsync();
    assert.throws(
      () => first[Symbol.dispose](),
      (error) => error instanceof NotOwnerError && /^Mutex "turns": a guard disposed by thread/.test(error.message),
    );
    assert.equal(mutex.tryLock(), false, "still held");
    second[Symbol.dispose]();
    second[Symbol.dispose]();
    mutex.lock();
    second[Symbol.dispose]();
    assert.equal(mutex.tryLock(), false, "a second dispose unlocks nothing");
    mutex.unlock();
  });

  test(`${build}: an aborted lockAsync rejects with the reason and leaves nothing behind`, async () => {
    const mutex = new Mutex(options());
    const reason = new Error("enough");
    const abort = new AbortController();
    mutex.lock();
    const waits = mutex.lockAsync({ signal: abort.signal });
    const next = mutex.lockAsync();
    const last = mutex.lockAsync({ signal: abort.signal });
    abort.abort(reason);
    await assert.rejects(waits, reason);
    await assert.rejects(last, reason);
    mutex.unlock();
    (await within(next, "the task behind an aborted one waits"))[Symbol.dispose]();
    await assert.rejects(mutex.lockAsync({ signal: abort.signal }), reason);
    assert.ok(mutex.tryLock());
    mutex.unlock();
    assert.deepEqual(inspect().tasks, []);
  });

  test(`${build}: an event loop waits for a mutex that another thread holds`, async () => {
    const mutex = new Mutex(options());
    const started = ints(2);
    const { results } = crew(1, jobs, "holdFor", { mutex, started, ms: 10_000 });
    while (Atomics.load(started, 0) === 0) await turn();
    const waits = mutex.lockAsync();
    Atomics.store(started, 1, 1);
    Atomics.notify(started, 1);
    (await within(waits, "an event loop waits for a mutex"))[Symbol.dispose]();
    await results;
  });

  for (const threads of [2, 4, 8]) {
    test(`${build}: ${threads} threads hammer one mutex, and their plain additions are exact`, async () => {
      const mutex = new Mutex(options());
      const counter = ints(1);
      await crew(threads, jobs, "hammer", { mutex, counter, rounds: 80_000 / threads }).results;
      assert.equal(counter[0], 80_000);
      assert.ok(mutex.tryLock());
    });

    test(`${build}: ${threads} threads lock in every form, some giving up`, async () => {
      const mutex = new Mutex(options());
      const counter = ints(1);
      const got = await crew(threads, jobs, "mixed", { mutex, counter, rounds: 4_000 / threads }).results;
      assert.equal(
        counter[0],
        (got as number[]).reduce((a, b) => a + b),
      );
      assert.ok(mutex.tryLock(5_000), "nobody holds it any more");
    });
  }
}

test("tasks that pass a mutex round, or lock it alone, do not starve timers; one signal serves many", async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error) => warnings.push(warning);
  process.on("warning", warned);
  const [contended, alone] = [new Mutex(), new Mutex()];
  const abort = new AbortController();
  let stop = false;
  const task = async (mutex: Mutex) => {
    while (!stop) (await mutex.lockAsync({ signal: abort.signal }))[Symbol.dispose]();
  };
  const tasks = [...Array.from({ length: 20 }, () => task(contended)), task(alone)];
  await within(new Promise((resolve) => setTimeout(resolve, 20)), "a timer waits for tasks that lock");
  stop = true;
  await within(Promise.all(tasks), "tasks wait for a mutex");
  await turn();
  process.off("warning", warned);
  assert.deepEqual(warnings, []);
});

test("handles to one mutex are one mutex, also for its tasks", async () => {
  const first = new Mutex({ name: "shared" });
  const second = receive<Mutex>(structuredClone(share(first)));
  first.lock();
  assert.throws(() => second.lock(), DeadlockError);
  const order: string[] = [];
  const one = second.lockAsync().then((held) => {
    order.push("second");
    held[Symbol.dispose]();
  });
  const two = first.lockAsync().then((held) => {
    order.push("first");
    held[Symbol.dispose]();
  });
  second.unlock();
  await within(Promise.all([one, two]), "tasks wait through two handles");
  assert.deepEqual(order, ["second", "first"]);
});

test("handles to one mutex in a buffer are one mutex", async () => {
  const buffer = new SharedArrayBuffer(8);
  const first = new Mutex({ buffer });
  const second = new Mutex({ buffer });
  first.lock();
  const waits = second.lockAsync();
  await turn();
  first.unlock();
  (await within(waits, "a task waits through another handle"))[Symbol.dispose]();
  assert.ok(first.tryLock());
});

test("a disposed mutex throws DetachedError, and a task that waits for it is told", async () => {
  const mutex = new Mutex({ name: "gone" });
  mutex.lock();
  const waits = mutex.lockAsync();
  mutex.dispose();
  await assert.rejects(within(waits, "a task waits for a disposed mutex"), DetachedError);
  assert.throws(() => mutex.lock(), { name: "DetachedError", message: /Mutex "gone": used after dispose/ });
  assert.throws(() => mutex.tryLock(), DetachedError);
  assert.throws(() => mutex.unlock(), DetachedError);
  assert.throws(() => inspect(mutex), DetachedError);
  await assert.rejects(mutex.lockAsync(), DetachedError);
});

test("bad arguments are typed errors", () => {
  const mutex = new Mutex();
  assert.throws(() => mutex.tryLock(-1), RangeError);
  assert.throws(() => mutex.tryLock(Number.NaN), TypeError);
  assert.throws(() => mutex.tryLock("5" as never), TypeError);
  assert.throws(() => new Mutex({ buffer: new SharedArrayBuffer(4) }), RangeError);
  assert.throws(() => new Mutex({ buffer: new SharedArrayBuffer(16), byteOffset: 2 }), RangeError);
  assert.throws(() => new Mutex({ buffer: new ArrayBuffer(16) as never }), TypeError);
  assert.ok(mutex.tryLock());
});
