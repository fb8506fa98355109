// The answers of a browser, and of any other place without Node's modules, to node.ts's questions.

import type { Dryness } from "./dryness.ts";

export const isFirstThread = false;

export const processors: number = navigator.hardwareConcurrency;

export function inherited(): unknown {
  return undefined;
}

export function bequeath(_value: unknown): void {}

export function onExit(_fn: () => void): void {}

export const systemThread = 0;

export function onThreadEnd(_fn: (system: number) => void): void {}

const BEAT_MS = 500;
const beats: (() => void)[] = [];
let holders = 0;
let timer: ReturnType<typeof setInterval> | undefined;

export function onBeat(fn: () => void): void {
  beats.push(fn);
}

export function hasten(_fast: boolean): void {}

export function hold(): void {
  if (holders++ > 0) return;
  timer = setInterval(() => {
    for (const fn of beats) fn();
  }, BEAT_MS);
}

export function release(): void {
  if (--holders === 0) clearInterval(timer);
}

export function beatAgain(): void {}

export function later(fn: () => void, ms: number): void {
  setTimeout(fn, ms);
}

export function seemsAlone(): boolean {
  return false;
}

export function isAlone(): boolean {
  return false;
}

export function startedThreads(): number[] {
  return [];
}

export function runningThreads(): number {
  return 0;
}

export function mayCallBack(): boolean {
  return false;
}

export const tellsDryness = false;

export function activity(): undefined {}

export function processorTime(): number {
  return 0;
}

export function looksDry(): boolean {
  return false;
}

export function dryness(_told: (dryness: Dryness, running: number) => void): void {}

type FromBase64 = { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return (
    (Uint8Array as FromBase64).fromBase64?.(base64) ?? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  );
}

const due: (() => void)[] = [];
let port: MessagePort | undefined;

/** Runs `fn` when few microtasks can be left: nothing here tells that none is, without a turn of the event loop. */
export function afterMicrotasks(fn: () => void): void {
  queueMicrotask(fn);
}

/** Runs `fn` after the events that are due. A message, since nested timers are held back by 4 ms. */
export function macrotask(fn: () => void): void {
  if (port === undefined) {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => due.shift()?.();
    port = channel.port2;
  }
  due.push(fn);
  port.postMessage(null);
}

/** Nothing: a page does not exit by itself. */
export function onIdle(_fn: () => void): void {}

export function warn(text: string, _atOnce: boolean): void {
  console.warn(text);
}

export function pending(): boolean {
  return false;
}
