// `npm run check [-- --seeded]`: exhausts every primitive of the core, or finds every seeded bug, and prints a table.
import Table from "cli-table3";
import { CheckError } from "../../src/check/error.ts";
import { checkRandom } from "../../src/check/random.ts";
import { exhaust, find, largePrograms, PRIMITIVES, programsOf, seededBugs } from "./run.ts";

const seconds = (ms: number) => (ms / 1000).toFixed(2);

/** One line that is written over, where somebody looks on. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

async function primitives(): Promise<number> {
  const table = new Table({
    head: ["program", "states", "steps", "seconds", "verdict"],
    colAligns: ["left", "right", "right", "right", "left"],
    style: { head: [], border: [] },
  });
  let failures = 0;
  let steps = 0;
  let ms = 0;
  for (const primitive of PRIMITIVES) {
    for (const program of await programsOf(primitive)) {
      const name = program.name ?? primitive;
      progress(name);
      try {
        const result = exhaust(program);
        steps += result.steps;
        ms += result.ms;
        if (!result.complete) failures++;
        const verdict = result.complete ? "holds" : "not exhausted";
        table.push([name, result.states, result.steps, seconds(result.ms), verdict]);
      } catch (error) {
        if (!(error instanceof CheckError)) throw error;
        failures++;
        progress("");
        console.error(`${error.message}\n`);
        table.push([name, "", "", "", error.kind]);
      }
    }
  }
  progress("");
  console.log(table.toString());
  console.log(`${steps} steps in ${seconds(ms)} s: ${Math.round(steps / ms)} thousand a second`);
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

const failures = process.argv.includes("--seeded") ? await seeded() : (await primitives()) + sampled();
console.log(failures === 0 ? "all as expected" : `${failures} not as expected`);
process.exitCode = failures === 0 ? 0 : 1;
