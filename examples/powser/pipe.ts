// What runs between two processes of power series: a demand goes up, a coefficient comes down. So a series is computed no further than
// somebody asks, though it never ends.

import { Channel, f64, SharedChannel, struct } from "../../src/index.ts";
import type { Rational } from "./rational.ts";

/** One direction. A local Channel or a SharedChannel. */
export interface Link<T> {
  trySend(value: T): boolean;
  send(value: T): Promise<void>;
  tryReceive(): T | undefined;
  receive(): Promise<T | undefined>;
}

/** A series on its way from the process that makes it to the one that wants it. */
export interface Pipe {
  readonly demand: Link<number>;
  readonly data: Link<Rational>;
}

/** Demands. */
const NEXT = 1;
export const NO_MORE = 0;

export function localPipe(): Pipe {
  return { demand: new Channel<number>(), data: new Channel<Rational>() };
}

/** Two exact doubles. A coefficient beyond them can't go this way: the codec of its BigInt throws. */
const coefficient = struct({ num: f64, den: f64 });

export interface SharedPipe {
  readonly demand: SharedChannel<number>;
  readonly data: SharedChannel<{ num: number; den: number }>;
}

export function sharedPipe(): SharedPipe {
  return { demand: new SharedChannel(f64), data: new SharedChannel(coefficient) };
}

/** The same pipe, for processes. */
export function asPipe(pipe: SharedPipe): Pipe {
  return pipe as unknown as Pipe;
}

/** Asks for the next coefficient and answers the promise of it: a process may ask several series before it waits. */
export function get(series: Pipe): Promise<Rational> {
  // The series' process waits for the demand nearly always; only then is there no promise for the sending.
  if (series.demand.trySend(NEXT)) return series.data.receive() as Promise<Rational>;
  return series.demand.send(NEXT).then(() => series.data.receive()) as Promise<Rational>;
}

/** Says that no more of the series is wanted: its process ends, and lets go of what it reads. */
export async function leave(series: Pipe): Promise<void> {
  series.demand.trySend(NO_MORE) || (await series.demand.send(NO_MORE));
}

/** Waits for a demand, which is for more unless it is this. */
export function demand(out: Pipe): Promise<number> {
  return out.demand.receive() as Promise<number>;
}
