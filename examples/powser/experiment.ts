// The experiment of the 2008 commit: the same program on the same threads, with every wake and sleep going to the engine, and without.

import process from "node:process";
import { Worker } from "node:worker_threads";
import { median } from "simple-statistics";
import { share, stats } from "../../src/index.ts";
import type { Mode } from "./worker.ts";
import { type Job, type Workload, workloads } from "./workloads.ts";

/** Times in ms. Engine calls: sleeps and notifies. */
export interface Row {
  workload: Workload;
  threads: number;
  mode: Mode;
  user: number;
  system: number;
  real: number;
  engineCalls: number;
}

type Measured = Omit<Row, "workload" | "threads" | "mode">;

/** A run that takes longer has hung. */
const RUN_MS = 120_000;
export const bothModes: readonly Mode[] = ["kernel", "user"];
/** With those that show what each part of the difference is worth. */
export const allModes: readonly Mode[] = [...bothModes, "notify", "sleep"];

/** Runs one workload on `threads` threads, `runs` times in each of the modes, taking turns, and answers the medians. */
export async function measure(
  workload: Workload,
  threads: number,
  terms: number,
  runs: number,
  modes: readonly Mode[],
  progress: (text: string, detail?: string) => void,
): Promise<Row[]> {
  const job: Job = { workload, threads, terms, pipes: workloads[workload].pipes(terms) };
  const workers = Array.from(
    { length: threads },
    (_, thread) => new Worker(new URL("./worker.js", import.meta.url), { workerData: share({ job, thread }) }),
  );
  const what = `${workload}, ${threads} ${threads === 1 ? "thread" : "threads"}`;
  progress(what);
  const measured = new Map(modes.map((mode) => [mode, [] as Measured[]]));
  try {
    // The first run of each mode warms up and is not counted.
    for (let run = 0; run <= runs; run++) {
      for (const mode of modes) {
        progress(what, `: run ${run} of ${runs}, ${mode}`);
        const one = await timed(workers, mode);
        if (run > 0) measured.get(mode)?.push(one);
      }
    }
  } finally {
    for (const worker of workers) await worker.terminate();
    for (const { demand, data } of job.pipes) {
      demand.dispose();
      data.dispose();
    }
  }
  return modes.map((mode) => ({ workload, threads, mode, ...medians(measured.get(mode) ?? []) }));
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

function medians(runs: Measured[]): Measured {
  const of = (what: keyof Measured) => Math.round(median(runs.map((run) => run[what])) * 100) / 100;
  return { user: of("user"), system: of("system"), real: of("real"), engineCalls: Math.round(of("engineCalls")) };
}
