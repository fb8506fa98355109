// Generated from src/core by `npm run build:wasm`.
import * as js from "../index.ts";

/** Where an object lives: the words of its buffer, or 0 for the heap under the WebAssembly build. */
export type Place = Int32Array<ArrayBufferLike> | 0;

let channelCloseWasm = js.channelClose;
export function channelClose(m: Place, p: number, a: number) {
  return m === 0 ? channelCloseWasm(0 as never, p, a) : js.channelClose(m, p, a);
}

let channelCountWasm = js.channelCount;
export function channelCount(m: Place, p: number, a: number) {
  return m === 0 ? channelCountWasm(0 as never, p, a) : js.channelCount(m, p, a);
}

let channelDoWasm = js.channelDo;
export function channelDo(m: Place, p: number, a: number, b: number, c: number, d: number) {
  return m === 0 ? channelDoWasm(0 as never, p, a, b, c, d) : js.channelDo(m, p, a, b, c, d);
}

let channelLockWasm = js.channelLock;
export function channelLock(m: Place, p: number, a: number) {
  return m === 0 ? channelLockWasm(0 as never, p, a) : js.channelLock(m, p, a);
}

let channelQueueWasm = js.channelQueue;
export function channelQueue(m: Place, p: number, a: number, b: number) {
  return m === 0 ? channelQueueWasm(0 as never, p, a, b) : js.channelQueue(m, p, a, b);
}

let channelReceiveWasm = js.channelReceive;
export function channelReceive(m: Place, p: number, a: number) {
  return m === 0 ? channelReceiveWasm(0 as never, p, a) : js.channelReceive(m, p, a);
}

let channelSendWasm = js.channelSend;
export function channelSend(m: Place, p: number, a: number) {
  return m === 0 ? channelSendWasm(0 as never, p, a) : js.channelSend(m, p, a);
}

let channelUnlockWasm = js.channelUnlock;
export function channelUnlock(m: Place, p: number, a: number) {
  return m === 0 ? channelUnlockWasm(0 as never, p, a) : js.channelUnlock(m, p, a);
}

let channelWakeWasm = js.channelWake;
export function channelWake(m: Place, p: number, a: number) {
  return m === 0 ? channelWakeWasm(0 as never, p, a) : js.channelWake(m, p, a);
}

let channelWithdrawWasm = js.channelWithdraw;
export function channelWithdraw(m: Place, p: number) {
  return m === 0 ? channelWithdrawWasm(0 as never, p) : js.channelWithdraw(m, p);
}

let kernelAcquireWasm = js.kernelAcquire;
export function kernelAcquire(m: Place, p: number, a: number) {
  return m === 0 ? kernelAcquireWasm(0 as never, p, a) : js.kernelAcquire(m, p, a);
}

let kernelLockWasm = js.kernelLock;
export function kernelLock(m: Place, p: number, a: number) {
  return m === 0 ? kernelLockWasm(0 as never, p, a) : js.kernelLock(m, p, a);
}

let kernelLockTryWasm = js.kernelLockTry;
export function kernelLockTry(m: Place, p: number) {
  return m === 0 ? kernelLockTryWasm(0 as never, p) : js.kernelLockTry(m, p);
}

let kernelNoteClearWasm = js.kernelNoteClear;
export function kernelNoteClear(m: Place, p: number) {
  return m === 0 ? kernelNoteClearWasm(0 as never, p) : js.kernelNoteClear(m, p);
}

let kernelNoteSleepWasm = js.kernelNoteSleep;
export function kernelNoteSleep(m: Place, p: number, a: number) {
  return m === 0 ? kernelNoteSleepWasm(0 as never, p, a) : js.kernelNoteSleep(m, p, a);
}

let kernelNoteWakeupWasm = js.kernelNoteWakeup;
export function kernelNoteWakeup(m: Place, p: number) {
  return m === 0 ? kernelNoteWakeupWasm(0 as never, p) : js.kernelNoteWakeup(m, p);
}

let kernelReleaseWasm = js.kernelRelease;
export function kernelRelease(m: Place, p: number) {
  return m === 0 ? kernelReleaseWasm(0 as never, p) : js.kernelRelease(m, p);
}

let kernelTryAcquireWasm = js.kernelTryAcquire;
export function kernelTryAcquire(m: Place, p: number) {
  return m === 0 ? kernelTryAcquireWasm(0 as never, p) : js.kernelTryAcquire(m, p);
}

let kernelUnlockWasm = js.kernelUnlock;
export function kernelUnlock(m: Place, p: number) {
  return m === 0 ? kernelUnlockWasm(0 as never, p) : js.kernelUnlock(m, p);
}

let noteAskWasm = js.noteAsk;
export function noteAsk(m: Place, p: number) {
  return m === 0 ? noteAskWasm(0 as never, p) : js.noteAsk(m, p);
}

let noteClearWasm = js.noteClear;
export function noteClear(m: Place, p: number) {
  return m === 0 ? noteClearWasm(0 as never, p) : js.noteClear(m, p);
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

let plan9LockWasm = js.plan9Lock;
export function plan9Lock(m: Place, p: number, a: number) {
  return m === 0 ? plan9LockWasm(0 as never, p, a) : js.plan9Lock(m, p, a);
}

let plan9NoteClearWasm = js.plan9NoteClear;
export function plan9NoteClear(m: Place, p: number) {
  return m === 0 ? plan9NoteClearWasm(0 as never, p) : js.plan9NoteClear(m, p);
}

let plan9NoteSleepWasm = js.plan9NoteSleep;
export function plan9NoteSleep(m: Place, p: number, a: number) {
  return m === 0 ? plan9NoteSleepWasm(0 as never, p, a) : js.plan9NoteSleep(m, p, a);
}

let plan9NoteWakeupWasm = js.plan9NoteWakeup;
export function plan9NoteWakeup(m: Place, p: number) {
  return m === 0 ? plan9NoteWakeupWasm(0 as never, p) : js.plan9NoteWakeup(m, p);
}

let plan9TryLockWasm = js.plan9TryLock;
export function plan9TryLock(m: Place, p: number) {
  return m === 0 ? plan9TryLockWasm(0 as never, p) : js.plan9TryLock(m, p);
}

let plan9UnlockWasm = js.plan9Unlock;
export function plan9Unlock(m: Place, p: number) {
  return m === 0 ? plan9UnlockWasm(0 as never, p) : js.plan9Unlock(m, p);
}

let semaphoreAcquireWasm = js.semaphoreAcquire;
export function semaphoreAcquire(m: Place, p: number, a: number, b: number) {
  return m === 0 ? semaphoreAcquireWasm(0 as never, p, a, b) : js.semaphoreAcquire(m, p, a, b);
}

let semaphoreAskWasm = js.semaphoreAsk;
export function semaphoreAsk(m: Place, p: number, a: number) {
  return m === 0 ? semaphoreAskWasm(0 as never, p, a) : js.semaphoreAsk(m, p, a);
}

let semaphoreReleaseWasm = js.semaphoreRelease;
export function semaphoreRelease(m: Place, p: number, a: number) {
  return m === 0 ? semaphoreReleaseWasm(0 as never, p, a) : js.semaphoreRelease(m, p, a);
}

let semaphoreTryAcquireWasm = js.semaphoreTryAcquire;
export function semaphoreTryAcquire(m: Place, p: number, a: number) {
  return m === 0 ? semaphoreTryAcquireWasm(0 as never, p, a) : js.semaphoreTryAcquire(m, p, a);
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

/** Lets the bindings call these exports, an instance over the heap, wherever `m` is 0. */
export function bind(exports: WebAssembly.Exports): void {
  channelCloseWasm = exports._0 as typeof js.channelClose;
  channelCountWasm = exports._1 as typeof js.channelCount;
  channelDoWasm = exports._2 as typeof js.channelDo;
  channelLockWasm = exports._3 as typeof js.channelLock;
  channelQueueWasm = exports._4 as typeof js.channelQueue;
  channelReceiveWasm = exports._5 as typeof js.channelReceive;
  channelSendWasm = exports._6 as typeof js.channelSend;
  channelUnlockWasm = exports._7 as typeof js.channelUnlock;
  channelWakeWasm = exports._8 as typeof js.channelWake;
  channelWithdrawWasm = exports._9 as typeof js.channelWithdraw;
  kernelAcquireWasm = exports._a as typeof js.kernelAcquire;
  kernelLockWasm = exports._b as typeof js.kernelLock;
  kernelLockTryWasm = exports._c as typeof js.kernelLockTry;
  kernelNoteClearWasm = exports._d as typeof js.kernelNoteClear;
  kernelNoteSleepWasm = exports._e as typeof js.kernelNoteSleep;
  kernelNoteWakeupWasm = exports._f as typeof js.kernelNoteWakeup;
  kernelReleaseWasm = exports._g as typeof js.kernelRelease;
  kernelTryAcquireWasm = exports._h as typeof js.kernelTryAcquire;
  kernelUnlockWasm = exports._i as typeof js.kernelUnlock;
  noteAskWasm = exports._j as typeof js.noteAsk;
  noteClearWasm = exports._k as typeof js.noteClear;
  noteSleepWasm = exports._l as typeof js.noteSleep;
  noteTrySleepWasm = exports._m as typeof js.noteTrySleep;
  noteWakeupWasm = exports._n as typeof js.noteWakeup;
  plan9LockWasm = exports._o as typeof js.plan9Lock;
  plan9NoteClearWasm = exports._p as typeof js.plan9NoteClear;
  plan9NoteSleepWasm = exports._q as typeof js.plan9NoteSleep;
  plan9NoteWakeupWasm = exports._r as typeof js.plan9NoteWakeup;
  plan9TryLockWasm = exports._s as typeof js.plan9TryLock;
  plan9UnlockWasm = exports._t as typeof js.plan9Unlock;
  semaphoreAcquireWasm = exports._u as typeof js.semaphoreAcquire;
  semaphoreAskWasm = exports._v as typeof js.semaphoreAsk;
  semaphoreReleaseWasm = exports._w as typeof js.semaphoreRelease;
  semaphoreTryAcquireWasm = exports._x as typeof js.semaphoreTryAcquire;
  threadSleepsWasm = exports._y as typeof js.threadSleeps;
  threadTakeWasm = exports._z as typeof js.threadTake;
  threadWakesWasm = exports._10 as typeof js.threadWakes;
  usemaAcquireWasm = exports._11 as typeof js.usemaAcquire;
  usemaReleaseWasm = exports._12 as typeof js.usemaRelease;
  usemaTryAcquireWasm = exports._13 as typeof js.usemaTryAcquire;
}
