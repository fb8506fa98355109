import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../bench/main.js", import.meta.url));
const bench = (...args: string[]) =>
  spawnSync(process.execPath, [main, ...args], { encoding: "utf8", timeout: 60_000 });

test("bench: a case that isn't there is an error that lists those that are", () => {
  const { status, stdout, stderr } = bench("core", "--case", "zzz");
  assert.equal(status, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /^bench: no case of core has "zzz" in its name; expected part of one of(\n {2}\S.*)+\n$/m);
});

test("bench: a suite that isn't there is an error that lists those that are", () => {
  const { status, stderr } = bench("zzz");
  assert.equal(status, 1);
  assert.match(stderr, /expected one of core, sync/);
});
