// The suite on one thread and local channels alone: what a program that needs no second thread pays, and what Go is compared with.

import { median } from "simple-statistics";
import { catalog, coefficients, compare } from "./catalog.ts";
import { settled } from "./series.ts";

/** How often a timed run goes through all series, here and in bench/go/powser.go. */
export const ROUNDS = 30;
const RUNS = 7;

/** Median time in ms of a run; its coefficients are compared with the exact ones afterwards. */
export async function localTime(terms: number): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const begin = performance.now();
    let results: [string, Awaited<ReturnType<typeof coefficients>>][] = [];
    for (let round = 0; round < ROUNDS; round++) {
      results = [];
      for (const [name, { start }] of Object.entries(catalog)) results.push([name, await coefficients(start(), terms)]);
      await settled();
    }
    // The first run warms up.
    if (run > 0) times.push(performance.now() - begin);
    for (const [name, values] of results) compare(name, values, catalog[name].exact(terms));
  }
  return median(times);
}
