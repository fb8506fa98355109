// The hardware floor: the same atomic instructions in a bare WebAssembly loop, with no call and no check around them.

import asc from "assemblyscript/asc";

const source = `
export function lockUnlock(n: i32): void {
  for (let i = 0; i < n; i++) { atomic.cmpxchg<i32>(64, 0, 1); atomic.xchg<i32>(64, 0); }
}
export function addAdd(n: i32): void {
  for (let i = 0; i < n; i++) { atomic.add<i32>(64, -1); atomic.add<i32>(64, 1); }
}
export function cmpxchgTwice(n: i32): void {
  for (let i = 0; i < n; i++) { atomic.cmpxchg<i32>(64, 0, 1); atomic.cmpxchg<i32>(64, 1, 0); }
}`;
const flags =
  "-O3 --noAssert --runtime stub --enable threads --importMemory --sharedMemory --initialMemory 1 --maximumMemory 1";

export interface Floor {
  lockUnlock(n: number): void;
  addAdd(n: number): void;
  cmpxchgTwice(n: number): void;
}

export async function floor(): Promise<Floor> {
  let binary: Uint8Array<ArrayBuffer> | undefined;
  const { error } = await asc.main(["floor.ts", "--outFile", "floor.wasm", ...flags.split(" ")], {
    readFile: (name) => (name === "floor.ts" ? source : null),
    writeFile: (name, contents) => {
      if (name.endsWith(".wasm")) binary = contents as Uint8Array<ArrayBuffer>;
    },
    listFiles: () => [],
  });
  if (error || !binary) throw error ?? new Error("asc wrote nothing");
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const instance = await WebAssembly.instantiate(await WebAssembly.compile(binary), { env: { memory } });
  return instance.exports as unknown as Floor;
}
