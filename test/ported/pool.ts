// Real workers that take one job after the other: a ported suite is many short jobs, and a worker takes longer to start
// than most of them run.
import type { TestContext } from "node:test";
import { Worker } from "node:worker_threads";
import { inspect, share } from "../../src/index.ts";
import { ints } from "../support/ints.ts";

/** Far more than anything here takes: who waits longer hangs. */
const MS = 25_000;

export interface Run<Result> {
  /**
   * What each worker's job returned, in their order; rejects with the first error, or when it takes too long, saying
   * who waits on what.
   */
  results: Promise<Result[]>;
  /** Waits until the condition holds; rejects as `results` does, with `what` should have come. */
  until(condition: () => boolean, what: string): Promise<void>;
}

/**
 * Starts `count` workers on `job(value, index)` of the pool's module. What still runs at the end of the test is
 * terminated.
 */
export type Start = <Result>(t: TestContext, count: number, job: string, value: unknown) => Run<Result>;

interface Member {
  worker: Worker;
  settle?: { resolve(result: unknown): void; reject(error: unknown): void } | undefined;
}

/** A pool of workers for the jobs of the module at `url`. */
export function pool(url: URL): Start {
  const idle: Member[] = [];
  return <Result>(t: TestContext, count: number, job: string, value: unknown): Run<Result> => {
    while (idle.length < count) idle.push(member(url));
    const team = idle.splice(0, count);
    const running = new Set(team.keys());
    // They begin together: else the first might be done before the last has begun.
    const line = ints(1);
    let failure: unknown;
    const all = Promise.all(
      team.map(async (one, index) => {
        const result = await run(one, { job, index, value: share(value), line, count });
        running.delete(index);
        idle.push(one);
        return result as Result;
      }),
    );
    all.catch((error) => {
      failure = error;
    });
    t.after(() => Promise.all([...running].map((index) => team[index].worker.terminate())));
    const late = (what: string) =>
      new Error(`${what}: not after ${MS} ms; of ${job} there run ${[...running].join(", ") || "none"}; ${blocked()}`);
    const results = new Promise<Result[]>((resolve, reject) => {
      const timer = setTimeout(() => reject(late("the end")), MS);
      all.then(resolve, reject).finally(() => clearTimeout(timer));
    });
    results.catch(() => {});
    const until = async (condition: () => boolean, what: string) => {
      const end = performance.now() + MS;
      while (!condition()) {
        if (failure !== undefined) throw failure;
        if (performance.now() > end) throw late(what);
        await pause();
      }
    };
    return { results, until };
  };
}

/** Lets other threads run; a turn of the event loop alone would keep a processor busy. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

function member(url: URL): Member {
  const one: Member = { worker: new Worker(new URL("./pool.worker.js", import.meta.url), { workerData: url.href }) };
  one.worker.on("message", ({ returned, error }) => {
    if (error === undefined) one.settle?.resolve(returned);
    else one.settle?.reject(error);
  });
  one.worker.on("error", (error) => {
    // What a job leaves behind is an error of the test that comes to be run next.
    if (one.settle === undefined) throw error;
    one.settle.reject(error);
  });
  one.worker.on("exit", () => one.settle?.reject(new Error("a worker ended in the middle of its job")));
  return one;
}

/** An idle worker does not keep the process alive. */
async function run(one: Member, message: unknown): Promise<unknown> {
  one.worker.ref();
  try {
    return await new Promise((resolve, reject) => {
      one.settle = { resolve, reject };
      one.worker.postMessage(message);
    });
  } finally {
    one.settle = undefined;
    one.worker.unref();
  }
}

function blocked(): string {
  const waits = inspect().threads.flatMap(({ thread, waitsOn }) =>
    waitsOn === undefined ? [] : [`thread ${thread} waits on ${waitsOn.kind} "${waitsOn.name ?? waitsOn.address}"`],
  );
  const tasks = inspect().tasks.map(({ on, tasks }) => `${tasks} tasks of this thread wait on ${on}`);
  return [...waits, ...tasks].join(", ") || "nobody waits";
}
