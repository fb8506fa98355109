// What the core exports, to both builds.
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
export { noteAsk, noteClear, noteSleep, noteTrySleep, noteWakeup } from "./note.ts";
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
export { semaphoreAcquire, semaphoreAsk, semaphoreRelease, semaphoreTryAcquire } from "./semaphore.ts";
