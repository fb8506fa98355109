import assert from "node:assert/strict";
import { test } from "node:test";
import { checkProgram } from "../../src/check/check.ts";
import { CheckError } from "../../src/check/error.ts";
import { checkRandom } from "../../src/check/random.ts";
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

test("random search finds most of them in 300 schedules each", () => {
  const missed = bugs.filter(({ kind, program }) => {
    // A livelock shows in the graph of all states only.
    if (kind === "livelock") return false;
    try {
      checkRandom(program, { runs: 300, maxSteps: 200 });
      return true;
    } catch (error) {
      assert.ok(error instanceof CheckError, String(error));
      return false;
    }
  });
  const names = missed.map(({ program }) => program.name);
  assert.ok(names.length <= bugs.length / 10, names.join("; "));
});
