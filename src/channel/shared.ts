import { CAPACITY, CLOSED, IS_CLOSED, MUST_WAIT, RING, SIZE, VALUE } from "../core/channel.ts";
import { channelClose, channelCount, channelDo } from "../core/generated/bindings.ts";
import { DONE } from "../core/result.ts";
import { ClosedError, shown } from "../errors.ts";
import { describe, type Handle, handleOf, isHandle } from "../heap/location.ts";
import { type Memory, memory } from "../heap/memory.ts";
import { HANDLE, SharedObject, STATE } from "../heap/object.ts";
import { checkCount } from "../sync/arguments.ts";
import { refusal, signalOf } from "../task/abort.ts";
import { ready, readyWith } from "../task/wake.ts";
import { type Case, type Selectable, selecting } from "./case.ts";
import type { ChannelOptions, WaitOptions } from "./channel.ts";
import { type Codec, checkCodec, codecOf } from "./codec.ts";
import { endWaits, giveRecord, self, takeRecord } from "./records.ts";
import { SharedCase, type Way } from "./shared-case.ts";
import { type Port, type Result, waitFor, waitSync } from "./shared-wait.ts";
import { valuesOf } from "./values.ts";

/**
 * A channel between threads, for values of a fixed size that a codec writes into shared memory: `new SharedChannel(i32, 1024)`. Same names
 * and same rules as Channel: with capacity 0 a send waits for its receiver, otherwise while `capacity` values lie in the channel. It crosses
 * to other threads by share(), and keeps the process alive while a task waits on it. Only the …Sync forms block the thread, and so does an
 * idle thread that opted in by blockWhenIdle().
 *
 * A send happens before the return of the receive that gets its value, and the nth receive before the return of send n + capacity.
 * Fairness: senders, receivers and values are first come, first served.
 * Death: what a dead thread was waiting for is served in vain; one that dies in the middle of an operation leaves the channel locked.
 * Source: the channel of Go's runtime, and the one-word note of its threads.
 */
export class SharedChannel<T> extends SharedObject implements Selectable<T | undefined>, AsyncIterable<T, undefined> {
  readonly #codec: Codec<T>;
  readonly #memory: Memory;
  readonly #self = self();
  readonly #port: Port;
  // What a wait brought. Made once, not for each wait.
  readonly #received = (record: number, outcome: number): T | undefined =>
    outcome === IS_CLOSED ? undefined : this.#read(record);
  readonly #sent = (_: number, outcome: number): undefined => {
    if (outcome === IS_CLOSED) throw this.closedError("send to");
  };
  /** The record through which values pass on their way in and out; another takes its place when it must wait. */
  #record: number;

  /** Lives in the heap. Throws RangeError or TypeError for a capacity that can't be, a codec that is none, and a buffer of your own. */
  constructor(codec: Codec<T>, capacity = 0, options: ChannelOptions = {}) {
    checkCodec(codec, "SharedChannel: codec");
    const size = codec.words;
    checkCount(capacity, 0, "SharedChannel: capacity");
    super("SharedChannel", RING + capacity * size * 4, options as { name?: string });
    this.#codec = codec;
    this.#memory = memory();
    const words = this.at.words;
    if (!isHandle(options)) {
      words[(this.p + CAPACITY) >> 2] = capacity;
      words[(this.p + SIZE) >> 2] = size;
    } else if (words[(this.p + CAPACITY) >> 2] !== capacity || words[(this.p + SIZE) >> 2] !== size) {
      throw new TypeError(`receive(): not the handle of ${this}: given other values or another capacity than it has`);
    }
    this.#port = { at: this.at, p: this.p, self: this.#self, size };
    this.#record = takeRecord(size);
  }

  /** The channel that a handle names. For receive(). */
  static revive(handle: Handle): SharedChannel<unknown> {
    const { form, capacity } = (handle.extra ?? {}) as { form?: unknown; capacity?: number };
    return new SharedChannel(codecOf(form), capacity, handle as ChannelOptions);
  }

  /** As every object's; and what tasks of this thread wait for on it is rejected with DetachedError. Waits of other threads never end. */
  override dispose(): void {
    if (this.p >= 0) {
      endWaits(this.at);
      giveRecord(this.#record, this.#codec.words);
    }
    super.dispose();
  }

  override [HANDLE](): Handle {
    return handleOf(this.at, { form: this.#codec.form, capacity: this.capacity });
  }

  get capacity(): number {
    if (this.p < 0) throw this.gone();
    return this.at.words[(this.p + CAPACITY) >> 2];
  }

  /** How many sent values lie in the channel at this moment. */
  get length(): number {
    if (this.p < 0) throw this.gone();
    return channelCount(this.m, this.p, this.#self);
  }

  get closed(): boolean {
    if (this.p < 0) throw this.gone();
    return Atomics.load(this.at.words, (this.p + CLOSED) >> 2) !== 0;
  }

  /**
   * Sends `value`, as soon as a receiver or the ring takes it. Rejects with TypeError when the codec can't write it, with ClosedError when
   * the channel is closed, before or while it waits, and with the signal's reason when that is aborted: nothing was sent then.
   */
  send(value: T, options?: WaitOptions): Promise<void> {
    const refused = options === undefined ? undefined : refusal(options, () => `send to ${this}`);
    if (refused !== undefined) return refused;
    let answer: number;
    try {
      answer = this.#send(value, 1);
    } catch (error) {
      return Promise.reject(error);
    }
    return answer === DONE ? ready() : this.#wait<void>("send to", options?.signal, this.#sent);
  }

  /**
   * Receives a value, as soon as there is one; undefined when the channel is closed and empty. Rejects with the signal's reason when that
   * is aborted: nothing was received then.
   */
  receive(options?: WaitOptions): Promise<T | undefined> {
    const refused = options === undefined ? undefined : refusal(options, () => `receive from ${this}`);
    if (refused !== undefined) return refused;
    if (this.p < 0) return Promise.reject(this.gone());
    const answer = channelDo(this.m, this.p, this.#record, this.#self, 0, 1);
    if (answer === DONE) return readyWith(this.#read(this.#record));
    if (answer === IS_CLOSED) return readyWith(undefined);
    return this.#wait("receive from", options?.signal, this.#received);
  }

  /** Sends `value` if a receiver or the ring takes it now, and says whether. Throws TypeError and ClosedError as send rejects. */
  trySend(value: T): boolean {
    return this.#send(value, 0) === DONE;
  }

  /** The next value if there is one now, otherwise undefined; `closed` tells whether there may come more. */
  tryReceive(): T | undefined {
    if (this.p < 0) throw this.gone();
    const answer = channelDo(this.m, this.p, this.#record, this.#self, 0, 0);
    return answer === DONE ? this.#read(this.#record) : undefined;
  }

  /** As send, but blocks the thread. Throws DeadlockError after about a second, and has sent nothing, if no other thread lives. */
  sendSync(value: T): void {
    const record = this.#record;
    if (this.#send(value, 1) !== DONE) this.#sent(record, waitSync(this.#port, record, "sendSync()"));
  }

  /** As receive, but blocks the thread. Throws DeadlockError after about a second if no other thread lives. */
  receiveSync(): T | undefined {
    if (this.p < 0) throw this.gone();
    const record = this.#record;
    const answer = channelDo(this.m, this.p, record, this.#self, 0, 1);
    return this.#received(record, answer === MUST_WAIT ? waitSync(this.#port, record, "receiveSync()") : answer);
  }

  /**
   * Says that no more values come. Receivers get what is left, then undefined; senders that wait are rejected with ClosedError. Throws
   * ClosedError when the channel is closed already. A close happens before the return of a receive that sees it.
   */
  close(): void {
    if (this.p < 0) throw this.gone();
    if (channelClose(this.m, this.p, this.#self) !== DONE) throw this.closedError("close of");
  }

  /** A case for `select` that sends `value`. Throws TypeError when the codec can't write it. */
  sending(value: T): Selectable<undefined> {
    const write = (record: number) => this.#write(record, value);
    write(this.#record);
    const sending = this.#case({ sends: 1, what: `send to ${this}`, write, result: this.#sent });
    return {
      [selecting]: () => {
        if (this.p < 0) throw this.gone();
        return sending;
      },
    };
  }

  [selecting](): Case<T | undefined> {
    return this.#case({ sends: 0, what: `receive from ${this}`, write: () => {}, result: this.#received });
  }

  /** All values until the channel is closed and empty, as `for await (const value of channel)` takes them, with a signal. */
  values(options?: WaitOptions): AsyncIterableIterator<T, undefined> {
    signalOf(options, () => `values of ${this}`);
    return valuesOf(() => this.receive(options));
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<T, undefined> {
    return this.values();
  }

  override [STATE]() {
    return { capacity: this.capacity, length: this.length, closed: this.closed };
  }

  closedError(doing: string): ClosedError {
    return new ClosedError(`${doing} ${this}, which is closed`);
  }

  override toString(): string {
    return describe(this.at);
  }

  #send(value: T, waits: 0 | 1): number {
    if (this.p < 0) throw this.gone();
    this.#write(this.#record, value);
    const answer = channelDo(this.m, this.p, this.#record, this.#self, 1, waits);
    if (answer === IS_CLOSED) throw this.closedError("send to");
    return answer;
  }

  #write(record: number, value: T): void {
    try {
      this.#codec.write(this.#memory, record + VALUE, value);
    } catch (error) {
      throw new TypeError(`send to ${this}: ${error instanceof Error ? error.message : shown(error)}`, {
        cause: error,
      });
    }
  }

  #read(record: number): T {
    return this.#codec.read(this.#memory, record + VALUE);
  }

  /** The record stands in the channel's queue: a promise of its end. */
  #wait<R>(doing: string, signal: AbortSignal | undefined, result: Result<R>): Promise<R> {
    const record = this.#record;
    this.#record = takeRecord(this.#codec.words);
    return waitFor(this.#port, record, result, doing, signal);
  }

  #case<R>(way: Way<R>): SharedCase<R> {
    if (this.p < 0) throw this.gone();
    return new SharedCase(this.#port, way);
  }
}
