// What runs between two processes of power series: a demand goes up, a coefficient comes down. So a series is computed no further than
// somebody asks, though it never ends.

import { Channel, f64, SharedChannel, struct } from "../../src/index.ts";
import type { Rational } from "./rational.ts";
import { type Wide, WideLink, wideCodec } from "./wide.ts";

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

/** Two exact doubles. Sending a BigInt this way throws. */
const coefficient = struct({ num: f64, den: f64 });

/** A pipe between threads. */
export interface SharedPipe {
  readonly demand: SharedChannel<number>;
  readonly data: SharedChannel<{ num: number; den: number }> | SharedChannel<Wide>;
  /** 64-bit words for a numerator or denominator; 0: they travel as doubles. */
  readonly words: number;
}

export function sharedPipe(words = 0): SharedPipe {
  const data = words === 0 ? new SharedChannel(coefficient) : new SharedChannel(wideCodec(words));
  return { demand: new SharedChannel(f64), data, words };
}

/** The same pipe, for processes. */
export function asPipe({ demand, data, words }: SharedPipe): Pipe {
  const link = words === 0 ? data : new WideLink(data as SharedChannel<Wide>, words);
  return { demand: demand as Link<number>, data: link as Link<Rational> };
}

/** Asks for the next coefficient and answers the promise of it: a process may ask several series before it waits. */
export function get(series: Pipe): Promise<Rational> {
  // The series' process waits for the demand nearly always; only then is there no promise for the sending.
  if (series.demand.trySend(NEXT)) return series.data.receive() as Promise<Rational>;
  return series.demand.send(NEXT).then(() => series.data.receive()) as Promise<Rational>;
}

/** Says that no more of these series is wanted: their processes end, and let go of what they read. */
export async function leave(...all: readonly Pipe[]): Promise<void> {
  for (const { demand } of all) demand.trySend(NO_MORE) || (await demand.send(NO_MORE));
}

/** Waits for a demand, which is for more unless it is this. */
export function demand(out: Pipe): Promise<number> {
  return out.demand.receive() as Promise<number>;
}
