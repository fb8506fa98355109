import type { FailureKind } from "../../../src/check/failure.ts";
import type { Program } from "../../../src/check/program.ts";

/** A program with a known bug, which the checker must find. */
export interface Bug {
  readonly kind: FailureKind;
  readonly program: Program & { readonly name: string };
}

export const FOREVER = Number.POSITIVE_INFINITY;
/** Any finite time. */
export const A_WHILE = 10;

export function bug(kind: FailureKind, name: string, program: Program): Bug {
  return { kind, program: { ...program, name } };
}

export function times<T>(n: number, body: T): T[] {
  return Array.from({ length: n }, () => body);
}

/** A plain increment: two at a time are a data race. */
export function touch(w: Int32Array, i: number): void {
  w[i] = w[i] + 1;
}
