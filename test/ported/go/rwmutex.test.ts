// What Go's sync/rwmutex_test.go asserts, and the RWMutex part of mutex_test.go's misuse, for threads. Carried over:
// readers in parallel, TryLock and TryRLock, the hammer with its count of activity (1 for each reader, 10000 for each
// writer) for several numbers of readers, misuse as typed errors. RLocker: a Locker is a function here that locks and
// answers a guard, () => mutex.lockShared(), and what is asserted of it is asserted of guards. Not carried over:
// numbers of processors, which a program can't choose here; unlock by another goroutine than the one that wrote, which
// is an error here; benchmarks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect, NotOwnerError, RWMutex } from "../../../src/index.ts";
import { builds } from "../../support/builds.ts";
import { ints } from "../../support/ints.ts";
import { tell } from "../gate.ts";
import { pool } from "../pool.ts";

const start = pool(new URL("./rwmutex.jobs.js", import.meta.url));

type Use = "lock" | "unlock" | "lockShared" | "unlockShared";
const free = { readers: 0, writes: false };
const misuse: { what: string; first: Use[]; wrong: Use; left: { readers: number; writes: boolean } }[] = [
  { what: "unlock of a free one", first: [], wrong: "unlock", left: free },
  { what: "unlock by a reader", first: ["lockShared"], wrong: "unlock", left: { readers: 1, writes: false } },
  { what: "a second unlock", first: ["lock", "unlock"], wrong: "unlock", left: free },
  { what: "unlockShared of a free one", first: [], wrong: "unlockShared", left: free },
  { what: "unlockShared by the writer", first: ["lock"], wrong: "unlockShared", left: { readers: 0, writes: true } },
  { what: "a second unlockShared", first: ["lockShared", "unlockShared"], wrong: "unlockShared", left: free },
];

for (const { build, options } of builds) {
  for (const readers of [1, 3, 4]) {
    test(`${build}: ${readers} threads read at the same time`, async (t) => {
      const mutex = new RWMutex({ ...options(), name: "read" });
      const state = ints(2);
      const { results, until } = start(t, readers, "read", { mutex, state });
      await until(() => Atomics.load(state, 0) === readers, "all read");
      assert.equal(inspect(mutex).readers, readers);
      assert.equal(mutex.tryLock(), false);
      tell(state, 1);
      await results;
      assert.ok(mutex.tryLock());
    });
  }

  test(`${build}: tries of a written, a free and a read mutex`, () => {
    const mutex = new RWMutex(options());
    mutex.lock();
    assert.equal(mutex.tryLock(), false);
    assert.equal(mutex.tryLockShared(), false);
    mutex.unlock();
    assert.ok(mutex.tryLock());
    mutex.unlock();
    assert.ok(mutex.tryLockShared());
    assert.ok(mutex.tryLockShared(), "one more reader");
    assert.equal(mutex.tryLock(), false);
    mutex.unlockShared();
    mutex.unlockShared();
    assert.ok(mutex.tryLock());
  });

  for (const readers of [1, 3, 5, 10]) {
    test(`${build}: 2 writers and ${readers} readers: a writer is alone`, async (t) => {
      const mutex = new RWMutex({ ...options(), name: "hammered" });
      const activity = ints(1);
      await start(t, 2 + readers, "hammer", { mutex, activity, rounds: 1_000 }).results;
      assert.equal(activity[0], 0);
      assert.ok(mutex.tryLock(), "free at the end");
    });
  }

  test(`${build}: a writer waits for the last of two shared holds, and keeps readers out`, async (t) => {
    const mutex = new RWMutex({ ...options(), name: "read and written" });
    const state = ints(3);
    const rounds = 10;
    const { results, until } = start(t, 1, "readsThenWrites", { mutex, state, rounds });
    for (let round = 1; round <= rounds; round++) {
      await until(() => Atomics.load(state, 0) === round, "the other reads");
      mutex.unlockShared();
      assert.deepEqual([Atomics.load(state, 1), inspect(mutex).writer], [round - 1, 0], "one hold is left");
      mutex.unlockShared();
      await until(() => Atomics.load(state, 1) === round, "the other writes");
      assert.equal(mutex.tryLockShared(), false);
      assert.equal(mutex.tryLockShared(0.5), false);
      assert.equal(Atomics.load(state, 0), round);
      tell(state, 2);
    }
    await results;
    assert.ok(mutex.tryLock());
  });

  test(`${build}: a guard locks for who does not know how`, async () => {
    const mutex = new RWMutex(options());
    const twice = async (lock: () => Disposable | Promise<Disposable>, meanwhile: () => void) => {
      using _one = await lock();
      using _two = await lock();
      meanwhile();
    };
    const look = () => {
      assert.equal(inspect(mutex).readers, 2);
      assert.equal(mutex.tryLock(), false, "two read");
      assert.ok(mutex.tryLockShared());
      mutex.unlockShared();
    };
    await twice(() => mutex.lockShared(), look);
    await twice(() => mutex.lockSharedAsync(), look);
    {
      using _held = mutex.lock();
      assert.equal(mutex.tryLockShared(), false);
    }
    assert.ok(mutex.tryLock());
  });

  for (const { what, first, wrong, left } of misuse) {
    test(`${build}: ${what} is an error, and changes nothing`, () => {
      const mutex = new RWMutex({ ...options(), name: "misused" });
      for (const use of first) mutex[use]();
      assert.throws(
        () => mutex[wrong](),
        (error) =>
          error instanceof NotOwnerError && /^RWMutex "misused": unlock(Shared)?\(\) by thread/.test(error.message),
      );
      const { readers, writer } = inspect(mutex);
      assert.deepEqual({ readers, writes: writer === inspect().thread }, left);
      assert.equal(mutex.tryLock(), first.length !== 1, "free, or held as before");
    });
  }
}
