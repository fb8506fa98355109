import type { Note } from "../../src/index.ts";

export async function sleepers({ notes, counter }: { notes: Note[]; counter: Int32Array }, index: number) {
  for (const note of notes) {
    if (index % 2 === 0) note.sleep();
    else await note.sleepAsync();
    Atomics.add(counter, 0, 1);
  }
}

export function pingPong({ pair, rounds }: { pair: Note[]; rounds: number }, index: number) {
  const mine = pair[index];
  const other = pair[1 - index];
  let woken = 0;
  for (let round = 0; round < rounds; round++) {
    if (index === 0) other.wakeup();
    if (!mine.sleep(20_000)) throw new Error(`thread ${index} waits on its note in round ${round}`);
    mine.clear();
    woken++;
    if (index === 1) other.wakeup();
  }
  return woken;
}
