// Select over two channels without a buffer, as src/channel does it: lock both, try both, queue in both, sleep, take the other record back.
import type { Program } from "../../../src/check/program.ts";
import { CLAIM, CLAIM_WORD, MUST_WAIT, VALUE, WAKE } from "../../../src/core/channel.ts";
import { type Core, FOREVER } from "./shapes.ts";

const CHANNEL = [
  "lock",
  "count",
  "first",
  "capacity",
  "size",
  "receivers",
  "receivers.last",
  "senders",
  "senders.last",
  "closed",
];
const THREAD = ["wake", "-", "-", "-", "kernel"];
const RECORD = ["next", "previous", "queue", "wakes", "claim", "outcome", "below", "number", "claim word", "value"];
const SIZE = 4;

/** Byte offsets: two channels, three threads, two records for the thread that selects and one for each that sends. */
const channelAt = (i: number) => i * 40;
const threadAt = (i: number) => 80 + i * 20;
const recordAt = (i: number) => 140 + i * 40;
const SELECTING = [0, 1] as const;

export function programs(core: Core): Program[] {
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

  /** The top of the thread's stack, once there is one. */
  const awaitTop = (w: Int32Array, me: number): number => {
    const thread = threadAt(me);
    while (true) {
      const top = threadTake(w, thread);
      if (top !== 0) return top;
      if (threadSleeps(w, thread) !== 0) continue;
      Atomics.wait(w, thread >> 2, -1, FOREVER);
      threadWakes(w, thread);
    }
  };
  const send = (w: Int32Array, me: number, channel: number, value: number) => {
    const record = recordAt(me + 1);
    w[(record + VALUE) >> 2] = value;
    if (channelDo(w, channelAt(channel), record, threadAt(me), 1, 1) === MUST_WAIT) awaitTop(w, me);
    return 0;
  };
  const select = (w: Int32Array): number => {
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
    if (got === 0) {
      Atomics.store(w, (recordAt(0) + CLAIM_WORD) >> 2, 0);
      for (let i = 0; i < 2; i++) channelQueue(w, channelAt(i), recordAt(i), 0);
    }
    channelUnlock(w, channelAt(1), thread);
    channelUnlock(w, channelAt(0), thread);
    if (got !== 0) return got;
    const served = awaitTop(w, 0);
    for (let i = 0; i < 2; i++) {
      channelLock(w, channelAt(i), thread);
      channelWithdraw(w, recordAt(i));
      channelUnlock(w, channelAt(i), thread);
    }
    return w[(served + VALUE) >> 2];
  };

  return [
    {
      name: "select of two channels, twice, a sender on each",
      words,
      setup,
      threads: [(w) => select(w) * 10 + select(w), (w) => send(w, 1, 0, 1), (w) => send(w, 2, 1, 2)],
      final: (_: Int32Array, [got]: number[]) => got === 12 || got === 21,
    },
    {
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
    },
  ];
}
