// Deadlocks in which several threads take part. Each case is a program of its own, most of which stand still for many seconds: so all run at once.
import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { describe, test } from "node:test";
import { library, type ProgramOptions, program } from "../support/program.ts";

/** For what a process that stands still for ever takes to find that out, several times over. */
const LIMIT_MS = 90_000;
/** Longer than any thread needs to become sure. */
const LONG_MS = 14_000;

const tells =
  (performance as { nodeTiming?: { uvMetricsInfo?: object } }).nodeTiming?.uvMetricsInfo === undefined &&
  "performance.nodeTiming.uvMetricsInfo is missing: this Node does not tell how many events a loop has had";

const prelude = `import { Worker, parentPort, workerData } from "node:worker_threads";
  import { Channel, Mutex, Note, Semaphore, SharedChannel, blockWhenIdle, i32, receive, select, share } from ${library};
  const LONG_MS = ${LONG_MS};
  const start = (source, objects) => new Worker(new URL("data:text/javascript," + encodeURIComponent(PRELUDE + source)), { workerData: share(objects ?? {}) });
  `;

function run(source: string, options: ProgramOptions) {
  const text = `const PRELUDE = ${JSON.stringify(prelude)};\n${prelude}${source}`;
  return program(text, { ...options, limit: LIMIT_MS, lateMs: LONG_MS });
}

async function fails(source: string, options: ProgramOptions = {}): Promise<string> {
  const { code, stderr } = await run(source, options);
  assert.notEqual(code, null, `killed after ${LIMIT_MS} ms, since it did not end: ${stderr}`);
  assert.notEqual(code, 0, stderr);
  assert.match(stderr, /DeadlockError/);
  return stderr;
}

/** `source` ends by itself with "done", and writes nothing else but warnings that match. */
async function lives(source: string, warning = /^$/, options: ProgramOptions = {}): Promise<void> {
  const { code, stdout, stderr } = await run(source, options);
  assert.notEqual(code, null, `killed after ${LIMIT_MS} ms, since it did not end: ${stderr}`);
  assert.deepEqual(
    { code, stdout, error: /Error/.test(stderr) && stderr },
    { code: 0, stdout: "done\n", error: false },
  );
  assert.match(stderr, warning);
}

/** As a process that was forked. */
const FORKED: ProgramOptions = { stdio: ["pipe", "pipe", "pipe", "ipc"] };

const HELD =
  /^\(node:\d+\) UsemaWarning: every thread waits, and only what does not keep the process alive can wake one [\s\S]*: receive from /;

describe("a deadlock of several threads", { concurrency: 16, skip: tells }, () => {
  test("is reported to the first thread in which somebody waits, with who waits on what in all of them", async () => {
    const stderr = await fails(`
      const [jobs, results] = ["jobs", "results"].map((name) => new SharedChannel(i32, 0, { name }));
      for (let i = 0; i < 2; i++) {
        start("const { jobs, results } = receive(workerData); for await (const job of jobs) await results.send(job);", { jobs, results });
      }
      await jobs.send(1);
      await results.receive();
      await select({ results, local: new Channel(0, { name: "local" }) });`);
    assert.match(stderr, /every thread waits and nothing can wake one:\n {2}thread 1: select on [^\n]*"results"/);
    assert.match(
      stderr,
      /\n {2}thread 2: receive from SharedChannel "jobs": 1 task\n {2}thread 3: receive from SharedChannel "jobs": 1 task\n/,
    );
  });

  test("also where threads listen to messages, and have got some", async () => {
    const stderr = await fails(`
      const jobs = new SharedChannel(i32, 0, { name: "jobs" });
      const worker = start("parentPort.on('message', (n) => parentPort.postMessage(n)); await receive(workerData).jobs.receive();", { jobs });
      let left = 3;
      worker.on("message", () => { if (left-- > 0) worker.postMessage(1); });
      worker.postMessage(0);
      await new SharedChannel(i32, 0, { name: "answers" }).receive();`);
    assert.match(
      stderr,
      /thread 1: receive from SharedChannel "answers": 1 task\n {2}thread 2: receive from SharedChannel "jobs": 1 task/,
    );
  });

  test("also where the first thread waits for nothing but its workers", async () => {
    const stderr = await fails(`
      const [a, b] = ["a", "b"].map((name) => new SharedChannel(i32, 0, { name }));
      start("const { a, b } = receive(workerData); await b.send(await a.receive());", { a, b });
      start("const { a, b } = receive(workerData); await a.send(await b.receive());", { a, b });`);
    assert.match(stderr, /thread [23]: receive from SharedChannel "a": 1 task/);
    assert.match(stderr, /thread [23]: receive from SharedChannel "b": 1 task/);
  });

  test("also where some block and some wait in their event loops", async () => {
    const stderr = await fails(`
      const mutex = new Mutex({ name: "mutex" });
      const note = new Note({ name: "note" });
      const ready = new Note();
      start("const { mutex, note, ready } = receive(workerData); mutex.lock(); ready.wakeup(); note.sleep();", { mutex, note, ready });
      await ready.sleepAsync();
      await mutex.lockAsync();`);
    assert.match(stderr, /thread 1: wait for Mutex "mutex": 1 task\n {2}thread 2: blocks on Note "note"/);
  });

  test("also where all block", async () => {
    const stderr = await fails(`
      const [a, b] = ["a", "b"].map((name) => new Semaphore(0, { name }));
      start("const { a, b } = receive(workerData); a.acquire(); b.release();", { a, b });
      b.acquire();
      a.release();`);
    assert.match(
      stderr,
      /Semaphore "b": acquire\(1\) by thread 1 would wait for ever, since every thread waits and nothing can wake one:\n {2}thread 1: blocks on Semaphore "b"\n {2}thread 2: blocks on Semaphore "a"/,
    );
  });

  test("also where threads may block when they are idle", async () => {
    const stderr = await fails(`
      const [jobs, results] = ["jobs", "results"].map((name) => new SharedChannel(i32, 0, { name }));
      start("blockWhenIdle(); const { jobs, results } = receive(workerData); for await (const job of jobs) await results.send(job);", { jobs, results });
      blockWhenIdle();
      await jobs.send(1);
      await results.receive();
      await results.receive();`);
    assert.match(
      stderr,
      /thread 1: receive from SharedChannel "results": 1 task\n {2}thread 2: receive from SharedChannel "jobs": 1 task/,
    );
  });

  test("also where a worker has a worker", async () => {
    const stderr = await fails(`
      const jobs = new SharedChannel(i32, 0, { name: "jobs" });
      start("const { jobs } = receive(workerData); const PRELUDE = " + JSON.stringify(PRELUDE) + "; start('await receive(workerData).jobs.receive();', { jobs }); await jobs.receive();", { jobs });
      await jobs.receive();`);
    assert.match(stderr, /thread 1: receive[^\n]*\n {2}thread 2: receive[^\n]*\n {2}thread 3: receive/);
  });

  test("also where the tasks of a thread wait for each other only, and it listens to messages", async () => {
    const stderr = await fails(`
      start("new Mutex(); parentPort.on('message', () => {}); await new Channel(0, { name: 'local' }).receive();", { first: new Mutex() });`);
    assert.match(stderr, /receive from channel "local": 1 task/);
  });

  test("also where a thread has only loaded the library", async () => {
    const stderr = await fails(`
      const jobs = new SharedChannel(i32, 0, { name: "jobs" });
      new Worker(new URL("data:text/javascript," + encodeURIComponent(PRELUDE + "parentPort.on('message', () => {});")));
      await jobs.receive();`);
    assert.match(stderr, /nothing can wake one:\n {2}thread 1: receive[^\n]*\n {4}at/);
  });

  test("also in a process that was forked and does not listen to its parent", async () => {
    await fails(
      `const jobs = new SharedChannel(i32);
      start("await receive(workerData).jobs.receive();", { jobs });
      await jobs.receive();`,
      FORKED,
    );
  });

  test("also where a thread has gone, and with it those that it had started", async () => {
    const stderr = await fails(`
      const jobs = new SharedChannel(i32, 0, { name: "jobs" });
      const between = start("const { jobs } = receive(workerData); const PRELUDE = " + JSON.stringify(PRELUDE) +
        "; start('parentPort.postMessage(0); await receive(workerData).jobs.receive();', { jobs }).once('message', () => setTimeout(() => process.exit(), 1000));", { jobs });
      between.once("exit", () => start("await receive(workerData).jobs.receive();", { jobs }));`);
    assert.match(stderr, /nothing can wake one:\n {2}thread 4: receive from SharedChannel "jobs": 1 task\n {4}at/);
  });

  test("with as many lines as there is room for, and no line that a name has broken", async () => {
    const stderr = await fails(`
      const jobs = new SharedChannel(i32, 0, { name: "jobs\\nthread 9: sleeps" });
      start("for (let i = 0; i < 40; i++) new Note({ name: 'note ' + i }).sleepAsync();");
      await jobs.receive();`);
    assert.match(stderr, /\n {2}thread 1: receive from SharedChannel "jobs\\nthread 9: sleeps": 1 task\n/);
    assert.match(
      stderr,
      /\n {2}thread 2: wait for Note "note 0": 1 task\n[\s\S]*\n {2}thread 2: … and more \(\d+ lines\)\n/,
    );
  });

  test("and after the error, when there is another", async () => {
    const stderr = await fails(`
      const jobs = new SharedChannel(i32, 0, { name: "jobs" });
      start("await receive(workerData).jobs.receive();", { jobs });
      await jobs.receive().catch(() => {});
      await jobs.receive();`);
    assert.match(stderr, /thread 1: receive/);
  });

  test("and if a thread that blocks does so for one that has ended", async () => {
    const stderr = await fails(`
      const note = new Note({ name: "note" });
      start("receive(workerData);", { note });
      note.sleep();`);
    assert.match(
      stderr,
      /Note "note": sleep\(\) by thread 1 would wait for ever, since no other thread lives that could end the wait/,
    );
  });
});

describe("no deadlock is seen", { concurrency: 16, skip: tells }, () => {
  const stuck = `
    const jobs = new SharedChannel(i32, 0, { name: "jobs" });
    const waits = jobs.receive();
    const finish = () => jobs.send(1);
    waits.then(() => { console.log("done"); process.exit(); });
    const helper = start("await new SharedChannel(i32).receive()");`;

  test("while a timer is to come", () => lives(`${stuck} setTimeout(finish, LONG_MS);`));
  test("while one is to come in another thread", () =>
    lives(`${stuck} start("setTimeout(() => receive(workerData).jobs.send(1), " + LONG_MS + ")", { jobs });`));
  test("while one is to come in a thread that does not use the library", () =>
    lives(
      `${stuck} new Worker("import { parentPort } from 'worker_threads'; setTimeout(() => parentPort.postMessage(0), " + LONG_MS + ")", { eval: true }).on("message", finish);`,
    ));
  test("while a timer that was unref'ed is to come, but a warning", () =>
    lives(`${stuck} process.once("warning", finish); setTimeout(() => {}, 1e9).unref();`, HELD));
  test("while the signal of a wait may come, but a warning", () =>
    lives(`${stuck} process.once("warning", finish); jobs.receive({ signal: new AbortController().signal });`, HELD));
  test("while somebody listens to stdin", () =>
    lives(`${stuck} process.stdin.once("data", finish);`, undefined, { late: (child) => child.stdin?.write("x") }));
  test("while a server listens", () =>
    lives(
      `${stuck} import { createServer } from "node:net"; const server = createServer(finish).listen(0, () => { setTimeout(() => connect(server.address().port), LONG_MS).unref(); }); import { connect } from "node:net";`,
    ));
  test("while a handler of a signal is there, but a warning", () =>
    lives(
      `${stuck} process.once("warning", () => process.kill(process.pid, "SIGTERM")); process.once("SIGTERM", finish);`,
      HELD,
    ));
  test("while a file is read", () =>
    lives(
      `${stuck} import { execFileSync } from "node:child_process"; import { readFile, rm } from "node:fs/promises"; import { tmpdir } from "node:os";
       const fifo = tmpdir() + "/usema-fifo-" + process.pid;
       execFileSync("mkfifo", [fifo]);
       execFileSync("sh", ["-c", "(sleep " + LONG_MS / 1000 + "; echo > " + fifo + ") > /dev/null 2>&1 &"]);
       readFile(fifo).then(async () => { await rm(fifo); finish(); });`,
    ));
  test("while messages go to and fro", () =>
    lives(`${stuck}
      const echo = start("new Mutex(); parentPort.on('message', (n) => parentPort.postMessage(n));");
      const end = performance.now() + LONG_MS;
      echo.on("message", () => performance.now() < end ? echo.postMessage(0) : finish());
      echo.postMessage(0);`));
  test("while a thread that says nothing has started one that does", () =>
    lives(`${stuck}
      const source = PRELUDE + "parentPort.once('message', () => receive(workerData).jobs.send(1));";
      const between = "import { Worker, workerData } from 'worker_threads'; const worker = new Worker(new URL('data:text/javascript,' + encodeURIComponent(workerData.source)), { workerData: workerData.objects }); setTimeout(() => worker.postMessage(0), " + LONG_MS + ");";
      new Worker(between, { eval: true, workerData: { source, objects: share({ jobs }) } });`));
  test("nor does looking for it wait for a thread that waits, in a long call, for the one that looks", () =>
    lives(
      `${stuck}
      import { writeFileSync, rmSync } from "node:fs";
      import { tmpdir } from "node:os";
      const file = tmpdir() + "/usema-go-" + process.pid;
      const call = "import { execFileSync } from 'node:child_process'; new Mutex(); parentPort.postMessage(0);" +
        "parentPort.once('message', (file) => { execFileSync('sh', ['-c', 'until [ -e ' + file + ' ]; do sleep 0.1; done']); parentPort.postMessage(0); });";
      const worker = start(call);
      worker.once("message", () => {
        // Once it has looked at itself.
        setTimeout(() => worker.postMessage(file), 3000);
        worker.once("message", () => { rmSync(file); finish(); });
      });
      process.stdin.once("data", () => writeFileSync(file, ""));`,
      undefined,
      { late: (child) => child.stdin?.write("x") },
    ));
  test("while a forked process has an unref'ed pipe beside its closed channel, but a warning", () =>
    lives(
      `${stuck} process.once("warning", finish); process.disconnect(); process.stdin.on("data", () => {}); process.stdin.unref();`,
      HELD,
      FORKED,
    ));
  test("while the first thread blocks and another may be called back, but a warning", () =>
    lives(
      `const note = new Note({ name: "note" });
      start("const { note } = receive(workerData); setTimeout(() => note.wakeup(), LONG_MS).unref(); await new SharedChannel(i32).receive();", { note });
      note.sleep();
      console.log("done");
      process.exit();`,
      /UsemaWarning: every thread waits, and only [\s\S]*thread 1: blocks on Note "note"\n {2}thread 2: receive from/,
    ));
  test("nor is a full heap a reason to die", () =>
    lives(
      `${stuck}
      for (let words = 2 ** 24; words >= 1; words >>= 1) try { for (;;) new SharedChannel(i32, words); } catch {}
      process.once("warning", () => { console.log("done"); process.exit(); });
      setTimeout(() => {}, 1e9).unref();`,
      /thread 1: tasks; the heap is full/,
    ));
  test("while the first thread is about to exit, and does something first", () =>
    lives(`
      import { execFileSync } from "node:child_process";
      const jobs = new SharedChannel(i32, 1);
      const answers = new SharedChannel(i32, 1);
      start("const { jobs, answers } = receive(workerData); answers.sendSync(await jobs.receive());", { jobs, answers });
      process.once("exit", () => {
        execFileSync("sleep", [String(LONG_MS / 1000)]);
        jobs.trySend(1);
        if (answers.receiveSync() === 1) console.log("done");
      });
      setTimeout(() => process.exit(), 1000);`));
  test("while a thread computes", () =>
    lives(
      `${stuck} start("const end = performance.now() + LONG_MS; while (performance.now() < end); receive(workerData).jobs.send(1);", { jobs });`,
    ));
  test("while a thread blocks for a time", () =>
    lives(`${stuck} start("new Note().sleep(LONG_MS); receive(workerData).jobs.send(1);", { jobs });`));
  test("while a thread sleeps in the engine by itself", () =>
    lives(
      `${stuck} start("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LONG_MS); receive(workerData).jobs.send(1);", { jobs });`,
    ));
});

test(
  "a wake that the last other thread has taken along costs seconds at most, though the program goes on",
  { skip: tells },
  () =>
    lives(`
    const held = new Mutex();
    const ready = new Note();
    const worker = start(\`
      const { held, ready } = receive(workerData);
      held.lock();
      ready.wakeup();
      parentPort.once("message", () => {
        Atomics.store(held.at.words, held.at.p >> 2, 0);
        process.exit();
      });\`, { held, ready });
    await ready.sleepAsync();
    const interval = setInterval(() => {}, 1000);
    // Longer than the first sleeps of the engine.
    setTimeout(() => worker.postMessage(0), 10_000);
    const late = setTimeout(() => {
      console.log("late");
      process.exit();
    }, 40_000);
    await held.lockAsync();
    console.log("done");
    clearTimeout(late);
    clearInterval(interval);`),
);
