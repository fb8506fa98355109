// Exact coefficients from closed forms and recurrences over BigInt: nothing here knows of processes.

import { type Rational, rational } from "./rational.ts";

type Coefficients = (terms: number) => Rational[];

const each =
  (coefficient: (n: number) => Rational): Coefficients =>
  (terms) =>
    Array.from({ length: terms }, (_, n) => coefficient(n));

export function factorial(n: number): bigint {
  let value = 1n;
  for (let i = 2n; i <= n; i++) value *= i;
  return value;
}

export function choose(n: number, k: number): bigint {
  return k < 0 || k > n ? 0n : factorial(n) / (factorial(k) * factorial(n - k));
}

/** c + c x + c x^2 … */
export const constant = (c: number): Coefficients => each(() => rational(c));

/** n + 1: 1/(1-x)^2 */
export const counting: Coefficients = each((n) => rational(n + 1));

/** ln(1/(1-x)) */
export const logarithm: Coefficients = each((n) => (n === 0 ? rational(0) : rational(1, n)));

/** e^(x/(1-x)): the sum over k of choose(n-1, k-1) / k! */
export const exponentialOfOnes: Coefficients = each((n) => {
  if (n === 0) return rational(1);
  let num = 0n;
  for (let k = 1; k <= n; k++) num += (choose(n - 1, k - 1) * factorial(n)) / factorial(k);
  return rational(num, factorial(n));
});

/** 1/(1+x^2) */
export const alternating: Coefficients = each((n) => rational(n % 2 === 1 ? 0 : n % 4 === 0 ? 1 : -1));

export const arctangent: Coefficients = each((n) => (n % 2 === 0 ? rational(0) : rational(n % 4 === 1 ? 1 : -1, n)));

/** 1 - x: the reciprocal of the ones */
export const reciprocalOfOnes: Coefficients = each((n) => rational(n === 0 ? 1 : n === 1 ? -1 : 0));

/** x/(1+x): the reversion of x/(1-x) */
export const reversionOfOnes: Coefficients = each((n) => rational(n === 0 ? 0 : n % 2 === 1 ? 1 : -1));

/** tan x by the zigzag numbers of its odd derivatives, from Seidel's triangle of sums */
export const tangent: Coefficients = (terms) => {
  let row = [1n];
  return Array.from({ length: terms }, (_, n) => {
    const zigzag = row[row.length - 1];
    const sums = [0n];
    for (const value of row.reverse()) sums.push(sums[sums.length - 1] + value);
    row = sums;
    return n % 2 === 0 ? rational(0) : rational(zigzag, factorial(n));
  });
};

/** 1 + x/(1-2x): 1/(1-y) with x/(1-x) for y */
export const powersOfTwo: Coefficients = each((n) => rational(n === 0 ? 1 : 2n ** BigInt(n - 1)));
