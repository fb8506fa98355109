import assert from "node:assert/strict";
import { test } from "node:test";
import { format } from "node:util";
import {
  Barrier,
  Cond,
  i32,
  inspect,
  Mutex,
  Note,
  Once,
  RWMutex,
  Semaphore,
  SharedChannel,
  share,
  WaitGroup,
} from "../../src/index.ts";
import { crew } from "../support/crew.ts";
import { turn, within } from "../support/within.ts";
import type { Family } from "./inspect.jobs.ts";

const jobs = new URL("./inspect.jobs.js", import.meta.url);

test("inspect() says what every thread blocks on, by name, and since when", async () => {
  const condMutex = new Mutex();
  const family: Family = {
    mutex: new Mutex({ name: "a mutex" }),
    semaphore: new Semaphore(1, { name: "a semaphore" }),
    note: new Note({ name: "n".repeat(40) }),
    rwmutex: new RWMutex({ name: "an rwmutex" }),
    condMutex,
    cond: new Cond(condMutex, { name: "ein Bedürfnis 🙂" }),
    group: new WaitGroup({ name: "a group" }),
    once: new Once({ name: "a once" }),
    barrier: new Barrier(2),
  };
  const begun = Date.now();
  family.mutex.lock();
  family.rwmutex.lock();
  family.group.add();
  let end = () => {};
  const running = family.once.doAsync(() => new Promise<void>((resolve) => (end = resolve)));
  const { results, workers } = crew(9, jobs, "block", family);
  const ended = assert.rejects(results);
  const blocked = () => inspect().threads.filter(({ waitsOn }) => waitsOn !== undefined);
  const deadline = Date.now() + 20_000;
  while (blocked().length < 9 && Date.now() < deadline) await turn();
  const names = blocked().map(({ waitsOn }) => `${waitsOn?.kind} ${waitsOn?.name}`);
  assert.deepEqual(names.sort(), [
    "Barrier undefined",
    "Cond ein Bedürfnis 🙂",
    "Mutex a mutex",
    `Note ${"n".repeat(31)}…`,
    "Once a once",
    "RWMutex an rwmutex",
    "RWMutex an rwmutex",
    "Semaphore a semaphore",
    "WaitGroup a group",
  ]);
  for (const { thread, waitsOn } of blocked()) {
    assert.notEqual(thread, inspect().thread);
    assert.ok(waitsOn && waitsOn.since.getTime() >= begun && waitsOn.since.getTime() <= Date.now());
  }
  const addresses = blocked().map(({ waitsOn }) => waitsOn?.address);
  assert.ok(addresses.includes(inspect(family.mutex).address));
  for (const worker of workers) await worker.terminate();
  await ended;
  assert.deepEqual(blocked(), [], "a terminated thread waits on nothing");
  end();
  await running;
});

test("inspect() says what tasks of this thread wait on", async () => {
  const semaphore = new Semaphore(0, { name: "seats" });
  const waits = [semaphore.acquireAsync(), semaphore.acquireAsync()];
  assert.deepEqual(inspect().tasks, [{ on: 'Semaphore "seats"', tasks: 2 }]);
  semaphore.release(2);
  await within(Promise.all(waits), "tasks wait for permits");
  assert.deepEqual(inspect().tasks, []);
});

test("inspect(object) says what it holds", () => {
  const state = (object: Parameters<typeof inspect>[0]) => {
    const { address, ...rest } = inspect(object);
    assert.equal(typeof address, "number");
    return rest;
  };
  assert.deepEqual(state(new Semaphore(3, { name: "s" })), { kind: "Semaphore", name: "s", available: 3 });
  assert.deepEqual(state(new Note()), { kind: "Note", awake: false });
  assert.deepEqual(state(new Mutex()), { kind: "Mutex", owner: 0 });
  assert.deepEqual(state(new RWMutex()), { kind: "RWMutex", writer: 0, readers: 0 });
  assert.deepEqual(state(new Cond(new Mutex())), { kind: "Cond", waiting: 0 });
  assert.deepEqual(state(new WaitGroup()), { kind: "WaitGroup", count: 0 });
  assert.deepEqual(state(new Once()), { kind: "Once", done: false, runner: 0 });
  assert.deepEqual(state(new Barrier(4)), { kind: "Barrier", parties: 4, arrived: 0 });
  assert.deepEqual(state(new SharedChannel(i32, 4, { name: "c" })), {
    kind: "SharedChannel",
    name: "c",
    capacity: 4,
    length: 0,
    closed: false,
  });
  assert.throws(() => inspect({} as never), { name: "TypeError", message: /expected an object in shared memory/ });
  assert.throws(() => inspect(undefined as never), TypeError);
});

test("an object is shown as what inspect() says, and so it is in JSON", () => {
  const mutex = new Mutex({ name: "m" });
  const { address } = inspect(mutex);
  assert.equal(JSON.stringify({ mutex }), `{"mutex":${JSON.stringify(inspect(mutex))}}`);
  assert.equal(format("%o", mutex), `Mutex { name: 'm', address: ${address}, owner: 0 }`);
  mutex.dispose();
  assert.equal(JSON.stringify(mutex), '{"kind":"Mutex","name":"m"}');
  assert.equal(format("%o", mutex), "Mutex { name: 'm' }");
});

test("an object can't be cloned, which would make a dead copy of it; its shared form can", () => {
  for (const object of [new Mutex(), new SharedChannel(i32)]) {
    assert.throws(() => structuredClone({ object }), { name: "DataCloneError", message: /share\(\) and receive\(\)/ });
    structuredClone(share({ object }));
  }
});

test("an object takes as many bytes of the heap as the docs say", () => {
  const condMutex = new Mutex();
  const bytes: [string, number, () => Parameters<typeof inspect>[0]][] = [
    ["Mutex", 16, () => new Mutex()],
    ["RWMutex", 16, () => new RWMutex()],
    ["Cond", 16, () => new Cond(condMutex)],
    ["Semaphore", 16, () => new Semaphore()],
    ["Barrier", 16, () => new Barrier(1)],
    ["WaitGroup", 8, () => new WaitGroup()],
    ["Once", 8, () => new Once()],
    ["Note", 8, () => new Note()],
  ];
  for (const [kind, expected, make] of bytes) {
    const [first, second] = [inspect(make()).address, inspect(make()).address];
    assert.equal(second - first, expected, kind);
  }
});

test("an object takes as many bytes of a buffer as the docs say", () => {
  const of = (bytes: number) => ({ buffer: new SharedArrayBuffer(bytes) });
  const bytes: [string, number, (bytes: number) => unknown][] = [
    ["Mutex", 8, (n) => new Mutex(of(n))],
    ["RWMutex", 12, (n) => new RWMutex(of(n))],
    ["Semaphore", 12, (n) => new Semaphore(1, of(n))],
    ["Barrier", 8, (n) => new Barrier(1, of(n))],
    ["WaitGroup", 4, (n) => new WaitGroup(of(n))],
    ["Once", 4, (n) => new Once(of(n))],
    ["Note", 4, (n) => new Note(of(n))],
  ];
  for (const [kind, size, make] of bytes) {
    make(size);
    assert.throws(() => make(size - 4), RangeError, kind);
  }
});
