// What Go's runtime/chan_test.go and test/chan assert, for tasks of one thread. Carried over: values in order at capacities 0 to 199, closed
// channels, nonblocking forms while another task runs, self-select, select stress (4 channels, both directions), select fairness, a
// select on the same channel twice, many consumers, the prime sieve, doubleselect, fifo. Not carried over: nil channels (a null case
// stands for them), and what only threads can do wrong (see test/channel/shared.test.ts), GC and race-detector assertions.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Channel, go, select, trySelect } from "../../../src/index.ts";

for (const capacity of [0, 1, 2, 3, 10, 100, 199]) {
  test(`capacity ${capacity}: 100 values in order, then the close`, async () => {
    const channel = new Channel<number>(capacity);
    const sends = go(async () => {
      for (let i = 0; i < 100; i++) channel.trySend(i) || (await channel.send(i));
      channel.close();
    });
    for (let i = 0; i < 100; i++) assert.equal(await channel.receive(), i);
    assert.equal(await channel.receive(), undefined);
    await sends;
  });

  test(`capacity ${capacity}: a receive waits for a send, and a send for room`, async () => {
    const channel = new Channel<number>(capacity);
    let received = false;
    const receives = channel.receive().then((value) => {
      received = true;
      return value;
    });
    await Promise.resolve();
    assert.equal(received, false);
    assert.equal(trySelect({ channel }), undefined);
    await channel.send(7);
    assert.equal(await receives, 7);
    for (let i = 0; i < capacity; i++) assert.equal(channel.trySend(i), true);
    assert.equal(trySelect({ out: channel.sending(0) }), undefined);
  });
}

test("many consumers: every value is received once", async () => {
  const numbers = [2, 3, 5, 7, 11, 13, 17, 19];
  const work = new Channel<number>(23);
  const results = new Channel<number>(523);
  const consumers = numbers.map((_, i) =>
    go(async () => {
      for await (const value of work) {
        if (i % 2 === 0) await Promise.resolve();
        await results.send(value);
      }
    }),
  );
  let expected = 0;
  const sends = go(async () => {
    for (let i = 0; i < 1000; i++) {
      const value = numbers[i % numbers.length];
      expected += value;
      await work.send(value);
    }
    work.close();
    await Promise.all(consumers);
    results.close();
  });
  let sum = 0;
  for await (const value of results) sum += value;
  await sends;
  assert.equal(sum, expected);
});

test("a select does not meet itself, and two selects meet each other", async () => {
  for (const capacity of [0, 10]) {
    const channel = new Channel<number>(capacity);
    let met = 0;
    const task = (me: number) =>
      go(async () => {
        for (let i = 0; i < 500; i++) {
          const got = await select({ in: channel, out: channel.sending(me) });
          if (got.case !== "in") continue;
          met++;
          if (capacity === 0) assert.notEqual(got.value, me);
        }
      });
    const first = task(0);
    const second = task(1);
    // At the end one may be left alone: it is helped with what it waits for.
    let running = 2;
    for (const one of [first, second]) one.finally(() => running--);
    while (running > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      if (running === 1 && channel.tryReceive() === undefined) channel.trySend(2);
    }
    await Promise.all([first, second]);
    assert.ok(met > 0);
  }
});

test("select stress: 4 channels, whole and by select, both ends: all sends and receives pair up", async () => {
  const channels = [0, 0, 2, 3].map((capacity) => new Channel<number>(capacity));
  const N = 1000;
  const tasks = channels.flatMap((channel) => [
    go(async () => {
      for (let i = 0; i < N; i++) await channel.send(0);
    }),
    go(async () => {
      for (let i = 0; i < N; i++) await channel.receive();
    }),
  ]);
  const everyOne = async (cases: (on: boolean[]) => Promise<string>) => {
    const left = channels.map(() => N);
    for (let i = 0; i < N * channels.length; i++) left[Number(await cases(left.map((n) => n > 0)))]--;
    assert.deepEqual(left, [0, 0, 0, 0]);
  };
  tasks.push(
    go(() =>
      everyOne(
        async (on) => (await select(Object.fromEntries(channels.map((c, i) => [i, on[i] ? c.sending(0) : null])))).case,
      ),
    ),
    go(() =>
      everyOne(async (on) => (await select(Object.fromEntries(channels.map((c, i) => [i, on[i] ? c : null])))).case),
    ),
  );
  await Promise.all(tasks);
});

test("select is fair between two channels that always have a value", async () => {
  const [a, b] = [new Channel<number>(1), new Channel<number>(1)];
  const counts = { a: 0, b: 0 };
  for (let i = 0; i < 10_000; i++) {
    a.trySend(1);
    b.trySend(1);
    counts[(await select({ a, b })).case]++;
  }
  // 10 standard deviations of a fair coin.
  assert.ok(Math.abs(counts.a - counts.b) < 1000, JSON.stringify(counts));
});

test("the same channel in two cases of a select", async () => {
  const channel = new Channel<number>();
  const waits = select({ one: channel, two: channel });
  await channel.send(1);
  assert.equal((await waits).value, 1);
  assert.equal(channel.trySend(2), false, "neither case waits any more");
});

test("waiting senders and receivers are served first come, first served", async () => {
  const channel = new Channel<number>();
  const sends = Array.from({ length: 10 }, (_, i) => channel.send(i));
  for (let i = 0; i < 10; i++) assert.equal(await channel.receive(), i);
  await Promise.all(sends);
  const order: number[] = [];
  const receives = Array.from({ length: 10 }, (_, i) => channel.receive().then(() => order.push(i)));
  for (let i = 0; i < 10; i++) await channel.send(i);
  await Promise.all(receives);
  assert.deepEqual(order, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("the prime sieve of chained tasks", async () => {
  const filter = (from: Channel<number>, prime: number) => {
    const to = new Channel<number>();
    go(async () => {
      for await (const n of from) if (n % prime !== 0) await to.send(n);
      to.close();
    });
    return to;
  };
  let numbers = new Channel<number>();
  const source = numbers;
  go(async () => {
    for (let n = 2; n < 100; n++) await source.send(n);
    source.close();
  });
  const primes: number[] = [];
  for (let prime = await numbers.receive(); prime !== undefined; prime = await numbers.receive()) {
    primes.push(prime);
    numbers = filter(numbers, prime);
  }
  assert.deepEqual(primes.slice(0, 8), [2, 3, 5, 7, 11, 13, 17, 19]);
  assert.equal(primes.length, 25);
});

test("a value that one select sends on either of two channels arrives once", async () => {
  const [a, b, all] = [new Channel<number>(), new Channel<number>(), new Channel<number>()];
  const pass = (from: Channel<number>) =>
    go(async () => {
      for await (const value of from) await all.send(value);
    });
  const passes = [pass(a), pass(b)];
  const sends = go(async () => {
    for (let i = 0; i < 2000; i++) await select({ a: a.sending(i), b: b.sending(i) });
    a.close();
    b.close();
    await Promise.all(passes);
    all.close();
  });
  const seen = new Set<number>();
  for await (const value of all) {
    assert.equal(seen.has(value), false, `${value} came twice`);
    seen.add(value);
  }
  await sends;
  assert.equal(seen.size, 2000);
});
