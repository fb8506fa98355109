import { processors } from "#platform";
import { MOST_PARTIES } from "../core/barrier.ts";
import { barrierArrive, barrierArrived, barrierAsk, barrierLeave, barrierWait } from "../core/generated/bindings.ts";
import { CHOSEN, DONE, LATE } from "../core/result.ts";
import type { ObjectOptions } from "../heap/location.ts";
import { SharedObject, STATE } from "../heap/object.ts";
import { checkSignal, checkTimeout, checkWhole } from "./arguments.ts";
import { block } from "./block.ts";
import { type AsyncOptions, wait } from "./tasks.ts";

/**
 * How often to watch before the sleep: about 0.3 ms on V8, several times what a sleep and a wake cost. Watched for less, two threads fall into
 * step where each goes to sleep just before the other comes. With more parties than processors never: it would keep from running who has
 * still to come.
 */
const WATCHES = 30;
/** How long one takes, about. */
const WATCH_MS = 0.01;

/**
 * A meeting point: all wait until as many have come as belong to it, then all go on, and the next round begins. Exactly one in each round
 * is its leader.
 *
 * Happens before: what each does before it comes happens before the return of every wait of that round.
 * Fairness: all are woken.
 * Death: one that dies before it comes makes the others wait for ever; one that dies while it waits has come.
 * Source: the centralised barrier with a generation, both in one word.
 */
export class Barrier extends SharedObject {
  /**
   * `parties`: how many belong to it, 1 to 16383. In a `buffer` of your own, leave it out to use a barrier that is there already. Throws
   * TypeError or RangeError for a number that can't be.
   */
  constructor(parties?: number, options: ObjectOptions = {}) {
    if (parties !== undefined) checkWhole(parties, 1, MOST_PARTIES, "Barrier: parties");
    super("Barrier", 8, options);
    if (parties !== undefined) Atomics.store(this.at.words, (this.p + 4) >> 2, parties);
    else this.#checkFound();
  }

  /** How many belong to it. */
  get parties(): number {
    if (this.p < 0) throw this.gone();
    return Atomics.load(this.at.words, (this.p + 4) >> 2);
  }

  /**
   * Comes, and blocks the thread until the others have, too. True for the last to come, the leader of the round. Throws DeadlockError after
   * about a second, and has not come then, if no other thread lives.
   */
  wait(): boolean {
    return this.#wait(Infinity) === true;
  }

  /**
   * As wait; but if the others have not come within `timeout` ms it answers undefined, and has not come after all. With 0 it comes only if
   * it is the last.
   */
  tryWait(timeout = 0): boolean | undefined {
    if (timeout !== 0) checkTimeout(timeout, "tryWait()", this.at);
    return this.#wait(timeout);
  }

  /** As wait, but in the event loop. Rejects with the signal's reason, and has not come then. */
  async waitAsync(options?: AsyncOptions): Promise<boolean> {
    const signal = checkSignal(options, "waitAsync()", this.at);
    if (this.p < 0) throw this.gone();
    const generation = barrierArrive(this.m, this.p);
    if (generation === CHOSEN) return true;
    const ask = () => {
      if (this.p < 0) throw this.gone();
      return barrierAsk(this.m, this.p, generation);
    };
    const take = () => (ask() === -1 ? DONE : LATE);
    const leave = () => this.p >= 0 && barrierLeave(this.m, this.p, generation) === DONE;
    await wait(this.at, 0, { take, ask, leave }, signal);
    return false;
  }

  override [STATE]() {
    return { parties: this.parties, arrived: barrierArrived(this.m, this.p) };
  }

  #checkFound(): void {
    const { parties } = this;
    if (parties >= 1 && parties <= MOST_PARTIES) return;
    this.dispose();
    checkWhole(parties, 1, MOST_PARTIES, "Barrier: the parties found in shared memory");
  }

  #wait(timeout: number): boolean | undefined {
    if (this.p < 0) throw this.gone();
    const generation = barrierArrive(this.m, this.p);
    if (generation === CHOSEN) return true;
    if (timeout === 0) return barrierLeave(this.m, this.p, generation) === DONE ? false : undefined;
    const watches = this.parties <= processors ? Math.min(WATCHES, Math.floor(timeout / WATCH_MS)) : 0;
    const result = block(this.at, timeout, "wait()", () => barrierWait(this.m, this.p, generation, watches, timeout));
    return result === DONE ? false : undefined;
  }
}
