import type { Barrier } from "../../src/index.ts";

interface Meeting {
  barrier: Barrier;
  /** For each round how many have come, then how many were leader. */
  come: Int32Array;
  leaders: Int32Array;
  rounds: number;
}

/** Answers in how many rounds somebody went on before all had come. */
export async function meet({ barrier, come, leaders, rounds }: Meeting, index: number): Promise<number> {
  let early = 0;
  for (let round = 0; round < rounds; round++) {
    Atomics.add(come, round, 1);
    const form = (round + index) % 4;
    let leader: boolean | undefined;
    if (form === 0) leader = await barrier.waitAsync();
    else if (form === 1) for (; leader === undefined; leader = barrier.tryWait(0.2));
    else leader = barrier.wait();
    if (Atomics.load(come, round) !== barrier.parties) early++;
    if (leader) Atomics.add(leaders, round, 1);
  }
  return early;
}
