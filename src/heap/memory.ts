import { attach, words } from "./heap.ts";

/** The heap through every kind of number, for codecs. */
export interface Memory {
  readonly i32: Int32Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
  readonly i64: BigInt64Array;
  readonly u64: BigUint64Array;
}

let views: Memory | undefined;

/** Views of this thread's heap. Attaches it. */
export function memory(): Memory {
  if (views === undefined) {
    attach();
    const { buffer } = words;
    views = {
      i32: words,
      u16: new Uint16Array(buffer),
      u32: new Uint32Array(buffer),
      f32: new Float32Array(buffer),
      f64: new Float64Array(buffer),
      i64: new BigInt64Array(buffer),
      u64: new BigUint64Array(buffer),
    };
  }
  return views;
}
