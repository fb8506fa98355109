// What the workers of the benchmark do. Each answers its time in ms, unless it says otherwise.

import { blockWhenIdle, type Note, type SharedChannel } from "../src/index.ts";
import { NotifyingLock, SmartLock } from "./locks.ts";

interface Lockable {
  lock(): unknown;
  unlock(): void;
}

function hammer(lock: Lockable, words: Int32Array, n: number): number {
  const begin = performance.now();
  for (let i = 0; i < n; i++) {
    lock.lock();
    words[8]++;
    lock.unlock();
  }
  return performance.now() - begin;
}

export function lockAll({ lock, words, n }: { lock: Lockable; words: Int32Array; n: number }): number {
  return hammer(lock, words, n);
}

export function smartLock({ words, n }: { words: Int32Array; n: number }): number {
  return hammer(new SmartLock(words), words, n);
}

export function notifyingLock({ words, n }: { words: Int32Array; n: number }): number {
  return hammer(new NotifyingLock(words), words, n);
}

export function notePingPong({ pair, n }: { pair: Note[]; n: number }, index: number): number {
  const begin = performance.now();
  for (let i = 0; i < n; i++) {
    if (index === 0) pair[1].wakeup();
    pair[index].sleep();
    pair[index].clear();
    if (index === 1) pair[0].wakeup();
  }
  return performance.now() - begin;
}

export function atomicsPingPong({ words, n }: { words: Int32Array; n: number }, index: number): number {
  const begin = performance.now();
  const wake = (who: number) => {
    Atomics.store(words, who, 1);
    Atomics.notify(words, who, 1);
  };
  for (let i = 0; i < n; i++) {
    if (index === 0) wake(1);
    while (Atomics.exchange(words, index, 0) === 0) Atomics.wait(words, index, 0);
    if (index === 1) wake(0);
  }
  return performance.now() - begin;
}

interface Channels {
  pair: SharedChannel<number>[];
  n: number;
  block: boolean;
}

export async function channelPingPong({ pair, n, block }: Channels, index: number): Promise<number> {
  blockWhenIdle(block);
  const begin = performance.now();
  for (let i = 0; i < n; i++) {
    if (index === 0) await pair[0].send(i);
    const value = (await pair[1 - index].receive()) as number;
    if (index === 1) await pair[1].send(value);
  }
  blockWhenIdle(false);
  return performance.now() - begin;
}

export async function channelStream({ pair, n, block }: Channels, index: number): Promise<number> {
  blockWhenIdle(block);
  const [channel] = pair;
  const begin = performance.now();
  for (let i = 0; i < n; i++) {
    if (index === 0) channel.trySend(i) || (await channel.send(i));
    else if (channel.tryReceive() === undefined) await channel.receive();
  }
  blockWhenIdle(false);
  return performance.now() - begin;
}

export function channelStreamSync({ pair, n }: Channels, index: number): number {
  const [channel] = pair;
  const begin = performance.now();
  for (let i = 0; i < n; i++) {
    if (index === 0) channel.sendSync(i);
    else channel.receiveSync();
  }
  return performance.now() - begin;
}
