// `npm test [-- filter…]`: runs every compiled *.test.js (whose path contains a filter, if given) and ends with "N passed, N failed".
import { readdirSync } from "node:fs";
import { relative } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../test/", import.meta.url));
const filters = process.argv.slice(2);
const files = (readdirSync(root, { recursive: true }) as string[])
  .filter(
    (file) => file.endsWith(".test.js") && (filters.length === 0 || filters.some((filter) => file.includes(filter))),
  )
  .map((file) => root + file)
  .sort();

let passed = 0;
let failed = 0;
let skipped = 0;
// A file that hangs is a failure with the file's name, not a hang of the run.
const events = run({ files, concurrency: 2, timeout: 300_000 });
// Node 20 reports each file as a test around its tests; newer versions don't. Neither is counted unless it failed by itself.
const isFile = (name: string) => name.endsWith(".test.js");
events.on("test:pass", ({ name, details, skip }) => {
  if (skip) {
    skipped++;
    console.log(`SKIPPED ${name}: ${skip}`);
  } else if (details.type !== "suite" && !isFile(name)) passed++;
});
events.on("test:fail", ({ name, details }) => {
  const inner = (details.error as { failureType?: string }).failureType === "subtestsFailed";
  if (details.type !== "suite" && !(isFile(name) && inner)) {
    failed++;
    console.log(`FAILED ${name.startsWith(root) ? relative(root, name) : name}`);
  }
});
events.compose(new spec()).pipe(process.stdout);
events.on("end", () => {
  process.exitCode = failed > 0 || passed + skipped === 0 ? 1 : 0;
});
process.on("exit", () => console.log(`${passed} passed, ${failed} failed`));
