// What a core function answers. Not negative: how a wait ended; negative: misuse, with nothing changed.

export const DONE: i32 = 0;
export const LATE: i32 = 1;
/** Done, and this thread of all is the one: a barrier's leader, a once's runner. */
export const CHOSEN: i32 = 2;
export const OVERFLOW: i32 = -1;
export const NOT_HELD: i32 = -2;
export const DOUBLE_WAKEUP: i32 = -3;
export const RELOCK: i32 = -4;
export const NOT_OWNER: i32 = -5;
export const NEGATIVE: i32 = -6;

// How whoever tries has waited so far, which says whether a LONG keeps it out.
/** Not at all. */
export const FIRST: i32 = 0;
/** It has slept, and was woken or told. For who only tries, too: whoever set LONG may have died, and trying would never heal that. */
export const TOLD: i32 = 1;
/** A slice of its sleep is over: it takes away a LONG that may be a dead waiter's. */
export const SLICE_OVER: i32 = 2;

/** Largest count of permits that an object takes: 2^30 - 1 leaves every thread room to add one before any check. */
export const MAX_PERMITS: i32 = 0x3fffffff;

export const EVERYBODY: i32 = 0x7fffffff;
