// `npm run bench -- <suite>`: the suites, by name.

import process from "node:process";
import { cac } from "cac";
import { coreCases } from "./core.ts";
import { runSuite } from "./harness.ts";
import { syncCases } from "./sync.ts";

const suites = { core: coreCases, sync: syncCases };

const cli = cac("npm run bench --");
cli
  .command("<suite>", `Measures a suite: ${Object.keys(suites).join(", ")}`)
  .option("--case <text>", "only cases whose name contains it")
  .option("--json", "end with one line of JSON")
  .action(async (suite: string, options: { case?: string; json?: boolean }) => {
    if (!Object.hasOwn(suites, suite)) {
      throw new Error(`unknown suite "${suite}"; expected one of ${Object.keys(suites).join(", ")}`);
    }
    const { cases, close } = await suites[suite as keyof typeof suites]();
    try {
      const chosen = cases.filter(({ name }) => name.includes(options.case ?? ""));
      if (chosen.length === 0) {
        const names = cases.map(({ name }) => `\n  ${name}`).join("");
        throw new Error(`no case of ${suite} has "${options.case}" in its name; expected part of one of${names}`);
      }
      await runSuite(suite, chosen, options.json === true);
    } finally {
      await close();
    }
  });
cli.help();

try {
  cli.parse(process.argv, { run: false });
  if (cli.matchedCommand === undefined && !cli.options.help)
    throw new Error(`no suite; expected one of ${Object.keys(suites).join(", ")}`);
  await cli.runMatchedCommand();
} catch (error) {
  console.error(`bench: ${(error as Error).message}`);
  process.exitCode = 1;
}
