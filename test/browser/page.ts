// What a page does on its main thread, which may not block, beside two workers. Posts what it saw to the test.
import {
  after,
  Barrier,
  Channel,
  f64,
  inspect,
  Mutex,
  Note,
  Semaphore,
  SharedChannel,
  select,
  share,
  WaitGroup,
} from "../../src/index.ts";

export interface Parts {
  mutex: Mutex;
  seats: Semaphore;
  words: Int32Array;
  jobs: SharedChannel<number>;
  sums: SharedChannel<number>;
  start: Note;
  done: WaitGroup;
  barrier: Barrier;
  rounds: number;
}

async function seen(): Promise<Record<string, unknown>> {
  const parts: Parts = {
    mutex: new Mutex(),
    seats: new Semaphore(1),
    words: new Int32Array(new SharedArrayBuffer(8)),
    jobs: new SharedChannel(f64, 64),
    sums: new SharedChannel(f64),
    start: new Note(),
    done: new WaitGroup(),
    barrier: new Barrier(3),
    rounds: 1000,
  };
  const { mutex, seats, words, jobs, sums, start, done, barrier, rounds } = parts;
  done.add(2);
  for (let i = 0; i < 2; i++) {
    const worker = new Worker(new URL("page.worker.js", import.meta.url), { type: "module" });
    await new Promise((resolve) => worker.addEventListener("message", resolve, { once: true }));
    worker.postMessage(share(parts));
  }
  start.wakeup();
  for (let i = 0; i < rounds; i++) {
    await mutex.lockAsync();
    words[0]++;
    mutex.unlock();
    await seats.acquireAsync();
    words[1]++;
    seats.release();
  }
  await barrier.waitAsync();
  const counts = [...words];
  for (let job = 1; job <= 10_000; job++) jobs.trySend(job) || (await jobs.send(job));
  jobs.close();
  const sum = ((await sums.receive()) as number) + ((await sums.receive()) as number);
  while (inspect(mutex).owner === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  const late = mutex.tryLock(20);
  const signal = AbortSignal.timeout(20);
  const aborted = await mutex.lockAsync({ signal }).catch((error) => error.name);
  await done.waitAsync();
  mutex.lock();
  mutex.unlock();
  const { case: selected } = await select({ channel: new Channel(), late: after(5) });
  return { counts, sum, late, aborted, selected };
}

const result = await seen().catch((error) => ({ error: String(error) }));
await fetch("/seen", { method: "POST", body: JSON.stringify(result) });
