// A channel's words, and how threads with one record each block on it, as sendSync and receiveSync do.
import { IS_CLOSED, MUST_WAIT, OUTCOME, RING, VALUE, WAKE } from "../../../src/core/channel.ts";
import { DONE } from "../../../src/core/result.ts";
import { type Core, FOREVER } from "./shapes.ts";

export const CHANNEL = [
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
export const THREAD = ["wake", "-", "-", "-", "kernel"];
export const RECORD = [
  "next",
  "previous",
  "queue",
  "wakes",
  "claim",
  "outcome",
  "below",
  "number",
  "claim word",
  "value",
];
/** The word, not its address. */
export const CAPACITY = 3;
const KERNEL = 16;
const SIZE = 4;
/** What a wait answers that was given up. */
const ABORTED = -9;
export const CLOSED = -2;

/** `kernel`: every wake and unlock calls the engine, as before the 2008 commit. */
export function channelSetting(core: Core, capacity: number, threads: number, kernel = 0) {
  const { channelClose, channelDo, channelLock, channelUnlock, channelWithdraw } = core;
  const { threadSleeps, threadTake, threadWakes } = core;

  const ring = Array.from({ length: capacity }, (_, i) => `slot ${i}`);
  const each = [...THREAD, ...RECORD];
  const start = RING + capacity * 4;
  const threadAt = (i: number) => start + i * each.length * 4;
  const recordAt = (i: number) => threadAt(i) + THREAD.length * 4;
  const words = [
    ...CHANNEL,
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
}
