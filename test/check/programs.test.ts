import assert from "node:assert/strict";
import { test } from "node:test";
import { checkRandom } from "../../src/check/random.ts";
import { brokenOf, exhaust, find, largePrograms, PRIMITIVES, programsOf } from "./run.ts";

for (const primitive of PRIMITIVES) {
  for (const program of await programsOf(primitive)) {
    test(`every interleaving: ${program.name}`, () => {
      const { complete, states } = exhaust(program);
      assert.ok(complete, `stopped after ${states} states`);
    });
  }
  for (const { kind, program } of await brokenOf(primitive)) {
    test(`${kind}, by design: ${program.name}`, () => {
      const error = find(program);
      assert.equal(error?.kind, kind, error?.message ?? "nothing found");
    });
  }
}

for (const program of largePrograms()) {
  test(`random schedules: ${program.name}`, () => {
    const { runs, unfinished } = checkRandom(program, { runs: 100 });
    assert.deepEqual([runs, unfinished], [100, 0]);
  });
}
