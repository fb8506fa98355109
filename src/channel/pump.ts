// How a thread waits for other threads while its tasks wait for shared channels. The thread has one wake word (core/channel.ts); the pump
// takes what has ended from it and tells the tasks, in this order of eagerness:
//
// 1. in microtasks, while tasks of this thread run: it costs a load per turn;
// 2. after some turns without news, when every task is parked and the thread may block: by watching the word for a bounded time. Not
//    earlier: a spin while another microtask could run makes a round trip twenty times as long;
// 3. asleep: blocked in slices with a turn of the event loop between them if it may block; otherwise, after a few such turns, in waitAsync.

import { afterMicrotasks, hold, macrotask, pending, processors, release, seemsAlone } from "#platform";
import { threadSleeps, threadTake, threadWakes } from "../core/generated/bindings.ts";
import { mayBlock, NOT_EQUAL, TIMED_OUT, wait } from "../core/machine.ts";
import { shown } from "../errors.ts";
import { place, words } from "../heap/heap.ts";
import { moved } from "../heap/quiet.ts";
import { Sleep } from "../sync/sleep.ts";
import { type Place, placeTaken } from "../task/deadlock.ts";
import { wakesHeld } from "../task/wake.ts";
import { self, tell, waits } from "./records.ts";
import { watch } from "./watch.ts";

/**
 * Microtask turns without news before the thread counts as idle. A task that awaits Promise.all of some async functions takes 5 or so from
 * the last wake to its next operation; with 4 turns here instead of 8, powser on two threads slept 8 times as often.
 */
const QUIET_TURNS = 8;
/** Longest time without a turn of the event loop, in ms: timers and I/O wait no longer than this. */
const TURN_MS = 10;
/** Longest sleep that blocks the thread, in ms: what it can delay a timer or a message that nobody told us of. */
const BLOCK_MS = 50;
/** Such sleeps without news. After them the thread waits in its event loop. */
const MOST_BLOCKS = 20;
/**
 * Turns of the event loop without news before a thread that may not block sleeps there: some 20 us, in which an answer from another core comes. With
 * one turn half of all runs fell into a rhythm in which both sides always slept, 30 to 57 us for a round trip instead of 5 to 10.
 */
const LOOPS = processors > 1 ? 8 : 1;

let blocks = false;
/** Sleep at once when idle, without a watch. */
let atOnce = false;
let parked = 0;
let scheduled = false;
/** Asleep in waitAsync. */
let armed = false;
let asleep: Sleep | undefined;
/** Keeping the process alive. */
let held = false;
let quiet = 0;
/** Turns of the event loop, and sleeps that blocked, since there was news. */
let loops = 0;
let blocked = 0;
let turned = performance.now();

/**
 * Lets this thread block when every task on it waits for another thread: it watches for a wake for about 0.1 ms, then sleeps. That makes a
 * hand-over between threads several times faster than the event loop's, if either has a core of its own. For workers whose tasks do nothing
 * but use this library: timers and messages of a thread that sleeps may come up to 50 ms late. Does nothing where a thread may not block (a
 * page's main thread).
 */
export function blockWhenIdle(on = true): void {
  if (typeof on !== "boolean") throw new TypeError(`blockWhenIdle: ${shown(on)}; expected true or false`);
  blocks = on && mayBlock;
}

/**
 * For the 2008 experiment: an idle thread that may block sleeps at once, without a watch, and without the event loop's turn that otherwise
 * comes first, and takes as long as many a wait does.
 */
export function sleepAtOnce(on: boolean): void {
  atOnce = on;
}

const channels: Place = {
  listed: false,
  parked: waits,
  get empty() {
    return parked === 0;
  },
  look() {
    if (!drain()) return;
    armed = false;
    schedule();
  },
};

/** A record of this thread has begun to wait. */
export function began(): void {
  parked++;
  if (!channels.listed) placeTaken(channels);
  schedule();
  keepAlive(armed);
}

/** A record's wait is over, however it ended. */
export function over(): void {
  parked--;
  keepAlive(armed && parked > 0);
}

/**
 * Blocks the thread until `done`: true; or false if that is in vain. Other tasks' waits that end meanwhile are told; they go on when the
 * caller lets them.
 */
export function blockUntil(done: () => boolean): boolean {
  while (!done()) {
    if (!drain() && (atOnce || !watch(self() >> 2)) && sleep(Infinity) === TIMED_OUT && !drain()) return false;
  }
  return true;
}

/** Only while asleep in the event loop: a scheduled turn keeps the process alive by itself. */
function keepAlive(on: boolean): void {
  if (on === held) return;
  held = on;
  if (on) hold();
  else release();
}

function schedule(): void {
  if (scheduled || armed) return;
  scheduled = true;
  quiet = 0;
  loops = 0;
  blocked = 0;
  queueMicrotask(turn);
}

function turn(): void {
  if (parked === 0) {
    scheduled = false;
    return;
  }
  if (drain()) quiet = 0;
  else if (++quiet > QUIET_TURNS) {
    quiet = 0;
    const may = blocks && !wakesHeld() && performance.now() - turned <= TURN_MS;
    if (may && atOnce) {
      // A sleep, unlike a watch, must not begin while another microtask could run.
      afterMicrotasks(sleepNow);
      return;
    }
    if (!may || !watch(self() >> 2)) {
      macrotask(idle);
      return;
    }
  }
  queueMicrotask(turn);
}

function sleepNow(): void {
  if (parked === 0 || drain() || sleep(TURN_MS) !== TIMED_OUT) turn();
  else macrotask(idle);
}

function idle(): void {
  turned = performance.now();
  if (!drain() && parked > 0) {
    if (wakesHeld()) {
      macrotask(idle);
      return;
    }
    if (!blocks && ++loops < LOOPS) {
      macrotask(idle);
      return;
    }
    // A timer or a request could wake a task of ours: blocking would only keep it from coming. If nothing can, the loop must run dry, or stand
    // still where others look at it (heap/look.ts).
    if (!blocks || pending() || seemsAlone() || blocked === MOST_BLOCKS) {
      scheduled = false;
      arm();
      return;
    }
    blocked++;
    sleep(BLOCK_MS);
  }
  turn();
}

/** Tells what has ended; answers whether anything had. */
function drain(): boolean {
  // Nearly always there is nothing, and a load is a tenth of a call.
  if (Atomics.load(words, self() >> 2) <= 0) return false;
  moved();
  loops = 0;
  blocked = 0;
  tell(threadTake(place, self()));
  return true;
}

function sleep(ms: number): number {
  if (threadSleeps(place, self()) !== 0) return NOT_EQUAL;
  const ended = wait(words, self(), -1, ms);
  threadWakes(place, self());
  return ended;
}

/** Waits on the event loop. The word stays at "asleep" while other things run there, so that a wake comes as an event. */
function arm(): void {
  if (threadSleeps(place, self()) !== 0) {
    schedule();
    return;
  }
  armed = true;
  keepAlive(true);
  asleep ??= new Sleep(words, self() >> 2);
  asleep.while(-1).then((woken) => {
    armed = false;
    keepAlive(false);
    threadWakes(place, self());
    if (woken || drain()) schedule();
    else if (parked > 0) arm();
  });
}
