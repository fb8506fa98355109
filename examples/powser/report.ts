import { cpus } from "node:os";
import process from "node:process";
import Table from "cli-table3";
import type { Row } from "./experiment.ts";
import { ROUNDS } from "./local.ts";

/** The times of the 2008 commit, in seconds. */
const commit = { kernel: { user: 3.21, system: 2.58, real: 5.8 }, user: { user: 1.48, system: 0.05, real: 1.54 } };

/** What Go took, in ms: null where it is not installed. */
export interface GoTimes {
  version: string;
  /** null if an int64 overflows, which is all that it counts with. */
  suite: number | null;
}

/** The experiment beside the commit's own figures, and one thread beside Go. */
export function report(rows: readonly Row[], modes: number, local: number, go: GoTimes | null): string {
  const table = new Table({
    head: ["workload", "threads", "mode", "user", "system", "real", "engine calls"],
    colAligns: ["left", "right", "left", "right", "right", "right", "right"],
    style: { head: [], border: [] },
  });
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const seconds = (value: number) => `${value.toFixed(2)} s`;
  for (let i = 0; i < rows.length; i += modes) {
    const [kernel, user] = [rows[i], rows[i + 1]];
    for (const row of rows.slice(i, i + modes)) {
      table.push([row.workload, row.threads, row.mode, ms(row.user), ms(row.system), ms(row.real), row.engineCalls]);
    }
    const calls = kernel.engineCalls === 0 ? "-" : `${((100 * user.engineCalls) / kernel.engineCalls).toFixed(2)} %`;
    table.push([
      "",
      "",
      "ratio",
      times(kernel.user, user.user),
      times(kernel.system, user.system),
      times(kernel.real, user.real),
      calls,
    ]);
  }
  const { kernel, user } = commit;
  const was = "Go, 2008";
  table.push(
    [was, "", "before", seconds(kernel.user), seconds(kernel.system), seconds(kernel.real), ""],
    [was, "", "after", seconds(user.user), seconds(user.system), seconds(user.real), ""],
    [
      "",
      "",
      "ratio",
      times(kernel.user, user.user),
      times(kernel.system, user.system),
      times(kernel.real, user.real),
      "",
    ],
  );
  const suite = `all series of the suite, ${ROUNDS} times`;
  let beside = "Go is not installed: no comparison";
  if (go?.suite === null) beside = `${go.version}: an int64 overflows: no comparison`;
  else if (go) beside = `${go.version}, GOMAXPROCS=1: ${ms(go.suite)}, ${(go.suite / local).toFixed(2)} of this`;
  const machine = `node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}; medians; coefficients ok`;
  return `${table.toString()}\n${suite}, one thread, local channels: ${ms(local)} (${beside})\n${machine}`;
}

function times(kernel: number, user: number): string {
  // CPU time is counted in ticks of some ms: a median of no tick at all is nothing to divide by.
  return user === 0 ? "-" : `${(kernel / user).toFixed(2)} x`;
}
