import assert from "node:assert/strict";
import { test } from "node:test";
import { locks } from "../ported/lock.ts";
import { crew } from "../support/crew.ts";
import { ints } from "../support/ints.ts";
import type { Barged } from "./fairness.jobs.ts";

const LONG: Record<string, number> = { Mutex: 1 << 13, RWMutex: 1 << 29, Semaphore: 1 << 31 };

for (const { kind, make } of locks) {
  test(`a thread that has been passed over for long is next at a ${kind}, after those before it in the line`, async () => {
    const words = ints(8);
    const lock = make({ buffer: words.buffer as SharedArrayBuffer, byteOffset: 8, name: "barged" });
    const threads = 6;
    const value: Barged = { lock, words, at: 2, long: LONG[kind], state: ints(2), threads, rounds: 800, ms: 0.5 };
    const jobs = new URL("./fairness.jobs.js", import.meta.url);
    const passed = ((await crew(threads, jobs, "barged", value).results) as number[][]).flat();
    assert.ok(passed.length > 0, "nobody was passed over for long");
    // One that the system puts aside between saying so and sleeping is not in the line yet.
    const often = passed.filter((times) => times > threads);
    assert.ok(often.length <= passed.length / 10, `of ${passed.length} these were passed over more often: ${often}`);
  });
}
