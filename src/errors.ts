/** What every error of this library extends. The message says what was done, to which object, and what was expected. */
export class UsemaError extends Error {
  override name = "UsemaError";
}

/** Unlock of what this thread does not hold. Nothing has been unlocked. */
export class NotOwnerError extends UsemaError {
  override name = "NotOwnerError";
}

/** A wait that could never end. */
export class DeadlockError extends UsemaError {
  override name = "DeadlockError";
}

/** A note was woken twice without a clear between. */
export class DoubleWakeupError extends UsemaError {
  override name = "DoubleWakeupError";
}

/** Send on a closed channel, or close of one. */
export class ClosedError extends UsemaError {
  override name = "ClosedError";
}

/** A count would leave its bounds. It has not been changed. */
export class OverflowError extends UsemaError {
  override name = "OverflowError";
}

/** The object was disposed, or lives in a heap that this thread is not attached to. */
export class DetachedError extends UsemaError {
  override name = "DetachedError";
}

/** How errors show what they were given. Never throws, whatever the value's own conversions do. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value.length > 50 ? `${JSON.stringify(value.slice(0, 50))}…` : JSON.stringify(value);
    case "bigint":
      return `${value}n`;
    case "function":
      return "a function";
    case "object":
      break;
    default:
      return String(value);
  }
  if (value === null) return "null";
  try {
    return Array.isArray(value) ? "an array" : Object.prototype.toString.call(value);
  } catch {
    return "an object";
  }
}
