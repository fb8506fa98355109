// The operations that a thread can be about to do on the program's words, and what each does to them.

export const LOAD = 0;
export const STORE = 1;
export const ADD = 2;
export const SUB = 3;
export const AND = 4;
export const OR = 5;
export const XOR = 6;
export const EXCHANGE = 7;
export const CAS = 8;
export const WAIT = 9;
export const NOTIFY = 10;
export const READ = 11;
export const WRITE = 12;

/** What a wait answers, as logged. */
export const OK = 0;
export const NOT_EQUAL = 1;
export const TIMED_OUT = 2;
export const WAIT_RESULTS = ["ok", "not-equal", "timed-out"] as const;

/** How long a wait is willing to wait. */
export const FOREVER = 0;
export const FOR_A_TIME = 1;
export const NOT_AT_ALL = 2;

export interface Operation {
  readonly kind: number;
  readonly index: number;
  /** The value stored, added, expected, waited on; the count of a notify. */
  readonly a: number;
  /** The replacement of a compareExchange; how long a wait waits. */
  readonly b: number;
}

/** Does a memory operation (any but wait and notify) on the words; answers its result. */
export function perform(words: Int32Array, { kind, index, a, b }: Operation): number {
  const before = words[index];
  switch (kind) {
    case STORE:
    case WRITE:
      words[index] = a;
      return a;
    case ADD:
      words[index] = before + a;
      return before;
    case SUB:
      words[index] = before - a;
      return before;
    case AND:
      words[index] = before & a;
      return before;
    case OR:
      words[index] = before | a;
      return before;
    case XOR:
      words[index] = before ^ a;
      return before;
    case EXCHANGE:
      words[index] = a;
      return before;
    case CAS:
      if (before === a) words[index] = b;
      return before;
    default:
      return before;
  }
}

/**
 * Whether two operations that may come next race: same word, at least one plain, at least one a write. A program has a data race if and
 * only if some interleaving brings two such next to each other, so looking at what may come next in every state finds it.
 */
export function races(one: Operation, other: Operation): boolean {
  if (one.index !== other.index || one.kind === NOTIFY || other.kind === NOTIFY) return false;
  return (one.kind >= READ || other.kind >= READ) && (writes(one.kind) || writes(other.kind));
}

function writes(kind: number): boolean {
  return (kind >= STORE && kind <= CAS) || kind === WRITE;
}

/** For a trace: the operation in the words of its program. */
export function describe({ kind, index, a, b }: Operation, names: readonly string[]): string {
  const word = names[index];
  switch (kind) {
    case LOAD:
      return `load ${word}`;
    case CAS:
      return `compareExchange ${word}, ${a} -> ${b}`;
    case WAIT:
      return `wait ${word} while ${a}${b === FOREVER ? "" : ", at most a time"}`;
    case NOTIFY:
      return `notify ${word}${a === EVERYBODY ? "" : `, ${a}`}`;
    case READ:
      return `plain read ${word}`;
    case WRITE:
      return `plain write ${word} = ${a}`;
    default:
      return `${["", "store", "add", "sub", "and", "or", "xor", "exchange"][kind]} ${word}, ${a}`;
  }
}

/** A notify with no count, or one that nobody can tell from it. */
export const EVERYBODY = 0x7fffffff;
