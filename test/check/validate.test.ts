import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { CheckError, check, checkRandom } from "../../src/check/index.ts";
import type { Options, Program, RandomOptions, Thread, ThreadBody } from "../../src/check/program.ts";

type Refusal = readonly [given: unknown, error: "TypeError" | "RangeError", message: RegExp];

const right: Program = { words: 1, threads: [(w) => Atomics.load(w, 0)] };

/** What must be refused by `run`, with the type of the error and what it says. */
function refused(run: (given: never) => unknown, cases: readonly Refusal[]): void {
  for (const [given, name, message] of cases) {
    assert.throws(() => run(given as never), { name, message }, String(message));
  }
}

test("options that can't be are refused", () => {
  refused(
    (options: Options) => check(right, options),
    [
      [null, "TypeError", /^options: expected an object, or nothing, given null$/],
      [7, "TypeError", /^options: expected an object, or nothing, given 7$/],
      [{ schedule: 5 }, "TypeError", /^schedule: expected a text as a CheckError has it, given 5$/],
      [{ schedule: "0*99999999999" }, "TypeError", /^schedule: expected items like 0, 1\*3, 0t, 1k, given "0\*9+"$/],
      [{ schedule: null }, "TypeError", /^schedule: expected a text as a CheckError has it, given null$/],
      [{ maxSteps: "9" }, "TypeError", /^maxSteps: expected a number, given 9$/],
      [{ maxSteps: Number.NaN }, "RangeError", /^maxSteps: expected a number that is not negative, given NaN$/],
      [{ maxSteps: -1 }, "RangeError", /^maxSteps: expected a number that is not negative, given -1$/],
      [{ maxMs: null }, "TypeError", /^maxMs: expected a number, given null$/],
      [{ maxMs: Number.NaN }, "RangeError", /^maxMs: expected a number that is not negative, given NaN$/],
      [{ maxMs: -0.5 }, "RangeError", /^maxMs: expected a number that is not negative, given -0.5$/],
    ],
  );
  const unbounded = { maxSteps: Number.POSITIVE_INFINITY, maxMs: Number.POSITIVE_INFINITY };
  assert.equal(check(right, unbounded).complete, true);
  assert.equal(check(right, undefined).complete, true);
});

test("options of checkRandom that can't be are refused", () => {
  refused(
    (options: RandomOptions) => checkRandom(right, options),
    [
      [undefined, "TypeError", /^options: expected \{ runs \}, given undefined$/],
      [null, "TypeError", /^options: expected \{ runs \}, given null$/],
      [{}, "RangeError", /^runs: expected a positive integer, given undefined$/],
      [{ runs: "5" }, "RangeError", /^runs: expected a positive integer, given 5$/],
      [{ runs: 1, seed: Number.NaN }, "RangeError", /^seed: expected an integer, given NaN$/],
      [{ runs: 1, seed: "a" }, "RangeError", /^seed: expected an integer, given a$/],
      [{ runs: 1, maxSteps: "9" }, "TypeError", /^maxSteps: expected a number, given 9$/],
      [
        { runs: 1, maxSteps: Number.NaN },
        "RangeError",
        /^maxSteps: expected a number that is not negative, given NaN$/,
      ],
      [{ runs: 1, maxSteps: 0 }, "RangeError", /^maxSteps: expected a positive integer, given 0$/],
      [{ runs: 1, maxSteps: 2.5 }, "RangeError", /^maxSteps: expected a positive integer, given 2.5$/],
    ],
  );
  assert.equal(checkRandom(right, { runs: 2, seed: -3, maxSteps: Number.POSITIVE_INFINITY }).unfinished, 0);
});

test("words, roles and overtaking that can't be are refused", () => {
  const overtaking = (given: unknown) => ({ ...right, overtaking: given });
  const cases: Refusal[] = [
    [undefined, "TypeError", /^program: expected \{ words, threads, … \} or the URL of a module, given undefined$/],
    [{ ...right, words: 1e9 }, "RangeError", /^words: expected at most 4096, given 1000000000$/],
    [{ ...right, words: "lock" }, "TypeError", /^words: expected a count or a list of names, given lock$/],
    [{ ...right, words: ["a", 5] }, "TypeError", /^words: expected names, given 5 among them$/],
    [{ ...right, words: ["a", "-", "a"] }, "RangeError", /^words: expected different names, given "a" twice$/],
    [{ ...right, roles: 0 }, "TypeError", /^roles: expected a list of lists of threads, given 0$/],
    [{ ...right, roles: [0] }, "TypeError", /^roles: expected a list of lists of threads, given 0$/],
    [
      { ...right, threads: [() => 0, () => 1, () => 0], roles: [[0, 2]] },
      "TypeError",
      /^roles: expected threads with the same function, given \[0,2\], whose functions differ$/,
    ],
    [overtaking(null), "TypeError", /^overtaking: expected \{ op, bound \}, given null$/],
    [overtaking({ bound: 1 }), "TypeError", /^overtaking.op: expected the name of an operation, given undefined$/],
    [overtaking({ op: "lock" }), "RangeError", /^overtaking.bound: expected an integer from 0 .*, given undefined$/],
    [
      overtaking({ op: "lock", bound: -1 }),
      "RangeError",
      /^overtaking.bound: expected an integer from 0 .*, given -1$/,
    ],
    [
      overtaking({ op: "lock", bound: "1" }),
      "RangeError",
      /^overtaking.bound: expected an integer from 0 .*, given 1$/,
    ],
  ];
  refused((program: Program) => check(program), cases);
  refused((program: Program) => checkRandom(program, { runs: 1 }), cases);
  assert.equal(check({ ...right, words: ["a", "-", "-"] }).complete, true);
  assert.equal(check({ ...right, words: 4096 }).complete, true);
});

test("functions that do nothing before they answer are refused", () => {
  // Each answers at once, and would pass for a thread without a step, or for an invariant that holds.
  const asynchronous: readonly (readonly [(...args: never[]) => unknown, string])[] = [
    [async () => false, "an async function"],
    [function* () {}, "a generator"],
    [async function* () {}, "an async generator"],
  ];
  for (const [given, what] of asynchronous) {
    const threads = [() => 0, given as ThreadBody];
    const message = (name: string) => `${name}: expected a synchronous function, given ${what}`;
    const refuses = (program: Program, name: string) =>
      assert.throws(() => check(program), { name: "TypeError", message: message(name) });
    refuses({ words: 1, threads }, "threads[1]");
    for (const name of ["setup", "invariant", "final"]) refuses({ ...right, [name]: given } as Program, name);
  }
  assert.throws(() => check({ ...right, final: 7 as never }), { message: "final: expected a function, given 7" });
});

test("a thread that answers a promise is told so, and none of its rejections is left over", async () => {
  const unhandled: unknown[] = [];
  const listener = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", listener);
  const later = async (w: Int32Array) => {
    Atomics.add(w, 0, 1);
    throw new Error("too late");
  };
  const bodies: readonly (readonly [ThreadBody, RegExp])[] = [
    [(w) => later(w), /this thread answered a promise, expected a synchronous function/],
    [() => Promise.reject(new Error("at once")), /this thread answered a promise/],
    // biome-ignore lint/suspicious/noThenProperty: that is what is tested
    [() => ({ then: (_: unknown, reject: (reason: unknown) => void) => reject(1) }), /this thread answered a promise/],
    [(w, t: Thread) => void t.op("add", [], () => later(w)), /t\.op\("add"\) answered a promise/],
    [
      (w) =>
        (function* () {
          yield Atomics.load(w, 0);
        })(),
      /this thread answered a generator/,
    ],
  ];
  try {
    for (const [body, message] of bodies) {
      const found = (error: unknown) =>
        error instanceof CheckError && error.kind === "uncaught error" && message.test(error.message);
      assert.throws(() => check({ words: 1, threads: [() => 0, body] }), found, String(message));
      assert.throws(() => checkRandom({ words: 1, threads: [body] }, { runs: 1 }), found, String(message));
    }
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off("unhandledRejection", listener);
  }
  assert.deepEqual(unhandled, []);
});

test("npm run check refuses what it doesn't know, and says what it does", () => {
  const main = fileURLToPath(new URL("main.js", import.meta.url));
  const run = (argument: string) => spawnSync(process.execPath, [main, argument], { encoding: "utf8" });
  for (const argument of ["--bogus", "bogus"]) {
    const { status, stdout, stderr } = run(argument);
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /^check: .*`(--)?bogus`; expected nothing, --seeded or --help\n$/);
  }
  const { status, stdout } = run("--help");
  assert.equal(status, 0);
  assert.match(stdout, /--seeded {2,}finds every seeded bug instead/);
});
