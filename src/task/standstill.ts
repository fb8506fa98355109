// Whether any thread of the program can still go on, while tasks wait on shared memory, where every other thread might end their waits.
//
// A thread stands still if it blocks for as long as it takes, or if its event loop has nothing to do but wait for other threads. That all do
// is not enough: one may have been woken and not run yet. So each looks again whether it can go on, in two rounds. The first ends, at T, when
// all have answered; the second begins after T, and ends when all have looked once more, in vain, have proved that their event loop has
// nothing to do, and have done nothing since the first. Then nobody did anything between T and its own second look: the first to do so would
// have been woken by another that did so before. So what each looked at has not changed since T, and it never will.
//
// A thread that blocks needs no event loop for that: it wakes after each slice, looks, and sleeps again, which its counters show.

import { isDry, macrotask, whileAlive } from "#platform";
import { beginRound, onRound, proofs, reportOf, type Stand, standStill, stands } from "../heap/standstill.ts";
import { me, whenEnrolled } from "../heap/threads.ts";
import { wakes } from "./wake.ts";

/** How often a thread whose tasks wait thinks about it, in ms. */
export const TICK_MS = 1000;
/** A thread whose tasks wait for long, and not in vain, asks the others less and less often, at last after so many ticks. */
const LONGEST_PAUSE = 64;
/** Longest time for a round, in ms: a thread that blocks looks after each slice of a second. */
const ROUND_MS = 3000;
const POLL_MS = 50;

export interface Tasks {
  /** The operations of this thread that wait; undefined if something that we know nothing of may end one, as a signal. */
  waiting(): ReadonlyMap<object, { describe(): string }> | undefined;
  /** Takes what has come and has not been seen yet. */
  look(): void;
  /** Ends them all: nobody will ever wake one. `others` says what the other threads wait for. */
  report(others: string): void;
}

/** Has this thread answer the others. The answer is to be called every tick, once its tasks wait. */
export function standstill(tasks: Tasks): () => void {
  const moved = movement();
  let since = 0;
  let proved = 0;
  let asking = false;
  let pause = 1;
  let ticks = 0;
  let woken = -1;

  const answer = (round: number) => {
    tasks.look();
    // What has been sent to this thread by now has arrived after a turn of its event loop.
    macrotask(async () => {
      const asked = proofs();
      if (asked !== proved && !(await isDry())) return;
      proved = asked;
      const waiting = tasks.waiting();
      if (waiting === undefined) return;
      if (moved(waiting) || since === 0) since = round;
      const [first] = waiting.values();
      standStill(since, round, waiting.size, first?.describe() ?? "");
    });
  };
  whenEnrolled(() => onRound(answer));

  const ask = async () => {
    const all = await standing();
    if (all === undefined) return;
    const others = all.filter(({ thread }) => thread !== me).map(reportOf);
    tasks.report(others.join(""));
  };

  return () => {
    const before = woken;
    woken = wakes();
    if (woken !== before) {
      ticks = 0;
      pause = 1;
    } else if (!asking && ++ticks >= pause) {
      ticks = 0;
      const waiting = tasks.waiting();
      pause = waiting?.size === 0 ? 1 : Math.min(LONGEST_PAUSE, pause * 2);
      if (!waiting?.size || stands() === undefined) return;
      asking = true;
      ask().finally(() => {
        asking = false;
      });
    }
  };
}

/** Answers whether other operations wait than when it was called last. */
function movement(): (waiting: ReadonlyMap<object, unknown>) => boolean {
  let before = new WeakSet<object>();
  let size = 0;
  return (waiting) => {
    const operations = [...waiting.keys()];
    const same = operations.length === size && operations.every((operation) => before.has(operation));
    before = new WeakSet(operations);
    size = operations.length;
    return !same;
  };
}

/** All threads, once it is certain that none of them will ever go on. */
async function standing(): Promise<Stand[] | undefined> {
  let round = beginRound(false);
  const first = await when((all) => all.every(({ blocks, looked }) => blocks || looked >= round));
  if (first === undefined) return undefined;
  round = beginRound(true);
  const stillThere = (one: Stand, i: number) => {
    const { thread, blocks, since, looked } = first[i];
    if (one.thread !== thread || one.blocks !== blocks) return false;
    // Two sleeps, and so a whole look between them.
    return blocks ? one.since === since && one.looked - looked >= 2 : one.since <= looked && one.looked >= round;
  };
  return when((all) => all.length === first.length && all.every(stillThere));
}

/** What the threads say, as soon as it is so; undefined if it doesn't come to that. */
function when(isSo: (all: Stand[]) => boolean): Promise<Stand[] | undefined> {
  const end = performance.now() + ROUND_MS;
  return new Promise((resolve) => {
    const stop = whileAlive(() => {
      const all = stands();
      if (all !== undefined && !isSo(all) && performance.now() < end) return;
      stop();
      resolve(all !== undefined && isSo(all) ? all : undefined);
    }, POLL_MS);
  });
}
