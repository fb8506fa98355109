// Exact rationals: numbers while they are safe integers, BigInt beyond. Always in lowest terms, the denominator positive.

export type Whole = number | bigint;

export interface Rational {
  readonly num: Whole;
  readonly den: Whole;
}

/** A rational from whole numbers. Throws RangeError for a denominator of 0 and for what is not whole. */
export function rational(num: Whole, den: Whole = 1): Rational {
  if (!isWhole(num) || !isWhole(den)) throw new RangeError(`rational(${num}, ${den}): expected two whole numbers`);
  if (Number(den) === 0) throw new RangeError(`rational(${num}, ${den}): the denominator is 0`);
  return reduce(num, den);
}

export const ZERO: Rational = { num: 0, den: 1 };
export const ONE: Rational = { num: 1, den: 1 };

export function add(a: Rational, b: Rational): Rational {
  const { num: p, den: q } = a;
  const { num: r, den: s } = b;
  if (typeof p === "number" && typeof q === "number" && typeof r === "number" && typeof s === "number") {
    if (q === s) {
      const sum = p + r;
      if (Number.isSafeInteger(sum)) return q === 1 ? { num: sum, den: 1 } : reduce(sum, q);
    }
    const left = p * s;
    const right = r * q;
    const num = left + right;
    const den = q * s;
    // Each product is checked by itself: two that are not exact can cancel into a sum that looks safe.
    if (isExact(left) && isExact(right) && isExact(num) && isExact(den)) return reduce(num, den);
  }
  return reduce(BigInt(p) * BigInt(s) + BigInt(r) * BigInt(q), BigInt(q) * BigInt(s));
}

export function mul(a: Rational, b: Rational): Rational {
  const { num: p, den: q } = a;
  const { num: r, den: s } = b;
  if (typeof p === "number" && typeof q === "number" && typeof r === "number" && typeof s === "number") {
    const num = p * r;
    const den = q * s;
    if (isExact(num) && isExact(den)) return den === 1 ? { num, den } : reduce(num, den);
  }
  return reduce(BigInt(p) * BigInt(r), BigInt(q) * BigInt(s));
}

export function negate(a: Rational): Rational {
  return { num: a.num === 0 ? 0 : -a.num, den: a.den };
}

export function sub(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

/** 1/a. Throws RangeError for 0. */
export function invert(a: Rational): Rational {
  if (a.num === 0) throw new RangeError("1/0: a series that starts with 0 has no reciprocal");
  return a.num < 0 ? { num: -a.den, den: -a.num } : { num: a.den, den: a.num };
}

export function equal(a: Rational, b: Rational): boolean {
  return a.num === b.num && a.den === b.den;
}

/** "num/den", or "num" for a whole number. */
export function format(a: Rational): string {
  return a.den === 1 ? String(a.num) : `${a.num}/${a.den}`;
}

function isWhole(value: Whole): boolean {
  return typeof value === "bigint" || Number.isSafeInteger(value);
}

function isExact(value: number): boolean {
  return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER;
}

function reduce(num: Whole, den: Whole): Rational {
  if (typeof num === "number" && typeof den === "number") {
    let a = num < 0 ? -num : num;
    let b = den < 0 ? -den : den;
    while (b !== 0) {
      const rest = a % b;
      a = b;
      b = rest;
    }
    if (den < 0) a = -a;
    // No -0: it is not equal to 0 where it matters, in a comparison of texts.
    return { num: num === 0 ? 0 : num / a, den: den / a };
  }
  let a = BigInt(num);
  let b = BigInt(den);
  while (b !== 0n) [a, b] = [b, a % b];
  if (a < 0n !== BigInt(den) < 0n) a = -a;
  return { num: narrow(BigInt(num) / a), den: narrow(BigInt(den) / a) };
}

/** The number, if it is exact as one. */
export function narrow(value: bigint): Whole {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
