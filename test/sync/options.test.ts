import assert from "node:assert/strict";
import { test } from "node:test";
import { Barrier, Cond, inspect, Mutex, Note, Once, RWMutex, Semaphore, WaitGroup } from "../../src/index.ts";
import { within } from "../support/within.ts";

/** Each waits if it begins. */
const waits: { what: string; begin: (options: never) => Promise<unknown> }[] = [];
const mutex = new Mutex();
const cond = new Cond(mutex);
mutex.lock();
waits.push({ what: "Cond", begin: (options) => cond.waitAsync(options) });
const barrier = new Barrier(2);
waits.push({ what: "Barrier", begin: (options) => barrier.waitAsync(options) });
const note = new Note();
waits.push({ what: "Note", begin: (options) => note.sleepAsync(options) });
const group = new WaitGroup();
group.add(1);
waits.push({ what: "WaitGroup", begin: (options) => group.waitAsync(options) });
const once = new Once();
let finish = () => {};
const running = once.doAsync(() => new Promise<void>((resolve) => (finish = resolve)));
waits.push({ what: "Once", begin: (options) => once.doAsync(() => {}, options) });
waits.push({ what: "Mutex", begin: (options) => mutex.lockAsync(options) });
const rwmutex = new RWMutex();
rwmutex.lock();
waits.push({ what: "RWMutex, to write", begin: (options) => rwmutex.lockAsync(options) });
waits.push({ what: "RWMutex, to read", begin: (options) => rwmutex.lockSharedAsync(options) });
const seats = new Semaphore(0);
waits.push({ what: "Semaphore", begin: (options) => seats.acquireAsync(1, options) });

for (const { what, begin } of waits) {
  test(`${what}: options that can't be are a TypeError that says so, and nobody waits`, async () => {
    for (const options of [
      { signal: 5 },
      { signal: null },
      { signal: { aborted: false } },
      AbortSignal.abort(),
      null,
      5,
      "soon",
    ]) {
      await assert.rejects(within(begin(options as never), `${what} waits`), {
        name: "TypeError",
        message: /^\w+ at \d+: \w+Async\(\): the (signal is|options are) .*; expected an /,
      });
    }
    assert.deepEqual(inspect().tasks, []);
  });
}

test("what was refused has changed nothing", async () => {
  finish();
  assert.equal(await within(running, "a run of a Once"), true);
  assert.equal(inspect(barrier).arrived, 0);
  assert.equal(inspect(cond).waiting, 0);
  assert.equal(mutex.tryLock(), false, "the mutex of the Cond is still held");
  mutex.unlock();
});
