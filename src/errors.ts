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
