// Channel: senders and receivers on threads of their own, each with one record, blocking as sendSync and receiveSync do.
import type { Program } from "../../../src/check/program.ts";
import { RING } from "../../../src/core/channel.ts";
import { DONE } from "../../../src/core/result.ts";
import { CAPACITY, CLOSED, channelSetting } from "./channels.ts";
import { A_WHILE, type Broken, broken as brokenBy, type Core, oneDeath } from "./shapes.ts";

/** The sum of the values in the ring. */
function inRing(w: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < w[1]; i++) sum += w[RING / 4 + ((w[2] + i) % w[CAPACITY])];
  return sum;
}

const digits = (n: number) => [...String(n)].map(Number);

function shapes(core: Core) {
  const setting = (capacity: number, threads: number, kernel = 0) => channelSetting(core, capacity, threads, kernel);

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
      final: (w, [sent, got]: number[]) => sent === got + inRing(w),
    };
  };

  /** What one sends comes in its order: who takes from two has an order of each. */
  const twoSendTwice = (capacity: number, more: Partial<Program> = {}): Program => {
    const { words, setup, send, receive } = setting(capacity, 3);
    return {
      name: `channel of ${capacity}, 3x2, two send, one receives all${more.spurious ? ", one spurious wake-up" : ""}`,
      words,
      setup,
      threads: [
        ...[0, 1].map((me) => (w: Int32Array) => {
          for (let i = 1; i <= 2; i++) send(w, me, me * 2 + i);
          return 0;
        }),
        (w) => {
          let got = 0;
          for (let i = 0; i < 4; i++) got = got * 10 + receive(w, 2);
          return got;
        },
      ],
      final: (_: Int32Array, [, , got]: number[]) => {
        const order = digits(got);
        return (
          order.length === 4 &&
          new Set(order).size === 4 &&
          order.indexOf(1) < order.indexOf(2) &&
          order.indexOf(3) < order.indexOf(4)
        );
      },
      ...more,
    };
  };

  const twoReceiveTwice = (capacity: number, more: Partial<Program> = {}): Program => {
    const { words, setup, send, receive } = setting(capacity, 3);
    return {
      name: `channel of ${capacity}, 3x2, one sends all, two receive${more.spurious ? ", one spurious wake-up" : ""}`,
      words,
      setup,
      threads: [
        (w) => {
          for (let i = 1; i <= 4; i++) send(w, 0, i);
          return 0;
        },
        ...[1, 2].map((me) => (w: Int32Array) => receive(w, me) * 10 + receive(w, me)),
      ],
      final: (_: Int32Array, [, one, other]: number[]) => {
        const [a, b, c, d] = [...digits(one), ...digits(other)];
        return a < b && c < d && new Set([a, b, c, d]).size === 4;
      },
      ...more,
    };
  };

  const abortingThree = (capacity: number): Program => {
    const { words, setup, send, receive } = setting(capacity, 3);
    return {
      name: `channel of ${capacity}, 3x2, aborted at any time`,
      words,
      setup,
      timeouts: "certain",
      threads: [
        (w) => (send(w, 0, 1, A_WHILE) ? 1 : 0) + (send(w, 0, 2, A_WHILE) ? 2 : 0),
        (w) => (send(w, 1, 4, A_WHILE) ? 4 : 0) + (send(w, 1, 8, A_WHILE) ? 8 : 0),
        (w) => Math.max(0, receive(w, 2, A_WHILE)) + Math.max(0, receive(w, 2, A_WHILE)),
      ],
      final: (w, [one, other, got]: number[]) => one + other === got + inRing(w),
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

  return { oneToOne, aborting, closing, twoToOne, closeToTwo, twoSendTwice, twoReceiveTwice, abortingThree };
}

export function programs(core: Core): Program[] {
  const { oneToOne, aborting, closing, twoToOne, closeToTwo } = shapes(core);
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

export function slow(core: Core): Program[] {
  const { twoSendTwice, twoReceiveTwice, abortingThree } = shapes(core);
  return [
    ...[0, 1].flatMap((capacity) => [
      twoSendTwice(capacity),
      twoReceiveTwice(capacity),
      twoSendTwice(capacity, { spurious: 1 }),
    ]),
    abortingThree(0),
    abortingThree(1),
  ];
}

/** Nobody needs to wait for one that has died, as every wait may end by itself; but for the lock that a dead one holds they wait for ever. */
export function broken(core: Core): Broken[] {
  const { aborting, abortingThree } = shapes(core);
  return brokenBy("deadlock", [aborting(0), aborting(1), abortingThree(0), abortingThree(1)].map(oneDeath));
}
