import assert from "node:assert/strict";
import { test } from "node:test";
import { exhaust, PRIMITIVES, programsOf } from "./run.ts";

for (const primitive of PRIMITIVES) {
  for (const program of await programsOf(primitive)) {
    test(`every interleaving: ${program.name}`, () => {
      const { complete, states } = exhaust(program);
      assert.ok(complete, `stopped after ${states} states`);
    });
  }
}
