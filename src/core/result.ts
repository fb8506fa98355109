// What a core function answers. Not negative: how a wait ended; negative: misuse, with nothing changed.

export const DONE: i32 = 0;
export const LATE: i32 = 1;
export const OVERFLOW: i32 = -1;
export const NOT_HELD: i32 = -2;
export const DOUBLE_WAKEUP: i32 = -3;

/** Largest count of permits that an object takes: 2^30 - 1 leaves every thread room to add one before any check. */
export const MAX_PERMITS: i32 = 0x3fffffff;
