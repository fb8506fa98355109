import assert from "node:assert/strict";
import { test } from "node:test";
import { Channel, DetachedError, i32, Mutex, receive, SharedChannel, select, share } from "../../src/index.ts";
import { within } from "../support/within.ts";

const gone = (error: unknown) => error instanceof DetachedError && /SharedChannel "jobs"/.test(error.message);
const make = (capacity = 0) => new SharedChannel(i32, capacity, { name: "jobs" });

for (const handle of ["the handle that waits", "another handle"]) {
  test(`dispose by ${handle}: what waits on the channel in this thread is rejected`, async () => {
    const receiving = make();
    const sending = make();
    const other = new SharedChannel(i32);
    const local = new Channel<number>();
    const abort = new AbortController();
    const { signal } = abort;
    const waits = [
      receiving.receive(),
      receiving.receive({ signal }),
      select({ receiving, other, local }, { signal }),
      select({ other, local, receiving, also: receiving }),
      sending.send(1),
      sending.send(2, { signal }),
      select({ out: sending.sending(3), other }),
      receiving.values().next(),
      (async () => {
        for await (const _ of receiving);
      })(),
    ];
    for (const channel of [receiving, sending]) {
      (handle === "another handle" ? receive<SharedChannel<number>>(share(channel)) : channel).dispose();
    }
    for (const [index, wait] of waits.entries()) {
      await assert.rejects(within(wait as Promise<unknown>, `wait ${index} on a disposed channel`), gone);
    }
    assert.equal(other.trySend(4), false, "no select waits on the other channel");
    assert.equal(local.trySend(4), false);
    // The words serve other objects now; a late abort must leave them alone.
    const mutexes = Array.from({ length: 8 }, () => new Mutex());
    for (const mutex of mutexes) mutex.lock();
    abort.abort();
    for (const mutex of mutexes) mutex.unlock();
    const next = make();
    const got = next.receive();
    assert.ok(next.trySend(5));
    assert.equal(await within(got, "a channel in the same place"), 5);
  });
}

test("dispose: what was served before it keeps its value", async () => {
  const channel = make();
  const other = make();
  const got = channel.receive();
  const selected = select({ channel, other });
  assert.ok(channel.trySend(1));
  assert.ok(channel.trySend(2));
  other.dispose();
  channel.dispose();
  assert.equal(await within(got, "a receive that has been served"), 1);
  assert.deepEqual(await within(selected, "a select that has been served"), { case: "channel", value: 2 });
});

test("a channel that is gone rejects every form, a case made before included", async () => {
  const channel = make(1);
  const out = channel.sending(1);
  const values = channel.values();
  channel.dispose();
  channel.dispose();
  await assert.rejects(channel.receive(), gone);
  await assert.rejects(channel.send(1), gone);
  await assert.rejects(values.next(), gone);
  await assert.rejects(select({ out }), gone);
  await assert.rejects(select({ channel }), gone);
  for (const use of [
    () => channel.trySend(1),
    () => channel.tryReceive(),
    () => channel.sendSync(1),
    () => channel.receiveSync(),
    () => channel.close(),
    () => channel.sending(1),
    () => channel.length,
    () => share(channel),
  ]) {
    assert.throws(use, gone);
  }
});
