import assert from "node:assert/strict";
import { test } from "node:test";
import { Channel, i32, SharedChannel, select, type WaitOptions } from "../../src/index.ts";
import { within } from "../support/within.ts";

const channels = [
  { kind: "Channel", make: () => new Channel<number>(0, { name: "jobs" }) },
  { kind: "SharedChannel", make: () => new SharedChannel(i32, 0, { name: "jobs" }) },
];
const wrong = [
  { signal: 5 },
  { signal: null },
  { signal: { aborted: false } },
  { signal: new AbortController() },
  AbortSignal.abort(),
  null,
  5,
  "soon",
] as unknown as WaitOptions[];

for (const { kind, make } of channels) {
  test(`${kind}: options that can't be are a TypeError, and nothing stays in the queues`, async () => {
    const channel = make();
    for (const options of wrong) {
      const said = { name: "TypeError", message: /hannel "jobs": the (signal is|options are) .*; expected an / };
      await assert.rejects(channel.receive(options), said);
      await assert.rejects(channel.send(1, options), said);
      await assert.rejects(select({ channel }, options), {
        name: "TypeError",
        message: /^select: the .*; expected an /,
      });
    }
    assert.equal(channel.trySend(1), false, "no receiver waits");
    assert.equal(channel.tryReceive(), undefined, "no sender waits");
  });
}

for (const { kind, make } of channels) {
  test(`${kind}.values: takes what comes, until the channel is closed, the loop left or the signal aborted`, async () => {
    const channel = make();
    for (const options of wrong) assert.throws(() => channel.values(options), TypeError);
    const abort = new AbortController();
    const values = channel.values({ signal: abort.signal });
    assert.equal(values[Symbol.asyncIterator](), values);
    const first = values.next();
    await channel.send(1);
    assert.deepEqual(await first, { done: false, value: 1 });
    const second = values.next();
    abort.abort("enough");
    await assert.rejects(within(second, "a step, aborted"), (why) => why === "enough");
    await assert.rejects(within(values.next(), "a step after an abort"), (why) => why === "enough");
    assert.equal(channel.trySend(2), false, "nobody waits any more");
    const left = channel.values();
    assert.deepEqual(await left.return?.(), { done: true, value: undefined });
    assert.deepEqual(await within(left.next(), "a step after the end"), { done: true, value: undefined });
    const rest = channel.values();
    channel.close();
    assert.deepEqual(await within(rest.next(), "a step after the close"), { done: true, value: undefined });
    assert.deepEqual(await within(rest.next(), "one more"), { done: true, value: undefined });
  });
}

test("a signal is told by what it can do, since it may come from another realm", async () => {
  const target = new EventTarget();
  const signal = {
    aborted: false,
    reason: "enough",
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
  } as unknown as AbortSignal;
  const channel = new Channel<number>();
  const waits = channel.receive({ signal });
  target.dispatchEvent(new Event("abort"));
  await assert.rejects(waits, (why) => why === "enough");
});
