import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { generator } from "../../src/check/random.ts";
import { agreement } from "./agreement.ts";

const built = new URL("../../src/check/", import.meta.url);
const scratch = fileURLToPath(new URL("scratch/", import.meta.url));

function folder(name: string): string {
  const path = `${scratch}${name}`;
  mkdirSync(path, { recursive: true });
  return path;
}

test("hashed, unhashed and brute-force search end in the same states, on 200 random programs", async () => {
  const { compared, finals, difference } = await agreement(built, generator(2008), 200, folder("agreement"));
  assert.equal(difference, undefined);
  assert.equal(compared, 200);
  assert.ok(finals > 2 * compared, `only ${finals} final states`);
});

/** What the checker's soundness stands on, each taken away in a copy. */
const mutations: readonly (readonly [rule: string, file: string, from: string, to: string])[] = [
  [
    "a loop's state is the values of its live locals",
    "marks",
    "this.#replace(frame, place, locals())",
    "this.#replace(frame, place, [])",
  ],
  ["a function may change what it captured or was given", "marks", "[values, held, outside()]", "[values]"],
  ["what a function returned is part of the state", "marks", '"r", [result]', '"r", []'],
  ["an iterator's position is in no variable", "transform", 'node.type === "ForOfStatement" ||', ""],
  ["code in a loop around may run again", "transform", "context.loopStart ?? node.start", "node.end"],
  ["a variable may be hidden by another of its name", "transform", ".size < live.length", ".size < 0"],
  ["equal hashes are not equal states", "states", "while (i < width &&", "while (++i < width - 1 &&"],
  ["a wait sleeps only if the word has the value", "system", "state[operation.index] !== operation.a", "false"],
  ["a finite wait may time out", "system", "operation.b === FOR_A_TIME", "false"],
  ["threads that change names change places in the queue", "layout", "state[at] = other + 1", "state[at] = one + 1"],
  [
    "a spurious wake-up is a wake-up",
    "system",
    "this.#advance(state, thread, OK)",
    "this.#advance(state, thread, TIMED_OUT)",
  ],
  ["every thread's step is a choice", "explore", "i < choices.length", "i < 1"],
];

for (const [rule, file, from, to] of mutations) {
  test(`without a rule the searches disagree: ${rule}`, async () => {
    const mutant = folder(`mutant-${mutations.findIndex((each) => each[0] === rule)}`);
    cpSync(built, mutant, { recursive: true });
    const text = readFileSync(`${mutant}/${file}.js`, "utf8");
    assert.ok(text.includes(from), `${file}.js has no ${from}`);
    writeFileSync(`${mutant}/${file}.js`, text.replace(from, to));
    const checker = new URL(`file://${mutant}/`);
    const { difference, compared } = await agreement(checker, generator(2008), 200, folder(`${file}-programs`));
    assert.ok(difference, `${compared} programs, and nobody noticed`);
  });
}
