/// <reference lib="esnext.disposable" preserve="true" />
export { after } from "./channel/after.ts";
export { Channel, type ChannelOptions, type WaitOptions } from "./channel/channel.ts";
export { bool, type Codec, f32, f64, i32, i64, struct, u32, u64 } from "./channel/codec.ts";
export { blockWhenIdle } from "./channel/pump.ts";
export { select, trySelect } from "./channel/select.ts";
export { SharedChannel } from "./channel/shared.ts";
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
export { type Inspection, inspect, type Snapshot } from "./inspect.ts";
export { receive, share } from "./share.ts";
export { Barrier } from "./sync/barrier.ts";
export { Cond } from "./sync/cond.ts";
export { Mutex } from "./sync/mutex.ts";
export { Note } from "./sync/note.ts";
export { Once } from "./sync/once.ts";
export { RWMutex } from "./sync/rwmutex.ts";
export { type Permit, Semaphore } from "./sync/semaphore.ts";
export type { AsyncOptions } from "./sync/tasks.ts";
export { WaitGroup } from "./sync/waitgroup.ts";
export { go } from "./task/go.ts";
export { Group } from "./task/group.ts";
