import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { catalog, coefficients, compare } from "../../examples/powser/catalog.ts";
import { factorial } from "../../examples/powser/exact.ts";
import { bothModes, measure } from "../../examples/powser/experiment.ts";
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
import { product, repeat, settled } from "../../examples/powser/series.ts";

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
  assert.equal(format(catalog.tan.exact(10)[9]), format(rational(7936n, factorial(9))));
});

for (const threads of [1, 2, 3]) {
  for (const workload of ["product", "suite"] as const) {
    test(`${workload} on ${threads} threads: both modes, coefficients compared, fewer engine calls in user mode`, async () => {
      const rows = await measure(workload, threads, workload === "product" ? 30 : 10, 1, bothModes, () => {});
      assert.deepEqual(
        rows.map(({ mode }) => mode),
        ["kernel", "user"],
      );
      assert.ok(rows[1].engineCalls < rows[0].engineCalls, JSON.stringify(rows));
    });
  }
}

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
    ["main.js", ["--threads", "0"], /--threads 0; expected/],
    ["main.js", ["--workload", "x"], /--workload x; expected product or suite/],
    ["main.js", ["--workload", "suite", "--terms", "40"], /beyond 2\^53/],
    ["main.js", ["--nonsense"], /nonsense/],
  ] as const) {
    const { code, stderr } = await cli(file, ...args);
    assert.equal(code, 1, `${file} ${args}`);
    assert.match(stderr, expected);
  }
});
