import { parentPort } from "node:worker_threads";
import { receive } from "../src/index.ts";
import * as coreJobs from "./jobs.ts";
import * as syncJobs from "./sync-jobs.ts";

const jobs = { ...coreJobs, ...syncJobs };

type Job = (value: never, index: number) => unknown;

parentPort?.on("message", async ({ job, index, threads, start, value }) => {
  const revived = receive<never>(value);
  // All begin together: who comes last opens the gate.
  Atomics.add(start, 0, 1);
  while (Atomics.load(start, 0) < threads);
  parentPort?.postMessage(await (jobs as unknown as Record<string, Job>)[job](revived, index));
});
