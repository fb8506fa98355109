import { parentPort, workerData } from "node:worker_threads";
import { receive } from "../../src/index.ts";

const { url, job, index, value } = workerData;
const jobs = await import(url);
parentPort?.postMessage(await jobs[job](receive(value), index));
