// Every series that the program knows: how its processes are put together, and what must come out.

import * as exact from "./exact.ts";
import type { Pipe } from "./pipe.ts";
import { get, leave } from "./pipe.ts";
import { equal, format, ONE, type Rational, rational, ZERO } from "./rational.ts";
import {
  derivative,
  difference,
  exponential,
  integral,
  monomialSubstitute,
  product,
  reciprocal,
  repeat,
  reversion,
  scale,
  shift,
  substitute,
  sum,
  tangent,
} from "./series.ts";

interface Series {
  start(): Pipe;
  exact(terms: number): Rational[];
  /** How many terms are there within some seconds, if fewer than MOST: there are the more processes the further it goes. */
  most?: number;
}

export const MOST = 1000;

const ones = () => repeat(ONE);
const twos = () => repeat(rational(2));
const minusOne = rational(-1);
const arctangent = () => integral(ZERO, monomialSubstitute(ones(), minusOne, 2));

export const catalog: Record<string, Series> = {
  ones: { start: ones, exact: exact.constant(1) },
  twos: { start: twos, exact: exact.constant(2) },
  add: { start: () => sum(ones(), twos()), exact: exact.constant(3) },
  diff: { start: () => derivative(ones()), exact: exact.counting },
  integ: { start: () => integral(ZERO, ones()), exact: exact.logarithm },
  cmul: { start: () => scale(minusOne, ones()), exact: exact.constant(-1) },
  sub: { start: () => difference(ones(), twos()), exact: exact.constant(-1) },
  mul: { start: () => product(ones(), ones()), exact: exact.counting },
  exp: { start: () => exponential(ones()), exact: exact.exponentialOfOnes, most: 200 },
  monsubst: { start: () => monomialSubstitute(ones(), minusOne, 2), exact: exact.alternating },
  atan: { start: arctangent, exact: exact.arctangent },
  recip: { start: () => reciprocal(ones()), exact: exact.reciprocalOfOnes },
  subst: { start: () => substitute(ones(), shift(ZERO, ones())), exact: exact.powersOfTwo, most: 100 },
  rev: { start: () => reversion(shift(ZERO, ones())), exact: exact.reversionOfOnes, most: 100 },
  revatan: { start: () => reversion(arctangent()), exact: exact.tangent, most: 100 },
  tan: { start: tangent, exact: exact.tangent, most: 200 },
};

/** The first `terms` coefficients of a series, from a run of its processes, all of which have ended afterwards. */
export async function coefficients(series: Pipe, terms: number): Promise<Rational[]> {
  const values: Rational[] = [];
  for (let n = 0; n < terms; n++) values.push(await get(series));
  await leave(series);
  return values;
}

/** Throws an Error at the first coefficient that is not the exact one. */
export function compare(name: string, got: readonly Rational[], expected: readonly Rational[]): void {
  if (got.length !== expected.length)
    throw new Error(`${name}: ${got.length} coefficients; expected ${expected.length}`);
  for (const [n, value] of got.entries()) {
    if (!equal(value, expected[n])) {
      throw new Error(`${name}: the coefficient of x^${n} is ${format(value)}; expected ${format(expected[n])}`);
    }
  }
}
