// Puts the checker between a thread's function and the words: while it is installed, the global Atomics functions and plain accesses to
// the program's words go to whoever runs the thread. Atomics on any other array work as ever.

import {
  ADD,
  AND,
  CAS,
  EVERYBODY,
  EXCHANGE,
  FOR_A_TIME,
  FOREVER,
  LOAD,
  NOT_AT_ALL,
  NOTIFY,
  OR,
  READ,
  STORE,
  SUB,
  WAIT,
  WAIT_RESULTS,
  WRITE,
  XOR,
} from "./operation.ts";

/** Answers an operation from the log, or stops the thread by a throw. */
export type Answer = (kind: number, index: number, a: number, b: number) => number;

export interface Interception {
  /** What the threads get as `w`. */
  readonly words: Int32Array;
  /** The same memory, for whoever is no thread. */
  readonly memory: Int32Array;
  /** Runs `body` with its operations answered by `answer`. */
  during(answer: Answer, body: () => void): void;
  remove(): void;
}

type AnyFunction = (...args: never[]) => unknown;

export function intercept(size: number): Interception {
  const memory = new Int32Array(new SharedArrayBuffer(size * 4));
  let answer: Answer | undefined;
  const words = new Proxy(memory, {
    get(target, key) {
      const index = answer && typeof key === "string" ? Number(key) : Number.NaN;
      if (answer && index in target) return answer(READ, index, 0, 0);
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function") {
        if (!Number.isNaN(index)) throw new RangeError(`w[${index}]: expected a word, 0 to ${size - 1}`);
        return value;
      }
      // What a method reads and writes would be seen by nobody. A view made by subarray is told by Atomics.
      if (answer && key !== "subarray") {
        throw new TypeError(`usema/check does not model w.${String(key)}(): expected Atomics, or plain w[index]`);
      }
      return (value as AnyFunction).bind(target);
    },
    set(target, key, value) {
      const index = answer && typeof key === "string" ? Number(key) : Number.NaN;
      if (answer && index in target) answer(WRITE, index, Number(value) | 0, 0);
      else if (!Number.isNaN(index)) throw new RangeError(`w[${index}] = …: expected a word, 0 to ${size - 1}`);
      else Reflect.set(target, key, value, target);
      return true;
    },
  });

  /** The word's number if `array` shows the program's words and a thread is running, otherwise -1. */
  const own = (array: unknown, index: number): number => {
    if (answer === undefined) return -1;
    if (array === words) return index in memory ? index : -1;
    if (!(array instanceof Int32Array) || array.buffer !== memory.buffer) {
      if (ArrayBuffer.isView(array) && array.buffer === memory.buffer) {
        throw new TypeError(`usema/check models Int32Array words only, given ${array.constructor.name}`);
      }
      return -1;
    }
    return index in array ? index + array.byteOffset / 4 : -1;
  };
  const real = (array: unknown) => (array === words ? memory : array) as Int32Array;

  const saved = { ...Object.getOwnPropertyDescriptors(Atomics) };
  const original = Object.fromEntries(
    Object.entries(saved).map(([name, { value }]) => [name, value as (...args: unknown[]) => unknown]),
  );
  const patch = (name: string, call: (array: unknown, index: number, ...rest: number[]) => unknown) =>
    Object.defineProperty(Atomics, name, { ...saved[name as "load"], value: call });

  patch("load", (array, i) => {
    const at = own(array, i);
    return at < 0 ? original.load(real(array), i) : answer!(LOAD, at, 0, 0);
  });
  for (const [name, kind] of Object.entries({ store: STORE, add: ADD, sub: SUB, and: AND, or: OR, xor: XOR })) {
    patch(name, (array, i, value) => {
      const at = own(array, i);
      return at < 0 ? original[name](real(array), i, value) : answer!(kind, at, value | 0, 0);
    });
  }
  patch("exchange", (array, i, value) => {
    const at = own(array, i);
    return at < 0 ? original.exchange(real(array), i, value) : answer!(EXCHANGE, at, value | 0, 0);
  });
  patch("compareExchange", (array, i, expected, next) => {
    const at = own(array, i);
    return at < 0 ? original.compareExchange(real(array), i, expected, next) : answer!(CAS, at, expected | 0, next | 0);
  });
  patch("wait", (array, i, value, ms = Number.POSITIVE_INFINITY) => {
    const at = own(array, i);
    if (at < 0) return original.wait(real(array), i, value, ms);
    const patience = ms > 0 ? (ms === Number.POSITIVE_INFINITY ? FOREVER : FOR_A_TIME) : NOT_AT_ALL;
    return WAIT_RESULTS[answer!(WAIT, at, value | 0, Number.isNaN(Number(ms)) ? FOREVER : patience)];
  });
  patch("notify", (array, i, count = EVERYBODY) => {
    const at = own(array, i);
    if (at < 0) return original.notify(real(array), i, count);
    return answer!(NOTIFY, at, Math.max(0, Math.min(EVERYBODY, Math.trunc(count))), 0);
  });
  if ("waitAsync" in Atomics) {
    patch("waitAsync", (array, i, ...rest) => {
      if (own(array, i) < 0) return original.waitAsync(real(array), i, ...rest);
      throw new TypeError("usema/check does not model Atomics.waitAsync: let a thread wait in its place");
    });
  }
  // A thread sees no time pass: how long a wait takes is the explorer's choice, at the wait.
  const clock = Object.getOwnPropertyDescriptor(performance, "now");
  const now = performance.now.bind(performance);
  Object.defineProperty(performance, "now", { configurable: true, value: () => (answer === undefined ? now() : 0) });
  const date = Date.now;
  Date.now = () => (answer === undefined ? date() : 0);

  return {
    words,
    memory,
    during(next, body) {
      answer = next;
      try {
        body();
      } finally {
        answer = undefined;
      }
    },
    remove() {
      Object.defineProperties(Atomics, saved);
      if (clock) Object.defineProperty(performance, "now", clock);
      else Reflect.deleteProperty(performance, "now");
      Date.now = date;
    },
  };
}
