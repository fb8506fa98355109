// The run-time half of the source transform: keeps a string that says where a thread is and with which locals.
//
// The string starts as the log of results. At the head of a loop the frame's part of it is replaced by the place and the values of the
// live locals; at the return of a function by what it returned and what it may have changed outside. So two runs that stand at the same
// place with the same values have the same string, however they came there, and a retry loop is a cycle instead of an endless path.

import { closures, snapshot } from "./snapshot.ts";

/** Reads one variable; a variable that is not initialised yet has no value to lose. */
function read(variable: () => unknown): unknown {
  try {
    return variable();
  } catch {
    return undefined;
  }
}

const LONGEST_PAUSE = 100_000;

interface Frame {
  readonly base: number;
  readonly outside: () => unknown[];
  /** The objects that came in: a parameter may be assigned, and the object still be changed. */
  readonly held: unknown[];
}

/** Marks of the thread that is running. Transformed code calls it as `$check`. */
export class Marks {
  readonly read = read;
  known: ReadonlySet<unknown> = new Set();
  #parts: string[] = [];
  #frozen = true;
  #sinceStep = 0;

  begin(known: ReadonlySet<unknown>): void {
    this.#parts = [];
    this.#frozen = false;
    this.#sinceStep = 0;
    this.known = known;
  }

  /** From here on the run only unwinds. */
  end(): string {
    this.#frozen = true;
    return this.#parts.join();
  }

  result(value: number): void {
    this.#sinceStep = 0;
    this.#parts.push(String(value));
  }

  enter(outside: () => unknown[]): Frame {
    return { base: this.#parts.length, outside, held: this.#frozen ? [] : outside().filter(isObject) };
  }

  exit(frame: Frame, result: unknown): void {
    // With no result inside, all that happened there follows from what stands before.
    if (this.#frozen || this.#parts.length === frame.base) return;
    this.#replace(frame, "r", [result]);
  }

  loop(frame: Frame, place: string, locals: () => unknown[]): void {
    if (this.#frozen) return;
    if (++this.#sinceStep > LONGEST_PAUSE) throw new Error("endless loop: 100,000 turns without a step on the words");
    this.#replace(frame, place, locals());
  }

  /** A frame inside a frame, for code that runs with state that no variable holds (an iterator, a pending return). */
  inside(frame: Frame): Frame {
    return { ...frame, base: this.#parts.length };
  }

  /** Notes what a function made inside a thread is made of: such a function is a new object in every run. */
  closure<F extends object>(place: string, captured: () => unknown[], made: F): F {
    closures.set(made, { place, captured });
    return made;
  }

  #replace({ base, outside, held }: Frame, place: string, values: unknown[]): void {
    this.#parts.length = base;
    this.#parts.push(place + snapshot([values, held, outside()], this.known));
  }
}

function isObject(value: unknown): boolean {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** One for all: one thread of one program runs at a time. */
export const marks = new Marks();
