// What every suite of the benchmark shares: subjects take turns in every round, in one process and one run, and the medians and the ratios
// within rounds are reported. Machines are shared: a ratio of one round holds where a time doesn't.

import { cpus, loadavg } from "node:os";
import process from "node:process";
import Table from "cli-table3";
import { median } from "simple-statistics";

export interface Subject {
  readonly name: string;
  /** Runs once and answers ns per operation. */
  run(): number | Promise<number>;
}

export interface Case {
  readonly name: string;
  /** The first is what the others are compared with. */
  readonly subjects: readonly Subject[];
}

export interface Row {
  case: string;
  subject: string;
  ns: number;
}

interface Measured extends Row {
  /** Median over the rounds of this subject's time through the first subject's. */
  ratio: number;
}

const ROUNDS = 7;
/** A subject that takes longer for one round has hung. */
const ROUND_MS = 60_000;

/** Measures a case. A subject that hangs or throws is reported as such, with ns NaN, and the others go on. */
export async function measure({ name, subjects }: Case): Promise<Measured[]> {
  const times = subjects.map(() => [] as number[]);
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, subject] of subjects.entries()) {
      if (times[index].includes(Number.NaN)) continue;
      const ns = await bounded(subject).catch((error) => {
        console.error(`${name}, ${subject.name}: ${error.message}`);
        return Number.NaN;
      });
      if (round > 0 || Number.isNaN(ns)) times[index].push(ns);
    }
  }
  return subjects.map((subject, index) => ({
    case: name,
    subject: subject.name,
    ns: Math.round(median(times[index]) * 100) / 100,
    ratio: median(times[index].map((ns, round) => ns / times[0][round])),
  }));
}

async function bounded(subject: Subject): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${ROUND_MS} ms: hangs`)), ROUND_MS);
  });
  try {
    return await Promise.race([Promise.resolve(subject.run()), late]);
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
    const table = new Table({
      head: [one.name, "ns", "ratio"],
      colAligns: ["left", "right", "right"],
      style: { head: [], border: [] },
    });
    for (const { subject, ns, ratio } of measured) table.push([subject, ns.toFixed(1), `${ratio.toFixed(2)} x`]);
    console.log(table.toString());
    rows.push(...measured.map(({ case: name, subject, ns }) => ({ case: name, subject, ns })));
  }
  const load = loadavg()[0].toFixed(1);
  console.log(
    `node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}; medians of ${ROUNDS}; load ${load}`,
  );
  if (json) console.log(JSON.stringify({ suite, rows }));
}
