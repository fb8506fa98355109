// A set of states, each a fixed number of 32-bit words, numbered in the order they came. Compared in full: the hash only finds the place.

const PAGE = 1 << 14;

export class StateSet {
  readonly width: number;
  size = 0;
  readonly #pages: Int32Array[] = [];
  #table = new Int32Array(1 << 12).fill(-1);

  constructor(width: number) {
    this.width = width;
  }

  /** The number of `state`: a new one (the size so far) if it was not there. */
  add(state: Int32Array): number {
    if (this.size * 2 >= this.#table.length) this.#grow();
    const slot = this.#slot(state, 0);
    if (this.#table[slot] >= 0) return this.#table[slot];
    const id = this.size++;
    if (id % PAGE === 0) this.#pages.push(new Int32Array(PAGE * this.width));
    this.#pages[Math.trunc(id / PAGE)].set(state.subarray(0, this.width), (id % PAGE) * this.width);
    this.#table[slot] = id;
    return id;
  }

  /** The number of `state`, or -1. */
  find(state: Int32Array): number {
    return this.#table[this.#slot(state, 0)];
  }

  read(id: number, into: Int32Array): void {
    const page = this.#pages[Math.trunc(id / PAGE)];
    const at = (id % PAGE) * this.width;
    for (let i = 0; i < this.width; i++) into[i] = page[at + i];
  }

  #slot(words: Int32Array, at: number): number {
    const { width } = this;
    const table = this.#table;
    // FNV-1a by words with a final mix: symmetric hashes put permuted states on one heap.
    let hash = 0x811c9dc5;
    for (let i = 0; i < width; i++) hash = Math.imul(hash ^ words[at + i], 0x01000193) ^ (hash >>> 15);
    hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
    let slot = (hash ^ (hash >>> 15)) & (table.length - 1);
    for (; table[slot] >= 0; slot = (slot + 1) & (table.length - 1)) {
      const page = this.#pages[Math.trunc(table[slot] / PAGE)];
      const start = (table[slot] % PAGE) * width;
      let i = 0;
      while (i < width && page[start + i] === words[at + i]) i++;
      if (i === width) break;
    }
    return slot;
  }

  #grow(): void {
    this.#table = new Int32Array(this.#table.length * 2).fill(-1);
    for (let id = 0; id < this.size; id++) {
      this.#table[this.#slot(this.#pages[Math.trunc(id / PAGE)], (id % PAGE) * this.width)] = id;
    }
  }
}
