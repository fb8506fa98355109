// What the core exports, to both builds.
export { barrierArrive, barrierArrived, barrierAsk, barrierLeave, barrierWait } from "./barrier.ts";
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
export { condEnter, condLeave, condNotify, condWait, condWaiters } from "./cond.ts";
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
export { mutexAsk, mutexLock, mutexOwner, mutexTryLock, mutexUnlock } from "./mutex.ts";
export { noteAsk, noteClear, noteSleep, noteTrySleep, noteWakeup } from "./note.ts";
export { onceAbandon, onceAsk, onceBegin, onceEnd, onceIsDone, onceRunner, onceTry } from "./once.ts";
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
  rwmutexReaders,
  rwmutexShared,
  rwmutexTryLock,
  rwmutexTryShared,
  rwmutexUnlock,
  rwmutexUnlockShared,
  rwmutexVouch,
  rwmutexWriter,
} from "./rwmutex.ts";
export {
  semaphoreAcquire,
  semaphoreAsk,
  semaphoreAvailable,
  semaphoreRelease,
  semaphoreTryAcquire,
} from "./semaphore.ts";
export { waitgroupAdd, waitgroupAsk, waitgroupCount, waitgroupOver, waitgroupWait } from "./waitgroup.ts";
