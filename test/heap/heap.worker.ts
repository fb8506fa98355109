import { parentPort, workerData } from "node:worker_threads";
import { forceJs, place } from "../../src/heap/heap.ts";
import { receive, type Semaphore } from "../../src/index.ts";

if (workerData.build === "js") forceJs();
const semaphore = receive<Semaphore>(workerData.semaphore);
for (let round = 0; round < 10; round++) semaphore.acquire();
parentPort?.postMessage(place === 0 ? "wasm" : "js");
semaphore.release(10);
