import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CheckError, check } from "../../src/check/index.ts";

const page = readFileSync(new URL("../../../docs/check.md", import.meta.url), "utf8");
const example = new URL("../../examples/check/lock.js", import.meta.url);

test("docs/check.md prints the trace that its lock has, and counts the states of the mended one", async () => {
  await assert.rejects(check(new URL("#wrong", example)), (error) => {
    assert.ok(error instanceof CheckError);
    assert.ok(page.includes(error.message), error.message);
    return true;
  });
  const { states, complete } = await check(new URL("#mended", example));
  assert.equal(complete, true);
  assert.ok(page.includes(`${states} states`), `${states} states`);
});

test("the first lock of docs/check.md is caught, and right the other way round", () => {
  const lock = (w: Int32Array) => {
    while (Atomics.exchange(w, 0, 1) !== 0) Atomics.wait(w, 0, 1);
  };
  const program = (unlock: (w: Int32Array) => void) => {
    const thread = (w: Int32Array) => {
      lock(w);
      w[1] = w[1] + 1;
      unlock(w);
    };
    return { words: ["lock", "data"], threads: [thread, thread], final: (w: Int32Array) => w[1] === 2 };
  };
  const wrong = program((w) => {
    Atomics.notify(w, 0, 1);
    Atomics.store(w, 0, 0);
  });
  const right = program((w) => {
    Atomics.store(w, 0, 0);
    Atomics.notify(w, 0, 1);
  });
  assert.throws(() => check(wrong), { name: "CheckError", kind: "deadlock" });
  assert.equal(check(right).complete, true);
});
