import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("./deadlock.program.js", import.meta.url));

/** What becomes of the program: killed after 40 s. What it reads comes after 5. */
function run(kind: string): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, kind], { timeout: 40_000 });
    const input = setTimeout(() => child.stdin.end("\n"), 5_000);
    child.stdin.on("error", () => {});
    let text = "";
    for (const output of [child.stdout, child.stderr]) {
      output.on("data", (chunk: Buffer) => {
        text += chunk;
      });
    }
    child.on("close", (code) => {
      clearTimeout(input);
      resolve({ code, text });
    });
  });
}

const deadlocks: Record<string, RegExp[]> = {
  "one thread": [
    /wait for Semaphore "free": 1 task$/m,
    /receive from SharedChannel "a": 1 task$/m,
    /select on .*receive from channel "own".*: 1 task$/m,
  ],
  "two threads": [/receive from SharedChannel "a": 1 task$/m, /receive from SharedChannel "b": 1 task of thread \d+$/m],
  "a thread that blocks": [/receive from SharedChannel "a": 1 task$/m, /block on Mutex "first": thread \d+$/m],
  "a thread that blocks when idle": [/receive from SharedChannel "b": 1 task of thread \d+$/m],
  "a thread that listens for messages": [/receive from SharedChannel "b": 1 task of thread \d+$/m],
  "a channel of this thread": [/receive from channel "own": 1 task$/m, /receive from SharedChannel "b": 1 task of/m],
  "two mutexes": [/wait for Mutex "second": 1 task$/m, /wait for Mutex "first": 1 task of thread \d+$/m],
  "only workers": [/receive from SharedChannel "a": 1 task/, /receive from SharedChannel "b": 1 task/],
};

const living = [
  "a busy thread",
  "a thread that does not use the library",
  "a timer",
  "a timer of another thread",
  "another process",
  "the thread pool",
  "a server",
  "a signal handler",
  "what it reads",
  "a time-out",
];

/** Several at a time: they mostly wait. */
const AT_A_TIME = 4;
const waiting: (() => void)[] = [];
const runs = new Map(
  [...Object.keys(deadlocks), ...living].map((kind) => {
    const begun = new Promise<void>((begin) => waiting.push(begin));
    return [kind, begun.then(() => run(kind)).finally(next)];
  }),
);
function next(): void {
  waiting.shift()?.();
}
for (let i = 0; i < AT_A_TIME; i++) next();

for (const [kind, patterns] of Object.entries(deadlocks)) {
  test(`tasks that wait on shared memory for ever are a deadlock: ${kind}`, async () => {
    const { code, text } = (await runs.get(kind)) as { code: number; text: string };
    assert.match(text, /DeadlockError: every task waits and nothing can wake one:\n/, text);
    for (const pattern of patterns) assert.match(text, pattern);
    // The main thread itself waits for nothing there.
    if (kind === "only workers") return;
    assert.doesNotMatch(text, /went on/);
    assert.equal(code, 1);
  });
}

for (const kind of living) {
  test(`tasks that wait on shared memory are no deadlock beside ${kind}`, async () => {
    assert.deepEqual(await runs.get(kind), { code: 0, text: "went on\n" });
  });
}
