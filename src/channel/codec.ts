import { shown } from "../errors.ts";
import type { Memory } from "../heap/memory.ts";

/** What codecOf() makes a codec from; structured-cloneable, so that a channel can cross threads with it. */
export type Form = string | { readonly [field: string]: Form };

/** How a value of a SharedChannel lies in shared memory. */
export interface Codec<T> {
  readonly form: Form;
  /** 32-bit words that a value takes. */
  readonly words: number;
  /** Writes the value at a byte address that is a multiple of 8. Throws TypeError for a value that doesn't fit. */
  write(memory: Memory, address: number, value: T): void;
  read(memory: Memory, address: number): T;
}

function wrong(value: unknown, expected: string): TypeError {
  return new TypeError(`the value is ${shown(value)}; expected ${expected}`);
}

/** A whole number from -2^31 to 2^31-1. */
export const i32: Codec<number> = {
  form: "i32",
  words: 1,
  write(memory, address, value) {
    // A bigint or a symbol may not be asked for its lower bits.
    if (typeof value !== "number" || (value | 0) !== value) throw wrong(value, "a whole number from -2^31 to 2^31-1");
    memory.i32[address >> 2] = value;
  },
  read: (memory, address) => memory.i32[address >> 2],
};

/** A whole number from 0 to 2^32-1. */
export const u32: Codec<number> = {
  form: "u32",
  words: 1,
  write(memory, address, value) {
    if (typeof value !== "number" || value >>> 0 !== value) throw wrong(value, "a whole number from 0 to 2^32-1");
    memory.u32[address >> 2] = value;
  },
  read: (memory, address) => memory.u32[address >> 2],
};

/** A number, rounded to single precision. */
export const f32: Codec<number> = {
  form: "f32",
  words: 1,
  write(memory, address, value) {
    if (typeof value !== "number") throw wrong(value, "a number");
    memory.f32[address >> 2] = value;
  },
  read: (memory, address) => memory.f32[address >> 2],
};

/** Any number. */
export const f64: Codec<number> = {
  form: "f64",
  words: 2,
  write(memory, address, value) {
    if (typeof value !== "number") throw wrong(value, "a number");
    memory.f64[address >> 3] = value;
  },
  read: (memory, address) => memory.f64[address >> 3],
};

/** A bigint from -2^63 to 2^63-1. */
export const i64: Codec<bigint> = {
  form: "i64",
  words: 2,
  write(memory, address, value) {
    if (typeof value !== "bigint" || BigInt.asIntN(64, value) !== value) {
      throw wrong(value, "a bigint from -2^63 to 2^63-1");
    }
    memory.i64[address >> 3] = value;
  },
  read: (memory, address) => memory.i64[address >> 3],
};

/** A bigint from 0 to 2^64-1. */
export const u64: Codec<bigint> = {
  form: "u64",
  words: 2,
  write(memory, address, value) {
    if (typeof value !== "bigint" || BigInt.asUintN(64, value) !== value)
      throw wrong(value, "a bigint from 0 to 2^64-1");
    memory.u64[address >> 3] = value;
  },
  read: (memory, address) => memory.u64[address >> 3],
};

/** Throws TypeError unless `codec` is one. `what` says whose it is. */
export function checkCodec(codec: unknown, what: string): void {
  const { words, read, write, form } = (codec ?? {}) as Partial<Codec<unknown>>;
  const whole = Number.isSafeInteger(words) && (words as number) >= 1;
  if (whole && typeof read === "function" && typeof write === "function" && form !== undefined) return;
  throw new TypeError(`${what}: ${shown(codec)}; expected a codec, as i32, f64 or struct({ … })`);
}

/** true or false. */
export const bool: Codec<boolean> = {
  form: "bool",
  words: 1,
  write(memory, address, value) {
    if (typeof value !== "boolean") throw wrong(value, "true or false");
    memory.i32[address >> 2] = value ? 1 : 0;
  },
  read: (memory, address) => memory.i32[address >> 2] !== 0,
};

type Fields = { readonly [field: string]: Codec<unknown> };
type Struct<F extends Fields> = { [Field in keyof F]: F[Field] extends Codec<infer T> ? T : never };

/** A plain object with exactly these fields, each by its own codec: `struct({ at: f64, id: i32 })`. */
export function struct<F extends Fields>(fields: F): Codec<Struct<F>> {
  if (typeof fields !== "object" || fields === null) {
    throw new TypeError(`struct(): ${shown(fields)}; expected an object with a codec for each field`);
  }
  let words = 0;
  const places = Object.entries(fields).map(([name, codec]) => {
    checkCodec(codec, `struct(): field "${name}"`);
    // Two words and more start at a multiple of 8 bytes.
    if (codec.words > 1) words += words & 1;
    const place = { name, codec, offset: words * 4 };
    words += codec.words;
    return place;
  });
  if (words === 0) throw new TypeError("struct(): no fields; expected at least one");
  return {
    form: Object.fromEntries(places.map(({ name, codec }) => [name, codec.form])),
    words,
    write(memory, address, value) {
      if (typeof value !== "object" || value === null) {
        throw wrong(value, `an object with ${places.map(({ name }) => name).join(", ")}`);
      }
      for (const { name, codec, offset } of places) {
        try {
          codec.write(memory, address + offset, value[name]);
        } catch (error) {
          throw new TypeError(`field "${name}": ${error instanceof Error ? error.message : shown(error)}`);
        }
      }
    },
    read(memory, address) {
      const value: Record<string, unknown> = {};
      for (const { name, codec, offset } of places) value[name] = codec.read(memory, address + offset);
      return value as Struct<F>;
    },
  };
}

const numbers: Codec<unknown>[] = [i32, u32, f32, f64, i64, u64, bool];

/** The codec that has this form: what a channel's handle carries to another thread. */
export function codecOf(form: unknown): Codec<unknown> {
  if (typeof form === "object" && form !== null) {
    const fields = Object.entries(form).map(([name, inner]) => [name, codecOf(inner)]);
    return struct(Object.fromEntries(fields));
  }
  const codec = numbers.find((number) => number.form === form);
  if (codec === undefined) {
    const known = numbers.map((number) => number.form).join(", ");
    throw new TypeError(`receive(): unknown codec ${shown(form)} in a handle; expected ${known} or fields of them`);
  }
  return codec;
}
