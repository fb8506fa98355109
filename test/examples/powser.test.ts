import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { catalog, coefficients, compare } from "../../examples/powser/catalog.ts";
import * as exact from "../../examples/powser/exact.ts";
import { bothModes, measure } from "../../examples/powser/experiment.ts";
import { Go } from "../../examples/powser/go.ts";
import { asPipe, sharedPipe } from "../../examples/powser/pipe.ts";
import {
  add,
  equal,
  format,
  invert,
  mul,
  negate,
  type Rational,
  rational,
  sub,
} from "../../examples/powser/rational.ts";
import { report } from "../../examples/powser/report.ts";
import { product, repeat, settled } from "../../examples/powser/series.ts";
import { wordsFor } from "../../examples/powser/wide.ts";

test("rationals are exact and in lowest terms, also beyond 2^53", () => {
  assert.equal(format(add(rational(1, 6), rational(1, 3))), "1/2");
  assert.equal(format(sub(rational(1, 3), rational(1, 3))), "0");
  assert.equal(format(mul(rational(-2, 3), rational(3, 4))), "-1/2");
  assert.equal(format(rational(6, -4)), "-3/2");
  assert.equal(format(invert(rational(-3, 7))), "-7/3");
  assert.ok(Object.is(negate(rational(0)).num, 0));
  const big = rational(2 ** 53 - 1);
  assert.equal(format(mul(big, big)), String((2n ** 53n - 1n) ** 2n));
  assert.equal(typeof add(mul(big, big), negate(mul(big, sub(big, rational(1))))).num, "number", "narrowed again");
  assert.throws(() => rational(1, 0), RangeError);
  assert.throws(() => rational(0.5), RangeError);
  assert.throws(() => invert(rational(0)), RangeError);
});

test("random sums and products agree with BigInt fractions", () => {
  const seen: Rational[] = [rational(1, 3), rational(-7, 2), rational(2 ** 40, 3), rational(5)];
  for (let i = 0; i < 2000; i++) {
    const a = seen[(i * 7) % seen.length];
    const b = seen[(i * 13 + 5) % seen.length];
    const [p, q, r, s] = [a.num, a.den, b.num, b.den].map(BigInt);
    assert.ok(equal(add(a, b), rational(p * s + r * q, q * s)));
    assert.ok(equal(mul(a, b), rational(p * r, q * s)));
    if (seen.length < 40) seen.push(i % 2 === 0 ? add(a, b) : mul(a, b));
  }
});

for (const [name, { start, exact }] of Object.entries(catalog)) {
  test(`${name}: 25 coefficients of the processes are the exact ones`, async () => {
    compare(name, await coefficients(start(), 25), exact(25));
    await settled();
  });
}

test("every process ends when its reader leaves, however early", async () => {
  for (const { start } of Object.values(catalog)) {
    for (const terms of [0, 1, 2, 3]) await coefficients(start(), terms);
  }
  await settled();
});

test("a wrong coefficient fails loudly, with its place", async () => {
  const got = await coefficients(product(repeat(rational(1)), repeat(rational(1))), 3);
  assert.throws(
    () => compare("mul", got, [rational(1), rational(2), rational(4)]),
    /mul: the coefficient of x\^2 is 3; expected 4/,
  );
  assert.throws(() => compare("mul", got, [rational(1)]), /3 coefficients; expected 1/);
});

test("the zigzag numbers of tan are those of its closed form at x^9", () => {
  assert.equal(format(catalog.tan.exact(10)[9]), format(rational(7936n, exact.factorial(9))));
});

for (const threads of [1, 2, 3]) {
  for (const workload of ["product", "suite"] as const) {
    test(`${workload} on ${threads} threads: both modes, coefficients compared, fewer engine calls in user mode`, async () => {
      const job = { workload, threads, terms: workload === "product" ? 30 : 10 };
      const { rows, go } = await measure(job, 1, bothModes, () => {});
      assert.deepEqual(
        rows.map(({ mode }) => mode),
        ["kernel", "user"],
      );
      assert.ok(rows[1].engineCalls < rows[0].engineCalls, JSON.stringify(rows));
      assert.equal(go, undefined);
    });
  }
}

for (const workload of ["product", "suite"] as const) {
  test(`${workload} on local channels calls no engine`, async () => {
    const { rows } = await measure({ workload, threads: 1, terms: 12 }, 1, ["local"], () => {});
    assert.deepEqual(
      rows.map(({ mode, engineCalls }) => [mode, engineCalls]),
      [["local", 0]],
    );
  });
}

test("coefficients beyond 2^53 cross between threads, exactly", async () => {
  const values = exact.exponentialOfOnes(40);
  assert.equal(typeof values[39].num, "bigint");
  assert.equal(wordsFor(exact.counting(1000)), 0);
  const words = wordsFor(values);
  const pipe = asPipe(sharedPipe(words));
  const receiving = Promise.all(values.map(() => pipe.data.receive()));
  for (const value of values) await pipe.data.send(negate(value));
  compare("exp", (await receiving) as Rational[], values.map(negate));
  const beyond = rational(2n ** BigInt(64 * words - 1));
  assert.throws(() => pipe.data.trySend(beyond), /does not fit into \d+ words/);
  await assert.rejects(async () => pipe.data.send(beyond), RangeError);
  assert.ok(pipe.data.trySend(negate(beyond)) === false, "the least that fits, and nobody receives");
});

test("the suite goes on where coefficients pass 2^53", async () => {
  const { rows } = await measure({ workload: "suite", threads: 2, terms: 19 }, 1, bothModes, () => {});
  assert.equal(rows.length, 2);
});

test("Go: same coefficients, its times beside ours, and no comparison where an int64 overflows", async (t) => {
  const go = await Go.build();
  if (typeof go === "string") return t.skip(go);
  try {
    const suite = { workload: "suite", threads: 2, terms: 12 } as const;
    const expected = Object.values(catalog).map(({ exact }) => exact(12).map(format).join(" "));
    assert.deepEqual(await go.coefficients(suite), expected);
    const product = { workload: "product", threads: 1, terms: 21 } as const;
    assert.deepEqual(await go.coefficients(product), [exact.counting(21).map(format).join(" ")]);
    const { go: times } = await measure(product, 1, bothModes, () => {}, go);
    assert.deepEqual(Object.keys(times as object), ["user", "system", "real"]);
    const overflow = go.start({ ...suite, terms: 30 });
    assert.equal(await overflow.run(), null);
    assert.equal(await overflow.run(), null, "it has ended");
    overflow.stop();
  } finally {
    await go.dispose();
  }
});

test("without Go the table says so", async () => {
  const job = { workload: "product", threads: 1, terms: 10 } as const;
  const measurement = await measure(job, 1, [...bothModes, "local"], () => {});
  const text = report([measurement], "Go is not installed");
  assert.match(text, /Go is not installed: no comparison/);
  assert.match(text, /local/);
  const times = { user: 1, system: 0, real: measurement.rows[1].real * 2 };
  assert.match(
    report([{ ...measurement, go: times }], "go1"),
    /go1, GOMAXPROCS=1, product: 2.00 x the real time of user/,
  );
  assert.match(report([{ ...measurement, go: null }], "go1"), /an int64 overflows: no comparison/);
});

const cli = (file: string, ...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const path = fileURLToPath(new URL(`../../examples/powser/${file}`, import.meta.url));
    const child = execFile(process.execPath, [path, ...args], { timeout: 60_000 }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });

test("the coefficients of a series on one line", async () => {
  const { code, stdout, stderr } = await cli("coefficients.js", "--series", "tan", "--terms", "12");
  assert.deepEqual(
    { code, stdout, stderr },
    { code: 0, stdout: "0 1 0 1/3 0 2/15 0 17/315 0 62/2835 0 1382/155925\n", stderr: "" },
  );
});

test("the experiment's last line is its JSON", async () => {
  const { code, stdout } = await cli(
    "main.js",
    "--threads",
    "2",
    "--workload",
    "product",
    "--terms",
    "20",
    "--runs",
    "1",
    "--json",
  );
  assert.equal(code, 0);
  const { experiment, coefficients } = JSON.parse(stdout.trim().split("\n").at(-1) as string);
  assert.equal(coefficients, "ok");
  assert.equal(experiment.length, 2);
  for (const row of experiment) {
    assert.deepEqual(Object.keys(row), ["workload", "threads", "mode", "user", "system", "real", "engineCalls"]);
    assert.equal(row.threads, 2);
  }
});

test("arguments that can't be are errors that say what is expected", async () => {
  for (const [file, args, expected] of [
    ["coefficients.js", ["--series", "sin"], /unknown series "sin"; expected one of ones, /],
    ["coefficients.js", ["--series", "constructor"], /unknown series/],
    ["coefficients.js", ["--terms", "0"], /--terms 0; expected a whole number/],
    ["coefficients.js", ["--series", "exp", "--terms", "1000"], /--terms 1000; expected .* 1 to 200 for exp/],
    ["main.js", ["--threads", "0"], /--threads 0; expected/],
    ["main.js", ["--threads", "abc"], /--threads abc; expected a whole number from 1 to 64/],
    ["main.js", ["--threads", "-1"], /--threads -1; expected a whole number from 1 to 64/],
    ["main.js", ["--threads", "1,,2"], /--threads ; expected a whole number/],
    ["main.js", ["--runs", "-2.5"], /--runs -2.5; expected a whole number/],
    ["main.js", ["--workload", "x"], /--workload x; expected product or suite/],
    ["main.js", ["--workload", "suite", "--terms", "51"], /--terms 51; expected .* 1 to 50 for suite/],
    ["main.js", ["--nonsense"], /nonsense/],
  ] as const) {
    const { code, stderr } = await cli(file, ...args);
    assert.equal(code, 1, `${file} ${args}`);
    assert.match(stderr, expected);
  }
});
