// Select over two channels without a buffer, as src/channel does it: lock both, try both, queue in both, sleep, take the other record back.
import type { Program } from "../../../src/check/program.ts";
import { CLAIM, CLAIM_WORD, MUST_WAIT, VALUE, WAKE } from "../../../src/core/channel.ts";
import { CHANNEL, RECORD, THREAD } from "./channels.ts";
import { A_WHILE, type Broken, broken as brokenBy, type Core, FOREVER, oneDeath } from "./shapes.ts";

const SIZE = 4;

/** Byte offsets: two channels, three threads, two records for the thread that selects and one for each that sends. */
const channelAt = (i: number) => i * 40;
const threadAt = (i: number) => 80 + i * 20;
const recordAt = (i: number) => 140 + i * 40;
const SELECTING = [0, 1] as const;

function shapes(core: Core) {
  const { channelDo, channelLock, channelQueue, channelReceive, channelUnlock, channelWake, channelWithdraw } = core;
  const { threadSleeps, threadTake, threadWakes } = core;

  const words = [
    ...["A", "B"].flatMap((name) => CHANNEL.map((field) => `${name}.${field}`)),
    ...[0, 1, 2].flatMap((i) => THREAD.map((field) => (field === "-" ? field : `thread${i}.${field}`))),
    ...[0, 1, 2, 3].flatMap((i) => RECORD.map((field) => `record${i}.${field}`)),
  ];
  const setup = (w: Int32Array) => {
    for (const i of SELECTING) w[channelAt(i) / 4 + SIZE] = 1;
    for (const [record, thread] of [0, 0, 1, 2].entries()) w[(recordAt(record) + WAKE) >> 2] = threadAt(thread);
    for (const i of SELECTING) w[(recordAt(i) + CLAIM) >> 2] = recordAt(0) + CLAIM_WORD;
  };

  /** The top of the thread's stack, once there is one; 0 if `giveUp` says so after a time-out. */
  const awaitTop = (w: Int32Array, me: number, ms: number, giveUp: () => boolean): number => {
    const thread = threadAt(me);
    let patience = ms;
    while (true) {
      const top = threadTake(w, thread);
      if (top !== 0) return top;
      if (threadSleeps(w, thread) !== 0) continue;
      const late = Atomics.wait(w, thread >> 2, -1, patience) === "timed-out";
      threadWakes(w, thread);
      if (!late) continue;
      if (giveUp()) return 0;
      // Served already: what ends the wait is on its way.
      patience = FOREVER;
    }
  };
  const withdraw = (w: Int32Array, me: number, channel: number, record: number): boolean => {
    channelLock(w, channelAt(channel), threadAt(me));
    const stood = channelWithdraw(w, record);
    channelUnlock(w, channelAt(channel), threadAt(me));
    return stood !== 0;
  };
  /** The value if it was sent, 0 if not. */
  const send = (w: Int32Array, me: number, channel: number, value: number, ms = FOREVER) => {
    const record = recordAt(me + 1);
    w[(record + VALUE) >> 2] = value;
    if (channelDo(w, channelAt(channel), record, threadAt(me), 1, 1) !== MUST_WAIT) return value;
    return awaitTop(w, me, ms, () => withdraw(w, me, channel, record)) === 0 ? 0 : value;
  };
  /** The value, or 0 if it has given up. */
  const select = (w: Int32Array, ms = FOREVER): number => {
    const thread = threadAt(0);
    channelLock(w, channelAt(0), thread);
    channelLock(w, channelAt(1), thread);
    let got = 0;
    for (let i = 0; i < 2 && got === 0; i++) {
      const answer = channelReceive(w, channelAt(i), recordAt(i));
      if (answer === MUST_WAIT) continue;
      if (answer > 0) channelWake(w, answer, thread);
      got = w[(recordAt(i) + VALUE) >> 2];
    }
    const claim = (recordAt(0) + CLAIM_WORD) >> 2;
    if (got === 0) {
      w[claim] = 0;
      for (let i = 0; i < 2; i++) channelQueue(w, channelAt(i), recordAt(i), 0);
    }
    channelUnlock(w, channelAt(1), thread);
    channelUnlock(w, channelAt(0), thread);
    if (got !== 0) return got;
    const served = awaitTop(w, 0, ms, () => Atomics.compareExchange(w, claim, 0, 1) === 0);
    for (let i = 0; i < 2; i++) withdraw(w, 0, i, recordAt(i));
    return served === 0 ? 0 : w[(served + VALUE) >> 2];
  };

  const digits = (n: number) => [...String(n)].map(Number);
  /** A sender on each channel, `rounds` times; what one of them sends comes in its order. */
  const eachSends = (rounds: number): Program => ({
    name: `select of two channels, ${rounds === 1 ? "twice, a sender on each" : "3x2, a sender on each"}`,
    words,
    setup,
    threads: [
      (w) => {
        let got = 0;
        for (let i = 0; i < 2 * rounds; i++) got = got * 10 + select(w);
        return got;
      },
      ...[0, 1].map((channel) => (w: Int32Array) => {
        for (let i = 1; i <= rounds; i++) send(w, channel + 1, channel, channel * rounds + i);
        return 0;
      }),
    ],
    final: (_: Int32Array, [got]: number[]) => {
      const order = digits(got);
      if (new Set(order).size !== 2 * rounds || order.includes(0)) return false;
      return rounds === 1 || (order.indexOf(1) < order.indexOf(2) && order.indexOf(3) < order.indexOf(4));
    },
  });
  /** Every operation may be given up: what was sent was received, and the other way round. */
  const aborting: Program = {
    name: "select of two channels, 3x2, a sender on each, aborted at any time",
    words,
    setup,
    timeouts: "certain",
    threads: [
      (w) => select(w, A_WHILE) + select(w, A_WHILE),
      (w) => send(w, 1, 0, 1, A_WHILE) + send(w, 1, 0, 2, A_WHILE),
      (w) => send(w, 2, 1, 4, A_WHILE) + send(w, 2, 1, 8, A_WHILE),
    ],
    final: (_: Int32Array, [got, one, other]: number[]) => got === one + other,
  };
  const bothFromOne: Program = {
    name: "select of two channels, twice, one sends on both",
    words,
    setup,
    threads: [
      (w) => select(w) * 10 + select(w),
      (w) => {
        send(w, 1, 1, 1);
        return send(w, 1, 0, 2);
      },
    ],
    final: (_: Int32Array, [got]: number[]) => got === 12,
  };
  const spurious = (program: Program): Program => ({
    ...program,
    name: `${program.name}, one spurious wake-up`,
    spurious: 1,
  });
  return { eachSends, aborting, bothFromOne, spurious };
}

export function programs(core: Core): Program[] {
  const { eachSends, bothFromOne, spurious } = shapes(core);
  return [eachSends(1), bothFromOne, spurious(eachSends(1)), spurious(bothFromOne)];
}

export function slow(core: Core): Program[] {
  const { eachSends, aborting, spurious } = shapes(core);
  return [eachSends(2), spurious(eachSends(2)), aborting];
}

/** Whoever dies inside a channel's lock leaves it locked. */
export function broken(core: Core): Broken[] {
  return brokenBy("deadlock", [oneDeath(shapes(core).aborting)]);
}
