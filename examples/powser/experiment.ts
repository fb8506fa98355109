// The experiment of the 2008 commit: the same program on the same threads, with every wake and sleep going to the engine, and without.

import process from "node:process";
import { Worker } from "node:worker_threads";
import { median } from "simple-statistics";
import { share, stats } from "../../src/index.ts";
import { Foreign } from "./foreign.ts";
import type { Go, Times } from "./go.ts";
import type { Mode, WorkerData } from "./worker.ts";
import { type Job, workloads } from "./workloads.ts";

interface Measured extends Times {
  /** Sleeps and notifies. */
  engineCalls: number;
}

export interface Row extends Job, Measured {
  readonly mode: Mode;
}

export interface Measurement {
  readonly job: Job;
  readonly rows: readonly Row[];
  /** What Go took for the same job; null if it could not; undefined if it was not asked. */
  readonly go: Times | null | undefined;
  /** Processors that others kept busy meanwhile. */
  readonly foreign: number;
}

/** A run that takes longer has hung. */
const RUN_MS = 120_000;
/**
 * Runs that are not counted, this many times the counted ones and at most so many: until V8 has compiled what is hot, and Go's heap has grown.
 * V8 still compiles processes of the suite at its 55th run, which is a third faster than its 10th.
 */
const WARM_UPS = 6;
const MOST_WARM_UPS = 60;
export const bothModes: readonly Mode[] = ["kernel", "user"];
/** With those that show what each part of the difference is worth. */
export const allModes: readonly Mode[] = [...bothModes, "notify", "sleep"];

/** Runs a job `runs` times in each of the modes, and in Go if it is there, taking turns, and answers the medians. */
export async function measure(
  job: Job,
  runs: number,
  modes: readonly Mode[],
  progress: (text: string, detail?: string) => void,
  go?: Go,
): Promise<Measurement> {
  const { workload, threads, terms } = job;
  const what = `${workload}, ${threads} ${threads === 1 ? "thread" : "threads"}`;
  progress(what);
  const pipes = workloads[workload].pipes(terms);
  const start = (thread: number, local: boolean) => {
    const workerData: WorkerData = { job, thread, pipes, local };
    return new Worker(new URL("./worker.js", import.meta.url), { workerData: share(workerData) });
  };
  const workers = Array.from({ length: threads }, (_, thread) => start(thread, false));
  // A thread of its own: V8's code for one kind of channel is the slower for having seen the other.
  const alone = modes.includes("local") ? [start(0, true)] : [];
  const beside = go?.start(job);
  const measured = new Map(modes.map((mode) => [mode, [] as Measured[]]));
  const foreign = new Foreign();
  let goTimes: Times[] | null | undefined = beside && [];
  try {
    for (let run = 1 - Math.min(WARM_UPS * runs, MOST_WARM_UPS); run <= runs; run++) {
      const which = run > 0 ? `run ${run} of ${runs}` : "warming up";
      for (const mode of modes) {
        progress(what, `: ${which}, ${mode}`);
        const times = await timed(mode === "local" ? alone : workers, mode);
        if (run > 0) measured.get(mode)?.push(times);
      }
      if (!goTimes) continue;
      progress(what, `: ${which}, go`);
      const times = await beside?.run();
      if (times) foreign.add(times);
      if (!times) goTimes = null;
      else if (run > 0) goTimes.push(times);
    }
  } finally {
    beside?.stop();
    for (const worker of [...workers, ...alone]) await worker.terminate();
    for (const { demand, data } of pipes) {
      demand.dispose();
      data.dispose();
    }
  }
  return {
    job,
    rows: modes.map((mode) => {
      const all = measured.get(mode) ?? [];
      const engineCalls = Math.round(median(all.map((run) => run.engineCalls)));
      return { ...job, mode, ...medians(all), engineCalls };
    }),
    go: goTimes && medians(goTimes),
    foreign: foreign.processors(),
  };
}

async function timed(workers: Worker[], mode: Mode): Promise<Measured> {
  const before = { usage: process.resourceUsage(), stats: stats().all, at: performance.now() };
  await Promise.all(workers.map((worker, thread) => runOnce(worker, thread, mode)));
  const real = performance.now() - before.at;
  const usage = process.resourceUsage();
  const { waits, notifies } = stats().all;
  return {
    user: (usage.userCPUTime - before.usage.userCPUTime) / 1000,
    system: (usage.systemCPUTime - before.usage.systemCPUTime) / 1000,
    real,
    engineCalls: waits - before.stats.waits + notifies - before.stats.notifies,
  };
}

function runOnce(worker: Worker, thread: number, mode: Mode): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new Error(`powser: thread ${thread} in ${mode} mode has not ended after ${RUN_MS} ms`));
    }, RUN_MS);
    worker.once("error", reject);
    worker.once("message", () => {
      clearTimeout(late);
      worker.off("error", reject);
      resolve();
    });
    worker.postMessage(mode);
  });
}

function medians(runs: readonly Times[]): Times {
  const of = (what: keyof Times) => Math.round(median(runs.map((run) => run[what])) * 100) / 100;
  return { user: of("user"), system: of("system"), real: of("real") };
}
