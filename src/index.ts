export {
  ClosedError,
  DeadlockError,
  DetachedError,
  DoubleWakeupError,
  NotOwnerError,
  OverflowError,
  UsemaError,
} from "./errors.ts";
export type { ObjectOptions } from "./heap/location.ts";
export { stats } from "./heap/stats.ts";
export type { Stats } from "./heap/threads.ts";
export { receive, share } from "./share.ts";
export { Note } from "./sync/note.ts";
export { type Permit, Semaphore } from "./sync/semaphore.ts";
export type { AsyncOptions } from "./sync/waiting.ts";
