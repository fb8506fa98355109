import assert from "node:assert/strict";
import { test } from "node:test";
import { bool, type Codec, f32, f64, i32, i64, SharedChannel, struct, u32, u64 } from "../../src/index.ts";

const strange = [
  null,
  undefined,
  {},
  [],
  [5],
  () => {},
  Symbol("s"),
  Object.create(null),
  { valueOf: () => 5 },
  "5",
  "",
];
const cases: { name: string; codec: Codec<unknown>; good: unknown[]; bad: unknown[] }[] = [
  {
    name: "i32",
    codec: i32,
    good: [0, -1, 2 ** 31 - 1, -(2 ** 31)],
    bad: [5n, 1.5, 2 ** 31, Number.NaN, Infinity, true],
  },
  { name: "u32", codec: u32, good: [0, 2 ** 32 - 1], bad: [5n, -1, 1.5, 2 ** 32, Number.NaN, Infinity, true] },
  { name: "f32", codec: f32, good: [0, 0.5, -Infinity], bad: [5n, true] },
  { name: "f64", codec: f64, good: [0, 0.1, Infinity], bad: [5n, true] },
  { name: "i64", codec: i64, good: [0n, -(2n ** 63n)], bad: [5, 2n ** 63n, true] },
  { name: "u64", codec: u64, good: [0n, 2n ** 64n - 1n], bad: [5, -1n, 2n ** 64n, true] },
  { name: "bool", codec: bool, good: [true, false], bad: [0, 1, 5n] },
];

for (const { name, codec, good, bad } of cases) {
  test(`${name}: a value that doesn't fit is a TypeError that says what was given, and isn't sent`, async () => {
    const channel = new SharedChannel(codec, 1);
    const fields = new SharedChannel(struct({ it: codec }), 1);
    for (const value of [...bad, ...strange]) {
      const said = { name: "TypeError", message: /^send to SharedChannel at \d+: the value is .+; expected .+/ };
      assert.throws(() => channel.trySend(value), said);
      assert.throws(() => channel.sending(value), said);
      await assert.rejects(channel.send(value), said);
      const ofField = {
        name: "TypeError",
        message: /^send to SharedChannel at \d+: field "it": the value is .+; expected .+/,
      };
      assert.throws(() => fields.trySend({ it: value }), ofField);
    }
    assert.deepEqual([channel.length, fields.length], [0, 0]);
    for (const value of good) {
      assert.ok(channel.trySend(value));
      assert.equal(channel.tryReceive(), value);
    }
  });
}

test("struct: a value that is no object is a TypeError that names its fields", () => {
  const channel = new SharedChannel(struct({ at: f64, id: i32 }), 1);
  for (const value of [null, undefined, 5, 5n, "at", Symbol("s"), () => {}]) {
    const said = {
      name: "TypeError",
      message: /^send to SharedChannel at \d+: the value is .+; expected an object with at, id$/,
    };
    assert.throws(() => channel.trySend(value as never), said);
  }
  assert.throws(() => channel.trySend({ id: 1 } as never), {
    name: "TypeError",
    message: /^send to SharedChannel at \d+: field "at": .* undefined/,
  });
  assert.equal(channel.length, 0);
});

test("what is no codec is a TypeError that says what was given", () => {
  const none = [...strange, 5, 5n, "i32", { words: 1 }, { ...i32, words: 0 }, { ...i32, read: undefined }];
  for (const wrong of none as never[]) {
    const said = (what: RegExp) => ({
      name: "TypeError",
      message: new RegExp(`^${what.source}: .+; expected a codec`),
    });
    assert.throws(() => new SharedChannel(wrong), said(/SharedChannel: codec/));
    assert.throws(() => struct({ good: i32, a: wrong }), said(/struct\(\): field "a"/));
  }
  for (const fields of [null, undefined, 5, "i32"] as never[]) {
    assert.throws(() => struct(fields), { name: "TypeError", message: /^struct\(\): .+; expected an object/ });
  }
  assert.throws(() => struct({}), TypeError);
  assert.throws(() => struct([] as never), TypeError);
});

test("a shared channel can't live in a buffer of the user's own: a TypeError", () => {
  const buffer = new SharedArrayBuffer(1024);
  for (const options of [{ buffer }, { buffer, byteOffset: 8 }, { byteOffset: 8 }, { buffer: null }]) {
    assert.throws(() => new SharedChannel(i32, 4, options as never), {
      name: "TypeError",
      message: /^SharedChannel: .*; expected none/,
    });
  }
  assert.ok(new Int32Array(buffer).every((word) => word === 0));
});
