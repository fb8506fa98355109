/** What a search can find. */
export type FailureKind =
  | "broken invariant"
  | "failed assertion"
  | "uncaught error"
  | "data race"
  | "deadlock"
  | "livelock"
  | "wrong final state"
  | "not linearizable"
  | "overtaking";

export interface Failure {
  readonly kind: FailureKind;
  readonly text: string;
  readonly cause?: unknown;
}

/** Calls a predicate of the program; answers what is wrong, if it says false or throws. */
export function judge(kind: FailureKind, predicate: () => unknown): Failure | undefined {
  try {
    return predicate() === false ? { kind, text: "answered false" } : undefined;
  } catch (cause) {
    return { kind, text: message(cause), cause };
  }
}

export function message(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
