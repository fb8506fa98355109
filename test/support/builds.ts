// The same tests on both builds: objects in the heap run the WebAssembly build, objects in a buffer the JavaScript build.
import type { ObjectOptions } from "../../src/index.ts";

export const builds: { build: string; options: () => ObjectOptions }[] = [
  { build: "wasm", options: () => ({}) },
  { build: "js", options: () => ({ buffer: new SharedArrayBuffer(64), byteOffset: 8 }) },
];
