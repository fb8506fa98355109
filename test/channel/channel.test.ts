import assert from "node:assert/strict";
import { test } from "node:test";
import { after, Channel, ClosedError, go, select, trySelect } from "../../src/index.ts";

test("values come in the order they were sent, up to the capacity", async () => {
  const channel = new Channel<string>(2);
  assert.deepEqual([channel.capacity, channel.length, channel.closed], [2, 0, false]);
  assert.deepEqual([channel.trySend("a"), channel.trySend("b"), channel.trySend("c")], [true, true, false]);
  const waits = channel.send("c");
  assert.equal(channel.length, 2);
  assert.deepEqual([channel.tryReceive(), await channel.receive(), await channel.receive()], ["a", "b", "c"]);
  await waits;
  assert.equal(channel.tryReceive(), undefined);
});

test("without a capacity, send waits for its receiver", async () => {
  const channel = new Channel<number>();
  assert.equal(channel.trySend(1), false);
  const received = channel.receive();
  assert.equal(channel.trySend(2), true);
  assert.equal(await received, 2);
});

test("for await takes everything up to the close", async () => {
  const channel = new Channel<number>(1);
  const sends = go(async () => {
    for (let i = 0; i < 5; i++) await channel.send(i);
    channel.close();
  });
  const got: number[] = [];
  for await (const value of channel) got.push(value);
  await sends;
  assert.deepEqual(got, [0, 1, 2, 3, 4]);
});

test("close: receivers get what is left, senders are rejected, a second close is an error", async () => {
  const channel = new Channel<number>(1, { name: "work" });
  channel.trySend(1);
  const waits = channel.send(2);
  channel.close();
  await assert.rejects(waits, (error) => error instanceof ClosedError && error.message.includes('channel "work"'));
  assert.deepEqual([await channel.receive(), await channel.receive()], [1, undefined]);
  await assert.rejects(channel.send(3), ClosedError);
  assert.throws(() => channel.trySend(3), ClosedError);
  assert.throws(() => channel.close(), ClosedError);
  const empty = new Channel<number>();
  const receives = [empty.receive(), empty.receive()];
  empty.close();
  assert.deepEqual(await Promise.all(receives), [undefined, undefined]);
});

test("an aborted wait rejects with the reason and leaves nothing behind", async () => {
  const channel = new Channel<number>();
  const reason = new Error("enough");
  const abort = new AbortController();
  const first = channel.send(1, { signal: abort.signal });
  const second = channel.send(2);
  abort.abort(reason);
  await assert.rejects(first, reason);
  assert.equal(await channel.receive(), 2);
  await second;
  const gone = new AbortController();
  const receives = channel.receive({ signal: gone.signal });
  gone.abort("no");
  await assert.rejects(receives, (why) => why === "no");
  assert.equal(channel.trySend(3), false);
  await assert.rejects(channel.receive({ signal: gone.signal }), (why) => why === "no");
});

test("a capacity that can't be is a RangeError", () => {
  for (const bad of [-1, 1.5, Number.NaN, "1" as unknown as number]) assert.throws(() => new Channel(bad), RangeError);
});

test("select: the case that can go on is taken, and no other", async () => {
  const a = new Channel<number>(1);
  const b = new Channel<string>(1);
  assert.equal(trySelect({ a, b }), undefined);
  b.trySend("x");
  const got = await select({ a, b });
  assert.equal(got.case, "b");
  if (got.case === "b") assert.equal(got.value?.length, 1);
  const waits = select({ a, b, never: null });
  a.trySend(5);
  assert.deepEqual(await waits, { case: "a", value: 5 });
  b.trySend("y");
  assert.deepEqual(trySelect({ b }), { case: "b", value: "y" });
  assert.deepEqual(await select({ out: a.sending(6) }), { case: "out", value: undefined });
  assert.equal(a.tryReceive(), 6);
});

test("select: a time, an abort, a closed channel, a wrong case", async () => {
  const a = new Channel<number>();
  assert.deepEqual(await select({ a, late: after(5) }), { case: "late", value: undefined });
  const abort = new AbortController();
  const waits = select({ a }, { signal: abort.signal });
  abort.abort("stop");
  await assert.rejects(waits, (why) => why === "stop");
  const closes = select({ a });
  const sends = select({ out: a.sending(1) });
  assert.deepEqual(await closes, { case: "a", value: 1 }, "two selects meet");
  await sends;
  a.close();
  assert.deepEqual(await select({ a }), { case: "a", value: undefined });
  await assert.rejects(select({ out: a.sending(1) }), ClosedError);
  await assert.rejects(select({ wrong: 5 as never }), TypeError);
  assert.throws(() => after(-1), RangeError);
  assert.throws(() => after(Number.NaN), RangeError);
});

test("microtasks that wake each other don't starve timers", async () => {
  const a = new Channel<number>();
  const b = new Channel<number>();
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const echo = go(async () => {
    for await (const value of a) await b.send(value);
  });
  const most = 3_000_000;
  let rounds = 0;
  while (ticks < 3 && rounds < most) {
    await a.send(rounds);
    assert.equal(await b.receive(), rounds++);
  }
  a.close();
  await echo;
  clearInterval(timer);
  assert.ok(rounds < most, `${ticks} ticks in ${rounds} rounds`);
});
