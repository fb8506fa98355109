// `npm run bench -- sync`: every primitive against the peers that have it, alone and under contention.

import process from "node:process";
import { Mutex as AsyncMutex } from "async-mutex";
import { Barrier, Cond, Mutex, Once, RWMutex, Semaphore, WaitGroup } from "../src/index.ts";
import { Crew } from "./crew.ts";
import { floor } from "./floor.ts";
import { type Case, type Measure, repeated, type Subject, timed, timedAsync } from "./harness.ts";
import { Natives } from "./native.ts";
import { forms, multithreading, mutexes } from "./peers.ts";
import { calibrate } from "./sync-jobs.ts";

const LONG = 1_000_000;
/** For what takes microseconds. */
const SHORT = 50_000;
const TURNS = 5_000;
const MEETINGS = 2_000;
/** One round of contention, in ms. */
const ROUND_MS = 100;
const SECTIONS_NS = [0, 300, 5_000];

export async function syncCases(): Promise<{ cases: Case[]; close: () => Promise<void> }> {
  const natives = new Natives("sync");
  const crews = new Map<string, Crew>();
  // Each form has workers of its own: one that hangs takes nobody along, and no call site sees another's classes.
  const crewOf = (form: string) => {
    const crew = crews.get(form) ?? new Crew(4);
    crews.set(form, crew);
    return crew;
  };
  const cases: Case[] = [
    await uncontended(natives),
    ...sharedUncontended(natives),
    ...tasks(),
    ...contended(natives, crewOf),
    condTurns(natives, crewOf),
    ...barriers(natives, crewOf),
  ];
  const close = async () => {
    natives.close();
    for (const crew of crews.values()) await crew.close();
  };
  return { cases, close };
}

async function uncontended(natives: Natives): Promise<Case> {
  const bare = await floor();
  return {
    name: "mutex: lock + unlock",
    subjects: [
      ...Object.entries(mutexes).map(([name, { make, open, enter, leave }]) =>
        repeated(name, name === "multithreading" ? SHORT : LONG, open(make() as never), `${enter} ${leave}`),
      ),
      { name: "floor: two cmpxchg in wasm", run: () => timed(LONG, () => bare.cmpxchgTwice(LONG)) },
      ...natives.c("C pthread_mutex", "lock"),
      ...natives.go("Go sync.Mutex", "lock"),
    ],
  };
}

function sharedUncontended(natives: Natives): Case[] {
  const rwlock = new multithreading.RwLock();
  return [
    {
      name: "rwmutex: lock + unlock",
      subjects: [
        repeated("RWMutex", LONG, new RWMutex(), "it.lock(); it.unlock();"),
        repeated("multithreading", SHORT, rwlock, "it.blockingWrite().dispose();"),
        ...natives.c("C pthread_rwlock", "write"),
        ...natives.go("Go sync.RWMutex", "write"),
      ],
    },
    {
      name: "rwmutex: lockShared + unlockShared",
      subjects: [
        repeated("RWMutex", LONG, new RWMutex(), "it.lockShared(); it.unlockShared();"),
        repeated("multithreading", SHORT, rwlock, "it.blockingRead().dispose();"),
        ...natives.c("C pthread_rwlock", "read"),
        ...natives.go("Go sync.RWMutex", "read"),
      ],
    },
    {
      name: "semaphore: acquire + release",
      subjects: [
        repeated("Semaphore", LONG, new Semaphore(1), "it.acquire(); it.release();"),
        repeated("multithreading", SHORT, new multithreading.Semaphore(1), "it.blockingAcquire().dispose();"),
        ...natives.c("C sem_t", "permit"),
      ],
    },
    {
      name: "waitgroup: add + done",
      subjects: [
        repeated("WaitGroup", LONG, new WaitGroup(), "it.add(); it.done();"),
        repeated(
          "JS Atomics",
          LONG,
          new Int32Array(new SharedArrayBuffer(4)),
          "Atomics.add(it, 0, 1); Atomics.sub(it, 0, 1);",
        ),
        ...natives.go("Go sync.WaitGroup", "waitgroup"),
      ],
    },
    {
      name: "once: done already",
      subjects: [
        repeated("Once", LONG, new Once(), "it.do(() => {});"),
        repeated(
          "compare-exchange (atomics-sync)",
          LONG,
          new Int32Array(new SharedArrayBuffer(4)),
          "Atomics.compareExchange(it, 0, 0, 1);",
        ),
        ...natives.go("Go sync.Once", "once"),
      ],
    },
  ];
}

/** Tasks of one thread: `cycle` takes the lock, and gives `inside` time to run before it gives it back. */
function tasks(): Case[] {
  const mutex = new Mutex();
  const async = new AsyncMutex();
  const theirs = new multithreading.Mutex();
  const locks = (globalThis.navigator as { locks?: LockManager } | undefined)?.locks;
  type Inside = () => Promise<void> | undefined;
  const cycles: [string, (inside: Inside) => Promise<void>][] = [
    [
      "Mutex, lockAsync",
      async (inside) => {
        const held = await mutex.lockAsync();
        await inside();
        held[Symbol.dispose]();
      },
    ],
    [
      "async-mutex",
      async (inside) => {
        const release = await async.acquire();
        await inside();
        release();
      },
    ],
    [
      "multithreading",
      async (inside) => {
        const held = await theirs.lock();
        await inside();
        held.dispose();
      },
    ],
  ];
  if (locks !== undefined) cycles.push(["Web Locks", (inside) => locks.request("usema", () => inside())]);
  else console.log("Web Locks: not in this runtime");
  const subject = (tasks: number, inside: Inside, [name, cycle]: (typeof cycles)[number]): Subject => ({
    name,
    run: () =>
      timedAsync(SHORT, async () => {
        const task = async () => {
          for (let i = 0; i < SHORT / tasks; i++) await cycle(inside);
        };
        await Promise.all(Array.from({ length: tasks }, task));
      }),
  });
  const nothing = () => undefined;
  const turn = () => Promise.resolve();
  return [
    {
      name: "one task: lock + unlock",
      subjects: cycles.map((cycle) => subject(1, nothing, cycle)),
      leavesGarbage: true,
    },
    {
      name: "eight tasks of a thread, one lock",
      subjects: cycles.map((cycle) => subject(8, turn, cycle)),
      leavesGarbage: true,
    },
  ];
}

function contended(natives: Natives, crewOf: (form: string) => Crew): Case[] {
  const turnsPerNs = calibrate();
  const run = async (family: string, form: string, shared: unknown, threads: number, ns: number): Promise<Measure> => {
    const turns = Math.round(ns * turnsPerNs);
    const before = process.cpuUsage();
    const value = { family, form, shared, turns, ms: ROUND_MS };
    const operations = (await crewOf(form).run(threads, "contend", value)) as number[];
    const { user, system } = process.cpuUsage(before);
    const all = operations.reduce((a, b) => a + b);
    return {
      ns: (ROUND_MS * 1e6) / all,
      fairness: Math.min(...operations) / Math.max(...operations),
      user: (user * 1e3) / all,
      system: (system * 1e3) / all,
    };
  };
  const rivals: Record<string, (threads: number, ns: number) => Subject[]> = {
    mutexes: (threads, ns) => [
      ...natives.c("C pthread_mutex", "mutex", threads, ns, ROUND_MS),
      ...natives.go("Go sync.Mutex", "mutex", threads, ns, ROUND_MS),
    ],
    rwmutexes: (threads, ns) => [
      ...natives.c("C pthread_rwlock", "rwlock", threads, ns, ROUND_MS),
      ...natives.go("Go sync.RWMutex", "rwlock", threads, ns, ROUND_MS),
    ],
    semaphores: (threads, ns) => natives.c("C sem_t", "semaphore", threads, ns, ROUND_MS),
  };
  const title: Record<string, string> = {
    mutexes: "mutex",
    rwmutexes: "rwmutex, one write in ten",
    semaphores: "semaphore of one permit",
  };
  return Object.entries(forms).flatMap(([family, its]) =>
    [2, 4].flatMap((threads) =>
      SECTIONS_NS.map((ns): Case => {
        const subjects = Object.entries(its).map(([name, { make }]): Subject => {
          const shared = make();
          return { name, run: () => run(family, name, shared, threads, ns) };
        });
        const name = `${title[family]}: ${threads} threads, sections of ${ns / 1000} us`;
        return { name, subjects: [...subjects, ...rivals[family](threads, ns)] };
      }),
    ),
  );
}

function condTurns(natives: Natives, crewOf: (form: string) => Crew): Case {
  const mutex = new Mutex();
  const cond = new Cond(mutex);
  const words = () => new Int32Array(new SharedArrayBuffer(4));
  const buffers = [new SharedArrayBuffer(4), new SharedArrayBuffer(4)];
  return {
    name: "cond: a turn handed over between two threads",
    subjects: [
      {
        name: "Cond",
        run: () => crewOf("Mutex").nsPer(2, TURNS, "condTurns", { mutex, cond, words: words(), rounds: TURNS }),
      },
      {
        name: "multithreading",
        run: () =>
          crewOf("multithreading").nsPer(2, TURNS, "multithreadingCondTurns", {
            buffers,
            words: words(),
            rounds: TURNS,
          }),
      },
      ...natives.c("C pthread_cond", "cond", 2),
    ],
  };
}

function barriers(natives: Natives, crewOf: (form: string) => Crew): Case[] {
  return [2, 4].map((threads) => {
    const barrier = new Barrier(threads);
    const buffer = new SharedArrayBuffer(16);
    // Its layout: lock, parties, how many are still to come, generation.
    new Int32Array(buffer).set([0, threads, threads, 0]);
    const round = async (form: string, job: string, value: object) =>
      threads * (await crewOf(form).nsPer(threads, MEETINGS, job, { ...value, rounds: MEETINGS }));
    return {
      name: `barrier: a round of ${threads} threads`,
      subjects: [
        { name: "Barrier", run: () => round("Mutex", "meet", { barrier }) },
        { name: "multithreading", run: () => round("multithreading", "multithreadingMeet", { buffers: [buffer] }) },
        ...natives.c("C pthread_barrier", "barrier", threads),
      ],
    };
  });
}
