import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { Channel, Group, go, UsemaError } from "../../src/index.ts";

test("go answers the promise of the result, or of what was thrown", async () => {
  assert.equal(await go(async (a: number, b: number) => a + b, 2, 3), 5);
  assert.equal(await go(() => 7), 7);
  await assert.rejects(
    go(() => {
      throw new Error("at once");
    }),
    /at once/,
  );
  await assert.rejects(
    go(async () => {
      throw new Error("later");
    }),
    /later/,
  );
});

test("a group joins its tasks at the end of the block", async () => {
  const done: number[] = [];
  {
    await using group = new Group();
    for (const n of [1, 2, 3]) {
      group.go(async () => {
        await new Promise((resolve) => setTimeout(resolve, n));
        done.push(n);
      });
    }
  }
  assert.deepEqual(done.sort(), [1, 2, 3]);
});

test("the first error aborts the rest, and is thrown", async () => {
  const channel = new Channel<number>();
  const group = new Group();
  group.go((signal) => channel.receive({ signal }));
  group.go(async () => {
    throw new Error("first");
  });
  await assert.rejects(group.join(), (error) => error instanceof Error && error.message === "first");
  assert.equal(group.signal.aborted, true);
});

test("no error of a group is lost", async () => {
  const group = new Group();
  for (const text of ["one", "two"]) {
    group.go(async () => {
      await Promise.resolve();
      throw new Error(text);
    });
  }
  await assert.rejects(group.join(), (error) => {
    assert.ok(error instanceof AggregateError);
    assert.deepEqual(
      error.errors.map((one: Error) => one.message),
      ["one", "two"],
    );
    return true;
  });
});

test("an aborted group ends without an error; an ended one takes no task", async () => {
  const channel = new Channel<number>();
  let ended: Group;
  {
    await using group = new Group();
    group.go((signal) => channel.receive({ signal }));
    group.abort(new Error("stop"));
    ended = group;
  }
  assert.throws(() => ended.go(() => {}), UsemaError);
});

/** Runs a program of its own and answers its exit code and what it wrote to stderr; kills it after 20 s. */
function program(source: string): Promise<{ code: number | null; stderr: string }> {
  const library = new URL("../../src/index.js", import.meta.url).href;
  const text = `import * as usema from ${JSON.stringify(library)}; const { Channel, go, select, Group, after } = usema; ${source}`;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["--input-type=module", "-e", text],
      { timeout: 20_000 },
      (_error, _stdout, stderr) => resolve({ code: child.exitCode, stderr }),
    );
  });
}

test("a deadlock is reported with who waits on what, and the program ends", async () => {
  const { code, stderr } = await program(`
    const jobs = new Channel(0, { name: "jobs" });
    const done = new Channel(0, { name: "done" });
    go(async () => { await jobs.receive(); });
    go(async () => { await jobs.receive(); });
    await select({ done, out: new Channel(0, { name: "out" }).sending(1) });`);
  assert.notEqual(code, 0);
  assert.match(stderr, /DeadlockError/);
  assert.match(stderr, /receive from channel "jobs": 2 tasks/);
  assert.match(stderr, /select on .*receive from channel "done"/);
  assert.match(stderr, /send to channel "out"/);
});

test("a task that waits while a timer will wake it is no deadlock", async () => {
  const { code, stderr } = await program(`
    const channel = new Channel();
    setTimeout(() => channel.trySend(1), 100);
    if (await channel.receive() !== 1) process.exit(5);`);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
});

test("a task that only an abort signal can end is no deadlock", async () => {
  const { code, stderr } = await program(`
    const channel = new Channel();
    await channel.receive({ signal: AbortSignal.timeout(100) }).catch((error) => { if (error.name !== "TimeoutError") throw error; });`);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
});
