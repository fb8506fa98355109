import type { Cond, Mutex } from "../../src/index.ts";

interface Queue {
  mutex: Mutex;
  notEmpty: Cond;
  notFull: Cond;
  /** [items, taken in all, put in all] */
  state: Int32Array;
  capacity: number;
  rounds: number;
}

/** A bounded queue by the book: even threads put, odd ones take, some of them in the event loop, some with a timeout. */
export async function queue({ mutex, notEmpty, notFull, state, capacity, rounds }: Queue, index: number) {
  const puts = index % 2 === 0;
  const [here, there] = puts ? [notFull, notEmpty] : [notEmpty, notFull];
  const blocked = () => (puts ? state[0] === capacity : state[0] === 0);
  for (let round = 0; round < rounds; round++) {
    const form = (round + (index >> 1)) % 3;
    if (form === 0) {
      using _held = await mutex.lockAsync();
      while (blocked()) await here.waitAsync();
      move(state, puts);
      there.notifyOne();
    } else {
      mutex.lock();
      while (blocked()) here.wait(form === 1 ? Infinity : 0.05);
      move(state, puts);
      mutex.unlock();
      there.notifyOne();
    }
  }
}

function move(state: Int32Array, puts: boolean): void {
  state[0] += puts ? 1 : -1;
  state[puts ? 2 : 1]++;
}

/** Waits for generation after generation; all are woken at once. Answers how many it saw. */
export function generations({ mutex, cond, state }: { mutex: Mutex; cond: Cond; state: Int32Array }): number {
  let seen = 0;
  mutex.lock();
  while (seen < 20) {
    state[1]++;
    while (state[0] === seen) if (!cond.wait(20_000)) throw new Error(`waits for generation ${seen + 1}`);
    seen = state[0];
  }
  mutex.unlock();
  return seen;
}
