import assert from "node:assert/strict";
import { test } from "node:test";
import { Mutex, RWMutex } from "../../src/index.ts";
import { crew } from "../support/crew.ts";
import { ints } from "../support/ints.ts";
import type { Ring } from "./circle.jobs.ts";

const jobs = new URL("./circle.jobs.js", import.meta.url);
const mutexes = (n: number) => Array.from({ length: n }, (_, i) => new Mutex({ name: `m${i}` }));
const rwmutexes = (n: number) => Array.from({ length: n }, (_, i) => new RWMutex({ name: `m${i}` }));

const rings: { what: string; locks: Ring["locks"]; form: Ring["form"] }[] = [
  { what: "two mutexes in opposite order", locks: mutexes(2), form: "lock" },
  { what: "three mutexes", locks: mutexes(3), form: "lock" },
  { what: "two RWMutexes", locks: rwmutexes(2), form: "lock" },
  { what: "readers of what the other writes", locks: rwmutexes(2), form: "lockShared" },
  { what: "a Mutex and a RWMutex", locks: [new Mutex({ name: "m0" }), new RWMutex({ name: "m1" })], form: "lock" },
];

for (const { what, locks, form } of rings) {
  test(`threads that block in a circle: one gets an error that shows it, and the others go on: ${what}`, async () => {
    const results = await crew(locks.length, jobs, "ring", { locks, state: ints(1), form }).results;
    const errors = results.filter((result) => typeof result === "string");
    assert.ok(errors.length >= 1 && results.includes(true), `${results}`);
    for (const error of errors) {
      for (const i of locks.keys()) {
        assert.match(error, new RegExp(`thread \\d+ waits for (RW)?Mutex "m${i}", which thread \\d+ holds`));
      }
    }
    for (const lock of locks) assert.ok(lock.tryLock(), "nobody holds it any more");
  });
}

test("a circle of timed locks ends by itself, without an error", async () => {
  const locks = mutexes(2);
  const results = await crew(2, jobs, "ring", { locks, state: ints(1), form: "tryLock" }).results;
  assert.ok(results.includes(false));
  for (const result of results) assert.equal(typeof result, "boolean");
});

test("a row of threads that wait for long is no circle", async () => {
  const locks = mutexes(4);
  const { results } = crew(4, jobs, "row", { locks, state: ints(1), form: "lock" });
  assert.deepEqual(await results, [true, true, true, true]);
});
