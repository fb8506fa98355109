import assert from "node:assert/strict";
import { test } from "node:test";
import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";
import { Cond, i32, Mutex, Note, receive, Semaphore, SharedChannel, share } from "../../src/index.ts";
import { crew } from "../support/crew.ts";

const jobs = new URL("./heap.jobs.js", import.meta.url);

test("a handle of a wrong shape is a TypeError that says what of it is wrong", () => {
  const own = new Semaphore(1, { buffer: new SharedArrayBuffer(16) });
  const channel = new SharedChannel(i32, 4);
  for (const object of [new Note(), own, channel, new Cond(new Mutex())]) {
    const handle = share(object) as Record<string, unknown>;
    for (const kind of ["Nonsense", "constructor", "Record", 5, null, undefined]) {
      const said = {
        name: "TypeError",
        message: /^receive\(\): not a handle: its "usema.handle" is .*; expected a kind/,
      };
      assert.throws(() => receive({ ...handle, "usema.handle": kind }), said);
    }
    for (const part of ["name", "heap", "address", "generation", "buffer", "byteOffset", "extra"]) {
      if (!(part in handle) && part !== "name") continue;
      for (const wrong of [null, undefined, 5.5, "5", {}, [], { memory: new ArrayBuffer(8) }, { memory: null }]) {
        if (part === "name" && (wrong === undefined || wrong === "5")) continue;
        const given = receiving({ ...handle, [part]: wrong });
        assert.ok(given instanceof TypeError && /expected|unknown codec/.test(given.message), `${part}: ${given}`);
      }
    }
  }
});

function receiving(handle: unknown): unknown {
  try {
    return receive(handle);
  } catch (error) {
    return error;
  }
}

test("a channel's handle that has been tampered with is a TypeError", () => {
  const handle = share(new SharedChannel(i32, 4)) as object;
  for (const extra of [
    { form: "f64", capacity: 4 },
    { form: "i32", capacity: 5 },
    { form: "i32", capacity: -1 },
  ]) {
    assert.ok(receiving({ ...handle, extra }) instanceof (extra.capacity < 0 ? RangeError : TypeError));
  }
  for (const form of ["nope", 5, null, { a: "nope" }, {}]) {
    assert.ok(receiving({ ...handle, extra: { form, capacity: 4 } }) instanceof TypeError);
  }
});

test("plain data with the properties of a handle passes as it is", () => {
  const value = { usema: "Semaphore", list: [{ usema: "5" }, { usema: 5, heap: null }], kind: "Note", address: 12 };
  assert.deepEqual(receive(structuredClone(share(value))), value);
  const named = JSON.parse('{"__proto__": {"usema": "Note"}, "constructor": 5}');
  const copy = receive<object>(structuredClone(share(named)));
  assert.deepEqual(Object.entries(copy), Object.entries(named));
  assert.equal(Object.getPrototypeOf(copy), Object.prototype);
});

test("share refuses data that has the mark of a handle, and leaves a handle one", () => {
  const note = new Note();
  const handle = share(note);
  assert.ok(receive<{ note: Note }>(structuredClone(share({ note: handle }))).note instanceof Note);
  for (const marked of [
    { "usema.handle": "Note" },
    { "usema.handle": undefined },
    { "usema.handle": "mine", rest: 5 },
  ]) {
    assert.throws(() => share([marked]), { name: "TypeError", message: /^share\(\): not a handle: its / });
  }
});

test("a wrong handle leaves a thread without a heap free to attach to another", async () => {
  const inherited = getEnvironmentData("usema");
  setEnvironmentData("usema", undefined as never);
  try {
    const { results } = crew(1, jobs, "attachLate", Object.entries(share(new Note()) as object));
    assert.deepEqual(await results, [["DetachedError", "DetachedError", "TypeError", true]]);
  } finally {
    setEnvironmentData("usema", inherited);
  }
});
