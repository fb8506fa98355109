// What every suite of the benchmark shares: subjects take turns in every round, in one process and one run, and the medians and the ratios
// within rounds are reported. Machines are shared: a ratio of one round holds where a time doesn't.

import { cpus, loadavg } from "node:os";
import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import Table from "cli-table3";
import { median } from "simple-statistics";

/** What one run shows. */
export interface Measure {
  /** Per operation, of the clock on the wall. */
  ns: number;
  /** How many operations the slowest thread did for each one of the fastest. */
  fairness?: number;
  /** ns per operation of all processors. */
  user?: number;
  system?: number;
}

export interface Subject {
  readonly name: string;
  /** Runs once and answers ns per operation, or more. */
  run(): number | Measure | Promise<number | Measure>;
}

export interface Case {
  readonly name: string;
  /** The first is what the others are compared with. */
  readonly subjects: readonly Subject[];
  /** One that leaves much behind would have the others measured collecting it: it is collected before each. */
  readonly leavesGarbage?: boolean;
}

export interface Row extends Measure {
  case: string;
  subject: string;
}

interface Measured {
  row: Row;
  /** Median over the rounds of this subject's time through the first subject's. */
  ratio: number;
}

const ROUNDS = 7;
/** A subject that takes longer for one round has hung. */
const ROUND_MS = 20_000;

/** A full collection. It throws away compiled code, too: before a loop of nanoseconds it would be the loop's start that is measured. */
const collect: () => void = (() => {
  try {
    setFlagsFromString("--expose-gc");
    return runInNewContext("gc");
  } catch {
    return () => {};
  }
})();

/** Measures a case. A subject that hangs or throws is reported as such, with ns NaN, and the others go on. */
export async function measure({ name, subjects, leavesGarbage }: Case): Promise<Measured[]> {
  const runs = subjects.map(() => [] as Measure[]);
  const broken = new Set<Subject>();
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, subject] of subjects.entries()) {
      if (broken.has(subject)) continue;
      if (leavesGarbage) collect();
      try {
        const measure = await bounded(subject);
        if (round > 0) runs[index].push(measure);
      } catch (error) {
        console.error(`${name}, ${subject.name}: ${(error as Error).message}`);
        broken.add(subject);
        runs[index] = [{ ns: Number.NaN }];
      }
    }
  }
  return subjects.map((subject, index) => {
    const row: Row = { case: name, subject: subject.name, ns: Number.NaN };
    for (const what of ["ns", "fairness", "user", "system"] as const) {
      const values = runs[index].map((run) => run[what]).filter((value) => value !== undefined);
      if (values.length > 0) row[what] = Math.round(median(values) * 100) / 100;
    }
    return { row, ratio: median(runs[index].map(({ ns }, round) => ns / runs[0][round].ns)) };
  });
}

async function bounded(subject: Subject): Promise<Measure> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${ROUND_MS} ms: hangs`)), ROUND_MS);
  });
  try {
    const result = await Promise.race([subject.run(), late]);
    return typeof result === "number" ? { ns: result } : result;
  } finally {
    clearTimeout(timer);
  }
}

/** ns per operation of a loop that does `n` of them. */
export function timed(n: number, loop: () => void): number {
  const begin = performance.now();
  loop();
  return ((performance.now() - begin) * 1e6) / n;
}

/**
 * A subject that does `body` n times to `it`. Each has a function of its own, so that its call sites see one class only, as in most programs.
 */
export function repeated(name: string, n: number, it: unknown, body: string): Subject {
  const loop = new Function("it", "n", `for (let i = 0; i < n; i++) { ${body} }`);
  return { name, run: () => timed(n, () => loop(it, n)) };
}

export async function timedAsync(n: number, loop: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await loop();
  return ((performance.now() - begin) * 1e6) / n;
}

/** Runs the cases and prints a table of each; with `json`, one line at the end. */
export async function runSuite(suite: string, cases: readonly Case[], json: boolean): Promise<void> {
  const rows: Row[] = [];
  for (const one of cases) {
    const measured = await measure(one);
    const full = measured.some(({ row }) => row.fairness !== undefined);
    const table = new Table({
      head: [one.name, "ns", "ratio", ...(full ? ["min/max", "user", "system"] : [])],
      colAligns: ["left", "right", "right", "right", "right", "right"],
      style: { head: [], border: [] },
    });
    for (const { row, ratio } of measured) {
      const { ns, fairness, user, system } = row;
      const more = [fairness?.toFixed(2), user?.toFixed(0), system?.toFixed(0)].map((text) => text ?? "");
      table.push([row.subject, ns.toFixed(1), `${ratio.toFixed(2)} x`, ...(full ? more : [])]);
      rows.push(row);
    }
    console.log(table.toString());
  }
  const load = loadavg()[0].toFixed(1);
  console.log(
    `node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}; medians of ${ROUNDS}; load ${load}`,
  );
  if (json) console.log(JSON.stringify({ suite, rows }));
}
