import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bindingsModule, compileCore, shortName, wasmModule } from "../../scripts/wasm.ts";
import { wasm } from "../../src/core/generated/wasm.ts";
import * as hot from "../../src/core/hot.ts";

const source = (file: string) => readFileSync(new URL(`../../../src/core/generated/${file}`, import.meta.url), "utf8");

test("the whole core is under 4 KB of wasm", () => {
  const bytes = Buffer.from(wasm, "base64").length;
  assert.ok(bytes < 4096, `${bytes} bytes`);
});

test("a rebuild gives the committed files, byte for byte", async () => {
  assert.equal(source("wasm.ts"), wasmModule(await compileCore()));
  assert.equal(source("bindings.ts"), bindingsModule());
});

test("the wasm exports what hot.ts lists", () => {
  const exported = WebAssembly.Module.exports(new WebAssembly.Module(Buffer.from(wasm, "base64")));
  const functions = exported.filter(({ kind }) => kind === "function").map(({ name }) => name);
  assert.deepEqual(
    functions.sort(),
    Object.keys(hot)
      .map((_, index) => shortName(index))
      .sort(),
  );
});
