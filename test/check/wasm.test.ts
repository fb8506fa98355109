// The WebAssembly build of the core, with its atomics imported, against the JavaScript build: the same states in the same order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compileCore, coreFunctions, shortName } from "../../scripts/wasm.ts";
import { explore } from "../../src/check/explore.ts";
import type { Program } from "../../src/check/program.ts";
import { System } from "../../src/check/system.ts";
import * as js from "../../src/core/index.ts";
import * as machine from "../../src/core/machine.ts";
import type { Core, Programs } from "./programs/shapes.ts";
import { PRIMITIVES } from "./run.ts";

const source = fileURLToPath(new URL("../../../test/check/machine.imported.ts", import.meta.url));

/** The core's functions over the words they are given, each access of which goes through the JavaScript machine. */
function wasmCore(binary: Uint8Array): Core {
  let words: Int32Array = new Int32Array(0);
  const imports = {
    load: (p: number) => machine.load(words, p),
    store: (p: number, value: number) => machine.store(words, p, value),
    cas: (p: number, expected: number, next: number) => machine.cas(words, p, expected, next),
    add: (p: number, delta: number) => machine.add(words, p, delta),
    exchange: (p: number, value: number) => machine.exchange(words, p, value),
    get: (p: number) => machine.get(words, p),
    put: (p: number, value: number) => machine.put(words, p, value),
    wait: (p: number, value: number, ms: number) => machine.wait(words, p, value, ms),
    notify: (p: number, count: number) => machine.notify(words, p, count),
    now: () => machine.now(),
    spin: (p: number, value: number) => machine.spin(words, p, value),
    rest: machine.rest,
    beginSpin: machine.beginSpin,
  };
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
  const module = new WebAssembly.Module(binary as Uint8Array<ArrayBuffer>);
  const { exports } = new WebAssembly.Instance(module, { m: imports, env: { memory } });
  const functions = coreFunctions(true).map((name, index) => {
    const exported = exports[shortName(index)] as (...args: number[]) => number;
    const call = (w: Int32Array, ...args: number[]) => {
      words = w;
      return exported(0, ...args);
    };
    return [name, call] as const;
  });
  return Object.fromEntries(functions) as unknown as Core;
}

/** Every state in the order it was found. With logs instead of marks, spinning programs have no end: the first so many. */
function states(program: Program): string[] {
  const system = new System(program, false);
  try {
    const { states: found, failure } = explore(system, { maxSteps: 10_000, until: Number.POSITIVE_INFINITY });
    assert.equal(failure, undefined);
    const row = new Int32Array(system.width);
    return Array.from({ length: found.size }, (_, id) => {
      found.read(id, row);
      return row.join();
    });
  } finally {
    system.world.remove();
  }
}

machine.tune(0, Number.POSITIVE_INFINITY);
const wasm = wasmCore(await compileCore(source));

for (const primitive of PRIMITIVES) {
  const { programs } = (await import(new URL(`programs/${primitive}.js`, import.meta.url).href)) as {
    programs: Programs;
  };
  const overWasm = programs(wasm, wasm);
  for (const [i, program] of programs(js, js).entries()) {
    // A death is healed by the slices of a sleep, which are set once for a whole module.
    if (program.kills) continue;
    test(`wasm and JavaScript, state for state: ${program.name}`, () => {
      const expected = states(program);
      assert.ok(expected.length > 5);
      assert.deepEqual(states(overWasm[i]), expected);
    });
  }
}
