// `npm run bench -- core`: locks, semaphores, wakes, channels and tasks.

import { Worker } from "node:worker_threads";
import { Channel, go, i32, Note, Semaphore, SharedChannel } from "../src/index.ts";
import { KernelLock, KernelSemaphore, Lock, Usema } from "../src/plan9/index.ts";
import { Crew } from "./crew.ts";
import { floor } from "./floor.ts";
import { type Case, repeated, type Subject, timed, timedAsync } from "./harness.ts";
import { NotifyingLock, SmartLock } from "./locks.ts";
import { Natives } from "./native.ts";

const LONG = 2_000_000;
const SHORT = 200_000;
const WAKES = 5_000;

interface Lockable {
  lock(): unknown;
  unlock(): void;
}
interface Sema {
  acquire(): unknown;
  release(): void;
}

const lockSubject = (name: string, lock: Lockable) => repeated(name, LONG, lock, "it.lock(); it.unlock();");
const semaSubject = (name: string, sema: Sema) => repeated(name, LONG, sema, "it.acquire(); it.release();");
const words = () => new Int32Array(new SharedArrayBuffer(64));
const inBuffer = () => ({ buffer: new SharedArrayBuffer(64) });

export async function coreCases(): Promise<{ cases: Case[]; close: () => Promise<void> }> {
  const natives = new Natives("core");
  const crew = new Crew(2);
  const bare = await floor();
  const echo = new Worker(new URL("./echo.worker.js", import.meta.url));
  const cases: Case[] = [
    {
      name: "lock + unlock",
      subjects: [
        { name: "floor: cmpxchg + xchg in wasm", run: () => timed(LONG, () => bare.lockUnlock(LONG)) },
        lockSubject("plan9 Lock", new Lock()),
        lockSubject("plan9 Lock, JavaScript build", new Lock(inBuffer())),
        lockSubject("KernelLock: always notifies", new KernelLock()),
        lockSubject("smart lock in JS Atomics", new SmartLock(words())),
        lockSubject("JS Atomics, always notifies", new NotifyingLock(words())),
        ...natives.c("C pthread_mutex", "lock"),
        ...natives.go("Go sync.Mutex", "lock"),
      ],
    },
    {
      name: "acquire + release",
      subjects: [
        { name: "floor: add + add in wasm", run: () => timed(LONG, () => bare.addAdd(LONG)) },
        semaSubject("Semaphore", new Semaphore(1)),
        semaSubject("Semaphore, JavaScript build", new Semaphore(1, inBuffer())),
        semaSubject("plan9 Usema", new Usema(1)),
        semaSubject("KernelSemaphore: always notifies", new KernelSemaphore(1)),
        ...natives.c("C sem_t", "semaphore"),
      ],
    },
    contended(crew, natives),
    wakes(crew, natives),
    ...localChannels(natives),
    ...sharedChannels(crew, natives, echo),
  ];
  const close = async () => {
    natives.close();
    await echo.terminate();
    await crew.close();
  };
  return { cases, close };
}

function contended(crew: Crew, natives: Natives): Case {
  const subject = (name: string, job: string, lock?: Lockable): Subject => ({
    name,
    run: () => crew.nsPer(2, SHORT, job, { lock, words: words(), n: SHORT }),
  });
  return {
    name: "two threads, one lock",
    subjects: [
      subject("plan9 Lock", "lockAll", new Lock()),
      subject("KernelLock: always notifies", "lockAll", new KernelLock()),
      subject("smart lock in JS Atomics", "smartLock"),
      subject("JS Atomics, always notifies", "notifyingLock"),
      ...natives.c("C Plan 9 lock", "plan9"),
      ...natives.c("C pthread_mutex", "contended"),
      ...natives.go("Go sync.Mutex", "contended"),
    ],
  };
}

function wakes(crew: Crew, natives: Natives): Case {
  const pair = [new Note(), new Note()];
  return {
    name: "one wake, two threads in turns",
    subjects: [
      { name: "Note", run: () => crew.nsPer(2, WAKES, "notePingPong", { pair, n: WAKES }) },
      { name: "JS Atomics", run: () => crew.nsPer(2, WAKES, "atomicsPingPong", { words: words(), n: WAKES }) },
      ...natives.c("C sem_t", "wake"),
    ],
  };
}

function localChannels(natives: Natives): Case[] {
  return [
    {
      name: "round trip between two tasks",
      subjects: [
        { name: "Channel, trySend || await send", run: () => roundTrip(SHORT) },
        ...natives.go("Go, GOMAXPROCS=1", "roundtrip"),
      ],
    },
    {
      name: "send + receive, buffered",
      subjects: [{ name: "Channel, try forms", run: () => buffered(LONG) }, ...natives.go("Go", "buffered")],
    },
    {
      name: "producer to consumer, capacity 64",
      subjects: [{ name: "Channel", run: () => stream(SHORT) }, ...natives.go("Go, GOMAXPROCS=1", "stream")],
    },
    {
      name: "start and join a task",
      subjects: [{ name: "go", run: () => spawn(SHORT) }, ...natives.go("Go", "spawn")],
    },
  ];
}

function sharedChannels(crew: Crew, natives: Natives, echo: Worker): Case[] {
  const shared = (job: string, capacity: number, n: number, block: boolean) => {
    const pair = [new SharedChannel(i32, capacity), new SharedChannel(i32, capacity)];
    // Both threads do the n operations of one stream or one round trip: it counts once.
    return async () => 2 * (await crew.nsPer(2, n, job, { pair, n, block }));
  };
  return [
    {
      name: "round trip between two threads",
      subjects: [
        { name: "SharedChannel, threads block when idle", run: shared("channelPingPong", 0, WAKES, true) },
        { name: "SharedChannel, event loops", run: shared("channelPingPong", 0, WAKES, false) },
        { name: "postMessage", run: () => messageRoundTrip(echo, WAKES) },
        ...natives.go("Go channel, GOMAXPROCS=2", "roundtrip2"),
      ],
    },
    {
      name: "one value, thread to thread, capacity 1024",
      subjects: [
        { name: "SharedChannel, threads block when idle", run: shared("channelStream", 1024, SHORT, true) },
        { name: "SharedChannel, event loops", run: shared("channelStream", 1024, SHORT, false) },
        { name: "SharedChannel, sendSync and receiveSync", run: shared("channelStreamSync", 1024, SHORT, false) },
        { name: "postMessage", run: () => messageStream(echo, SHORT) },
        ...natives.go("Go channel of 64, GOMAXPROCS=2", "stream2"),
      ],
    },
  ];
}

function roundTrip(n: number): Promise<number> {
  const [a, b] = [new Channel<number>(), new Channel<number>()];
  return timedAsync(n, async () => {
    const echo = go(async () => {
      for (let i = 0; i < n; i++) {
        const value = (await a.receive()) as number;
        b.trySend(value) || (await b.send(value));
      }
    });
    for (let i = 0; i < n; i++) {
      a.trySend(i) || (await a.send(i));
      await b.receive();
    }
    await echo;
  });
}

function buffered(n: number): number {
  const channel = new Channel<number>(64);
  return timed(n, () => {
    for (let i = 0; i < n; i++) {
      channel.trySend(i);
      channel.tryReceive();
    }
  });
}

function stream(n: number): Promise<number> {
  const channel = new Channel<number>(64);
  return timedAsync(n, async () => {
    const producer = go(async () => {
      for (let i = 0; i < n; i++) channel.trySend(i) || (await channel.send(i));
    });
    for (let i = 0; i < n; i++) if (channel.tryReceive() === undefined) await channel.receive();
    await producer;
  });
}

function spawn(n: number): Promise<number> {
  return timedAsync(n, async () => {
    let last: Promise<number> | undefined;
    for (let i = 0; i < n; i++) last = go(async (value: number) => value, i);
    await last;
  });
}

function messageRoundTrip(echo: Worker, n: number): Promise<number> {
  return timedAsync(n, async () => {
    for (let i = 0; i < n; i++) {
      const answer = new Promise((resolve) => echo.once("message", resolve));
      echo.postMessage(i);
      await answer;
    }
  });
}

function messageStream(echo: Worker, n: number): Promise<number> {
  return timedAsync(n, async () => {
    const answer = new Promise((resolve) => echo.once("message", resolve));
    echo.postMessage({ count: n });
    for (let i = 0; i < n; i++) echo.postMessage(i);
    await answer;
  });
}
