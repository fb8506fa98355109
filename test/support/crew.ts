// Real workers for a test: each runs one exported function of a jobs module and reports what it returned.
import { Worker } from "node:worker_threads";
import { share } from "../../src/index.ts";

export interface Crew {
  /** What each worker's job returned, in their order; rejects with the first error, or when `ms` have passed, saying who still runs. */
  results: Promise<unknown[]>;
  workers: Worker[];
}

/** Starts `count` workers, each with `job(value, index)` of the module at `url`. */
export function crew(count: number, url: URL, job: string, value: unknown, ms = 60_000): Crew {
  const workers: Worker[] = [];
  const running = new Set<number>();
  const results = new Promise<unknown[]>((resolve, reject) => {
    const returned: unknown[] = [];
    const late = setTimeout(() => {
      reject(new Error(`${job}: workers ${[...running].join(", ")} of ${count} still run after ${ms} ms`));
      for (const worker of workers) worker.terminate();
    }, ms);
    for (let index = 0; index < count; index++) {
      running.add(index);
      const workerData = { url: url.href, job, index, value: share(value) };
      const worker = new Worker(new URL("./crew.worker.js", import.meta.url), { workerData });
      workers.push(worker);
      worker.on("message", (result) => {
        returned[index] = result;
        running.delete(index);
      });
      worker.on("error", reject);
      worker.on("exit", () => {
        if (running.delete(index)) reject(new Error(`${job}: worker ${index} of ${count} ended without a result`));
        if (running.size === 0) {
          clearTimeout(late);
          resolve(returned);
        }
      });
    }
  });
  return { results, workers };
}
