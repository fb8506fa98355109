import assert from "node:assert/strict";
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
