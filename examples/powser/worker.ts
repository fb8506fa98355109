// A thread of the experiment: does its part of the job, in the mode it is told, as often as it is told.

import { parentPort, workerData } from "node:worker_threads";
import { blockWhenIdle, receive } from "../../src/index.ts";
import { kernelMode } from "../../src/plan9/index.ts";
import { asPipe, localPipe, type SharedPipe } from "./pipe.ts";
import { type Job, runPart } from "./workloads.ts";

/** The two of the experiment, each with one part of the other, and for one thread: user mode over channels that are not shared. */
export type Mode = "kernel" | "user" | "notify" | "sleep" | "local";

export interface WorkerData {
  readonly job: Job;
  readonly thread: number;
  readonly pipes: readonly SharedPipe[];
  readonly local: boolean;
}

const { job, thread, pipes, local } = receive<WorkerData>(workerData);
const ours = pipes.map(local ? localPipe : asPipe);
blockWhenIdle();
parentPort?.on("message", async (mode: Mode) => {
  const kernel = mode !== "user" && mode !== "local";
  kernelMode(kernel, { notify: mode !== "sleep", sleep: mode !== "notify" });
  await runPart(job, thread, ours);
  parentPort?.postMessage("done");
});
