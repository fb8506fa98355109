// What of the core is compiled to WebAssembly: what is called in hot loops, and the waits of what is held for microseconds. The rest (barriers,
// how event loops ask, the waits of a reader) runs the JavaScript build on the same words, which keeps the wasm under 4 KB.
export { channelDo, threadSleeps, threadTake, threadWakes } from "./channel.ts";
export { kernelAcquire, kernelRelease } from "./kernel.ts";
export { mutexLock, mutexTryLock, mutexUnlock } from "./mutex.ts";
export { noteSleep, noteTrySleep, noteWakeup } from "./note.ts";
export {
  plan9Lock,
  plan9TryLock,
  plan9Unlock,
  usemaAcquire,
  usemaRelease,
  usemaTryAcquire,
} from "./plan9.ts";
export { rwmutexTryLock, rwmutexTryShared, rwmutexUnlock, rwmutexUnlockShared } from "./rwmutex.ts";
export { semaphoreAcquire, semaphoreRelease, semaphoreTryAcquire } from "./semaphore.ts";
export { waitgroupAdd } from "./waitgroup.ts";
