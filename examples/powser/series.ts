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
  go(process).then(
    () => {
      if (--running > 0) return;
      for (const settle of whenSettled) settle();
      whenSettled = [];
    },
    (error) => {
      queueMicrotask(() => {
        throw error;
      });
    },
  );
}

/** Resolves when all processes of this thread have ended. */
export function settled(): Promise<void> {
  return running === 0 ? Promise.resolve() : new Promise((resolve) => whenSettled.push(resolve));
}

/** Starts the process that makes each coefficient from the one of `f`. */
function each(f: Pipe, coefficient: (value: Rational, n: number) => Rational, out = localPipe()): Pipe {
  run(async () => {
    for (let n = 0; (await demand(out)) !== NO_MORE; n++) {
      const value = coefficient(await get(f), n);
      out.data.trySend(value) || (await out.data.send(value));
    }
    await leave(f);
  });
  return out;
}

/** Starts a process that makes each coefficient in its own way, and reads `inputs`. */
function make(inputs: readonly Pipe[], next: (n: number) => Rational | Promise<Rational>): Pipe {
  const out = localPipe();
  run(async () => {
    for (let n = 0; (await demand(out)) !== NO_MORE; n++) {
      const value = await next(n);
      out.data.trySend(value) || (await out.data.send(value));
    }
    for (const input of inputs) await leave(input);
  });
  return out;
}

/** c + c x + c x^2 … */
export function repeat(c: Rational): Pipe {
  return make([], () => c);
}

export function sum(f: Pipe, g: Pipe): Pipe {
  return make([f, g], async () => {
    const a = get(f);
    const b = get(g);
    return add(await a, await b);
  });
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
  return make([f], (n) => (n === 0 ? c : get(f)));
}

/** c + F */
function raise(c: Rational, f: Pipe): Pipe {
  return each(f, (value, n) => (n === 0 ? add(c, value) : value));
}

/** (F - f0) / x */
export function tail(f: Pipe): Pipe {
  return make([f], async (n) => {
    if (n === 0) await get(f);
    return get(f);
  });
}

/** F' */
export function derivative(f: Pipe): Pipe {
  const rest = tail(f);
  return each(rest, (value, n) => mul(rational(n + 1), value));
}

/** c + the integral of F from 0 */
export function integral(c: Rational, f: Pipe): Pipe {
  return make([f], async (n) => (n === 0 ? c : mul(rational(1, n), await get(f))));
}

/** F(c x^k) */
export function monomialSubstitute(f: Pipe, c: Rational, k: number): Pipe {
  let power = ONE;
  return make([f], async (n) => {
    if (n % k !== 0) return ZERO;
    const value = mul(power, await get(f));
    power = mul(power, c);
    return value;
  });
}

/** The same series for two readers, each at its own pace. The pipes to them may lead to other threads. */
export function split(f: Pipe, outs: readonly [Pipe, Pipe] = [localPipe(), localPipe()]): readonly [Pipe, Pipe] {
  const tee = new Tee(f);
  let readers = 2;
  const ended = async () => {
    if (--readers === 0) await leave(f);
  };
  run(() => tee.serve(0, outs[0], ended));
  run(() => tee.serve(1, outs[1], ended));
  return outs;
}

/**
 * A series that is made from itself: `build` gets a pipe of its own coefficients. When the reader outside leaves, the series is told at
 * once, since the reader within can't leave before.
 */
function feedback(build: (own: Pipe) => Pipe): Pipe {
  const out = localPipe();
  const own = localPipe();
  const f = build(own);
  const tee = new Tee(f);
  run(() => tee.serve(0, out, () => leave(f)));
  run(() => tee.serve(1, own, async () => {}));
  return out;
}

/** Two processes over one queue of what one of them has read of a series and the other has not. */
class Tee {
  readonly #f: Pipe;
  readonly #queue: Rational[] = [];
  /** How many coefficients have left the queue, and how many each reader has had. */
  #gone = 0;
  readonly #had = [0, 0];
  #fetching: Promise<Rational> | undefined;

  constructor(f: Pipe) {
    this.#f = f;
  }

  async serve(side: 0 | 1, out: Pipe, ended: () => Promise<void>): Promise<void> {
    while ((await demand(out)) !== NO_MORE) {
      const n = this.#had[side];
      while (n >= this.#gone + this.#queue.length) {
        // Whoever fetches waits for it first, and so has queued the value before the other looks again.
        if (this.#fetching !== undefined) await this.#fetching;
        else {
          this.#fetching = get(this.#f);
          this.#queue.push(await this.#fetching);
          this.#fetching = undefined;
        }
      }
      const value = this.#queue[n - this.#gone];
      this.#had[side]++;
      if (Math.min(...this.#had) > this.#gone) {
        this.#queue.shift();
        this.#gone++;
      }
      out.data.trySend(value) || (await out.data.send(value));
    }
    await ended();
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
  each(f, (value) => value, out);
}

async function multiply(f: Pipe, g: Pipe, out: Pipe, recursion: () => Recursion): Promise<void> {
  if ((await demand(out)) === NO_MORE) {
    await leave(f);
    await leave(g);
    return;
  }
  const [firstF, firstG] = [get(f), get(g)];
  const [f0, g0] = [await firstF, await firstG];
  const first = mul(f0, g0);
  out.data.trySend(first) || (await out.data.send(first));
  let parts: { left: Pipe; right: Pipe; deep: Pipe } | undefined;
  for (let n = 1; (await demand(out)) !== NO_MORE; n++) {
    if (parts === undefined) {
      const { tails, deeper } = recursion();
      const [fs, gs] = [split(f, [localPipe(), tails[0]]), split(g, [localPipe(), tails[1]])];
      parts = { left: scale(f0, gs[0]), right: scale(g0, fs[0]), deep: deeper(fs[1], gs[1]) };
    }
    const { left, right, deep } = parts;
    const a = get(left);
    const b = get(right);
    const c = n === 1 ? ZERO : get(deep);
    const value = add(add(await a, await b), await c);
    out.data.trySend(value) || (await out.data.send(value));
  }
  for (const input of parts === undefined ? [f, g] : [parts.left, parts.right, parts.deep]) await leave(input);
}

/** A first coefficient, then the series `rest`, whose processes start when it is wanted. `unread` is let go of if it never is. */
function startWith(first: () => Rational | Promise<Rational>, rest: () => Pipe, unread: readonly Pipe[]): Pipe {
  const out = localPipe();
  run(async () => {
    let more: Pipe | undefined;
    for (let n = 0; (await demand(out)) !== NO_MORE; n++) {
      if (n > 0) more ??= rest();
      const value = more === undefined ? await first() : await get(more);
      out.data.trySend(value) || (await out.data.send(value));
    }
    for (const input of more === undefined ? unread : [more]) await leave(input);
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
