/** Zeroed words that cross to workers. */
export const ints = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(4 * length));
