// A program of its own, for deadlock.test.ts: its argument says which. What becomes of its main thread is its exit code and what it prints.
import { execFile } from "node:child_process";
import { pbkdf2 } from "node:crypto";
import { createServer } from "node:net";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import {
  blockWhenIdle,
  Channel,
  i32,
  Mutex,
  receive,
  Semaphore,
  SharedChannel,
  select,
  share,
} from "../../src/index.ts";

interface Shared {
  kind: string;
  a: SharedChannel<number>;
  b: SharedChannel<number>;
  first: Mutex;
  second: Mutex;
  free: Semaphore;
}

/** Longer than it takes to find a deadlock. */
const LONG_MS = 5_000;

const ours: Omit<Shared, "kind"> = isMainThread
  ? {
      a: new SharedChannel(i32, 0, { name: "a" }),
      b: new SharedChannel(i32, 0, { name: "b" }),
      first: new Mutex({ name: "first" }),
      second: new Mutex({ name: "second" }),
      free: new Semaphore(0, { name: "free" }),
    }
  : receive<Shared>(workerData);
const { a, b, first, second, free } = ours;

function start(kind: string): Worker {
  const worker = new Worker(new URL(import.meta.url), { workerData: share({ kind, ...ours }) });
  worker.on("error", (error) => console.log(`a worker failed: ${error}`));
  return worker;
}

/** With another thread that does what `kind` says. */
function beside<T>(kind: string, wait: () => T): T {
  start(kind);
  return wait();
}

const later = (fn: () => void) => setTimeout(fn, LONG_MS);

const mains: Record<string, () => unknown> = {
  "one thread": () =>
    Promise.all([free.acquireAsync(), a.receive(), select({ b, own: new Channel(0, { name: "own" }) })]),
  "two threads": () => beside("receives from b", () => a.receive()),
  "a thread that blocks": () => {
    first.lock();
    return beside("blocks on first", () => a.receive());
  },
  "a thread that blocks when idle": () => beside("blocks when idle", () => a.receive()),
  "a thread that listens for messages": () => beside("listens", () => a.receive()),
  "a channel of this thread": () => beside("receives from b", () => new Channel(0, { name: "own" }).receive()),
  "two mutexes": async () => {
    start("locks second, then first");
    await first.lockAsync();
    await a.receive();
    await second.lockAsync();
  },
  "only workers": () => {
    start("receives from a, then sends to b");
    start("receives from b, then sends to a");
  },

  "a busy thread": () => beside("is busy", () => a.receive()),
  "a thread that does not use the library": () => {
    new Worker(`setTimeout(() => require("worker_threads").parentPort.postMessage(1), ${LONG_MS})`, { eval: true }).on(
      "message",
      () => free.release(),
    );
    return free.acquireAsync();
  },
  "a timer": () => {
    later(() => free.release());
    return free.acquireAsync();
  },
  "a timer of another thread": () => beside("sends later", () => a.receive()),
  "another process": () => {
    const wait = `setTimeout(() => {}, ${LONG_MS})`;
    execFile(process.execPath, ["-e", wait], () => free.release());
    return free.acquireAsync();
  },
  "the thread pool": async () => {
    start("receives from b");
    // Nothing lists it among what keeps the process alive.
    const work = () => new Promise((resolve) => pbkdf2("a", "b", 500_000, 64, "sha512", resolve));
    for (const end = Date.now() + LONG_MS; Date.now() < end; ) await work();
    await b.send(1);
  },
  "a server": () => {
    const server = createServer().listen(0);
    later(() => server.close(() => b.send(1)));
    start("receives from b");
  },
  "a signal handler": () => {
    process.on("SIGUSR2", () => {
      free.release();
    });
    later(() => process.kill(process.pid, "SIGUSR2")).unref();
    return free.acquireAsync();
  },
  "what it reads": () => {
    process.stdin.on("data", () => {
      free.release();
      process.stdin.pause();
    });
    return free.acquireAsync();
  },
  "a time-out": () => a.receive({ signal: AbortSignal.timeout(LONG_MS) }).catch(() => {}),
};

const workers: Record<string, () => unknown> = {
  "receives from b": () => b.receive(),
  "blocks on first": () => first.lock(),
  "blocks when idle": () => {
    blockWhenIdle();
    return b.receive();
  },
  listens: () => {
    parentPort?.on("message", () => {});
    return b.receive();
  },
  "locks second, then first": async () => {
    await second.lockAsync();
    await a.send(1);
    await first.lockAsync();
  },
  "receives from a, then sends to b": async () => b.send((await a.receive()) ?? 0),
  "receives from b, then sends to a": async () => a.send((await b.receive()) ?? 0),
  "is busy": () => {
    for (const end = Date.now() + LONG_MS; Date.now() < end; );
    return a.send(1);
  },
  "sends later": () => later(() => a.send(1)),
};

if (isMainThread) {
  await mains[process.argv[2]]();
  console.log("went on");
} else await workers[receive<Shared>(workerData).kind]();
