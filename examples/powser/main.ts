// `npm start`: the experiment of the 2008 commit, as a table.

import process from "node:process";
import { cac } from "cac";
import ora from "ora";
import { catalog } from "./catalog.ts";
import { allModes, bothModes, measure, type Row } from "./experiment.ts";
import { goTimes } from "./go.ts";
import { localTime } from "./local.ts";
import { report } from "./report.ts";
import { type Workload, workloads } from "./workloads.ts";

interface Options {
  threads?: string | number;
  workload?: string;
  terms?: number;
  runs: number;
  parts?: boolean;
  json?: boolean;
}

const cli = cac("npm start --");
cli
  .command("", "powser with every wake and sleep going to the engine (kernel), and with user-level semaphores (user)")
  .option("--threads <n>", "on how many threads (default: 1 and 2; several: 1,2,4)")
  .option("--workload <name>", `${Object.keys(workloads).join(" or ")} (default: both)`)
  .option("--terms <n>", "how many coefficients (default: product 100, suite 10)")
  .option("--runs <n>", "counted runs of each mode", { default: 11 })
  .option("--parts", "also user mode with always a notify, and with no watch before a sleep")
  .option("--json", "end with one line of JSON")
  .action(main);
cli.help();

async function main(options: Options): Promise<void> {
  const threads = String(options.threads ?? "1,2")
    .split(",")
    .map(Number);
  for (const n of threads) checkWhole("--threads", n, 64);
  checkWhole("--runs", options.runs, 10_000);
  if (options.terms !== undefined) checkWhole("--terms", options.terms, 1000);
  if (options.workload !== undefined && !Object.hasOwn(workloads, options.workload)) {
    throw new Error(`--workload ${options.workload}; expected ${Object.keys(workloads).join(" or ")}`);
  }
  const chosen =
    options.workload === undefined ? (Object.keys(workloads) as Workload[]) : [options.workload as Workload];
  const termsOf = (workload: Workload) => options.terms ?? workloads[workload].terms;
  for (const workload of chosen) checkExact(workload, termsOf(workload));
  const spinner = ora({ stream: process.stderr });
  const progress = (text: string, detail = "") => {
    if (process.stderr.isTTY) spinner.start(`${text}${detail}`);
    else if (detail === "") console.error(text);
  };
  const rows: Row[] = [];
  const modes = options.parts ? allModes : bothModes;
  for (const workload of chosen) {
    for (const n of threads)
      rows.push(...(await measure(workload, n, termsOf(workload), options.runs, modes, progress)));
  }
  progress("one thread, local channels");
  const terms = chosen.includes("suite") ? termsOf("suite") : workloads.suite.terms;
  const local = await localTime(terms);
  progress("go");
  const beside = goTimes(terms);
  spinner.stop();
  console.log(report(rows, modes.length, local, beside));
  if (options.json) console.log(JSON.stringify({ experiment: rows, coefficients: "ok" }));
}

function checkWhole(what: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new Error(`${what} ${value}; expected a whole number from 1 to ${most}`);
  }
}

/** Between threads a coefficient travels as two exact doubles. */
function checkExact(workload: Workload, terms: number): void {
  if (workload !== "suite") return;
  for (const [name, { exact }] of Object.entries(catalog)) {
    const beyond = exact(terms).findIndex(({ num, den }) => typeof num === "bigint" || typeof den === "bigint");
    if (beyond >= 0) {
      throw new Error(
        `--terms ${terms}: the coefficient of x^${beyond} of ${name} is beyond 2^53; expected at most ${beyond}`,
      );
    }
  }
}

try {
  cli.parse(process.argv, { run: false });
  await cli.runMatchedCommand();
} catch (error) {
  console.error(`powser: ${(error as Error).message}`);
  process.exitCode = 1;
}
