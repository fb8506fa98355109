// Generated from src/core by `npm run build:wasm`.
import * as js from "../index.ts";

/** Where an object lives: the words of its buffer, or 0 for the heap under the WebAssembly build. */
export type Place = Int32Array<ArrayBufferLike> | 0;

let heap: Int32Array<ArrayBufferLike>;

export function barrierArrive(m: Place, p: number) {
  return js.barrierArrive(m === 0 ? heap : m, p);
}

export function barrierArrived(m: Place, p: number) {
  return js.barrierArrived(m === 0 ? heap : m, p);
}

export function barrierAsk(m: Place, p: number, a: number) {
  return js.barrierAsk(m === 0 ? heap : m, p, a);
}

export function barrierLeave(m: Place, p: number, a: number) {
  return js.barrierLeave(m === 0 ? heap : m, p, a);
}

export function barrierWait(m: Place, p: number, a: number, b: number, c: number) {
  return js.barrierWait(m === 0 ? heap : m, p, a, b, c);
}

export function channelClose(m: Place, p: number, a: number) {
  return js.channelClose(m === 0 ? heap : m, p, a);
}

export function channelCount(m: Place, p: number, a: number) {
  return js.channelCount(m === 0 ? heap : m, p, a);
}

let channelDoWasm = js.channelDo;
export function channelDo(m: Place, p: number, a: number, b: number, c: number, d: number) {
  return m === 0 ? channelDoWasm(0 as never, p, a, b, c, d) : js.channelDo(m, p, a, b, c, d);
}

export function channelLock(m: Place, p: number, a: number) {
  return js.channelLock(m === 0 ? heap : m, p, a);
}

export function channelQueue(m: Place, p: number, a: number, b: number) {
  return js.channelQueue(m === 0 ? heap : m, p, a, b);
}

export function channelReceive(m: Place, p: number, a: number) {
  return js.channelReceive(m === 0 ? heap : m, p, a);
}

export function channelSend(m: Place, p: number, a: number) {
  return js.channelSend(m === 0 ? heap : m, p, a);
}

export function channelUnlock(m: Place, p: number, a: number) {
  return js.channelUnlock(m === 0 ? heap : m, p, a);
}

export function channelWake(m: Place, p: number, a: number) {
  return js.channelWake(m === 0 ? heap : m, p, a);
}

export function channelWithdraw(m: Place, p: number) {
  return js.channelWithdraw(m === 0 ? heap : m, p);
}

export function condEnter(m: Place, p: number) {
  return js.condEnter(m === 0 ? heap : m, p);
}

export function condLeave(m: Place, p: number) {
  return js.condLeave(m === 0 ? heap : m, p);
}

export function condNotify(m: Place, p: number, a: number) {
  return js.condNotify(m === 0 ? heap : m, p, a);
}

export function condWait(m: Place, p: number, a: number, b: number, c: number) {
  return js.condWait(m === 0 ? heap : m, p, a, b, c);
}

export function condWaiters(m: Place, p: number) {
  return js.condWaiters(m === 0 ? heap : m, p);
}

let kernelAcquireWasm = js.kernelAcquire;
export function kernelAcquire(m: Place, p: number, a: number) {
  return m === 0 ? kernelAcquireWasm(0 as never, p, a) : js.kernelAcquire(m, p, a);
}

export function kernelLock(m: Place, p: number, a: number) {
  return js.kernelLock(m === 0 ? heap : m, p, a);
}

export function kernelLockTry(m: Place, p: number) {
  return js.kernelLockTry(m === 0 ? heap : m, p);
}

export function kernelNoteClear(m: Place, p: number) {
  return js.kernelNoteClear(m === 0 ? heap : m, p);
}

export function kernelNoteSleep(m: Place, p: number, a: number) {
  return js.kernelNoteSleep(m === 0 ? heap : m, p, a);
}

export function kernelNoteWakeup(m: Place, p: number) {
  return js.kernelNoteWakeup(m === 0 ? heap : m, p);
}

let kernelReleaseWasm = js.kernelRelease;
export function kernelRelease(m: Place, p: number) {
  return m === 0 ? kernelReleaseWasm(0 as never, p) : js.kernelRelease(m, p);
}

export function kernelTryAcquire(m: Place, p: number) {
  return js.kernelTryAcquire(m === 0 ? heap : m, p);
}

export function kernelUnlock(m: Place, p: number) {
  return js.kernelUnlock(m === 0 ? heap : m, p);
}

export function mutexAsk(m: Place, p: number, a: number) {
  return js.mutexAsk(m === 0 ? heap : m, p, a);
}

let mutexLockWasm = js.mutexLock;
export function mutexLock(m: Place, p: number, a: number, b: number, c: number) {
  return m === 0 ? mutexLockWasm(0 as never, p, a, b, c) : js.mutexLock(m, p, a, b, c);
}

export function mutexOwner(m: Place, p: number) {
  return js.mutexOwner(m === 0 ? heap : m, p);
}

let mutexTryLockWasm = js.mutexTryLock;
export function mutexTryLock(m: Place, p: number, a: number, b: number) {
  return m === 0 ? mutexTryLockWasm(0 as never, p, a, b) : js.mutexTryLock(m, p, a, b);
}

let mutexUnlockWasm = js.mutexUnlock;
export function mutexUnlock(m: Place, p: number, a: number) {
  return m === 0 ? mutexUnlockWasm(0 as never, p, a) : js.mutexUnlock(m, p, a);
}

export function noteAsk(m: Place, p: number) {
  return js.noteAsk(m === 0 ? heap : m, p);
}

export function noteClear(m: Place, p: number) {
  return js.noteClear(m === 0 ? heap : m, p);
}

let noteSleepWasm = js.noteSleep;
export function noteSleep(m: Place, p: number, a: number) {
  return m === 0 ? noteSleepWasm(0 as never, p, a) : js.noteSleep(m, p, a);
}

let noteTrySleepWasm = js.noteTrySleep;
export function noteTrySleep(m: Place, p: number) {
  return m === 0 ? noteTrySleepWasm(0 as never, p) : js.noteTrySleep(m, p);
}

let noteWakeupWasm = js.noteWakeup;
export function noteWakeup(m: Place, p: number) {
  return m === 0 ? noteWakeupWasm(0 as never, p) : js.noteWakeup(m, p);
}

export function onceAbandon(m: Place, p: number, a: number) {
  return js.onceAbandon(m === 0 ? heap : m, p, a);
}

export function onceAsk(m: Place, p: number) {
  return js.onceAsk(m === 0 ? heap : m, p);
}

export function onceBegin(m: Place, p: number, a: number, b: number) {
  return js.onceBegin(m === 0 ? heap : m, p, a, b);
}

export function onceEnd(m: Place, p: number, a: number) {
  return js.onceEnd(m === 0 ? heap : m, p, a);
}

export function onceIsDone(m: Place, p: number) {
  return js.onceIsDone(m === 0 ? heap : m, p);
}

export function onceRunner(m: Place, p: number) {
  return js.onceRunner(m === 0 ? heap : m, p);
}

export function onceTry(m: Place, p: number, a: number) {
  return js.onceTry(m === 0 ? heap : m, p, a);
}

let plan9LockWasm = js.plan9Lock;
export function plan9Lock(m: Place, p: number, a: number) {
  return m === 0 ? plan9LockWasm(0 as never, p, a) : js.plan9Lock(m, p, a);
}

export function plan9NoteClear(m: Place, p: number) {
  return js.plan9NoteClear(m === 0 ? heap : m, p);
}

export function plan9NoteSleep(m: Place, p: number, a: number) {
  return js.plan9NoteSleep(m === 0 ? heap : m, p, a);
}

export function plan9NoteWakeup(m: Place, p: number) {
  return js.plan9NoteWakeup(m === 0 ? heap : m, p);
}

let plan9TryLockWasm = js.plan9TryLock;
export function plan9TryLock(m: Place, p: number) {
  return m === 0 ? plan9TryLockWasm(0 as never, p) : js.plan9TryLock(m, p);
}

let plan9UnlockWasm = js.plan9Unlock;
export function plan9Unlock(m: Place, p: number) {
  return m === 0 ? plan9UnlockWasm(0 as never, p) : js.plan9Unlock(m, p);
}

export function rwmutexAsk(m: Place, p: number, a: number, b: number) {
  return js.rwmutexAsk(m === 0 ? heap : m, p, a, b);
}

export function rwmutexLeave(m: Place, p: number) {
  return js.rwmutexLeave(m === 0 ? heap : m, p);
}

export function rwmutexLock(m: Place, p: number, a: number, b: number, c: number) {
  return js.rwmutexLock(m === 0 ? heap : m, p, a, b, c);
}

export function rwmutexReaders(m: Place, p: number) {
  return js.rwmutexReaders(m === 0 ? heap : m, p);
}

export function rwmutexShared(m: Place, p: number, a: number, b: number, c: number) {
  return js.rwmutexShared(m === 0 ? heap : m, p, a, b, c);
}

let rwmutexTryLockWasm = js.rwmutexTryLock;
export function rwmutexTryLock(m: Place, p: number, a: number, b: number) {
  return m === 0 ? rwmutexTryLockWasm(0 as never, p, a, b) : js.rwmutexTryLock(m, p, a, b);
}

let rwmutexTrySharedWasm = js.rwmutexTryShared;
export function rwmutexTryShared(m: Place, p: number, a: number, b: number) {
  return m === 0 ? rwmutexTrySharedWasm(0 as never, p, a, b) : js.rwmutexTryShared(m, p, a, b);
}

let rwmutexUnlockWasm = js.rwmutexUnlock;
export function rwmutexUnlock(m: Place, p: number, a: number) {
  return m === 0 ? rwmutexUnlockWasm(0 as never, p, a) : js.rwmutexUnlock(m, p, a);
}

let rwmutexUnlockSharedWasm = js.rwmutexUnlockShared;
export function rwmutexUnlockShared(m: Place, p: number) {
  return m === 0 ? rwmutexUnlockSharedWasm(0 as never, p) : js.rwmutexUnlockShared(m, p);
}

export function rwmutexVouch(m: Place, p: number) {
  return js.rwmutexVouch(m === 0 ? heap : m, p);
}

export function rwmutexWriter(m: Place, p: number) {
  return js.rwmutexWriter(m === 0 ? heap : m, p);
}

let semaphoreAcquireWasm = js.semaphoreAcquire;
export function semaphoreAcquire(m: Place, p: number, a: number, b: number, c: number) {
  return m === 0 ? semaphoreAcquireWasm(0 as never, p, a, b, c) : js.semaphoreAcquire(m, p, a, b, c);
}

export function semaphoreAsk(m: Place, p: number, a: number, b: number) {
  return js.semaphoreAsk(m === 0 ? heap : m, p, a, b);
}

export function semaphoreAvailable(m: Place, p: number) {
  return js.semaphoreAvailable(m === 0 ? heap : m, p);
}

let semaphoreReleaseWasm = js.semaphoreRelease;
export function semaphoreRelease(m: Place, p: number, a: number) {
  return m === 0 ? semaphoreReleaseWasm(0 as never, p, a) : js.semaphoreRelease(m, p, a);
}

let semaphoreTryAcquireWasm = js.semaphoreTryAcquire;
export function semaphoreTryAcquire(m: Place, p: number, a: number, b: number) {
  return m === 0 ? semaphoreTryAcquireWasm(0 as never, p, a, b) : js.semaphoreTryAcquire(m, p, a, b);
}

let threadSleepsWasm = js.threadSleeps;
export function threadSleeps(m: Place, p: number) {
  return m === 0 ? threadSleepsWasm(0 as never, p) : js.threadSleeps(m, p);
}

let threadTakeWasm = js.threadTake;
export function threadTake(m: Place, p: number) {
  return m === 0 ? threadTakeWasm(0 as never, p) : js.threadTake(m, p);
}

let threadWakesWasm = js.threadWakes;
export function threadWakes(m: Place, p: number) {
  return m === 0 ? threadWakesWasm(0 as never, p) : js.threadWakes(m, p);
}

let usemaAcquireWasm = js.usemaAcquire;
export function usemaAcquire(m: Place, p: number, a: number) {
  return m === 0 ? usemaAcquireWasm(0 as never, p, a) : js.usemaAcquire(m, p, a);
}

let usemaReleaseWasm = js.usemaRelease;
export function usemaRelease(m: Place, p: number) {
  return m === 0 ? usemaReleaseWasm(0 as never, p) : js.usemaRelease(m, p);
}

let usemaTryAcquireWasm = js.usemaTryAcquire;
export function usemaTryAcquire(m: Place, p: number) {
  return m === 0 ? usemaTryAcquireWasm(0 as never, p) : js.usemaTryAcquire(m, p);
}

let waitgroupAddWasm = js.waitgroupAdd;
export function waitgroupAdd(m: Place, p: number, a: number) {
  return m === 0 ? waitgroupAddWasm(0 as never, p, a) : js.waitgroupAdd(m, p, a);
}

export function waitgroupAsk(m: Place, p: number) {
  return js.waitgroupAsk(m === 0 ? heap : m, p);
}

export function waitgroupCount(m: Place, p: number) {
  return js.waitgroupCount(m === 0 ? heap : m, p);
}

export function waitgroupOver(m: Place, p: number, a: number) {
  return js.waitgroupOver(m === 0 ? heap : m, p, a);
}

export function waitgroupWait(m: Place, p: number, a: number) {
  return js.waitgroupWait(m === 0 ? heap : m, p, a);
}

/** Lets the bindings call these exports, an instance over the heap, wherever `m` is 0. */
export function bind(exports: WebAssembly.Exports, words: Int32Array<ArrayBufferLike>): void {
  heap = words;
  channelDoWasm = exports._0 as typeof js.channelDo;
  kernelAcquireWasm = exports._1 as typeof js.kernelAcquire;
  kernelReleaseWasm = exports._2 as typeof js.kernelRelease;
  mutexLockWasm = exports._3 as typeof js.mutexLock;
  mutexTryLockWasm = exports._4 as typeof js.mutexTryLock;
  mutexUnlockWasm = exports._5 as typeof js.mutexUnlock;
  noteSleepWasm = exports._6 as typeof js.noteSleep;
  noteTrySleepWasm = exports._7 as typeof js.noteTrySleep;
  noteWakeupWasm = exports._8 as typeof js.noteWakeup;
  plan9LockWasm = exports._9 as typeof js.plan9Lock;
  plan9TryLockWasm = exports._a as typeof js.plan9TryLock;
  plan9UnlockWasm = exports._b as typeof js.plan9Unlock;
  rwmutexTryLockWasm = exports._c as typeof js.rwmutexTryLock;
  rwmutexTrySharedWasm = exports._d as typeof js.rwmutexTryShared;
  rwmutexUnlockWasm = exports._e as typeof js.rwmutexUnlock;
  rwmutexUnlockSharedWasm = exports._f as typeof js.rwmutexUnlockShared;
  semaphoreAcquireWasm = exports._g as typeof js.semaphoreAcquire;
  semaphoreReleaseWasm = exports._h as typeof js.semaphoreRelease;
  semaphoreTryAcquireWasm = exports._i as typeof js.semaphoreTryAcquire;
  threadSleepsWasm = exports._j as typeof js.threadSleeps;
  threadTakeWasm = exports._k as typeof js.threadTake;
  threadWakesWasm = exports._l as typeof js.threadWakes;
  usemaAcquireWasm = exports._m as typeof js.usemaAcquire;
  usemaReleaseWasm = exports._n as typeof js.usemaRelease;
  usemaTryAcquireWasm = exports._o as typeof js.usemaTryAcquire;
  waitgroupAddWasm = exports._p as typeof js.waitgroupAdd;
}
