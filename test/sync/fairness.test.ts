import assert from "node:assert/strict";
import { test } from "node:test";
import { locationOf } from "../../src/heap/object.ts";
import { stats } from "../../src/index.ts";
import { locks, release, takeSoon, tryTake } from "../ported/lock.ts";
import { builds } from "../support/builds.ts";
import { crew } from "../support/crew.ts";
import { ints } from "../support/ints.ts";
import { within } from "../support/within.ts";
import type { Barged } from "./fairness.jobs.ts";

const jobs = new URL("./fairness.jobs.js", import.meta.url);
const LONG: Record<string, number> = { Mutex: 1 << 13, RWMutex: 1 << 29, Semaphore: 1 << 31 };

for (const { kind, make } of locks) {
  test(`a thread that has been passed over for long is next at a ${kind}, after those before it in the line`, async () => {
    const words = ints(8);
    const lock = make({ buffer: words.buffer as SharedArrayBuffer, byteOffset: 8, name: "barged" });
    const threads = 6;
    const value: Barged = { lock, words, at: 2, long: LONG[kind], state: ints(2), threads, rounds: 800, ms: 0.5 };
    const passed = ((await crew(threads, jobs, "barged", value).results) as number[][]).flat();
    assert.ok(passed.length > 0, "nobody was passed over for long");
    // One that the system puts aside between saying so and sleeping is not in the line yet.
    const often = passed.filter((times) => times > threads);
    assert.ok(often.length <= passed.length / 10, `of ${passed.length} these were passed over more often: ${often}`);
  });
}

for (const { build, options } of builds) {
  for (const { kind, make } of locks) {
    test(`${build}: of a thread that died while others had to queue behind it at a ${kind}, event loops are told once`, async () => {
      const lock = make({ ...options(), name: "left behind" });
      assert.ok(tryTake(lock));
      const { results, workers } = crew(1, jobs, "waits", { lock });
      const ended = assert.rejects(results, /ended without a result/);
      // At the end of its first slice of sleep.
      const { words, p } = locationOf(lock);
      const said = async () => {
        while ((Atomics.load(words, p >> 2) & LONG[kind]) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      };
      await within(said(), "a thread waits for a slice and says that it has been passed over");
      await workers[0].terminate();
      await ended;
      release(lock);
      const never = new AbortController().signal;
      const taken = async () => {
        await within(takeSoon(lock, never), "a task waits for what is free");
        release(lock);
      };
      await taken();
      const before = stats().thread.waits;
      await taken();
      assert.equal(stats().thread.waits, before, "the second time nothing keeps it waiting");
    });
  }
}
