import { execFile } from "node:child_process";
import { Note, receive, Semaphore, type SharedChannel, share } from "../../src/index.ts";

export function makeAndPost(semaphore: Semaphore) {
  semaphore.acquire();
  const made = new Semaphore(7);
  semaphore.release();
  return share(made);
}

/** Answers how often a new object was not free, or did not stay alone. */
export function allocate(rounds: number, index: number) {
  let wrong = 0;
  let kept: Semaphore[] = [];
  for (let round = 0; round < rounds; round++) {
    const semaphore = new Semaphore();
    if (semaphore.available !== 0) wrong++;
    semaphore.release(index + 1);
    kept.push(semaphore);
    if (kept.length === 16) {
      for (const one of kept) {
        if (one.available !== index + 1) wrong++;
        one.dispose();
      }
      kept = [];
    }
  }
  return wrong;
}

export function sleepBriefly(times: number) {
  const note = new Note();
  for (let i = 0; i < times; i++) note.sleep(0.1);
}

/** Exit codes of two programs: one that waits for ever and is killed at 1.5 s (answered as 13), one whose wait is aborted. */
export async function holds() {
  const library = new URL("../../src/index.js", import.meta.url).href;
  const program = (then: string) =>
    `import { Semaphore } from ${JSON.stringify(library)};
     const abort = new AbortController();
     const wait = new Semaphore(0).acquireAsync(1, { signal: abort.signal });
     wait.catch(() => {});
     ${then}`;
  return [await exitCode(program("")), await exitCode(program("setTimeout(() => abort.abort(), 10);"))];
}

function exitCode(source: string): Promise<number> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["--input-type=module", "-e", source], { timeout: 1500 }, (error) =>
      resolve(error === null ? 0 : error.killed ? 13 : Number(error.code)),
    );
  });
}

/** Ends its thread in the middle of a wait. */
export async function receiveAndExit({ old }: { old: SharedChannel<number> }): Promise<void> {
  setImmediate(() => process.exit(0));
  await old.receive();
}

export function receiveFrom({ fresh }: { fresh: SharedChannel<number> }): Promise<number | undefined> {
  return fresh.receive();
}

/** In a thread that inherited no heap: what wrong handles throw, and whether a good one then works. */
export function attachLate(entries: [string, unknown][]) {
  const handle = Object.fromEntries(entries);
  const thrown = (heap: unknown) => {
    try {
      return receive({ ...handle, heap });
    } catch (error) {
      return (error as Error).name;
    }
  };
  return [
    thrown({ memory: new WebAssembly.Memory({ initial: 16, maximum: 16, shared: true }) }),
    thrown({ memory: new SharedArrayBuffer(8) }),
    thrown({ memory: new ArrayBuffer(8) }),
    receive(handle) instanceof Note,
  ];
}
