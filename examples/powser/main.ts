// `npm start`: the experiment of the 2008 commit, as a table.

import process from "node:process";
import { cac } from "cac";
import ora from "ora";
import { allModes, bothModes, type Measurement, measure } from "./experiment.ts";
import { Go } from "./go.ts";
import { commandLine, runCommand, whole } from "./options.ts";
import { report } from "./report.ts";
import { type Job, type Workload, workloads } from "./workloads.ts";

interface Options {
  threads?: string | number;
  workload?: string;
  terms?: number;
  runs: number;
  parts?: boolean;
  json?: boolean;
}

/** How often progress is told where it can't be drawn. */
const TELL_MS = 10_000;

const names = Object.keys(workloads) as Workload[];
const cli = cac("npm start --");
cli
  .command("", "powser with every wake and sleep going to the engine (kernel), and with user-level semaphores (user)")
  .option("--threads <n>", "on how many threads (default: 1 and 2; several: 1,2,4)")
  .option("--workload <name>", `${names.join(" or ")} (default: both)`)
  .option("--terms <n>", "how many coefficients (default: product 100, suite 10)")
  .option("--runs <n>", "counted runs of each mode", { default: 11 })
  .option("--parts", "also user mode with always a notify, and with no watch before a sleep")
  .option("--json", "end with one line of JSON")
  .action(main);
cli.help();

async function main(options: Options): Promise<void> {
  const jobs = jobsOf(options);
  const runs = whole("--runs", options.runs, 10_000);
  const modes = options.parts ? allModes : bothModes;
  const { progress, stop } = teller();
  const go = await Go.build();
  const measurements: Measurement[] = [];
  try {
    for (const job of jobs) {
      const here = job.threads === 1 ? [...modes, "local" as const] : modes;
      measurements.push(await measure(job, runs, here, progress, typeof go === "string" ? undefined : go));
    }
  } finally {
    stop();
    if (typeof go !== "string") await go.dispose();
  }
  console.log(report(measurements, typeof go === "string" ? go : go.version));
  if (options.json) console.log(JSON.stringify({ experiment: measurements.flatMap(rowsOf), coefficients: "ok" }));
}

function jobsOf(options: Options): Job[] {
  const given = options.workload;
  if (given !== undefined && !Object.hasOwn(workloads, given)) {
    throw new RangeError(`--workload ${given}; expected ${names.join(" or ")}`);
  }
  const threads = String(options.threads ?? "1,2").split(",");
  const counts = threads.map((count) => whole("--threads", count, 64));
  return (given === undefined ? names : [given as Workload]).flatMap((workload) => {
    const { most } = workloads[workload];
    const terms = whole("--terms", options.terms ?? workloads[workload].terms, most, ` for ${workload}`);
    return counts.map((threads) => ({ workload, threads, terms }));
  });
}

function rowsOf({ rows }: Measurement): object[] {
  return rows
    .filter(({ mode }) => mode !== "local")
    .map(({ workload, threads, mode, user, system, real, engineCalls }) => {
      return { workload, threads, mode, user, system, real, engineCalls };
    });
}

function teller(): { progress: (text: string, detail?: string) => void; stop: () => void } {
  const spinner = ora({ stream: process.stderr });
  let told = 0;
  const progress = (text: string, detail = "") => {
    if (process.stderr.isTTY) spinner.start(`${text}${detail}`);
    else if (detail === "" || performance.now() - told > TELL_MS) {
      told = performance.now();
      console.error(`${text}${detail}`);
    }
  };
  return { progress, stop: () => spinner.stop() };
}

await runCommand(async () => {
  cli.parse(commandLine(), { run: false });
  await cli.runMatchedCommand();
});
