// The answers of a browser, and of any other place without Node's modules, to node.ts's questions.

export const isFirstThread = false;

export function inherited(): unknown {
  return undefined;
}

export function bequeath(_value: unknown): void {}

export function onExit(_fn: () => void): void {}

export function hold(): void {}

export function release(): void {}

type FromBase64 = { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return (
    (Uint8Array as FromBase64).fromBase64?.(base64) ?? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  );
}
