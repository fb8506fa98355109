import assert from "node:assert/strict";
import { test } from "node:test";
import { Cond, DeadlockError, DetachedError, inspect, Mutex, receive, share } from "../../src/index.ts";
import { crew } from "../support/crew.ts";
import { ints } from "../support/ints.ts";
import { turn, within } from "../support/within.ts";

const jobs = new URL("./cond.jobs.js", import.meta.url);

interface Pair {
  mutex: Mutex;
  cond: Cond;
  /** Another condition of the same mutex. */
  other: Cond;
}

const builds: { build: string; pair: (name?: string) => Pair }[] = [
  {
    build: "wasm",
    pair: (name = "in the heap") => {
      const mutex = new Mutex();
      return { mutex, cond: new Cond(mutex, { name }), other: new Cond(mutex) };
    },
  },
  {
    build: "js",
    pair: (name = "in a buffer") => {
      const buffer = new SharedArrayBuffer(64);
      const mutex = new Mutex({ buffer, byteOffset: 4 });
      const cond = new Cond(mutex, { buffer, byteOffset: 16, name });
      return { mutex, cond, other: new Cond(mutex, { buffer, byteOffset: 32 }) };
    },
  },
];

for (const { build, pair } of builds) {
  test(`${build}: wait without the mutex is an error, and counts nobody`, async () => {
    const { mutex, cond } = pair("queue");
    const notOwner = { name: "NotOwnerError", message: /^Cond "queue": wait(Async)?\(\) by thread \d+/ };
    assert.throws(() => cond.wait(), notOwner);
    assert.throws(() => cond.wait(1), notOwner);
    await assert.rejects(cond.waitAsync(), notOwner);
    assert.equal(inspect(cond).waiting, 0);
    assert.ok(mutex.tryLock());
  });

  test(`${build}: a wait that is late answers false and holds the mutex`, () => {
    const { mutex, cond } = pair();
    mutex.lock();
    assert.equal(cond.wait(2), false);
    assert.equal(cond.wait(0), false);
    assert.equal(inspect(cond).waiting, 0);
    assert.throws(() => mutex.lock(), DeadlockError);
    mutex.unlock();
    assert.throws(() => cond.wait(-1), RangeError);
    assert.throws(() => cond.wait(Number.NaN), TypeError);
  });

  test(`${build}: notify wakes tasks, who hold the mutex by their guard`, async () => {
    const { mutex, cond } = pair();
    let items = 0;
    let taken = 0;
    const take = async () => {
      using _held = await mutex.lockAsync();
      while (items === 0) await cond.waitAsync();
      assert.throws(() => mutex.lock(), DeadlockError, "held again");
      items--;
      taken++;
    };
    const all = [take(), take(), take()];
    while (inspect(cond).waiting !== 3) await turn();
    {
      using _held = await mutex.lockAsync();
      items = 1;
    }
    cond.notifyOne();
    while (taken === 0) await turn();
    {
      using _held = await mutex.lockAsync();
      items = 2;
      cond.notifyAll();
    }
    await within(Promise.all(all), "tasks wait for items");
    assert.equal(inspect(cond).waiting, 0);
    assert.ok(mutex.tryLock());
  });

  test(`${build}: an aborted waitAsync rejects with the reason and holds the mutex`, async () => {
    const { mutex, cond } = pair();
    const abort = new AbortController();
    const reason = new Error("enough");
    mutex.lock();
    const waits = cond.waitAsync({ signal: abort.signal });
    assert.ok(mutex.tryLock(), "unlocked while it waits");
    abort.abort(reason);
    const outcome = waits.then(
      () => "woken",
      (error) => error,
    );
    await turn();
    mutex.unlock();
    assert.equal(await within(outcome, "an aborted wait"), reason);
    assert.throws(() => mutex.lock(), DeadlockError);
    mutex.unlock();
    assert.equal(inspect(cond).waiting, 0);
  });

  test(`${build}: notify without waiters is nothing, and is not remembered`, () => {
    const { mutex, cond } = pair();
    cond.notifyOne();
    cond.notifyAll();
    mutex.lock();
    assert.equal(cond.wait(1), false);
    mutex.unlock();
  });

  for (const threads of [2, 4, 8]) {
    test(`${build}: ${threads} threads pass items through a bounded queue; none is lost`, async () => {
      const { mutex, cond: notEmpty, other: notFull } = pair();
      const state = ints(3);
      await crew(threads, jobs, "queue", { mutex, notEmpty, notFull, state, capacity: 3, rounds: 2_000 / threads })
        .results;
      assert.deepEqual([...state], [0, 1_000, 1_000]);
      assert.equal(inspect(notEmpty).waiting, 0);
    });
  }

  test(`${build}: notifyAll wakes every thread, generation after generation`, async () => {
    const { mutex, cond } = pair();
    const state = ints(2);
    const { results } = crew(4, jobs, "generations", { mutex, cond, state });
    for (let generation = 1; generation <= 20; generation++) {
      for (let all = false; !all; ) {
        using _held = await mutex.lockAsync();
        all = state[1] === 4 * generation;
        if (!all) continue;
        state[0] = generation;
        cond.notifyAll();
      }
    }
    assert.deepEqual(await results, [20, 20, 20, 20]);
  });
}

test("a cond crosses threads with its mutex", () => {
  const mutex = new Mutex({ name: "m" });
  const cond = new Cond(mutex, { name: "c" });
  const there = receive<{ mutex: Mutex; cond: Cond }>(structuredClone(share({ cond, mutex })));
  there.mutex.lock();
  assert.equal(there.cond.wait(1), false);
  assert.equal(cond.wait(1), false);
  mutex.unlock();
});

test("a cond and its mutex must lie in one memory", () => {
  const inBuffer = new Mutex({ buffer: new SharedArrayBuffer(32) });
  const expected = { name: "TypeError", message: /^Cond: its mutex lies in another memory/ };
  assert.throws(() => new Cond(inBuffer), expected);
  assert.throws(() => new Cond(inBuffer, { buffer: new SharedArrayBuffer(32) }), expected);
  assert.throws(() => new Cond(new Mutex(), { buffer: new SharedArrayBuffer(32) }), expected);
  assert.throws(() => new Cond({} as Mutex), { name: "TypeError", message: /expected a Mutex/ });
  assert.throws(() => new Cond(undefined as never), TypeError);
});

test("a disposed cond, or one whose mutex is, throws DetachedError", async () => {
  const mutex = new Mutex({ name: "m" });
  const cond = new Cond(mutex, { name: "c" });
  mutex.lock();
  cond.dispose();
  assert.throws(() => cond.wait(), { name: "DetachedError", message: /Cond "c"/ });
  assert.throws(() => cond.notifyOne(), DetachedError);
  assert.throws(() => cond.notifyAll(), DetachedError);
  const other = new Cond(mutex);
  mutex.dispose();
  assert.throws(() => other.wait(), { name: "DetachedError", message: /Mutex "m"/ });
  await assert.rejects(other.waitAsync(), DetachedError);
});
