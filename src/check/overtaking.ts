// Bounded overtaking: how many calls of an operation may begin after one has begun, and yet return before it.

import type { Rules } from "./monitor.ts";

/** Who has begun and not returned, in the order of their first steps, and by how many each has been overtaken. */
type Queue = readonly { readonly thread: number; readonly overtaken: number }[];

export function overtaking(op: string, bound: number): Rules<Queue> {
  return {
    initial: [],
    key: (queue) => queue.map(({ thread, overtaken }) => `${thread}:${overtaken}`).join(),
    next(queue, thread, event) {
      if (event.name !== op) return queue;
      if (event.type === "call") return [...queue, { thread, overtaken: 0 }];
      const place = queue.findIndex((waiting) => waiting.thread === thread);
      const after = queue
        .map((waiting, i) => (i < place ? { ...waiting, overtaken: waiting.overtaken + 1 } : waiting))
        .filter((waiting) => waiting.thread !== thread);
      const passed = after.find(({ overtaken }) => overtaken > bound);
      if (passed === undefined) return after;
      return {
        kind: "overtaking",
        text: `${op} of thread ${passed.thread} was overtaken ${passed.overtaken} times, at most ${bound} allowed`,
      };
    },
  };
}
