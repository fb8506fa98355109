// `npm run check [-- --seeded]`: exhausts every primitive of the core, or finds every seeded bug, and prints a table.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { cac } from "cac";
import Table from "cli-table3";
import { CheckError } from "../../src/check/error.ts";
import { checkRandom } from "../../src/check/random.ts";
import type { Task, Verdict } from "./main.worker.ts";
import { brokenOf, find, largePrograms, PRIMITIVES, programsOf, seededBugs } from "./run.ts";

const seconds = (ms: number) => (ms / 1000).toFixed(2);

/** One line that is written over, where somebody looks on. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

/** Hands the tasks to a worker for each processor, and answers the verdicts in the tasks' order. */
async function verdicts(tasks: readonly Task[]): Promise<Verdict[]> {
  const answers: Verdict[] = [];
  let next = 0;
  const work = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      let index = 0;
      const give = () => {
        if (next === tasks.length) return resolve();
        index = next++;
        worker.postMessage(tasks[index]);
      };
      worker.on("error", reject);
      worker.on("message", (verdict: Verdict) => {
        answers[index] = verdict;
        progress(`${next} of ${tasks.length}: ${verdict.name}`);
        give();
      });
      give();
    });
  const crew = Array.from(
    { length: availableParallelism() },
    () => new Worker(new URL("./main.worker.js", import.meta.url)),
  );
  try {
    await Promise.all(crew.map(work));
  } finally {
    for (const worker of crew) await worker.terminate();
  }
  return answers;
}

async function primitives(): Promise<number> {
  const table = new Table({
    head: ["program", "states", "steps", "seconds", "verdict"],
    colAligns: ["left", "right", "right", "right", "left"],
    style: { head: [], border: [] },
  });
  const tasks: Task[] = [];
  for (const primitive of PRIMITIVES) {
    const programs = [...(await programsOf(primitive, true)), ...(await brokenOf(primitive))];
    for (let index = 0; index < programs.length; index++) tasks.push({ primitive, index });
  }
  let failures = 0;
  let total = 0;
  let thread = 0;
  for (const { name, verdict, holds, states, steps, ms, message } of await verdicts(tasks)) {
    if (!holds) failures++;
    if (message !== undefined) console.error(`${message}\n`);
    total += steps;
    thread += ms;
    // A search that found something stopped there.
    table.push([name, states || "", steps || "", seconds(ms), verdict]);
  }
  progress("");
  console.log(table.toString());
  console.log(
    `${total} steps in ${seconds(thread)} s of processor time: ${Math.round(total / thread)} thousand a second`,
  );
  return failures;
}

const RUNS = 1000;

/** Random search, where there are too many interleavings to see them all. */
function sampled(): number {
  const table = new Table({
    head: ["program", "schedules", "steps", "seconds", "verdict"],
    colAligns: ["left", "right", "right", "right", "left"],
    style: { head: [], border: [] },
  });
  let failures = 0;
  for (const program of largePrograms()) {
    const name = program.name ?? "";
    progress(name);
    try {
      const { runs, steps, ms } = checkRandom(program, { runs: RUNS });
      table.push([name, runs, steps, seconds(ms), "nothing found"]);
    } catch (error) {
      if (!(error instanceof CheckError)) throw error;
      failures++;
      progress("");
      console.error(`${error.message}\n`);
      table.push([name, "", "", "", error.kind]);
    }
  }
  progress("");
  console.log(table.toString());
  return failures;
}

async function seeded(): Promise<number> {
  const table = new Table({
    head: ["seeded bug", "found", "trace", "seconds"],
    colAligns: ["left", "left", "right", "right"],
    style: { head: [], border: [] },
  });
  let failures = 0;
  for (const { kind, program } of await seededBugs()) {
    const start = performance.now();
    const error = find(program);
    const found = error?.kind === kind ? kind : `expected ${kind}, found ${error?.kind ?? "nothing"}`;
    if (error?.kind !== kind) failures++;
    table.push([program.name, found, error?.trace.length ?? "", seconds(performance.now() - start)]);
  }
  console.log(table.toString());
  return failures;
}

async function main(options: { seeded?: boolean }): Promise<void> {
  const failures = options.seeded ? await seeded() : (await primitives()) + sampled();
  console.log(failures === 0 ? "all as expected" : `${failures} not as expected`);
  process.exitCode = failures === 0 ? 0 : 1;
}

const cli = cac("npm run check --");
cli
  .command("", "exhausts every primitive of the core, and samples what is too large to exhaust")
  .option("--seeded", "finds every seeded bug instead")
  .action(main);
cli.help();

try {
  cli.parse(process.argv, { run: false });
  await cli.runMatchedCommand();
} catch (error) {
  const said = (error as Error).message;
  console.error(`check: ${said}${/^un(known|used)/i.test(said) ? "; expected nothing, --seeded or --help" : ""}`);
  process.exitCode = 1;
}
