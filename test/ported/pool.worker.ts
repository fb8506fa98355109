import { parentPort, workerData } from "node:worker_threads";
import { receive } from "../../src/index.ts";
import { reach, tell } from "./gate.ts";

const jobs = await import(workerData);
parentPort?.on("message", async ({ job, index, value, line, count }) => {
  try {
    tell(line, 0);
    reach(line, 0, count, "the others to begin with");
    parentPort?.postMessage({ returned: await jobs[job](receive(value), index) });
  } catch (error) {
    parentPort?.postMessage({ error });
  }
});
