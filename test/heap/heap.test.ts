import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import {
  DetachedError,
  f64,
  i32,
  inspect,
  Note,
  receive,
  Semaphore,
  SharedChannel,
  share,
  stats,
} from "../../src/index.ts";
import { crew } from "../support/crew.ts";

const jobs = new URL("./heap.jobs.js", import.meta.url);

test("share and receive keep the shape of a value and the identity of its objects", () => {
  const note = new Note();
  const semaphore = new Semaphore(4, { name: "seats" });
  const value = { list: [note, note, 1], map: new Map([["s", semaphore]]), set: new Set([note]), date: new Date(0) };
  const copy = receive<typeof value>(structuredClone(share(value)));
  assert.equal(copy.list[0], copy.list[1]);
  assert.equal(copy.date.getTime(), 0);
  assert.ok(copy.set.has(note) === false && copy.set.size === 1);
  copy.map.get("s")?.acquire(3);
  assert.equal(semaphore.available, 1);
  note.wakeup();
  assert.ok((copy.list[0] as Note).sleep(0));
  assert.throws(() => copy.map.get("s")?.release(2 ** 30 - 1), { message: /Semaphore "seats"/ });
});

test("share and receive bear cycles", () => {
  const value: { self?: unknown; note: Note } = { note: new Note() };
  value.self = value;
  const copy = receive<typeof value>(structuredClone(share(value)));
  assert.equal(copy.self, copy);
  assert.ok(copy.note instanceof Note);
});

test("a wrong handle is a typed error", () => {
  const note = new Note();
  const handle = share(note) as Record<string, unknown>;
  assert.throws(() => receive({ ...handle, "usema.handle": "Semaphore" }), DetachedError);
  assert.throws(() => receive({ ...handle, address: 12 }), DetachedError);
  assert.throws(() => receive({ ...handle, address: 2 ** 40 + 4 }), TypeError);
  const other = new WebAssembly.Memory({ initial: 16, maximum: 16, shared: true });
  assert.throws(() => receive({ ...handle, heap: { memory: other } }), DetachedError);
});

test("a handle to a disposed object is a typed error, also when its memory serves another", () => {
  const note = new Note();
  const handle = share(note);
  note.dispose();
  assert.throws(() => receive(handle), DetachedError);
  assert.throws(() => share(note), DetachedError);
  const next = new Note();
  assert.throws(() => receive(handle), DetachedError);
  assert.ok(receive(share(next)) instanceof Note);
});

test("a buffer that can't hold the object is a typed error", () => {
  const buffer = new SharedArrayBuffer(16);
  assert.throws(() => new Semaphore(1, { buffer, byteOffset: 8 }), RangeError);
  assert.throws(() => new Semaphore(1, { buffer, byteOffset: 2 }), RangeError);
  assert.throws(() => new Semaphore(1, { buffer, byteOffset: -4 }), RangeError);
  assert.throws(() => new Semaphore(1, { buffer, byteOffset: 0.5 }), RangeError);
  assert.throws(() => new Semaphore(1, { buffer: new ArrayBuffer(16) as never }), TypeError);
  assert.throws(() => new Semaphore(1, { buffer: {} as never }), TypeError);
  assert.throws(() => new Semaphore(1, { buffer: new WebAssembly.Memory({ initial: 1 }) }), TypeError);
  assert.deepEqual([...new Int32Array(buffer)], [0, 0, 0, 0]);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  assert.equal(new Semaphore(3, { buffer: memory, byteOffset: 65520 }).available, 3);
});

test("objects in a buffer cross by their buffer", () => {
  const buffer = new SharedArrayBuffer(64);
  const semaphore = new Semaphore(2, { buffer, byteOffset: 16, name: "own" });
  const copy = receive<Semaphore>(structuredClone(share(semaphore)));
  copy.acquire();
  assert.equal(semaphore.available, 1);
});

test("a worker inherits the heap, and its own objects come back", async () => {
  const { results } = crew(2, jobs, "makeAndPost", new Semaphore(1));
  for (const made of await results) assert.equal(receive<Semaphore>(made).available, 7);
});

test("threads that allocate and dispose at the same time never get the same memory", async () => {
  const { results } = crew(4, jobs, "allocate", 5_000);
  assert.deepEqual(await results, [0, 0, 0, 0]);
});

test("stats count this thread's calls and the program's, those of ended threads too", async () => {
  const before = stats();
  const note = new Note();
  assert.equal(note.sleep(1), false);
  const mine = stats();
  assert.ok(mine.thread.waits > before.thread.waits);
  await crew(1, jobs, "sleepBriefly", 10).results;
  const after = stats();
  assert.equal(after.thread.waits, mine.thread.waits);
  assert.ok(after.all.waits >= mine.all.waits + 10);
});

for (const build of ["wasm", "js"]) {
  test(`${build} over the heap: a worker forced to that build works with this one`, async () => {
    const semaphore = new Semaphore(0);
    const worker = new Worker(new URL("./heap.worker.js", import.meta.url), {
      workerData: { build, semaphore: share(semaphore) },
    });
    const ready = new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    semaphore.release(10);
    assert.equal(await ready, build);
    assert.equal(semaphore.tryAcquire(10, 20_000), true, "the worker gives back what it took");
    await worker.terminate();
  });
}

test("a pending async wait keeps the process alive; an aborted one doesn't", async () => {
  const { results } = crew(1, jobs, "holds", new Semaphore(0));
  assert.deepEqual(await results, [[13, 0]]);
});

test("an object disposed through two handles gives its memory back once", () => {
  const first = new Semaphore(1);
  const second = receive<Semaphore>(share(first));
  first.dispose();
  second.dispose();
  const [one, two] = [new Semaphore(1), new Semaphore(1)];
  one.acquire();
  assert.equal(two.available, 1);
  second.dispose();
  assert.equal(one.available, 0);
});

test("an object that can't fit into the heap is a RangeError, and takes nothing", () => {
  const full = { name: "RangeError", message: /^the heap is full/ };
  assert.throws(() => new SharedChannel(f64, 2 ** 29), full);
  assert.throws(() => new SharedChannel(f64, 2 ** 28 - 1), full);
  assert.throws(() => new SharedChannel(f64, 2 ** 30 - 1), full);
  assert.equal(new Semaphore(3).available, 3);
});

test("channels that come and go leave nothing in the heap", () => {
  const make = () => {
    const channel = new SharedChannel(f64, 3);
    const { address } = inspect(channel);
    channel.dispose();
    return address;
  };
  const first = make();
  for (let i = 0; i < 100; i++) assert.equal(make(), first);
});

test("a thread that ends while it waits on a channel leaves nothing to its successors", async () => {
  const old = new SharedChannel(i32, 0, { name: "old" });
  const fresh = new SharedChannel(i32, 0, { name: "fresh" });
  await assert.rejects(crew(1, jobs, "receiveAndExit", { old }).results, /ended without a result/);
  const { results } = crew(1, jobs, "receiveFrom", { fresh });
  old.trySend(99);
  await fresh.send(7);
  assert.deepEqual(await results, [7]);
});
