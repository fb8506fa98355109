// What Go's sync/once_test.go asserts, for threads. Carried over: 10 threads, one run, which everybody sees; a run that
// panics lets the panic out. Not carried over, but turned round: in Go a run that panicked counts, and is never tried
// again; here a run that throws does not count (Rust's rule, see Once), and the next does it, also if it throws twice;
// once it is done it is not run again. Later Go's OnceFunc repeats the panic to every caller; nobody needs that where
// the next may try. Not carried over: benchmarks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Once } from "../../../src/index.ts";
import { builds } from "../../support/builds.ts";
import { ints } from "../../support/ints.ts";
import { pool } from "../pool.ts";

const start = pool(new URL("./once.jobs.js", import.meta.url));

for (const { build, options } of builds) {
  test(`${build}: 10 threads do it, one runs it, and all see what it did`, async (t) => {
    const once = new Once({ ...options(), name: "one run" });
    const state = ints(1);
    assert.deepEqual(await start(t, 10, "increment", { once, state }).results, new Array(10).fill(1));
    assert.equal(state[0], 1);
  });

  for (const failures of [1, 2]) {
    test(`${build}: of 10 threads ${failures} fail and throw, the next does it`, async (t) => {
      const once = new Once({ ...options(), name: "fails at first" });
      const state = ints(1);
      const results = await start<[string, number]>(t, 10, "fails", { once, state, failures }).results;
      const expected = ["did", ...new Array(9 - failures).fill("done")];
      for (let i = 0; i < failures; i++) expected.push(`failure ${i}`);
      assert.deepEqual(results.map(([how]) => how).sort(), expected.sort());
      for (const [how, runs] of results) {
        if (!how.startsWith("failure")) assert.equal(runs, failures + 1, `${how} before the run that succeeds`);
      }
      assert.equal(once.done, true);
    });
  }

  test(`${build}: what a run throws comes out, thrown twice too, and does not count`, async () => {
    const once = new Once({ ...options(), name: "thrown" });
    const errors = [new Error("first"), new Error("second")];
    for (const error of errors) {
      assert.throws(
        () =>
          once.do(() => {
            throw error;
          }),
        error,
      );
      await assert.rejects(
        once.doAsync(async () => {
          throw error;
        }),
        error,
      );
      assert.equal(once.done, false);
    }
    let runs = 0;
    assert.equal(
      once.do(() => {
        runs++;
      }),
      true,
    );
    const never = () => assert.fail("it is done");
    assert.equal(once.do(never), false);
    assert.equal(await once.doAsync(never), false);
    assert.equal(runs, 1);
  });
}
