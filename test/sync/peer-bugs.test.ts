// What libraries in this field get wrong, as tests of ours. Of the list in the field notes, these stand elsewhere: a barrier that hangs when
// it is used again (barrier.test.ts), a once that answers before it is done (once.test.ts), a flood of readers that starves a writer
// (rwmutex.test.ts).

import assert from "node:assert/strict";
import { test } from "node:test";
import { Barrier, inspect, Mutex, Note, Once, RWMutex, Semaphore, WaitGroup } from "../../src/index.ts";
import { builds } from "../support/builds.ts";
import { crew } from "../support/crew.ts";
import { ints } from "../support/ints.ts";
import { turn } from "../support/within.ts";

const jobs = new URL("./peer-bugs.jobs.js", import.meta.url);

async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waits in vain until ${what}`);
    await turn();
  }
}
const blocked = () => inspect().threads.filter(({ waitsOn }) => waitsOn !== undefined).length;

for (const { build, options } of builds) {
  test(`${build}: a permit that one wants is not lost on one that wants two`, async () => {
    const semaphore = new Semaphore(0, options());
    const got = ints(2);
    const { results } = crew(2, jobs, "wants", { semaphore, got });
    await until(() => blocked() === 2, "two threads block");
    semaphore.release();
    await until(() => Atomics.load(got, 1) === 1, "the thread that wants one permit has it");
    assert.equal(Atomics.load(got, 0), 0);
    semaphore.release(2);
    await results;
    assert.equal(semaphore.available, 0);
  });

  for (const [kind, make] of [
    ["Mutex", () => new Mutex(options())],
    ["Semaphore", () => new Semaphore(1, options())],
  ] as const) {
    test(`${build}: a busy event loop does not swallow a blocked thread's wake: ${kind}`, async () => {
      const lock = make();
      const held = "lock" in lock ? lock.lock() : lock.acquire();
      const state = ints(3);
      const { results } = crew(2, jobs, "rivals", { lock, state });
      await until(() => Atomics.load(state, 0) === 1 && blocked() === 1, "one thread blocks and one waits in its loop");
      held[Symbol.dispose]();
      await until(() => Atomics.load(state, 1) === 1, "the blocked thread has had it");
      Atomics.store(state, 2, 1);
      await results;
    });
  }
}

test("a second handle to what is in use resets nothing", () => {
  const buffer = new SharedArrayBuffer(64);
  const at = (byteOffset: number) => ({ buffer, byteOffset });
  new Mutex(at(0)).lock();
  assert.equal(new Mutex(at(0)).tryLock(), false);
  new RWMutex(at(8)).lockShared();
  assert.equal(new RWMutex(at(8)).tryLock(), false);
  new WaitGroup(at(20)).add(3);
  assert.equal(new WaitGroup(at(20)).count, 3);
  new Once(at(24)).do(() => {});
  assert.ok(new Once(at(24)).done);
  new Note(at(28)).wakeup();
  assert.ok(new Note(at(28)).sleep(0));
  new Semaphore(5, at(32)).acquire();
  assert.equal(new Semaphore(undefined, at(32)).available, 4);
  new Barrier(7, at(44));
  assert.equal(new Barrier(undefined, at(44)).parties, 7);
});
