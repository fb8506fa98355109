// A thread of the experiment: does its part of the job, in the mode it is told, as often as it is told.

import { parentPort, workerData } from "node:worker_threads";
import { blockWhenIdle, receive } from "../../src/index.ts";
import { kernelMode } from "../../src/plan9/index.ts";
import { type Job, runPart } from "./workloads.ts";

/** The two of the experiment, and each with one part of the other. */
export type Mode = "kernel" | "user" | "notify" | "sleep";

const { job, thread } = receive<{ job: Job; thread: number }>(workerData);
blockWhenIdle();
parentPort?.on("message", async (mode: Mode) => {
  kernelMode(mode !== "user", { notify: mode !== "sleep", sleep: mode !== "notify" });
  await runPart(job, thread);
  parentPort?.postMessage("done");
});
