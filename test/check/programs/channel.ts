// Channel: senders and receivers on threads of their own, each with one record, blocking as sendSync and receiveSync do.
import type { Program } from "../../../src/check/program.ts";
import { IS_CLOSED, MUST_WAIT, OUTCOME, RING, VALUE, WAKE } from "../../../src/core/channel.ts";
import { DONE } from "../../../src/core/result.ts";
import { A_WHILE, type Core, FOREVER } from "./shapes.ts";

const FIELDS = [
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
const CAPACITY = 3;
const KERNEL = 16;
const SIZE = 4;
/** What a wait answers that was given up. */
const ABORTED = -9;
const CLOSED = -2;

export function programs(core: Core): Program[] {
  const { channelClose, channelDo, channelLock, channelUnlock, channelWithdraw } = core;
  const { threadSleeps, threadTake, threadWakes } = core;

  /** `kernel`: every wake and unlock calls the engine, as before the 2008 commit. */
  const setting = (capacity: number, threads: number, kernel = 0) => {
    const ring = Array.from({ length: capacity }, (_, i) => `slot ${i}`);
    const each = [...THREAD, ...RECORD];
    const start = RING + capacity * 4;
    const threadAt = (i: number) => start + i * each.length * 4;
    const recordAt = (i: number) => threadAt(i) + THREAD.length * 4;
    const words = [
      ...FIELDS,
      ...ring,
      ...Array.from({ length: threads }, (_, i) => each.map((name) => (name === "-" ? name : `${name}${i}`))).flat(),
    ];
    const setup = (w: Int32Array) => {
      w[CAPACITY] = capacity;
      w[SIZE] = 1;
      for (let i = 0; i < threads; i++) {
        w[(recordAt(i) + WAKE) >> 2] = threadAt(i);
        w[(threadAt(i) + KERNEL) >> 2] = kernel;
      }
    };

    /** Until the record's wait has ended: what ended it. After a time-out, takes the record back, unless it is served already. */
    const awaitEnd = (w: Int32Array, me: number, ms: number): number => {
      const thread = threadAt(me);
      const record = recordAt(me);
      let patience = ms;
      while (true) {
        if (threadTake(w, thread) !== 0) return w[(record + OUTCOME) >> 2];
        if (threadSleeps(w, thread) !== 0) continue;
        const late = Atomics.wait(w, thread >> 2, -1, patience) === "timed-out";
        threadWakes(w, thread);
        if (!late) continue;
        channelLock(w, 0, thread);
        const stood = channelWithdraw(w, record);
        channelUnlock(w, 0, thread);
        if (stood !== 0) return ABORTED;
        patience = FOREVER;
      }
    };
    const operate = (w: Int32Array, me: number, sends: number, ms: number): number => {
      const answer = channelDo(w, 0, recordAt(me), threadAt(me), sends, 1);
      return answer === MUST_WAIT ? awaitEnd(w, me, ms) : answer;
    };
    return {
      words,
      setup,
      /** Whether it was sent. */
      send(w: Int32Array, me: number, value: number, ms = FOREVER): boolean {
        w[(recordAt(me) + VALUE) >> 2] = value;
        return operate(w, me, 1, ms) === DONE;
      },
      /** The value, or why there is none. */
      receive(w: Int32Array, me: number, ms = FOREVER): number {
        const outcome = operate(w, me, 0, ms);
        if (outcome === IS_CLOSED) return CLOSED;
        return outcome === DONE ? w[(recordAt(me) + VALUE) >> 2] : outcome;
      },
      close: (w: Int32Array, me: number) => channelClose(w, 0, threadAt(me)),
    };
  };

  const oneToOne = (capacity: number, rounds: number, more: Partial<Program> = {}, kernel = 0): Program => {
    const { words, setup, send, receive } = setting(capacity, 2, kernel);
    return {
      name: `channel of ${capacity}, 2x${rounds}${more.spurious ? ", one spurious wake-up" : ""}${kernel ? ", kernel" : ""}`,
      words,
      setup,
      threads: [
        (w) => {
          for (let i = 1; i <= rounds; i++) send(w, 0, i);
          return 0;
        },
        (w) => {
          let got = 0;
          for (let i = 1; i <= rounds; i++) got = got * 10 + receive(w, 1);
          return got;
        },
      ],
      final: (_: Int32Array, [, got]: number[]) => got === [0, 1, 12, 123][rounds],
      ...more,
    };
  };

  const aborting = (capacity: number): Program => {
    const { words, setup, send, receive } = setting(capacity, 2);
    return {
      name: `channel of ${capacity}, 2x2, aborted at any time`,
      words,
      setup,
      timeouts: "certain",
      threads: [
        (w) => (send(w, 0, 1, A_WHILE) ? 1 : 0) + (send(w, 0, 2, A_WHILE) ? 2 : 0),
        (w) => Math.max(0, receive(w, 1, A_WHILE)) + Math.max(0, receive(w, 1, A_WHILE)),
      ],
      // What was sent is received or in the ring.
      final: (w, [sent, got]: number[]) => {
        let left = 0;
        for (let i = 0; i < w[1]; i++) left += w[RING / 4 + ((w[2] + i) % Math.max(1, capacity))];
        return sent === got + left;
      },
    };
  };

  const closing = (capacity: number): Program => {
    const { words, setup, send, receive, close } = setting(capacity, 2);
    return {
      name: `channel of ${capacity}, 2x2, closed after a send`,
      words,
      setup,
      threads: [
        (w) => {
          send(w, 0, 7);
          return close(w, 0);
        },
        (w) => receive(w, 1) * 100 + receive(w, 1),
      ],
      final: (_: Int32Array, [closed, got]: number[]) => closed === DONE && got === 700 + CLOSED,
    };
  };

  const twoToOne = (capacity: number): Program => {
    const { words, setup, send, receive } = setting(capacity, 3);
    return {
      name: `channel of ${capacity}, two send, one receives`,
      words,
      setup,
      threads: [
        (w) => (send(w, 0, 1) ? 0 : -1),
        (w) => (send(w, 1, 2) ? 0 : -1),
        (w) => receive(w, 2) * 10 + receive(w, 2),
      ],
      final: (_: Int32Array, [a, b, got]: number[]) => a + b === 0 && (got === 12 || got === 21),
    };
  };

  const closeToTwo = (capacity: number): Program => {
    const { words, setup, send, receive, close } = setting(capacity, 3);
    return {
      name: `channel of ${capacity}, one sends and closes, two receive`,
      words,
      setup,
      threads: [
        (w) => {
          send(w, 0, 1);
          return close(w, 0);
        },
        (w) => receive(w, 1),
        (w) => receive(w, 2),
      ],
      final: (_: Int32Array, [closed, a, b]: number[]) => closed === DONE && a + b === 1 + CLOSED && a * b === CLOSED,
    };
  };

  return [
    ...[0, 1, 2].flatMap((capacity) => [
      oneToOne(capacity, 2),
      oneToOne(capacity, 3),
      aborting(capacity),
      closing(capacity),
    ]),
    oneToOne(0, 2, { spurious: 1 }),
    oneToOne(1, 2, { spurious: 1 }),
    oneToOne(0, 2, {}, 1),
    oneToOne(1, 2, {}, 1),
    closeToTwo(0),
    closeToTwo(1),
    twoToOne(0),
    twoToOne(1),
  ];
}
