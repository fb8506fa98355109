// What the experiment measures, each as one run of what a thread has to do of it. bench/go/powser.go does the same. All pipes between
// threads are made once, by the main thread, and serve every run.

import { catalog, coefficients, compare } from "./catalog.ts";
import * as exact from "./exact.ts";
import { type Pipe, type SharedPipe, sharedPipe } from "./pipe.ts";
import { ONE, type Rational } from "./rational.ts";
import { relay, repeat, settled, startProduct } from "./series.ts";
import { wordsFor } from "./wide.ts";

export interface Job {
  readonly workload: Workload;
  readonly threads: number;
  readonly terms: number;
}

/** `terms` are how many there are if not said otherwise, `most` what a run is done with in some ten seconds. */
export const workloads = {
  product: { terms: 100, most: 1000, run: product, pipes: productPipes },
  suite: { terms: 10, most: 50, run: suite, pipes: suitePipes },
};
export type Workload = keyof typeof workloads;

/** How often a run of the suite goes through all series. */
const ROUNDS = 10;

/** Runs thread `thread`'s part of the job once. Rejects if a coefficient is wrong. */
export async function runPart(job: Job, thread: number, pipes: readonly Pipe[]): Promise<void> {
  await workloads[job.workload].run(job, thread, pipes);
  await settled();
}

/** Computed once: a run shall measure the processes. */
const expected = new Map<string, readonly Rational[]>();

async function check(name: string, series: Pipe, terms: number, exact: (terms: number) => Rational[]): Promise<void> {
  const values = await coefficients(series, terms);
  let right = expected.get(name);
  if (right === undefined) {
    right = exact(terms);
    expected.set(name, right);
  }
  compare(name, values, right);
}

// product: 1/(1-x) times itself. The product of the tails, the recursion, is each time made on the next thread: a pipe for either tail, and
// one for what comes back. Level d is asked for 2 d terms fewer than the whole.

function levels(terms: number): number {
  return Math.floor(terms / 2) + 1;
}

function productPipes(terms: number): SharedPipe[] {
  return Array.from({ length: 3 * levels(terms) }, () => sharedPipe());
}

async function product({ threads, terms }: Job, thread: number, pipes: readonly Pipe[]): Promise<void> {
  const level = (d: number) => pipes.slice(3 * d, 3 * d + 3);
  for (let d = thread; d < levels(terms); d += threads) {
    const [f, g, out] = level(d);
    startProduct(f, g, out, () => {
      const [f1, g1, deep] = level(d + 1);
      return { tails: [f1, g1], deeper: () => deep };
    });
  }
  if (thread !== 0) return;
  const [f, g, out] = level(0);
  relay(repeat(ONE), f);
  relay(repeat(ONE), g);
  await check("product", out, terms, exact.counting);
}

// suite: every series of the catalog, each made whole on one thread and compared on the next.

function suitePipes(terms: number): SharedPipe[] {
  return Object.values(catalog).map(({ exact }) => sharedPipe(wordsFor(exact(terms))));
}

async function suite({ threads, terms }: Job, thread: number, pipes: readonly Pipe[]): Promise<void> {
  const series = Object.entries(catalog);
  for (let round = 0; round < ROUNDS; round++) {
    const checks: Promise<void>[] = [];
    for (const [index, [name, { start, exact }]] of series.entries()) {
      const out = pipes[index];
      if (index % threads === thread) relay(start(), out);
      if ((index + 1) % threads === thread) checks.push(check(name, out, terms, exact));
    }
    await Promise.all(checks);
    await settled();
  }
}
