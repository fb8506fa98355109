// The sizes and circumstances in which every primitive is exhausted.
import type { FailureKind } from "../../../src/check/failure.ts";
import type { Program, Thread } from "../../../src/check/program.ts";
import type * as core from "../../../src/core/index.ts";

/** The core's functions: the JavaScript build, or the WebAssembly build behind the same names. */
export type Core = typeof core;

/**
 * A module of programs exports this as `programs`, and as `slow` what takes many seconds each. `sliced` holds the same functions, with
 * sleeps that end by themselves after a slice: that is what heals a wake that a dying thread took along.
 */
export type Programs = (core: Core, sliced: Core) => readonly Program[];

/** What the module's primitive is not made to survive, as the export `broken`: the search must find just this kind of failure. */
export interface Broken {
  readonly kind: FailureKind;
  readonly program: Program;
}

export interface Shape {
  readonly threads: number;
  readonly operations: number;
}

export const SHAPES: readonly Shape[] = [
  { threads: 2, operations: 2 },
  { threads: 2, operations: 3 },
  { threads: 3, operations: 2 },
];

export const FOREVER = Number.POSITIVE_INFINITY;
/** Any finite time: when it is over is the explorer's choice. */
export const A_WHILE = 10;

/** A thread of each kind. Those of the same kind have the same function, and are a role. */
export function inRoles<Kind>(
  kinds: readonly Kind[],
  body: (kind: Kind) => (w: Int32Array, t: Thread) => unknown,
): Pick<Program, "threads" | "roles"> {
  const different = [...new Set(kinds)];
  const bodies = new Map(different.map((kind) => [kind, body(kind)]));
  return {
    threads: kinds.map((kind) => bodies.get(kind)!),
    roles: different.map((kind) => [...kinds.keys()].filter((thread) => kinds[thread] === kind)),
  };
}

/** `n` threads that are all alike, as one role. */
export function alike(n: number, body: (w: Int32Array, t: Thread) => unknown): Pick<Program, "threads" | "roles"> {
  return { threads: Array.from({ length: n }, () => body), roles: [Array.from({ length: n }, (_, i) => i)] };
}

/** A program for each shape and each of: infinite waits, infinite waits with a spurious wake-up, waits that may time out. */
export function everyShape(name: string, make: (shape: Shape, ms: number) => Program): Program[] {
  return SHAPES.flatMap((shape) => {
    const size = `${shape.threads}x${shape.operations}`;
    return [
      { ...make(shape, FOREVER), name: `${name} ${size}` },
      { ...make(shape, FOREVER), name: `${name} ${size}, one spurious wake-up`, spurious: 1 },
      { ...make(shape, A_WHILE), name: `${name} ${size}, timed` },
    ];
  });
}

/** The same, and one of its threads may die at any time. */
export function oneDeath(program: Program): Program {
  return { ...program, name: `${program.name}, one death`, kills: 1 };
}

export function broken(kind: FailureKind, programs: readonly Program[]): Broken[] {
  return programs.map((program) => ({ kind, program }));
}

/** How many of a program's threads have died: a live one never answers undefined. */
export function deaths(results: readonly unknown[]): number {
  return results.filter((result) => result === undefined).length;
}

/** Those of the list that take too long for `npm test`, by their names, and the others. */
export function apart(list: Programs, names: readonly string[]): { programs: Programs; slow: Programs } {
  const isSlow = ({ name = "" }: Program) => names.includes(name);
  return {
    programs: (core, sliced) => list(core, sliced).filter((program) => !isSlow(program)),
    slow: (core, sliced) => {
      const slow = list(core, sliced).filter(isSlow);
      if (slow.length !== names.length) throw new Error(`no such programs: ${names.join("; ")}`);
      return slow;
    },
  };
}
