import assert from "node:assert/strict";
import { test } from "node:test";
import { DetachedError, DoubleWakeupError, Note, stats } from "../../src/index.ts";
import { builds } from "../support/builds.ts";
import { crew } from "../support/crew.ts";

const jobs = new URL("./note.jobs.js", import.meta.url);

for (const { build, options } of builds) {
  test(`${build}: sleep returns once the note is awake`, () => {
    const note = new Note(options());
    assert.equal(note.sleep(0), false);
    assert.equal(note.sleep(3), false);
    note.wakeup();
    assert.equal(note.sleep(), true);
    assert.equal(note.sleep(0), true);
    note.clear();
    assert.equal(note.sleep(1), false);
    note.wakeup();
    assert.equal(note.sleep(1), true);
  });

  test(`${build}: a double wakeup is an error, and the note stays awake`, () => {
    const note = new Note({ ...options(), name: "go" });
    note.wakeup();
    assert.throws(
      () => note.wakeup(),
      (error) => error instanceof DoubleWakeupError && /Note "go": wakeup\(\) by thread \d+/.test(error.message),
    );
    assert.equal(note.sleep(), true);
  });

  test(`${build}: bad timeouts are errors`, () => {
    const note = new Note(options());
    assert.throws(() => note.sleep(-1), RangeError);
    assert.throws(() => note.sleep(Number.NaN), TypeError);
    assert.throws(() => note.sleep("1" as unknown as number), TypeError);
  });

  test(`${build}: a million rounds without a sleeper call the engine 0 times`, () => {
    const note = new Note(options());
    const before = stats().all;
    for (let i = 0; i < 1_000_000; i++) {
      note.wakeup();
      note.sleep();
      note.clear();
    }
    assert.deepEqual(stats().all, before);
  });

  test(`${build}: sleepAsync resolves at the wakeup, and rejects at an abort`, async () => {
    const note = new Note(options());
    const abort = new AbortController();
    const aborted = note.sleepAsync({ signal: abort.signal });
    const sleeps = [note.sleepAsync(), note.sleepAsync()];
    abort.abort("no");
    await assert.rejects(aborted, (reason) => reason === "no");
    note.wakeup();
    await Promise.all(sleeps);
    await note.sleepAsync();
  });

  for (const threads of [2, 4, 8]) {
    test(`${build}: ${threads} threads sleep on one note, and one wakeup wakes all`, async () => {
      const notes = Array.from({ length: 50 }, () => new Note(options()));
      const counter = new Int32Array(new SharedArrayBuffer(4));
      const { results } = crew(threads, jobs, "sleepers", { notes, counter });
      for (const [index, note] of notes.entries()) {
        const end = performance.now() + 30_000;
        while (Atomics.load(counter, 0) < index * threads) {
          assert.ok(performance.now() < end, `sleepers of note ${index - 1} don't wake`);
          await new Promise((resolve) => setImmediate(resolve));
        }
        note.wakeup();
      }
      await results;
      assert.equal(counter[0], notes.length * threads);
    });
  }

  test(`${build}: two threads pass a note to and fro`, async () => {
    const pair = [new Note(options()), new Note(options())];
    assert.deepEqual(await crew(2, jobs, "pingPong", { pair, rounds: 5_000 }).results, [5_000, 5_000]);
  });
}

test("a disposed note throws DetachedError", () => {
  const note = new Note();
  note.dispose();
  assert.throws(() => note.sleep(0), DetachedError);
  assert.throws(() => note.wakeup(), DetachedError);
  assert.throws(() => note.clear(), DetachedError);
});
