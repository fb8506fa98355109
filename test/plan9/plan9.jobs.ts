import type { Lock, Note, Usema } from "../../src/plan9/index.ts";

/** words: a plain counter that only the lock guards. Answers how many timed tries came too late. */
export function count({ lock, words, rounds }: { lock: Lock; words: Int32Array; rounds: number }) {
  let late = 0;
  for (let round = 0; round < rounds; round++) {
    if (round % 5 === 0) {
      if (!lock.tryLock(0.02)) {
        late++;
        continue;
      }
    } else lock.lock();
    words[0] += 1;
    lock.unlock();
  }
  return late;
}

/** words: [holders]. Answers how many held at once, at most. */
export function permits({ sema, words, rounds }: { sema: Usema; words: Int32Array; rounds: number }) {
  let most = 0;
  for (let round = 0; round < rounds; round++) {
    if (round % 3 !== 0) sema.acquire();
    else if (!sema.tryAcquire(0.02)) continue;
    most = Math.max(most, Atomics.add(words, 0, 1) + 1);
    Atomics.sub(words, 0, 1);
    sema.release();
  }
  return most;
}

export function pingPong({ pair, rounds }: { pair: Note[]; rounds: number }, index: number) {
  let woken = 0;
  for (let round = 0; round < rounds; round++) {
    if (index === 0) pair[1].wakeup();
    if (!pair[index].sleep(20_000)) throw new Error(`thread ${index} waits on its note in round ${round}`);
    pair[index].clear();
    woken++;
    if (index === 1) pair[0].wakeup();
  }
  return woken;
}
