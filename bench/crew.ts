// Workers of the benchmark: they live as long as it does and run a named job of jobs.ts whenever they are told.

import { Worker } from "node:worker_threads";
import { share } from "../src/index.ts";

export class Crew {
  readonly #workers: Worker[];

  constructor(threads: number) {
    this.#workers = Array.from({ length: threads }, () => new Worker(new URL("./crew.worker.js", import.meta.url)));
  }

  /** Runs the job on the first `threads` workers at once; answers what each returned. */
  async run(threads: number, job: string, value: unknown): Promise<unknown[]> {
    const start = new Int32Array(new SharedArrayBuffer(4));
    return Promise.all(
      this.#workers.slice(0, threads).map(
        (worker, index) =>
          new Promise((resolve, reject) => {
            worker.once("error", reject);
            worker.once("message", (result) => {
              worker.off("error", reject);
              resolve(result);
            });
            worker.postMessage({ job, index, threads, start, value: share(value) });
          }),
      ),
    );
  }

  /** ns per operation of a job in which each of `threads` threads does `n` operations. */
  async nsPer(threads: number, n: number, job: string, value: unknown): Promise<number> {
    const times = (await this.run(threads, job, value)) as number[];
    return (Math.max(...times) * 1e6) / (n * threads);
  }

  async close(): Promise<void> {
    for (const worker of this.#workers) await worker.terminate();
  }
}
