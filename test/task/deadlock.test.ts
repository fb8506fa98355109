// Each case is a program of its own: its event loop must run dry.
import assert from "node:assert/strict";
import { test } from "node:test";
import { library, program } from "../support/program.ts";

const prelude = `import { Worker } from "node:worker_threads";
  import { Barrier, Channel, Cond, Group, Mutex, Note, RWMutex, Semaphore, SharedChannel, WaitGroup, blockWhenIdle, go, i32, select } from ${library};`;
const NO_END = "killed after 20 s, since it did not end";

async function fails(source: string): Promise<string> {
  const { code, stderr } = await program(prelude + source);
  assert.notEqual(code, null, NO_END);
  assert.notEqual(code, 0, stderr);
  return stderr;
}

/** `source` ends by itself, and writes nothing but what it was told to. */
async function lives(source: string): Promise<string> {
  const { code, stdout, stderr } = await program(prelude + source);
  assert.notEqual(code, null, `${NO_END}: ${stderr}`);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  return stdout;
}

test("a deadlock is reported with who waits on what, and the program ends", async () => {
  const stderr = await fails(`
    const jobs = new Channel(0, { name: "jobs" });
    const done = new Channel(0, { name: "done" });
    go(async () => { await jobs.receive(); });
    go(async () => { await jobs.receive(); });
    await select({ done, out: new Channel(0, { name: "out" }).sending(1) });`);
  assert.match(stderr, /DeadlockError/);
  assert.match(stderr, /receive from channel "jobs": 2 tasks/);
  assert.match(stderr, /select on .*receive from channel "done"/);
  assert.match(stderr, /send to channel "out"/);
});

test("so is one on shared objects when there is no other thread", async () => {
  const stderr = await fails(`
    const jobs = new SharedChannel(i32, 0, { name: "jobs" });
    const held = new Mutex({ name: "held" });
    await held.lockAsync();
    go(() => jobs.receive());
    go(() => jobs.receive());
    go(() => held.lockAsync());
    go(() => new Note({ name: "note" }).sleepAsync());
    go(() => new Semaphore(1, { name: "permits" }).acquireAsync(2));
    await select({ jobs, local: new Channel(0, { name: "local" }) });`);
  assert.match(stderr, /DeadlockError/);
  assert.match(stderr, /receive from SharedChannel "jobs": 2 tasks/);
  assert.match(stderr, /wait for Mutex "held": 1 task/);
  assert.match(stderr, /wait for Note "note": 1 task/);
  assert.match(stderr, /wait for Semaphore "permits": 1 task/);
  assert.match(stderr, /select on .*receive from SharedChannel "jobs"/);
});

test("and one in a thread that may block when it is idle", async () => {
  assert.match(await fails(`blockWhenIdle(); await new SharedChannel(i32).receive();`), /DeadlockError/);
});

test("what a deadlock has ended leaves nothing behind", async () => {
  const stdout = await lives(`
    const channel = new SharedChannel(i32);
    const mutex = new Mutex();
    const first = await mutex.lockAsync();
    const errors = await Promise.all([channel.send(1), channel.receive({}), mutex.lockAsync()].map((wait) => wait.catch((error) => error.name)));
    first[Symbol.dispose]();
    console.log(channel.trySend(2), channel.tryReceive(), mutex.tryLock(), ...errors.slice(2));`);
  assert.equal(stdout, "false undefined true DeadlockError\n");
});

test("a thread that waits for one that has ended is told", async () => {
  const stderr = await fails(`
    const jobs = new SharedChannel(i32, 0, { name: "jobs" });
    new Worker("setTimeout(() => {}, 50)", { eval: true });
    await jobs.receive();`);
  assert.match(stderr, /DeadlockError.*\n.*receive from SharedChannel "jobs": 1 task/);
});

test("a thread that blocks, and is the only one, gets an error from every wait without a limit", async () => {
  const stdout = await lives(`
    const rwmutex = new RWMutex({ name: "rw" });
    const mutex = new Mutex({ name: "m" });
    const cond = new Cond(mutex, { name: "c" });
    const group = new WaitGroup({ name: "w" });
    const channel = new SharedChannel(i32, 0, { name: "ch" });
    group.add(1);
    rwmutex.lockShared();
    mutex.lock();
    for (const wait of [
      () => new Note({ name: "n" }).sleep(),
      () => new Semaphore(1, { name: "s" }).acquire(2),
      () => new Barrier(2, { name: "b" }).wait(),
      () => rwmutex.lock(),
      () => cond.wait(),
      () => group.wait(),
      () => channel.sendSync(1),
      () => channel.receiveSync(),
    ]) {
      try { wait(); console.log("no error:", String(wait)); } catch (error) { console.log(error.name, error.message); }
    }
    mutex.unlock();
    console.log(channel.trySend(1), channel.tryReceive());`);
  const lines = stdout.trimEnd().split("\n");
  const waits = ['Note "n": sleep()', 'Semaphore "s": acquire(2)', 'Barrier "b": wait()', 'RWMutex "rw": lock()'];
  waits.push('Cond "c": wait()', 'WaitGroup "w": wait()', 'SharedChannel "ch": sendSync()');
  waits.push('SharedChannel "ch": receiveSync()');
  const why = "by thread 1 would wait for ever, since no other thread lives that could end the wait";
  assert.deepEqual(lines, [...waits.map((wait) => `DeadlockError ${wait} ${why}`), "false undefined"]);
});

test("a task that only tries again does not keep the program", async () => {
  const stderr = await fails(`
    const channel = new SharedChannel(i32);
    for (;;) await channel.receive().catch((error) => console.error(error.name));`);
  assert.match(stderr, /DeadlockError/);
});

for (const kind of ["new Channel()", "new SharedChannel(i32)"]) {
  const living: [what: string, source: string][] = [
    ["a timer", "setTimeout(() => channel.send(1), 100)"],
    ["an unref'ed timer", "setTimeout(() => channel.send(1), 100).unref()"],
    ["a listener of AbortSignal.timeout", "AbortSignal.timeout(100).addEventListener('abort', () => channel.send(1))"],
    ["a handler of a signal", "process.on('SIGUSR2', () => channel.send(1)); process.kill(process.pid, 'SIGUSR2')"],
    [
      "who else listens to beforeExit",
      "let told; process.prependListener('beforeExit', () => { told ??= setTimeout(() => channel.send(1), 100); })",
    ],
    ["who listens to beforeExit after us", "process.on('beforeExit', () => setTimeout(() => channel.send(1), 100))"],
  ];
  for (const [what, source] of living) {
    test(`${kind}: no deadlock while ${what} will wake the task`, async () => {
      await lives(`
        const channel = ${kind};
        ${source};
        if (await channel.receive() !== 1) process.exit(5);
        process.removeAllListeners();`);
    });
  }
}

test("a later wait is not taken for one that was reported", async () => {
  const stdout = await lives(`
    const channel = new Channel(0, { name: "c" });
    for (let i = 0; i < 3; i++) await channel.receive().catch((error) => console.log(error.name));
    process.once("beforeExit", () => setTimeout(() => channel.send(1), 20));
    console.log(await channel.receive());`);
  assert.equal(stdout, "DeadlockError\nDeadlockError\nDeadlockError\n1\n");
});

test("nor is one that a step-by-step listener to beforeExit will wake", async () => {
  const stdout = await lives(`
    const channel = new Channel();
    const steps = [() => new Promise((resolve) => setTimeout(resolve, 30)), () => channel.trySend(1)];
    const waits = channel.receive();
    process.on("beforeExit", async () => steps.shift()?.());
    console.log(await waits);`);
  assert.equal(stdout, "1\n");
});

test("a wait that a report has ended is not ended again by the group that it aborts", async () => {
  const stdout = await lives(`
    const channel = new SharedChannel(i32);
    const again = () => go(async () => console.log(await channel.receive()));
    go(async () => { try { await channel.receive(); } catch { again(); again(); } });
    const group = new Group();
    group.go((signal) => channel.receive({ signal }));
    await group.join().catch((error) => console.log(error.name));
    setTimeout(() => console.log(channel.trySend(1), channel.trySend(2)), 50);`);
  assert.equal(stdout, "DeadlockError\ntrue true\n1\n2\n");
});

test("the report misses nobody, however many wait", async () => {
  const stdout = await lives(`
    const many = Array.from({ length: 63 }, () => new Channel().receive());
    const ended = await Promise.allSettled([...many, new Semaphore(0).acquireAsync(), new SharedChannel(i32).receive()]);
    console.log(ended.filter(({ reason }) => reason.name === "DeadlockError").length);`);
  assert.equal(stdout, "65\n");
});

test("nor does it miss them if there are very many, or if a listener to beforeExit takes long", async () => {
  const stdout = await lives(`
    process.on("beforeExit", () => { for (const end = performance.now() + 7; performance.now() < end; ); });
    const ended = await Promise.allSettled(Array.from({ length: 50_000 }, () => new Channel().receive()));
    console.log(ended.filter(({ reason }) => reason.name === "DeadlockError").length);`);
  assert.equal(stdout, "50000\n");
});

test("no deadlock in a thread that has started a thread whose message may wake it", async () => {
  const stdout = await lives(`
    const source = \`import { Worker } from "worker_threads"; import { Channel } from ${library.replaceAll('"', "'")};
      const channel = new Channel();
      const worker = new Worker("setTimeout(() => require('worker_threads').parentPort.postMessage(1), 300)", { eval: true, execArgv: [] });
      worker.on("message", (value) => channel.send(value));
      worker.unref();
      console.log(await channel.receive());\`;
    new Worker(source, { eval: true });`);
  assert.equal(stdout, "1\n");
});

test("no deadlock in a thread that its parent's message may wake, though it does not wait for messages", async () => {
  const stdout = await lives(`
    const source = \`import { parentPort } from "worker_threads"; import { Channel } from ${library.replaceAll('"', "'")};
      const channel = new Channel();
      parentPort.on("message", (value) => channel.send(value));
      parentPort.unref();
      console.log(await channel.receive());\`;
    const worker = new Worker(source, { eval: true });
    setTimeout(() => worker.postMessage(1), 300);`);
  assert.equal(stdout, "1\n");
});

test("while only what does not keep the process alive can wake a task, a warning says once who waits", async () => {
  const { code, stdout, stderr } = await program(`${prelude}
    const channel = new SharedChannel(i32, 0, { name: "jobs" });
    setTimeout(() => channel.send(1), 2500).unref();
    console.log(await channel.receive());`);
  assert.deepEqual({ code, stdout }, { code: 0, stdout: "1\n" }, stderr);
  assert.equal(stderr.match(/UsemaWarning: every task waits/g)?.length, 1, stderr);
  assert.match(stderr, /receive from SharedChannel "jobs": 1 task/);
});

test("a task that only an abort signal can end is no deadlock", async () => {
  const stdout = await lives(`
    const waits = [new Channel(), new SharedChannel(i32)].map((channel) => channel.receive({ signal: AbortSignal.timeout(100) }));
    for (const { reason } of await Promise.allSettled(waits)) console.log(reason.name);`);
  assert.equal(stdout, "TimeoutError\nTimeoutError\n");
});

test("no deadlock of local channels while a thread lives whose message may wake the task", async () => {
  const stdout = await lives(`
    const channel = new Channel();
    const worker = new Worker("import { parentPort } from 'worker_threads'; setTimeout(() => parentPort.postMessage(1), 300)", { eval: true });
    worker.on("message", (value) => channel.send(value));
    worker.unref();
    console.log(await channel.receive());`);
  assert.equal(stdout, "1\n");
});

test("no deadlock while a thread lives that does not keep the process alive, and no event says that the loop has run dry", async () => {
  const stdout = await lives(`
    const channel = new SharedChannel(i32);
    const worker = new Worker("import { parentPort } from 'worker_threads'; setTimeout(() => parentPort.postMessage(1), 300)", { eval: true });
    worker.on("message", () => channel.send(1));
    worker.unref();
    process.on("beforeExit", () => console.log("dry"));
    const value = await channel.receive();
    console.log(value);`);
  assert.equal(stdout, "1\ndry\n");
});

test("nor while one lives that was started before the library was there", async () => {
  const { code, stdout, stderr } = await program(`
    import { Worker } from "node:worker_threads";
    const worker = new Worker("import { parentPort } from 'worker_threads'; setTimeout(() => parentPort.postMessage(1), 300)", { eval: true });
    worker.unref();
    const { SharedChannel, i32 } = await import(${library});
    const channel = new SharedChannel(i32);
    worker.on("message", () => channel.send(1));
    worker.unref();
    console.log(await channel.receive());`);
  assert.deepEqual({ code, stdout }, { code: 0, stdout: "1\n" }, stderr);
});
