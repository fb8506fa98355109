import { sliceSleeps } from "../../src/core/machine.ts";
import { blockWhenIdle, type SharedChannel, select } from "../../src/index.ts";

type Message = { from: number; n: number };
interface Stream {
  channel: SharedChannel<Message>;
  counts: Int32Array;
  each: number;
  threads: number;
}

/** Half of the threads send 1..each, the others receive; the last sender closes. A receiver answers what it got. */
export async function stream({ channel, counts, each, threads }: Stream, index: number) {
  if (index % 3 === 0) blockWhenIdle();
  if (index % 2 === 0) {
    for (let n = 1; n <= each; n++) {
      if (n % 7 === 0 && index % 4 === 0) channel.sendSync({ from: index, n });
      else channel.trySend({ from: index, n }) || (await channel.send({ from: index, n }));
    }
    if (Atomics.add(counts, 0, 1) + 1 === threads / 2) channel.close();
    return [];
  }
  const got: number[] = [];
  const last = new Map<number, number>();
  for await (const { from, n } of channel) {
    if (n <= (last.get(from) ?? 0)) throw new Error(`thread ${from}'s ${n} came after ${last.get(from)}`);
    last.set(from, n);
    got.push(n);
  }
  return got;
}

/** Even threads send on whichever channel takes it, odd ones receive, all by select; who waits in vain at the end gives up. */
export async function selects({ channels, each }: { channels: SharedChannel<number>[]; each: number }, index: number) {
  if (index < 2) blockWhenIdle();
  const [a, b, c] = channels;
  let sent = 0;
  let got = 0;
  for (let n = 1; n <= each; n++) {
    const signal = AbortSignal.timeout(2_000);
    try {
      if (index % 2 === 0) {
        await select({ a: a.sending(n), b: b.sending(n), c: c.sending(n) }, { signal });
        sent += n;
      } else {
        const outcome = await select({ a, b, c }, { signal });
        got += outcome.value ?? 0;
      }
    } catch (error) {
      if (error !== signal.reason) throw error;
      break;
    }
  }
  return { sent, got };
}

/** One thread sends 1, the other receives, each with a signal that aborts early in every third round. Answers how many went over. */
export async function aborts({ channel, rounds }: { channel: SharedChannel<number>; rounds: number }, index: number) {
  let done = 0;
  for (let round = 0; round < rounds; round++) {
    const abort = new AbortController();
    if (round % 3 === index) setTimeout(() => abort.abort("late"), Math.random());
    else if (round % 3 !== 2) queueMicrotask(() => queueMicrotask(() => abort.abort("late")));
    else setTimeout(() => abort.abort("late"), 5);
    try {
      if (index === 0) await channel.send(1, { signal: abort.signal });
      else await channel.receive({ signal: abort.signal });
      done++;
    } catch (error) {
      if (error !== "late") throw error;
    }
  }
  return done;
}

/** Answers how often a 5 ms timer came while the thread's tasks waited for another thread. */
export async function timers(channel: SharedChannel<number>) {
  blockWhenIdle();
  let ticks = 0;
  const timer = setInterval(() => ticks++, 5);
  for await (const _ of channel);
  clearInterval(timer);
  return ticks;
}

export async function syncAndAsync({ pair, rounds }: { pair: SharedChannel<number>[]; rounds: number }, index: number) {
  let done = 0;
  for (let round = 0; round < rounds; round++) {
    if (index === 0) {
      pair[0].sendSync(round);
      if (pair[1].receiveSync() !== round) throw new Error(`round ${round} went astray`);
    } else {
      const value = (await pair[0].receive()) as number;
      await pair[1].send(value);
    }
    done++;
  }
  return done;
}

/** Takes values from one channel, blocked, while a task waits for the other. Its sleeps have no slices: a wake that is lost is lost. */
export async function blocksBesideATask({ pair: [a, b], values }: { pair: SharedChannel<number>[]; values: number }) {
  sliceSleeps(Number.POSITIVE_INFINITY);
  const ended = new AbortController();
  const wait = a.receive({ signal: ended.signal }).catch(() => {});
  // Until the event loop sleeps.
  await new Promise((resolve) => setTimeout(resolve, 20));
  const got: unknown[] = [];
  for (let n = 0; n < values; n++) got.push(b.receiveSync());
  ended.abort();
  await wait;
  return got;
}
