// What Go's sync/mutex_test.go asserts, for threads. Carried over: TryLock of a held and of a free mutex, the hammer
// with TryLock, the hammer of a runtime semaphore (our Semaphore; runtime_sema_test.go has benchmarks only), misuse of
// a Mutex (RWMutex: see rwmutex.test.ts), fairness. Go's hammers assert that they end and leave the rest to the race
// detector; here plain additions must be exact. Misuse is a fatal error of the process in Go and a typed error here. Go
// bounds fairness by 10 seconds; here it is bounded by how often the other has the mutex meanwhile. Not carried over:
// the mutex profile, benchmarks; that another goroutine may unlock, since a thread owns the mutex here
// (test/sync/mutex.test.ts).

import assert from "node:assert/strict";
import { test } from "node:test";
import { Mutex, NotOwnerError, Semaphore } from "../../../src/index.ts";
import { builds } from "../../support/builds.ts";
import { ints } from "../../support/ints.ts";
import { pool } from "../pool.ts";

const start = pool(new URL("./mutex.jobs.js", import.meta.url));

for (const { build, options } of builds) {
  test(`${build}: a semaphore of one permit, hammered by 10 threads`, async (t) => {
    const semaphore = new Semaphore(1, { ...options(), name: "hammered" });
    const counter = ints(1);
    await start(t, 10, "hammerSemaphore", { semaphore, counter, rounds: 5_000 }).results;
    assert.equal(counter[0], 50_000);
    assert.equal(semaphore.available, 1);
  });

  test(`${build}: a mutex, hammered by 10 threads that lock or only try`, async (t) => {
    const mutex = new Mutex({ ...options(), name: "hammered" });
    mutex.lock();
    assert.equal(mutex.tryLock(), false, "held");
    mutex.unlock();
    assert.ok(mutex.tryLock(), "free");
    mutex.unlock();
    const counter = ints(1);
    const had = await start<number>(t, 10, "hammer", { mutex, counter, rounds: 5_000 }).results;
    assert.equal(
      counter[0],
      had.reduce((a, b) => a + b),
    );
    for (const times of had) assert.ok(times >= 3_333, `every lock() is in it, and a try now and then: ${times}`);
    assert.ok(mutex.tryLock(), "free at the end");
  });

  test(`${build}: unlock of a mutex that nobody holds is an error, the first time and after a lock`, () => {
    const never = new Mutex({ ...options(), name: "never held" });
    const twice = new Mutex({ ...options(), name: "unlocked" });
    twice.lock();
    twice.unlock();
    for (const mutex of [never, twice]) {
      assert.throws(
        () => mutex.unlock(),
        (error) =>
          error instanceof NotOwnerError && /^Mutex "(never held|unlocked)": unlock\(\) by thread/.test(error.message),
      );
      assert.ok(mutex.tryLock(), "and it goes on as a free one");
      assert.equal(mutex.tryLock(), false);
    }
  });

  test(`${build}: who holds a mutex nearly always does not keep out who wants it for a moment`, async (t) => {
    const mutex = new Mutex({ ...options(), name: "wanted" });
    const most = 50_000;
    const [held, locked] = await start<number>(t, 2, "fairness", { mutex, state: ints(2), most, locks: 10 }).results;
    assert.equal(locked, 10);
    assert.ok(held > 0 && held < most, `the other had it ${held} times meanwhile`);
  });
}
