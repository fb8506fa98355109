import type { Barrier, Cond, Mutex, Note, Once, RWMutex, Semaphore, WaitGroup } from "../../src/index.ts";

export interface Family {
  mutex: Mutex;
  semaphore: Semaphore;
  note: Note;
  rwmutex: RWMutex;
  cond: Cond;
  condMutex: Mutex;
  group: WaitGroup;
  once: Once;
  barrier: Barrier;
}

const waits: ((family: Family) => void)[] = [
  ({ mutex }) => mutex.lock(),
  ({ semaphore }) => semaphore.acquire(2),
  ({ note }) => note.sleep(),
  ({ rwmutex }) => rwmutex.lock(),
  ({ rwmutex }) => rwmutex.lockShared(),
  ({ cond, condMutex }) => {
    condMutex.lock();
    cond.wait();
  },
  ({ group }) => group.wait(),
  ({ once }) => once.do(() => {}),
  ({ barrier }) => barrier.wait(),
];

/** Blocks on one of the family, for good. */
export function block(family: Family, index: number): void {
  waits[index](family);
}
