/** What every error of this library extends. The message says what was done, to which object, and what was expected. */
export class UsemaError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

/** Unlock of what this thread does not hold. Nothing has been unlocked. */
export class NotOwnerError extends UsemaError {}

/** A wait that could never end. */
export class DeadlockError extends UsemaError {}

/** A note was woken twice without a clear between. */
export class DoubleWakeupError extends UsemaError {}

/** Send on a closed channel, or close of one. */
export class ClosedError extends UsemaError {}

/** A count would leave its bounds. It has not been changed. */
export class OverflowError extends UsemaError {}

/** The object was disposed, or lives in a heap that this thread is not attached to. */
export class DetachedError extends UsemaError {}
