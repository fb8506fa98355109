// Coefficients beyond 2^53 between threads: numerator and denominator each as so many words of 64 bits, in two's complement.

import { type Codec, type SharedChannel, struct, u64 } from "../../src/index.ts";
import type { Link } from "./pipe.ts";
import { format, narrow, type Rational, type Whole } from "./rational.ts";

/** Words that hold every one of these coefficients; 0 if all are exact as doubles. */
export function wordsFor(coefficients: readonly Rational[]): number {
  let digits = 0;
  for (const { num, den } of coefficients) {
    for (const value of [num, den]) {
      if (typeof value === "bigint") digits = Math.max(digits, value.toString(16).length);
    }
  }
  // The minus sign of toString, or the bit of a sign.
  return digits === 0 ? 0 : Math.ceil((digits + 1) / 16);
}

/** Fields num0, num1 … den0, den1 …, the lowest first. */
export type Wide = Record<string, bigint>;

export function wideCodec(words: number): Codec<Wide> {
  const names = ["num", "den"].flatMap((part) => Array.from({ length: words }, (_, word) => part + word));
  return struct(Object.fromEntries(names.map((name) => [name, u64])));
}

/** A channel of wide coefficients, for processes. */
export class WideLink implements Link<Rational> {
  readonly #channel: SharedChannel<Wide>;
  readonly #words: number;

  constructor(channel: SharedChannel<Wide>, words: number) {
    this.#channel = channel;
    this.#words = words;
  }

  trySend(value: Rational): boolean {
    return this.#channel.trySend(widen(value, this.#words));
  }

  send(value: Rational): Promise<void> {
    return this.#channel.send(widen(value, this.#words));
  }

  tryReceive(): Rational | undefined {
    return this.#coefficient(this.#channel.tryReceive());
  }

  async receive(): Promise<Rational | undefined> {
    return this.#coefficient(await this.#channel.receive());
  }

  #coefficient(wide: Wide | undefined): Rational | undefined {
    if (wide === undefined) return undefined;
    const part = (name: string): Whole => {
      let value = 0n;
      for (let word = this.#words - 1; word >= 0; word--) value = (value << 64n) | wide[name + word];
      return narrow(BigInt.asIntN(64 * this.#words, value));
    };
    return { num: part("num"), den: part("den") };
  }
}

function widen(value: Rational, words: number): Wide {
  const wide: Wide = {};
  for (const part of ["num", "den"] as const) {
    let rest = BigInt(value[part]);
    if (BigInt.asIntN(64 * words, rest) !== rest) {
      throw new RangeError(`${format(value)} does not fit into ${words} words of 64 bits`);
    }
    for (let word = 0; word < words; word++) {
      wide[part + word] = BigInt.asUintN(64, rest);
      rest >>= 64n;
    }
  }
  return wide;
}
