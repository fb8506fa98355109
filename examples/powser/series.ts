// Power series as processes, after McIlroy, "Squinting at Power Series": each function starts the process of its series and answers the
// pipe it comes from. A pipe has one reader; who needs a series twice splits it.

import { go } from "../../src/index.ts";
import { demand, get, leave, localPipe, NO_MORE, type Pipe } from "./pipe.ts";
import { add, invert, mul, negate, ONE, type Rational, rational, ZERO } from "./rational.ts";

let running = 0;
let whenSettled: (() => void)[] = [];

/** Runs a process. Nobody waits for it, so its failure ends the program: a coefficient that never comes must not look like a slow one. */
function run(process: () => Promise<void>): void {
  running++;
  go(process).then(ended, failed);
}

function ended(): void {
  if (--running > 0) return;
  for (const settle of whenSettled) settle();
  whenSettled = [];
}

function failed(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

/** Resolves when all processes of this thread have ended. */
export function settled(): Promise<void> {
  return running === 0 ? Promise.resolve() : new Promise((resolve) => whenSettled.push(resolve));
}

/** Starts the process that makes each coefficient from the next one of `f`, after `first` if that is given. */
function each(
  f: Pipe,
  coefficient: (value: Rational, n: number) => Rational,
  out = localPipe(),
  first?: Rational,
): Pipe {
  run(async () => {
    for (let n = 0; (await demand(out)) !== NO_MORE; n++) {
      const value = n === 0 && first !== undefined ? first : coefficient(await get(f), n);
      out.data.trySend(value) || (await out.data.send(value));
    }
    await leave(f);
  });
  return out;
}

const same = (value: Rational): Rational => value;

/** c + c x + c x^2 … */
export function repeat(c: Rational): Pipe {
  const out = localPipe();
  run(async () => {
    while ((await demand(out)) !== NO_MORE) out.data.trySend(c) || (await out.data.send(c));
  });
  return out;
}

export function sum(f: Pipe, g: Pipe): Pipe {
  const out = localPipe();
  run(async () => {
    while ((await demand(out)) !== NO_MORE) {
      const a = get(f);
      const b = get(g);
      const value = add(await a, await b);
      out.data.trySend(value) || (await out.data.send(value));
    }
    await leave(f, g);
  });
  return out;
}

/** c F */
export function scale(c: Rational, f: Pipe): Pipe {
  return each(f, (value) => mul(c, value));
}

export function difference(f: Pipe, g: Pipe): Pipe {
  return sum(f, scale(negate(ONE), g));
}

/** c + x F */
export function shift(c: Rational, f: Pipe): Pipe {
  return each(f, same, localPipe(), c);
}

/** c + F */
function raise(c: Rational, f: Pipe): Pipe {
  return each(f, (value, n) => (n === 0 ? add(c, value) : value));
}

/** (F - f0) / x */
export function tail(f: Pipe): Pipe {
  const out = localPipe();
  run(async () => {
    for (let n = 0; (await demand(out)) !== NO_MORE; n++) {
      if (n === 0) await get(f);
      const value = await get(f);
      out.data.trySend(value) || (await out.data.send(value));
    }
    await leave(f);
  });
  return out;
}

/** F' */
export function derivative(f: Pipe): Pipe {
  return each(tail(f), (value, n) => mul(rational(n + 1), value));
}

/** c + the integral of F from 0 */
export function integral(c: Rational, f: Pipe): Pipe {
  return each(f, (value, n) => mul(rational(1, n), value), localPipe(), c);
}

/** F(c x^k) */
export function monomialSubstitute(f: Pipe, c: Rational, k: number): Pipe {
  const out = localPipe();
  run(async () => {
    let power = ONE;
    for (let n = 0; (await demand(out)) !== NO_MORE; n++) {
      let value = ZERO;
      if (n % k === 0) {
        value = mul(power, await get(f));
        power = mul(power, c);
      }
      out.data.trySend(value) || (await out.data.send(value));
    }
    await leave(f);
  });
  return out;
}

/** The same series for two readers, each at its own pace. The pipes to them may lead to other threads. */
export function split(f: Pipe, outs: readonly [Pipe, Pipe] = [localPipe(), localPipe()]): readonly [Pipe, Pipe] {
  const tee = new Tee(f, 2);
  run(() => tee.serve(outs[0]));
  run(() => tee.serve(outs[1]));
  return outs;
}

/** A series that is made from itself: `build` gets a pipe of its own coefficients. */
function feedback(build: (own: Pipe) => Pipe): Pipe {
  const out = localPipe();
  const own = localPipe();
  // The reader within leaves when the series ends, so the series must be told as soon as the other one has left.
  const tee = new Tee(build(own), 1);
  run(() => tee.serve(out));
  run(() => tee.serve(own));
  return out;
}

/** What a reader has had, and then what comes after it, if either reader has had that. */
interface Had {
  readonly value: Rational;
  next: Had | undefined;
}

/** Two processes over one list of what has come of a series; what both have had is garbage. */
class Tee {
  readonly #f: Pipe;
  /** Readers until whose leaving the series is needed. */
  #needed: number;
  /** The end of the list; at first a place before it. */
  #last: Had = { value: ZERO, next: undefined };
  #fetching: Promise<Rational> | undefined;

  constructor(f: Pipe, needed: 1 | 2) {
    this.#f = f;
    this.#needed = needed;
  }

  async serve(out: Pipe): Promise<void> {
    let had = this.#last;
    while ((await demand(out)) !== NO_MORE) {
      while (had.next === undefined) {
        // Whoever fetches waits for it first, and so has put the value on the list before the other looks again.
        if (this.#fetching !== undefined) await this.#fetching;
        else {
          this.#fetching = get(this.#f);
          const next = { value: await this.#fetching, next: undefined };
          this.#last.next = next;
          this.#last = next;
          this.#fetching = undefined;
        }
      }
      had = had.next;
      out.data.trySend(had.value) || (await out.data.send(had.value));
    }
    if (--this.#needed === 0) await leave(this.#f);
  }
}

/** How product() makes the product of the tails: the recursion, which may go on elsewhere. */
export type Deeper = (f: Pipe, g: Pipe) => Pipe;

/** F G = f g + x (f G' + g F' + x F' G'), where F' and G' are the tails */
export function product(f: Pipe, g: Pipe): Pipe {
  const out = localPipe();
  startProduct(f, g, out, () => ({ tails: [localPipe(), localPipe()], deeper: product }));
  return out;
}

export interface Recursion {
  /** Where the tails go. */
  readonly tails: readonly [Pipe, Pipe];
  readonly deeper: Deeper;
}

/** Starts the process of a product whose pipes exist. `recursion` is asked once, when the second coefficient is wanted. */
export function startProduct(f: Pipe, g: Pipe, out: Pipe, recursion: () => Recursion): void {
  run(() => multiply(f, g, out, recursion));
}

/** Starts a process that hands a series on through a pipe that exists. */
export function relay(f: Pipe, out: Pipe): void {
  each(f, same, out);
}

async function multiply(f: Pipe, g: Pipe, out: Pipe, recursion: () => Recursion): Promise<void> {
  if ((await demand(out)) === NO_MORE) return leave(f, g);
  const firstF = get(f);
  const firstG = get(g);
  const f0 = await firstF;
  const g0 = await firstG;
  const first = mul(f0, g0);
  out.data.trySend(first) || (await out.data.send(first));
  if ((await demand(out)) === NO_MORE) return leave(f, g);
  const { tails, deeper } = recursion();
  const [f1, f2] = split(f, [localPipe(), tails[0]]);
  const [g1, g2] = split(g, [localPipe(), tails[1]]);
  const left = scale(f0, g1);
  const right = scale(g0, f1);
  const deep = deeper(f2, g2);
  let n = 1;
  do {
    // First what takes longest: it goes down through all the levels, on the other threads.
    const c = n++ === 1 ? ZERO : get(deep);
    const a = get(left);
    const b = get(right);
    const value = add(add(await a, await b), await c);
    out.data.trySend(value) || (await out.data.send(value));
  } while ((await demand(out)) !== NO_MORE);
  return leave(left, right, deep);
}

/** A first coefficient, then the series `rest`, whose processes start when it is wanted. `unread` is let go of if it never is. */
function startWith(first: () => Promise<Rational>, rest: () => Pipe, unread: readonly Pipe[]): Pipe {
  const out = localPipe();
  run(async () => {
    if ((await demand(out)) === NO_MORE) return leave(...unread);
    const value = await first();
    out.data.trySend(value) || (await out.data.send(value));
    if ((await demand(out)) === NO_MORE) return leave(...unread);
    const more = rest();
    do {
      const value = await get(more);
      out.data.trySend(value) || (await out.data.send(value));
    } while ((await demand(out)) !== NO_MORE);
    return leave(more);
  });
  return out;
}

/** 1/F, for f0 not 0: R = 1/f0 - x R F'/f0, where F' is the tail */
export function reciprocal(f: Pipe): Pipe {
  return feedback((r) => {
    let inverse = ONE;
    const first = async () => {
      inverse = invert(await get(f));
      return inverse;
    };
    return startWith(first, () => scale(negate(inverse), product(r, f)), [r, f]);
  });
}

/** e^(F - f0): X = 1 + the integral of X F' */
export function exponential(f: Pipe): Pipe {
  return feedback((x) => integral(ONE, product(x, derivative(f))));
}

/** F(G), for g0 = 0: f0 + x G' F'(G), where F' and G' are the tails */
export function substitute(f: Pipe, g: Pipe): Pipe {
  const rest = () => {
    const [g1, g2] = split(g);
    return product(tail(g1), substitute(f, g2));
  };
  return startWith(() => get(f), rest, [f, g]);
}

/** The series R with F(R) = x, for f0 = 0 and f1 not 0: R = x / F'(R), where F' is the tail */
export function reversion(f: Pipe): Pipe {
  return feedback((r) => shift(ZERO, reciprocal(substitute(tail(f), r))));
}

/** tan x: T = the integral of 1 + T^2 */
export function tangent(): Pipe {
  return feedback((t) => {
    const [a, b] = split(t);
    return integral(ZERO, raise(ONE, product(a, b)));
  });
}
