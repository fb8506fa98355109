/// <reference lib="esnext.disposable" preserve="true" />
export { KernelLock } from "./kernel-lock.ts";
export { kernelMode } from "./kernel-mode.ts";
export { KernelNote } from "./kernel-note.ts";
export { KernelSemaphore } from "./kernel-semaphore.ts";
export { Lock } from "./lock.ts";
export { Note } from "./note.ts";
export { Usema } from "./usema.ts";
