import assert from "node:assert/strict";
import { test } from "node:test";
import { DeadlockError, DetachedError, inspect, Once, stats } from "../../src/index.ts";
import { builds } from "../support/builds.ts";
import { crew } from "../support/crew.ts";
import { ints } from "../support/ints.ts";
import { turn, within } from "../support/within.ts";

const jobs = new URL("./once.jobs.js", import.meta.url);

for (const { build, options } of builds) {
  test(`${build}: it is done once`, async () => {
    const once = new Once({ ...options(), name: "setup" });
    let runs = 0;
    const run = () => {
      runs++;
    };
    assert.equal(once.done, false);
    assert.equal(once.do(run), true);
    assert.equal(once.done, true);
    assert.equal(once.do(run), false);
    assert.equal(once.tryDo(run), true);
    assert.equal(await once.doAsync(run), false);
    assert.equal(runs, 1);
    assert.deepEqual({ done: inspect(once).done, runner: inspect(once).runner }, { done: true, runner: 0 });
  });

  test(`${build}: a run that throws leaves it to the next`, async () => {
    const once = new Once(options());
    const error = new Error("no");
    const fails = () => {
      throw error;
    };
    assert.throws(() => once.do(fails), error);
    assert.throws(() => once.tryDo(fails), error);
    await assert.rejects(once.doAsync(fails), error);
    await assert.rejects(
      once.doAsync(async () => {
        await turn();
        throw error;
      }),
      error,
    );
    assert.equal(once.done, false);
    assert.equal(
      once.do(() => {}),
      true,
    );
  });

  test(`${build}: tasks wait for the task that does it; if that fails the next one does it`, async () => {
    const once = new Once(options());
    const error = new Error("no");
    let runs = 0;
    const run = async () => {
      const mine = ++runs;
      await turn();
      if (mine === 1) throw error;
    };
    const all = [once.doAsync(run), once.doAsync(run), once.doAsync(run)];
    assert.equal(
      once.tryDo(() => assert.fail("runs already")),
      false,
    );
    const outcomes = await within(Promise.allSettled(all), "tasks wait for a once");
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.status === "fulfilled" ? outcome.value : outcome.reason)),
      [error, true, false],
    );
    assert.equal(runs, 2);
  });

  test(`${build}: doing it within itself is an error, and so is an async run of do()`, () => {
    const once = new Once({ ...options(), name: "setup" });
    const deadlock = {
      name: "DeadlockError",
      message: /^Once "setup": do\(\) by thread \d+, which is doing it already/,
    };
    assert.throws(() => once.do(() => once.do(() => {})), deadlock);
    assert.throws(() => once.do(() => once.tryDo(() => {}, 1_000)), DeadlockError);
    assert.throws(() => once.do((async () => {}) as () => void), { name: "TypeError", message: /expected doAsync/ });
    assert.throws(() => once.do(undefined as never), {
      name: "TypeError",
      message: /Once "setup".*expected a function/,
    });
    assert.throws(() => once.tryDo(() => {}, -1), RangeError);
    assert.equal(once.done, false);
    assert.equal(
      once.do(() => {}),
      true,
    );
  });

  test(`${build}: a million looks at what is done call the engine 0 times`, () => {
    const once = new Once(options());
    const before = stats().all;
    for (let i = 0; i < 1_000_000; i++) once.do(() => {});
    assert.deepEqual(stats().all, before);
  });

  test(`${build}: an aborted doAsync rejects with the reason, and does not keep the others`, async () => {
    const once = new Once(options());
    const abort = new AbortController();
    const reason = new Error("enough");
    const first = once.doAsync(turn);
    const waits = once.doAsync(turn, { signal: abort.signal });
    const other = once.doAsync(turn);
    abort.abort(reason);
    await assert.rejects(waits, reason);
    assert.deepEqual([await first, await within(other, "a task waits for a once")], [true, false]);
  });

  for (const [how, job] of [
    ["is terminated", "begin"],
    ["exits", "exit"],
  ]) {
    test(`${build}: a thread that ${how} while it does it leaves it to the next`, async () => {
      const once = new Once(options());
      const state = ints(2);
      const { results, workers } = crew(1, jobs, job, { once, state });
      const ended = assert.rejects(results, /ended without a result/);
      while (Atomics.load(state, 0) === 0) await turn();
      const waits = once.doAsync(() => {});
      const others = crew(2, jobs, "does", { once });
      if (job === "begin") await workers[0].terminate();
      await ended;
      const did = [await within(waits, "a task waits for a dead thread"), ...(await others.results)];
      assert.deepEqual(did.filter(Boolean), [true], "one of them did it");
      assert.ok(once.done);
    });
  }

  for (const threads of [2, 4, 8]) {
    test(`${build}: ${threads} threads do what is to be done once, though it fails at first`, async () => {
      const onces = Array.from({ length: 200 }, () => new Once(options()));
      const states = onces.map((_, round) => {
        const state = ints(4);
        state[3] = round % 3;
        return state;
      });
      const unseen = await crew(threads, jobs, "all", { onces, states }).results;
      assert.deepEqual(unseen, new Array(threads).fill(0));
      assert.deepEqual(
        states.map((state) => state[0]),
        states.map((_, round) => (round % 3) + 1),
      );
    });
  }
}

test("a disposed once throws DetachedError, also when its own run disposes it", async () => {
  const once = new Once({ name: "gone" });
  const first = once.doAsync(() => once.dispose());
  assert.equal(await first, true);
  assert.throws(() => once.do(() => {}), { name: "DetachedError", message: /Once "gone"/ });
  assert.throws(() => once.done, DetachedError);
  assert.throws(() => once.tryDo(() => {}), DetachedError);
  await assert.rejects(
    once.doAsync(() => {}),
    DetachedError,
  );
});
