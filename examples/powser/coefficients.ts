// `npm run powser -- --series tan --terms 12`: the series' coefficients on one line.

import { cac } from "cac";
import { catalog, coefficients, compare, MOST } from "./catalog.ts";
import { commandLine, runCommand, whole } from "./options.ts";
import { format } from "./rational.ts";

const names = Object.keys(catalog).join(", ");
const cli = cac("powser");
cli
  .command("", "Prints the coefficients of a power series, from a run of its processes")
  .option("--series <name>", `one of ${names}`, { default: "tan" })
  .option("--terms <n>", "how many", { default: 12 })
  .action(async (options: { series: string; terms: unknown }) => {
    const { series } = options;
    if (!Object.hasOwn(catalog, series)) throw new RangeError(`unknown series "${series}"; expected one of ${names}`);
    const { start, exact, most = MOST } = catalog[series];
    const terms = whole("--terms", options.terms, most, ` for ${series}`);
    const values = await coefficients(start(), terms);
    compare(series, values, exact(terms));
    console.log(values.map(format).join(" "));
  });
cli.help();

await runCommand(async () => {
  cli.parse(commandLine(), { run: false });
  await cli.runMatchedCommand();
});
