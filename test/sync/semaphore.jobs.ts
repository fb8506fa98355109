import type { Semaphore } from "../../src/index.ts";

/** counters: [entries, holders]. Answers how many held at once, at most. */
export function hammer({
  semaphore,
  counters,
  rounds,
}: {
  semaphore: Semaphore;
  counters: Int32Array;
  rounds: number;
}) {
  let most = 0;
  for (let round = 0; round < rounds; round++) {
    semaphore.acquire();
    most = Math.max(most, Atomics.add(counters, 1, 1) + 1);
    Atomics.add(counters, 0, 1);
    Atomics.sub(counters, 1, 1);
    semaphore.release();
  }
  return most;
}

export async function mixed({ semaphore, rounds }: { semaphore: Semaphore; rounds: number }, index: number) {
  for (let round = 0; round < rounds; round++) {
    const n = 1 + ((round + index) % 3);
    const form = (round + index) % 4;
    if (form === 0) {
      if (!semaphore.tryAcquire(n, 0.05)) continue;
    } else if (form === 1) {
      await semaphore.acquireAsync(n);
    } else {
      semaphore.acquire(n);
    }
    semaphore.release(n);
  }
}
