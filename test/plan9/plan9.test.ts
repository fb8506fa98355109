import assert from "node:assert/strict";
import { test } from "node:test";
import { DoubleWakeupError, NotOwnerError, OverflowError, stats } from "../../src/index.ts";
import { KernelLock, KernelNote, KernelSemaphore, kernelMode, Lock, Note, Usema } from "../../src/plan9/index.ts";
import { builds } from "../support/builds.ts";
import { crew } from "../support/crew.ts";

const jobs = new URL("./plan9.jobs.js", import.meta.url);
const MOST = 2 ** 30 - 1;

for (const { build, options } of builds) {
  for (const Lockable of [Lock, KernelLock]) {
    test(`${build} ${Lockable.name}: one holder at a time; unlock without lock is an error`, () => {
      const lock = new Lockable({ ...options(), name: "door" });
      assert.throws(
        () => lock.unlock(),
        (error) => error instanceof NotOwnerError && error.message.includes('"door": unlock() by thread'),
      );
      lock.lock();
      assert.equal(lock.tryLock(), false);
      assert.equal(lock.tryLock(2), false);
      lock.unlock();
      assert.equal(lock.tryLock(), true);
      lock.unlock();
      {
        using _held = lock.lock();
        assert.equal(lock.tryLock(), false);
      }
      assert.equal(lock.tryLock(5), true);
      lock.unlock();
      assert.throws(() => lock.unlock(), NotOwnerError);
      assert.throws(() => lock.tryLock(-5), RangeError);
      lock.dispose();
      assert.throws(() => lock.lock(), { name: "DetachedError" });
    });

    for (const threads of [2, 4, 8]) {
      test(`${build} ${Lockable.name}: ${threads} threads count under it, blocking and timed`, async () => {
        const lock = new Lockable(options());
        const words = new Int32Array(new SharedArrayBuffer(8));
        const rounds = 8_000 / threads;
        const missed = (await crew(threads, jobs, "count", { lock, words, rounds }).results) as number[];
        assert.equal(words[0], rounds * threads - missed.reduce((a, b) => a + b, 0));
        assert.equal(lock.tryLock(), true, "free in the end");
      });
    }
  }

  for (const Sema of [Usema, KernelSemaphore]) {
    test(`${build} ${Sema.name}: permits are counted, bounded, and a late acquire takes none`, () => {
      const sema = new Sema(2, options());
      sema.acquire();
      assert.equal(sema.tryAcquire(), true);
      assert.equal(sema.tryAcquire(), false);
      assert.equal(sema.tryAcquire(2), false);
      sema.release();
      assert.equal(sema.tryAcquire(2), true);
      const full = new Sema(MOST, options());
      assert.throws(() => full.release(), OverflowError);
      assert.throws(() => new Sema(-1), RangeError);
      assert.throws(() => new Sema(0.5), TypeError);
      assert.throws(() => sema.tryAcquire(Number.NaN), TypeError);
    });

    test(`${build} ${Sema.name}: 4 threads, timed and blocking, lose no permit and let no third in`, async () => {
      const sema = new Sema(2, options());
      const words = new Int32Array(new SharedArrayBuffer(8));
      const most = (await crew(4, jobs, "permits", { sema, words, rounds: 2_000 }).results) as number[];
      assert.ok(Math.max(...most) <= 2, `held at once: ${most}`);
      assert.deepEqual([sema.tryAcquire(), sema.tryAcquire(), sema.tryAcquire()], [true, true, false]);
    });
  }

  for (const Event of [Note, KernelNote]) {
    test(`${build} ${Event.name}: sleep until wakeup; a double wakeup is an error`, () => {
      const note = new Event(options());
      assert.equal(note.sleep(2), false);
      note.wakeup();
      assert.equal(note.sleep(), true);
      assert.throws(() => note.wakeup(), DoubleWakeupError);
      note.clear();
      assert.equal(note.sleep(2), false, "a token left in the semaphore is not a wakeup");
      note.wakeup();
      assert.equal(note.sleep(), true);
    });

    test(`${build} ${Event.name}: two threads pass it to and fro`, async () => {
      const pair = [new Event(options()), new Event(options())];
      assert.deepEqual(await crew(2, jobs, "pingPong", { pair, rounds: 1_000 }).results, [1_000, 1_000]);
    });
  }

  test(`${build}: a million uncontended operations call the engine 0 times`, () => {
    const lock = new Lock(options());
    const sema = new Usema(1, options());
    const before = stats().all;
    for (let i = 0; i < 1_000_000; i++) {
      lock.lock();
      lock.unlock();
      sema.acquire();
      sema.release();
    }
    assert.deepEqual(stats().all, before);
  });

  test(`${build}: the kernel variants go to the engine at every release`, () => {
    const lock = new KernelLock(options());
    const before = stats().thread.notifies;
    for (let i = 0; i < 100; i++) {
      lock.lock();
      lock.unlock();
    }
    assert.equal(stats().thread.notifies - before, 100);
  });
}

test("kernelMode: what is neither true nor false is a TypeError", () => {
  for (const [on, parts] of [["on"], [undefined], [true, { notify: 1, sleep: true }]]) {
    assert.throws(() => kernelMode(on as never, parts as never), {
      name: "TypeError",
      message: /^kernelMode: .*; expected true or false$/,
    });
  }
});
