// `npm run powser -- --series tan --terms 12`: the series' coefficients on one line.

import { cac } from "cac";
import { catalog, coefficients, compare } from "./catalog.ts";
import { format } from "./rational.ts";

const cli = cac("powser");
cli
  .command("", "Prints the coefficients of a power series, from a run of its processes")
  .option("--series <name>", `one of ${Object.keys(catalog).join(", ")}`, { default: "tan" })
  .option("--terms <n>", "how many", { default: 12 })
  .action(async ({ series, terms }: { series: string; terms: number }) => {
    if (!Object.hasOwn(catalog, series)) {
      throw new Error(`unknown series "${series}"; expected one of ${Object.keys(catalog).join(", ")}`);
    }
    if (!Number.isInteger(terms) || terms < 1) throw new Error(`--terms ${terms}; expected a whole number from 1`);
    const { start, exact } = catalog[series];
    const values = await coefficients(start(), terms);
    compare(series, values, exact(terms));
    console.log(values.map(format).join(" "));
  });
cli.help();

try {
  cli.parse(process.argv, { run: false });
  await cli.runMatchedCommand();
} catch (error) {
  console.error(`powser: ${(error as Error).message}`);
  process.exitCode = 1;
}
