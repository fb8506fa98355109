import type { Cond, Mutex } from "../../../src/index.ts";
import { reach, tell } from "../gate.ts";

/** A condition, and words that its mutex guards or that only grow, by the names of their users. */
interface Shared {
  mutex: Mutex;
  cond: Cond;
  state: Int32Array;
}

/** state: [waiting, awake, items]. */
export function take({ mutex, cond, state }: Shared): void {
  mutex.lock();
  tell(state, 0);
  while (state[2] === 0) cond.wait();
  state[2]--;
  tell(state, 1);
  mutex.unlock();
}

/**
 * Two threads wait in turns. state: [turns that may begin, waiting, awake, notifications given]. Answers how often a
 * wait has ended out of turn, or before its notification.
 */
export function generations({ mutex, cond, state, turns }: Shared & { turns: number }, index: number): number {
  let wrong = 0;
  for (let turn = index; turn < turns; turn += 2) {
    reach(state, 0, turn + 1, `turn ${turn}`);
    mutex.lock();
    tell(state, 1);
    cond.wait();
    if (state[3] <= turn || tell(state, 2) !== turn) wrong++;
    mutex.unlock();
  }
  return wrong;
}

/** state: [waiting, awake, exit, then how often each was awake]. */
export function everyone({ mutex, cond, state }: Shared, index: number): void {
  mutex.lock();
  while (state[2] === 0) {
    tell(state, 0);
    cond.wait();
    tell(state, 3 + index);
    tell(state, 1);
  }
  mutex.unlock();
}

/**
 * Three threads take a number from 0 to 3, each by its own way of waiting. Answers which step, in which round, was out
 * of turn.
 */
export function race({ rounds, numbers }: { rounds: Shared[]; numbers: Int32Array }, index: number): string[] {
  const wrong: string[] = [];
  const expect = (round: number, expected: number) => {
    if (numbers[round] !== expected) wrong.push(`round ${round}: ${numbers[round]} instead of ${expected}`);
  };
  for (const [round, { mutex, cond }] of rounds.entries()) {
    mutex.lock();
    if (index === 0) {
      numbers[round] = 1;
      cond.wait();
      expect(round, 2);
      numbers[round] = 3;
      cond.notifyOne();
    } else {
      const next = index === 1 ? [1] : [2, 3];
      while (!next.includes(numbers[round])) {
        mutex.unlock();
        mutex.lock();
      }
      if (index === 1) {
        numbers[round] = 2;
        cond.notifyOne();
      } else if (numbers[round] === 2) {
        cond.wait();
        expect(round, 3);
      }
    }
    mutex.unlock();
  }
  return wrong;
}

/**
 * Thread 0 waits; then thread 1 notifies all while thread 2 begins to wait. state: [rounds of thread 0 that may begin,
 * its waits, its ends, rounds of the others that may begin, rounds that may end, ends of thread 2].
 */
export function stealing({ mutex, cond, state, rounds }: Shared & { rounds: number }, index: number): void {
  for (let round = 1; round <= rounds; round++) {
    reach(state, index === 0 ? 0 : 3, round, `round ${round}`);
    if (index === 0) {
      mutex.lock();
      tell(state, 1);
      cond.wait();
      mutex.unlock();
      tell(state, 2);
    } else if (index === 1) {
      cond.notifyAll();
    } else {
      mutex.lock();
      while (state[4] < round) cond.wait();
      mutex.unlock();
      tell(state, 5);
    }
  }
}
