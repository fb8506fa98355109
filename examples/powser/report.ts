import { cpus } from "node:os";
import process from "node:process";
import Table from "cli-table3";
import type { Measurement, Row } from "./experiment.ts";
import type { Times } from "./go.ts";
import type { Mode } from "./worker.ts";

/** The times of the 2008 commit, in ms. */
const before: Times = { user: 3210, system: 2580, real: 5800 };
const after: Times = { user: 1480, system: 50, real: 1540 };

/** The experiment beside the commit's own figures, and beside Go of today: `go` is its version, or why there is none. */
export function report(measurements: readonly Measurement[], go: string): string {
  const table = new Table({
    head: ["workload", "threads", "mode", "user", "system", "real", "engine calls"],
    colAligns: ["left", "right", "left", "right", "right", "right", "right"],
    style: { head: [], border: [] },
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  for (const { job, rows, go } of measurements) {
    const add = (mode: string, taken: Times, calls: number | "") =>
      table.push([job.workload, job.threads, mode, ...times(taken, ms), calls]);
    const kernel = rowOf(rows, "kernel");
    const user = rowOf(rows, "user");
    for (const row of rows) if (row.mode !== "local") add(row.mode, row, row.engineCalls);
    if (kernel && user) table.push(["", "", "ratio", ...ratios(kernel, user), part(user, kernel)]);
    const local = rowOf(rows, "local");
    if (local) add("local", local, local.engineCalls);
    if (go) add("go", go, "");
  }
  table.push(["Go, 2008", "", "before", ...times(before, seconds), ""]);
  table.push(["Go, 2008", "", "after", ...times(after, seconds), ""]);
  table.push(["", "", "ratio", ...ratios(before, after), ""]);
  const foreign = Math.max(...measurements.map((measurement) => measurement.foreign)).toFixed(2);
  const machine = `node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}, up to ${foreign} busy with other programs`;
  const compared = measurements.flatMap((measurement) => besideGo(measurement, go));
  return [
    table.toString(),
    ...(compared.length > 0 ? compared : [`${go}: no comparison`]),
    `${machine}; medians; coefficients ok`,
  ].join("\n");
}

function besideGo({ job, rows, go }: Measurement, version: string): string[] {
  if (go === undefined) return [];
  const what = `${version}, GOMAXPROCS=${job.threads}, ${job.workload}`;
  if (go === null) return [`${what}: an int64 overflows: no comparison`];
  const compared = (["user", "local"] as const).flatMap((mode) => {
    const row = rowOf(rows, mode);
    return row ? `${ratio(go.real, row.real)} the real time of ${mode}` : [];
  });
  return [`${what}: ${compared.join(", ")}`];
}

function rowOf(rows: readonly Row[], mode: Mode): Row | undefined {
  return rows.find((row) => row.mode === mode);
}

function times({ user, system, real }: Times, text: (ms: number) => string): string[] {
  return [text(user), text(system), text(real)];
}

function ratios(kernel: Times, user: Times): string[] {
  return [ratio(kernel.user, user.user), ratio(kernel.system, user.system), ratio(kernel.real, user.real)];
}

function ratio(kernel: number, user: number): string {
  // CPU time is counted in ticks of some ms: a median of no tick at all is nothing to divide by.
  return user === 0 ? "-" : `${(kernel / user).toFixed(2)} x`;
}

function part(user: Row, kernel: Row): string {
  return kernel.engineCalls === 0 ? "-" : `${((100 * user.engineCalls) / kernel.engineCalls).toFixed(2)} %`;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

function seconds(value: number): string {
  return `${(value / 1000).toFixed(2)} s`;
}
