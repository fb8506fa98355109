// Mutexes with conditions for both builds: a condition lives in the memory of its mutex.
import { Cond, Mutex } from "../../src/index.ts";

export interface Pair {
  mutex: Mutex;
  conds: Cond[];
}

export const pairs: { build: string; pair: (conds?: number) => Pair }[] = [
  {
    build: "wasm",
    pair: (conds = 1) => {
      const mutex = new Mutex({ name: "mutex" });
      return { mutex, conds: Array.from({ length: conds }, (_, i) => new Cond(mutex, { name: `cond ${i}` })) };
    },
  },
  {
    build: "js",
    pair: (conds = 1) => {
      const buffer = new SharedArrayBuffer(8 + 12 * conds);
      const mutex = new Mutex({ buffer, name: "mutex" });
      const make = (i: number) => new Cond(mutex, { buffer, byteOffset: 8 + 12 * i, name: `cond ${i}` });
      return { mutex, conds: Array.from({ length: conds }, (_, i) => make(i)) };
    },
  },
];
