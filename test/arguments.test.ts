import assert from "node:assert/strict";
import { test } from "node:test";
import {
  after,
  Barrier,
  blockWhenIdle,
  Channel,
  Cond,
  Group,
  go,
  i32,
  inspect,
  Mutex,
  Note,
  Once,
  RWMutex,
  Semaphore,
  SharedChannel,
  select,
  share,
  trySelect,
  WaitGroup,
} from "../src/index.ts";
import { Lock, Usema } from "../src/plan9/index.ts";
import { within } from "./support/within.ts";

const typed = (error: unknown) =>
  error instanceof Error && /^(Type|Range)Error$/.test(error.name) && /expected/.test(error.message);

const unprintable = {
  toString() {
    throw new Error("asked for its text");
  },
};
const odd: unknown[] = [
  null,
  Number.NaN,
  -1,
  1.5,
  "x",
  2 ** 53,
  Symbol("s"),
  5n,
  () => {},
  Object.create(null),
  unprintable,
];
const not = (...fine: unknown[]) => odd.filter((value) => !fine.includes(value) && typeof value !== "object");
const noObject = odd.filter((value) => typeof value !== "object" || value === null);

test("options that can't be are typed errors that say what was expected", () => {
  const made: ((options: never) => unknown)[] = [
    (options) => new Mutex(options),
    (options) => new RWMutex(options),
    (options) => new Cond(new Mutex(), options),
    (options) => new Semaphore(1, options),
    (options) => new WaitGroup(options),
    (options) => new Once(options),
    (options) => new Barrier(1, options),
    (options) => new Note(options),
    (options) => new Lock(options),
    (options) => new Usema(1, options),
    (options) => new Channel(0, options),
    (options) => new SharedChannel(i32, 0, options),
  ];
  for (const make of made) {
    for (const options of noObject) assert.throws(() => make(options as never), typed);
    for (const name of odd.filter((value) => value !== "x")) assert.throws(() => make({ name } as never), typed);
  }
  const buffer = new SharedArrayBuffer(64);
  for (const byteOffset of odd) {
    assert.throws(() => new Mutex({ buffer, byteOffset } as never), byteOffset === 2 ** 53 ? RangeError : typed);
    assert.throws(() => new Mutex({ byteOffset } as never), typed);
  }
  for (const wrong of [...odd, new Int32Array(buffer), new DataView(buffer)]) {
    assert.throws(() => new Mutex({ buffer: wrong } as never), typed);
  }
});

test("arguments that can't be are typed errors that say what was expected", async () => {
  const once = new Once();
  for (const value of odd as never[]) {
    assert.throws(() => new Channel(value === 2 ** 53 ? -1 : value), typed);
    assert.throws(() => new SharedChannel(i32, value), typed);
    assert.throws(() => new Semaphore(value), typed);
    assert.throws(() => new Barrier(value), typed);
    assert.throws(() => new Cond(value), typed);
    assert.throws(() => inspect(value), typed);
    assert.throws(() => blockWhenIdle(value), typed);
    if (value !== -1) assert.throws(() => new WaitGroup().add(value), typed);
    assert.throws(() => new Semaphore(1).release(value), typed);
    assert.throws(() => new Semaphore(1).tryAcquire(value), typed);
    if (value !== null) await assert.rejects(select({ value }), typed);
  }
  for (const value of not(2 ** 53, 1.5) as never[]) {
    assert.throws(() => after(value), typed);
    assert.throws(() => new Mutex().tryLock(value), typed);
    assert.throws(() => new WaitGroup().tryWait(value), typed);
    assert.throws(() => new Note().sleep(value), typed);
    assert.throws(() => new Barrier(2).tryWait(value), typed);
  }
  for (const value of odd.filter((value) => typeof value !== "function") as never[]) {
    assert.throws(() => once.do(value), typed);
    await assert.rejects(once.doAsync(value), typed);
    await assert.rejects(go(value), typed);
    const group = new Group();
    await assert.rejects(group.go(value), typed);
    await assert.rejects(within(group.join(), "a group whose only task was none"), typed);
  }
  assert.equal(once.done, false);
  for (const cases of [undefined, ...noObject] as never[]) {
    await assert.rejects(within(select(cases), "a select without cases"), typed);
    assert.throws(() => trySelect(cases), typed);
  }
  assert.throws(() => share({ jobs: new Channel() }), typed);
});

test("a barrier that can't be leaves nothing in the heap", () => {
  const first = new Barrier(1);
  const { address } = inspect(first);
  first.dispose();
  assert.throws(() => new Barrier(), typed);
  assert.equal(inspect(new Barrier(1)).address, address);
});
