import { onBeat } from "#platform";
import { countWait } from "../core/machine.ts";

/**
 * How long the engine's sleep lasts at first, in ms. It can't be cancelled, so this bounds how long the engine remembers a sleeper that has
 * gone. While the word stays the same each lasts longer by this factor: its end is an event of the loop, and a thread whose loop has events
 * does not stand still.
 */
const FIRST_MS = 1000;
const LONGER = 8;

type WaitAsync = (
  words: Int32Array,
  index: number,
  value: number,
  ms: number,
) => { async: false } | { async: true; value: Promise<"ok" | "timed-out"> };
const waitAsync = (Atomics as { waitAsync?: WaitAsync }).waitAsync ?? pollAsync;

const sleepers = new Set<Sleep>();

onBeat(() => {
  for (const sleep of sleepers) sleep.beat();
});

/** An event loop's sleep at a word. */
export class Sleep {
  readonly #words: Int32Array<ArrayBufferLike>;
  readonly #index: number;
  #value = 0;
  #ms = 0;
  /** The engine's sleep: one may last for several of ours. */
  #engine: Promise<"ok" | "timed-out"> | undefined;
  #wake: ((woken: boolean) => void) | undefined;
  #old = false;

  constructor(words: Int32Array<ArrayBufferLike>, index: number) {
    this.#words = words;
    this.#index = index;
  }

  /**
   * Sleeps while the word is `value`: true when it was notified or is something else; false when a slice, up to a second, is over, so that a wake
   * which went to a thread that died costs no more. Another call, and end(), take the place of the one before, which is then never answered.
   */
  while(value: number): Promise<boolean> {
    countWait();
    if (!this.#isAsleep(value)) return Promise.resolve(true);
    this.#old = false;
    sleepers.add(this);
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #isAsleep(value: number): boolean {
    if (this.#engine !== undefined && value === this.#value) return Atomics.load(this.#words, this.#index) === value;
    const ms = value === this.#value ? Math.max(FIRST_MS, this.#ms * LONGER) : FIRST_MS;
    const sleep = waitAsync(this.#words, this.#index, value, ms);
    if (!sleep.async) return false;
    const engine = sleep.value;
    this.#engine = engine;
    this.#value = value;
    this.#ms = ms;
    engine.then((how) => {
      if (this.#engine !== engine) return;
      this.#engine = undefined;
      if (how === "ok") this.#ms = 0;
      this.#ended(how === "ok");
    });
    return true;
  }

  end(): void {
    this.#wake = undefined;
    sleepers.delete(this);
  }

  /** The second beat ends a slice. */
  beat(): void {
    if (this.#old) this.#ended(false);
    this.#old = true;
  }

  #ended(woken: boolean): void {
    const wake = this.#wake;
    this.end();
    wake?.(woken);
  }
}

/** For engines without waitAsync: looks again with growing pauses. */
function pollAsync(words: Int32Array, index: number, value: number): ReturnType<WaitAsync> {
  const end = performance.now() + FIRST_MS;
  const poll = async () => {
    for (
      let pause = 1;
      Atomics.load(words, index) === value && performance.now() < end;
      pause = Math.min(16, pause * 2)
    ) {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    return Atomics.load(words, index) === value ? "timed-out" : "ok";
  };
  return { async: true, value: poll() };
}
