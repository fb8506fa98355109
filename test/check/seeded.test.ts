import assert from "node:assert/strict";
import { test } from "node:test";
import { checkProgram } from "../../src/check/check.ts";
import { CheckError } from "../../src/check/error.ts";
import { find, seededBugs } from "./run.ts";

const bugs = await seededBugs();

test("there are at least 25 seeded bugs, with different names", () => {
  assert.ok(new Set(bugs.map(({ program }) => program.name)).size >= 25);
});

for (const { kind, program } of bugs) {
  test(`finds, and replays: ${program.name}`, () => {
    const error = find(program);
    assert.equal(error?.kind, kind, error?.message ?? "nothing found");
    const replayed = (): unknown => checkProgram(program, { schedule: error.schedule }, true);
    assert.throws(replayed, (again) => again instanceof CheckError && again.message === error.message);
  });
}
