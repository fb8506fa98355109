export { check } from "./check.ts";
export { CheckError } from "./error.ts";
export type { FailureKind } from "./failure.ts";
export { type History, linearizable } from "./linearizable.ts";
export type {
  Options,
  Program,
  RandomOptions,
  RandomResult,
  Result,
  Specification,
  Thread,
  ThreadBody,
} from "./program.ts";
export { checkRandom } from "./random.ts";
export type { TraceStep } from "./trace.ts";
