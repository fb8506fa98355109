import assert from "node:assert/strict";
import { test } from "node:test";
import { Channel, i32, SharedChannel, select, type WaitOptions } from "../../src/index.ts";

const channels = [
  { kind: "Channel", make: () => new Channel<number>(0, { name: "jobs" }) },
  { kind: "SharedChannel", make: () => new SharedChannel(i32, 0, { name: "jobs" }) },
];
const wrong = [
  { signal: 5 },
  { signal: null },
  { signal: { aborted: false } },
  { signal: new AbortController() },
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

test("Channel.values: options that can't be are a TypeError", () => {
  const channel = new Channel<number>();
  for (const options of wrong) assert.throws(() => channel.values(options), TypeError);
});

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
