// What the core exports, to both builds.
export { barrierArrive, barrierAsk, barrierLeave, barrierWait } from "./barrier.ts";
export {
  channelClose,
  channelCount,
  channelDo,
  channelLock,
  channelQueue,
  channelReceive,
  channelSend,
  channelUnlock,
  channelWake,
  channelWithdraw,
  threadSleeps,
  threadTake,
  threadWakes,
} from "./channel.ts";
export { condEnter, condLeave, condNotify, condWait } from "./cond.ts";
export {
  kernelAcquire,
  kernelLock,
  kernelLockTry,
  kernelNoteClear,
  kernelNoteSleep,
  kernelNoteWakeup,
  kernelRelease,
  kernelTryAcquire,
  kernelUnlock,
} from "./kernel.ts";
export { mutexAsk, mutexLock, mutexTryLock, mutexUnlock } from "./mutex.ts";
export { noteAsk, noteClear, noteSleep, noteTrySleep, noteWakeup } from "./note.ts";
export { onceAsk, onceBegin, onceEnd, onceTry } from "./once.ts";
export {
  plan9Lock,
  plan9NoteClear,
  plan9NoteSleep,
  plan9NoteWakeup,
  plan9TryLock,
  plan9Unlock,
  usemaAcquire,
  usemaRelease,
  usemaTryAcquire,
} from "./plan9.ts";
export {
  rwmutexAsk,
  rwmutexLeave,
  rwmutexLock,
  rwmutexShared,
  rwmutexTryLock,
  rwmutexTryShared,
  rwmutexUnlock,
  rwmutexUnlockShared,
  rwmutexVouch,
} from "./rwmutex.ts";
export {
  semaphoreAcquire,
  semaphoreAsk,
  semaphoreAvailable,
  semaphoreRelease,
  semaphoreTryAcquire,
} from "./semaphore.ts";
export { waitgroupAdd, waitgroupAsk, waitgroupWait } from "./waitgroup.ts";
