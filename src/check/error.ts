import type { FailureKind } from "./failure.ts";
import { formatSchedule } from "./schedule.ts";
import type { System } from "./system.ts";
import { renderTrace, replay, type TraceStep } from "./trace.ts";

/** What a search found: the message is the whole story, `schedule` replays it. */
export class CheckError extends Error {
  override readonly name = "CheckError";
  readonly kind: FailureKind;
  readonly trace: readonly TraceStep[];
  /** For `check(program, { schedule })`. */
  readonly schedule: string;

  constructor(message: string, kind: FailureKind, trace: readonly TraceStep[], schedule: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.trace = trace;
    this.schedule = schedule;
  }
}

/** The error for the failure that `choices` leads to; undefined if it leads to none. */
export function checkError(
  system: System,
  choices: readonly number[],
  fallback?: { kind: FailureKind; text: string },
): CheckError | undefined {
  const { steps, failure = fallback, standing } = replay(system, choices);
  if (failure === undefined) return undefined;
  const schedule = formatSchedule(choices.slice(0, steps.length));
  const name = system.program.name === undefined ? "" : `${system.program.name}: `;
  const text = [
    `${name}${failure.kind}: ${failure.text}`,
    "",
    renderTrace(steps),
    "",
    ...standing,
    `schedule: "${schedule}"`,
  ].join("\n");
  return new CheckError(text, failure.kind, steps, schedule, "cause" in failure ? failure.cause : undefined);
}
