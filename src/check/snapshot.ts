// A value as a string: equal strings only for values that no program can tell apart.

/** Method that the source transform adds to classes: answers the values of the private fields. */
export const FIELDS = Symbol("fields");

/** Functions whose text and captured variables are known, from the source transform. */
export const closures = new WeakMap<object, { readonly place: string; readonly captured: () => unknown[] }>();

const identities = new WeakMap<object, number>();
let nextIdentity = 1;

function identity(object: object): number {
  let id = identities.get(object);
  if (id === undefined) {
    id = nextIdentity++;
    identities.set(object, id);
  }
  return id;
}

/**
 * Plain objects, arrays, maps, sets and typed arrays by their contents; whatever else has an inside that can't be seen from here by its
 * identity: such values match only themselves, which costs states and loses none. `known` objects are the same in every run.
 */
export function snapshot(value: unknown, known: ReadonlySet<unknown>): string {
  return write(value, known, new Map());
}

function write(value: unknown, known: ReadonlySet<unknown>, seen: Map<unknown, number>): string {
  switch (typeof value) {
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "string":
      return JSON.stringify(value);
    case "bigint":
      return `${value}n`;
    case "symbol":
      return `s${String(value)}`;
    case "function":
      return writeFunction(value, known, seen);
    case "object":
      return value === null ? "null" : writeObject(value, known, seen);
    default:
      return String(value);
  }
}

function writeFunction(value: object, known: ReadonlySet<unknown>, seen: Map<unknown, number>): string {
  const closure = closures.get(value);
  if (closure === undefined) return `f${identity(value)}`;
  const before = seen.get(value);
  if (before !== undefined) return `^${before}`;
  seen.set(value, seen.size);
  return `c${closure.place}[${closure
    .captured()
    .map((each) => write(each, known, seen))
    .join()}]`;
}

function writeObject(value: object, known: ReadonlySet<unknown>, seen: Map<unknown, number>): string {
  if (known.has(value)) return `o${identity(value)}`;
  const before = seen.get(value);
  if (before !== undefined) return `^${before}`;
  seen.set(value, seen.size);
  const inner = (each: unknown) => write(each, known, seen);
  if (Array.isArray(value)) return `[${value.map(inner).join()}]`;
  if (value instanceof Map) return `M[${[...value].map(([k, v]) => `${inner(k)}:${inner(v)}`).join()}]`;
  if (value instanceof Set) return `S[${[...value].map(inner).join()}]`;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return `${value.constructor.name}[${Array.from(value as unknown as ArrayLike<unknown>, String).join()}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const fields = (value as { [FIELDS]?: () => unknown[] })[FIELDS];
  const isError = value instanceof Error;
  if (prototype !== Object.prototype && prototype !== null && fields === undefined && !isError)
    return `o${identity(value)}`;
  const shape = isError
    ? `E${identity(prototype as object)}`
    : fields === undefined
      ? ""
      : `${identity(prototype as object)}${inner(fields.call(value))}`;
  const keys = Reflect.ownKeys(value).filter((key) => !(isError && key === "stack"));
  const properties = keys.map((key) => {
    // An accessor is not called: it might do an operation of its own.
    const { get, value: held } = Object.getOwnPropertyDescriptor(value, key) ?? {};
    return `${JSON.stringify(String(key))}:${inner(get ?? held)}`;
  });
  return `${shape}{${properties.join()}}`;
}
