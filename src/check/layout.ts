// How a state lies in a row of 32-bit words:
//
//   the program's words | each thread's control state | who sleeps, by word, first come first served, 0 = none, else thread + 1
//   | flags | the monitors' states

/** Bits of flags: one for each thread from here up. */
export const DEAD = 1;
export const ASLEEP = 1 << 8;
/** Where in flags the budgets stand, four bits each. */
export const SPURIOUS_LEFT = 16;
export const KILLS_LEFT = 20;
export const TIMEOUTS_LEFT = 24;
export const BUDGET = 15;
/** A budget of time-outs that is never used up. */
export const UNLIMITED = 15;

export class Layout {
  readonly locals: number;
  readonly queue: number;
  readonly flags: number;
  readonly monitors: number;
  readonly width: number;

  constructor(words: number, threads: number, monitors: number) {
    this.locals = words;
    this.queue = this.locals + threads;
    this.flags = this.queue + threads;
    this.monitors = this.flags + 1;
    this.width = this.monitors + monitors;
  }

  /**
   * Puts `thread` to sleep behind all for whom `goesBefore` says so. By word first: the order of sleepers on different words is no part of
   * the state.
   */
  enter(state: Int32Array, thread: number, goesBefore: (other: number) => boolean): void {
    let at = this.queue;
    while (state[at] !== 0 && goesBefore(state[at] - 1)) at++;
    let moved = thread + 1;
    for (; moved !== 0; at++) {
      const next = state[at];
      state[at] = moved;
      moved = next;
    }
    state[this.flags] |= ASLEEP << thread;
  }

  leave(state: Int32Array, thread: number): void {
    let at = this.#place(state, thread);
    for (; at < this.flags; at++) state[at] = at + 1 < this.flags ? state[at + 1] : 0;
    state[this.flags] &= ~(ASLEEP << thread);
  }

  /** Renames the threads of `role` so that they stand in order. */
  sort(state: Int32Array, role: readonly number[]): void {
    // Insertion sort: a role has a handful of threads.
    for (let i = 1; i < role.length; i++) {
      for (let j = i; j > 0 && this.#rank(state, role[j - 1], role[j]) > 0; j--)
        this.#swap(state, role[j - 1], role[j]);
    }
  }

  #rank(state: Int32Array, one: number, other: number): number {
    const bits = (thread: number) => (state[this.flags] >> thread) & (DEAD | ASLEEP);
    return (
      state[this.locals + one] - state[this.locals + other] ||
      bits(one) - bits(other) ||
      this.#place(state, one) - this.#place(state, other)
    );
  }

  #place(state: Int32Array, thread: number): number {
    let at = this.queue;
    while (at < this.flags && state[at] !== thread + 1) at++;
    return at;
  }

  #swap(state: Int32Array, one: number, other: number): void {
    const local = state[this.locals + one];
    state[this.locals + one] = state[this.locals + other];
    state[this.locals + other] = local;
    const flags = state[this.flags];
    const differ = ((flags >> one) ^ (flags >> other)) & (DEAD | ASLEEP);
    state[this.flags] = flags ^ (differ << one) ^ (differ << other);
    for (let at = this.queue; at < this.flags; at++) {
      if (state[at] === one + 1) state[at] = other + 1;
      else if (state[at] === other + 1) state[at] = one + 1;
    }
  }
}
