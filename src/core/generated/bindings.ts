// Generated from src/core by `npm run build:wasm`.
import * as js from "../index.ts";

/** Where an object lives: the words of its buffer, or 0 for the heap under the WebAssembly build. */
export type Place = Int32Array<ArrayBufferLike> | 0;

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
  kernelAcquireWasm = exports.kernelAcquire as typeof js.kernelAcquire;
  kernelLockWasm = exports.kernelLock as typeof js.kernelLock;
  kernelLockTryWasm = exports.kernelLockTry as typeof js.kernelLockTry;
  kernelNoteClearWasm = exports.kernelNoteClear as typeof js.kernelNoteClear;
  kernelNoteSleepWasm = exports.kernelNoteSleep as typeof js.kernelNoteSleep;
  kernelNoteWakeupWasm = exports.kernelNoteWakeup as typeof js.kernelNoteWakeup;
  kernelReleaseWasm = exports.kernelRelease as typeof js.kernelRelease;
  kernelTryAcquireWasm = exports.kernelTryAcquire as typeof js.kernelTryAcquire;
  kernelUnlockWasm = exports.kernelUnlock as typeof js.kernelUnlock;
  noteAskWasm = exports.noteAsk as typeof js.noteAsk;
  noteClearWasm = exports.noteClear as typeof js.noteClear;
  noteSleepWasm = exports.noteSleep as typeof js.noteSleep;
  noteTrySleepWasm = exports.noteTrySleep as typeof js.noteTrySleep;
  noteWakeupWasm = exports.noteWakeup as typeof js.noteWakeup;
  plan9LockWasm = exports.plan9Lock as typeof js.plan9Lock;
  plan9NoteClearWasm = exports.plan9NoteClear as typeof js.plan9NoteClear;
  plan9NoteSleepWasm = exports.plan9NoteSleep as typeof js.plan9NoteSleep;
  plan9NoteWakeupWasm = exports.plan9NoteWakeup as typeof js.plan9NoteWakeup;
  plan9TryLockWasm = exports.plan9TryLock as typeof js.plan9TryLock;
  plan9UnlockWasm = exports.plan9Unlock as typeof js.plan9Unlock;
  semaphoreAcquireWasm = exports.semaphoreAcquire as typeof js.semaphoreAcquire;
  semaphoreAskWasm = exports.semaphoreAsk as typeof js.semaphoreAsk;
  semaphoreReleaseWasm = exports.semaphoreRelease as typeof js.semaphoreRelease;
  semaphoreTryAcquireWasm = exports.semaphoreTryAcquire as typeof js.semaphoreTryAcquire;
  usemaAcquireWasm = exports.usemaAcquire as typeof js.usemaAcquire;
  usemaReleaseWasm = exports.usemaRelease as typeof js.usemaRelease;
  usemaTryAcquireWasm = exports.usemaTryAcquire as typeof js.usemaTryAcquire;
}
