import assert from "node:assert/strict";
import { test } from "node:test";
import {
  after,
  bool,
  Channel,
  ClosedError,
  type Codec,
  DetachedError,
  f32,
  f64,
  go,
  i32,
  i64,
  receive,
  SharedChannel,
  select,
  share,
  stats,
  struct,
  trySelect,
  u32,
  u64,
} from "../../src/index.ts";
import { crew } from "../support/crew.ts";

const jobs = new URL("./shared.jobs.js", import.meta.url);

test("values come in the order they were sent, up to the capacity", async () => {
  const channel = new SharedChannel(i32, 3);
  assert.deepEqual([channel.capacity, channel.length, channel.closed], [3, 0, false]);
  for (const value of [1, 2, 3]) assert.equal(channel.trySend(value), true);
  assert.equal(channel.trySend(4), false);
  const waits = channel.send(4);
  assert.equal(channel.length, 3);
  assert.deepEqual([channel.tryReceive(), await channel.receive(), channel.receiveSync()], [1, 2, 3]);
  await waits;
  assert.equal(await channel.receive(), 4);
  assert.equal(channel.tryReceive(), undefined);
});

test("without a capacity, send waits for its receiver", async () => {
  const channel = new SharedChannel(i32);
  assert.equal(channel.trySend(1), false);
  const received = channel.receive();
  assert.equal(channel.trySend(7), true);
  assert.equal(await received, 7);
  const sends = [channel.send(1), channel.send(2)];
  assert.deepEqual([await channel.receive(), await channel.receive()], [1, 2]);
  await Promise.all(sends);
});

test("every codec brings every value back", async () => {
  const cases: [Codec<unknown>, unknown[]][] = [
    [i32 as Codec<unknown>, [0, -(2 ** 31), 2 ** 31 - 1]],
    [u32 as Codec<unknown>, [0, 2 ** 32 - 1]],
    [f32 as Codec<unknown>, [0.5, -Infinity, Number.NaN]],
    [f64 as Codec<unknown>, [Math.PI, Number.MAX_VALUE, -0]],
    [i64 as Codec<unknown>, [0n, -(2n ** 63n), 2n ** 63n - 1n]],
    [u64 as Codec<unknown>, [0n, 2n ** 64n - 1n]],
    [bool as Codec<unknown>, [true, false]],
    [
      struct({ id: i32, at: f64, deep: struct({ on: bool, n: i64 }) }) as Codec<unknown>,
      [{ id: -1, at: 1e300, deep: { on: true, n: -5n } }],
    ],
  ];
  for (const [codec, values] of cases) {
    const channel = new SharedChannel(codec, values.length);
    const other = receive<SharedChannel<unknown>>(structuredClone(share(channel)));
    for (const value of values) await channel.send(value);
    for (const value of values) assert.deepEqual(await other.receive(), value);
  }
});

test("a value that the codec can't write is a TypeError and is not sent", async () => {
  const wrong: [Codec<never>, unknown[]][] = [
    [i32 as Codec<never>, [0.5, 2 ** 31, "1", null, Number.NaN]],
    [u32 as Codec<never>, [-1, 2 ** 32]],
    [f32 as Codec<never>, ["1", undefined]],
    [f64 as Codec<never>, [1n, null]],
    [i64 as Codec<never>, [1, 2n ** 63n]],
    [u64 as Codec<never>, [-1n, 2n ** 64n]],
    [bool as Codec<never>, [1]],
    [struct({ a: i32 }) as Codec<never>, [null, 5, {}, { a: "x" }]],
  ];
  for (const [codec, values] of wrong) {
    const channel = new SharedChannel(codec, 4);
    for (const value of values) {
      assert.throws(() => channel.trySend(value as never), TypeError);
      assert.throws(() => channel.sending(value as never), TypeError);
      assert.throws(() => channel.sendSync(value as never), TypeError);
      await assert.rejects(channel.send(value as never), TypeError);
    }
    assert.equal(channel.length, 0);
  }
  assert.throws(() => new SharedChannel(struct({ a: i32 })).trySend({ a: 0.5 }), /field "a": the value is 0.5/);
  assert.throws(() => struct({}), TypeError);
});

test("bad arguments are typed errors", () => {
  assert.throws(() => new SharedChannel(undefined as never), TypeError);
  assert.throws(() => new SharedChannel({} as never), TypeError);
  assert.throws(() => new SharedChannel(i32, -1), RangeError);
  assert.throws(() => new SharedChannel(i32, 1.5), TypeError);
  const handle = share(new SharedChannel(i32)) as { extra: { form: unknown; capacity: number } };
  assert.throws(() => receive({ ...handle, extra: { form: "i33", capacity: 0 } }), TypeError);
});

test("close lets receivers take what is left, and rejects senders", async () => {
  const channel = new SharedChannel(i32, 1, { name: "work" });
  await channel.send(1);
  const waits = channel.send(2);
  channel.close();
  await assert.rejects(
    waits,
    (error) => error instanceof ClosedError && /send to SharedChannel "work"/.test(error.message),
  );
  assert.equal(channel.closed, true);
  assert.equal(await channel.receive(), 1);
  assert.equal(await channel.receive(), undefined);
  assert.equal(channel.receiveSync(), undefined);
  await assert.rejects(channel.send(3), ClosedError);
  assert.throws(() => channel.trySend(3), ClosedError);
  assert.throws(() => channel.sendSync(3), ClosedError);
  assert.throws(() => channel.close(), ClosedError);
  const empty = new SharedChannel(i32);
  const receives = [empty.receive(), empty.receive()];
  empty.close();
  assert.deepEqual(await Promise.all(receives), [undefined, undefined]);
});

test("an aborted wait rejects with the reason and leaves nothing behind", async () => {
  const channel = new SharedChannel(i32);
  const abort = new AbortController();
  const reason = new Error("enough");
  const send = channel.send(1, { signal: abort.signal });
  const later = channel.send(2);
  abort.abort(reason);
  await assert.rejects(send, reason);
  assert.equal(await channel.receive(), 2);
  await later;
  const gone = new AbortController();
  const receives = channel.receive({ signal: gone.signal });
  gone.abort("no");
  await assert.rejects(receives, (why) => why === "no");
  assert.equal(channel.trySend(3), false, "nobody receives any more");
  await assert.rejects(channel.receive({ signal: gone.signal }), (why) => why === "no");
});

test("what a peer has served before the abort is not lost", async () => {
  const channel = new SharedChannel(i32);
  const abort = new AbortController();
  const received = channel.receive({ signal: abort.signal });
  assert.equal(channel.trySend(5), true);
  abort.abort();
  assert.equal(await received, 5);
});

test("a disposed channel throws DetachedError", async () => {
  const channel = new SharedChannel(i32, 1);
  channel.dispose();
  assert.throws(() => channel.trySend(1), DetachedError);
  assert.throws(() => channel.tryReceive(), DetachedError);
  assert.throws(() => channel.close(), DetachedError);
  assert.throws(() => channel.sending(1), DetachedError);
  await assert.rejects(channel.send(1), DetachedError);
  await assert.rejects(channel.receive(), DetachedError);
});

test("a million uncontended sends and receives call the engine 0 times", () => {
  const channel = new SharedChannel(i32, 4);
  const before = stats().all;
  for (let i = 0; i < 1_000_000; i++) {
    channel.trySend(i);
    if (channel.tryReceive() !== i) assert.fail(`value ${i} is lost`);
  }
  assert.deepEqual(stats().all, before);
});

test("select over shared and local channels takes one case and no other", async () => {
  const shared = new SharedChannel(i32);
  const other = new SharedChannel(f64, 1);
  const local = new Channel<string>();
  assert.equal(trySelect({ shared, other, local }), undefined);
  const first = select({ shared, other, local, late: after(20_000) });
  assert.equal(shared.trySend(4), true);
  assert.deepEqual(await first, { case: "shared", value: 4 });
  assert.equal(shared.trySend(5), false, "the select waits no more");
  const second = select({ shared, local, out: other.sending(0.5) });
  assert.deepEqual(await second, { case: "out", value: undefined });
  const third = select({ shared, local, out: other.sending(1.5) });
  assert.equal(local.trySend("hi"), true);
  assert.deepEqual(await third, { case: "local", value: "hi" });
  assert.equal(await other.receive(), 0.5);
  assert.equal(other.tryReceive(), undefined, "the third select's send was withdrawn");
  const fourth = select({ shared, sends: shared.sending(1) });
  assert.equal(await shared.receive(), 1, "a select does not serve itself");
  assert.deepEqual(await fourth, { case: "sends", value: undefined });
});

test("select: abort, close, and a send on a closed channel", async () => {
  const one = new SharedChannel(i32);
  const two = new SharedChannel(i32);
  const abort = new AbortController();
  const aborted = select({ one, two }, { signal: abort.signal });
  abort.abort("stop");
  await assert.rejects(aborted, (why) => why === "stop");
  const closes = select({ one, two });
  two.close();
  assert.deepEqual(await closes, { case: "two", value: undefined });
  const sends = select({ one, out: one.sending(3) });
  one.close();
  const outcome = await sends.catch((error) => error);
  assert.ok(outcome instanceof ClosedError || outcome.case === "one");
  await assert.rejects(select({ out: one.sending(3) }), ClosedError);
});

for (const threads of [2, 4, 8]) {
  for (const capacity of [0, 1, 16]) {
    test(`${threads} threads, capacity ${capacity}: every value arrives once, each sender's in order`, async () => {
      const channel = new SharedChannel(struct({ from: i32, n: i32 }), capacity);
      const counts = new Int32Array(new SharedArrayBuffer(4));
      const each = 4_000 / threads;
      const results = await crew(threads, jobs, "stream", { channel, counts, each, threads }).results;
      const received = results.flat() as number[];
      const sum = received.reduce((total, n) => total + n, 0);
      assert.equal(sum, (threads / 2) * ((each * (each + 1)) / 2));
    });
  }
}

test("4 threads select on 3 channels in both directions: every value arrives once", async () => {
  const channels = [new SharedChannel(i32), new SharedChannel(i32, 1), new SharedChannel(i32, 8)];
  const results = (await crew(4, jobs, "selects", { channels, each: 1_500 }).results) as {
    sent: number;
    got: number;
  }[];
  let rest = 0;
  for (const channel of channels)
    for (let v = channel.tryReceive(); v !== undefined; v = channel.tryReceive()) rest += v;
  const sum = (what: "sent" | "got") => results.reduce((total, result) => total + result[what], 0);
  assert.equal(sum("got") + rest, sum("sent"));
});

test("aborts at random moments lose no value and invent none", async () => {
  const channel = new SharedChannel(i32);
  const results = (await crew(2, jobs, "aborts", { channel, rounds: 1_500 }).results) as number[];
  assert.equal(results[0], results[1]);
});

test("a thread that blocks when idle still runs its timers", async () => {
  const channel = new SharedChannel(i32);
  const { results } = crew(1, jobs, "timers", channel);
  const fed = go(async () => {
    for (let i = 0; i < 20; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      await channel.send(i);
    }
    channel.close();
  });
  const [ticks] = (await results) as number[];
  await fed;
  assert.ok(ticks >= 5, `${ticks} ticks`);
});

test("blocking and waiting ends of one channel meet", async () => {
  const pair = [new SharedChannel(i32), new SharedChannel(i32)];
  assert.deepEqual(await crew(2, jobs, "syncAndAsync", { pair, rounds: 2_000 }).results, [2_000, 2_000]);
});

test("a thread that blocks while its event loop sleeps, too, hears of its value", async () => {
  const pair = [new SharedChannel(i32), new SharedChannel(i32)];
  const { results } = crew(1, jobs, "blocksBesideATask", { pair, values: 5 }, 20_000);
  for (let n = 0; n < 5; n++) {
    // Long enough for it to fall asleep, as a rule.
    await new Promise((resolve) => setTimeout(resolve, 50));
    await pair[1].send(n);
  }
  assert.deepEqual(await results, [[0, 1, 2, 3, 4]]);
});
