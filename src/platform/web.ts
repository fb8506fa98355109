// The answers of a browser, and of any other place without Node's modules, to node.ts's questions.

export const isFirstThread = false;

export const processors: number = navigator.hardwareConcurrency;

export function inherited(): unknown {
  return undefined;
}

export function bequeath(_value: unknown): void {}

export function onExit(_fn: () => void): void {}

export const systemThread = 0;

export function onThreadEnd(_fn: (system: number) => void): void {}

export function hold(): void {}

export function release(): void {}

export function later(fn: () => void, ms: number): void {
  setTimeout(fn, ms);
}

export function seemsAlone(): boolean {
  return false;
}

export function isAlone(): boolean {
  return false;
}

export function mayCallBack(): boolean {
  return false;
}

type FromBase64 = { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return (
    (Uint8Array as FromBase64).fromBase64?.(base64) ?? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  );
}

const due: (() => void)[] = [];
let port: MessagePort | undefined;

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

export function warn(text: string): void {
  console.warn(text);
}

export function pending(): boolean {
  return false;
}
