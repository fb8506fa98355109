// What every semaphore must do, whatever it is made of.
import type { Program } from "../../../src/check/program.ts";
import { FIRST, SLICE_OVER, TOLD } from "../../../src/core/result.ts";
import { alike, everyShape, FOREVER, inRoles, SHAPES } from "./shapes.ts";

export interface SemaphoreUnderCheck {
  readonly name: string;
  /** Names of its words, at most four. */
  readonly words: readonly string[];
  readonly setup: (w: Int32Array, permits: number) => void;
  readonly acquire: (w: Int32Array, ms: number) => boolean;
  /** `why`: FIRST, TOLD or SLICE_OVER, where that makes a difference. */
  readonly tryAcquire: (w: Int32Array, why?: number) => boolean;
  readonly release: (w: Int32Array) => unknown;
  readonly available: (w: Int32Array) => number;
  /** Whether nobody is noted as waiting. */
  readonly idle: (w: Int32Array) => boolean;
}

const DATA = 4;

function named(subject: SemaphoreUnderCheck): string[] {
  return [...subject.words, ...["-", "-", "-", "-"].slice(subject.words.length), "data"];
}

export function permitPrograms(subject: SemaphoreUnderCheck): Program[] {
  const { name, setup, acquire, tryAcquire, release, available, idle } = subject;
  const words = named(subject);
  const sum = (results: readonly number[]) => results.reduce((a, b) => a + b, 0);
  return [
    // One permit: a lock, so the data may be plain.
    ...everyShape(name, ({ threads, operations }, ms) => ({
      words,
      setup: (w) => setup(w, 1),
      ...alike(threads, (w) => {
        let taken = 0;
        for (let i = 0; i < operations; i++) {
          if (!acquire(w, ms)) continue;
          w[DATA] = w[DATA] + 1;
          release(w);
          taken++;
        }
        return taken;
      }),
      final: (w, results: readonly number[]) =>
        available(w) === 1 && idle(w) && w[DATA] === sum(results) && (ms < FOREVER || w[DATA] === threads * operations),
    })),
    // No permit at first: some only release, others only acquire.
    ...SHAPES.flatMap(({ threads, operations }) =>
      [FOREVER, 10].map((ms): Program => {
        const kind = ms === FOREVER ? "" : ", timed";
        return {
          name: `${name} ${threads}x${operations}, one releases${kind}`,
          words,
          setup: (w) => setup(w, 0),
          ...inRoles([0, ...Array(threads - 1).fill(1)], (kind) => (w) => {
            let taken = 0;
            for (let i = 0; i < operations; i++) {
              if (kind > 0) taken += acquire(w, ms) ? 1 : 0;
              else for (let j = 1; j < threads; j++) release(w);
            }
            return taken;
          }),
          final: (w, results: readonly number[]) =>
            idle(w) &&
            available(w) + sum(results) === operations * (threads - 1) &&
            (ms < FOREVER || available(w) === 0),
        };
      }),
    ),
    {
      name: `${name} 2x2, linearizable`,
      words,
      setup: (w) => setup(w, 2),
      threads: Array.from({ length: 2 }, (_, who) => (w, t) => {
        const attempt = () => t.op("tryAcquire", [], () => tryAcquire(w));
        const got = [attempt(), who === 0 ? t.op("acquire", [], () => acquire(w, FOREVER)) : attempt()];
        for (const each of got) if (each) t.op("release", [], () => void release(w));
      }),
      spec: {
        initial: 2,
        apply(permits: number, op: string) {
          if (op === "release") return [[undefined, permits + 1]];
          if (permits > 0) return [[true, permits - 1]];
          return op === "acquire" ? [] : [[false, permits]];
        },
      },
    },
  ];
}

/** One death anywhere, two permits: one may be lost with its holder, and the other must still come round to everybody. */
export function permitDeaths(subject: SemaphoreUnderCheck): Program[] {
  const { name, setup, acquire, tryAcquire, release, available } = subject;
  const death = (threads: number, operations: number): Program => ({
    name: `${name} ${threads}x${operations}, one death`,
    words: named(subject),
    setup: (w) => setup(w, 2),
    kills: 1,
    timeouts: "certain",
    ...alike(threads, (w, t) => {
      for (let i = 0; i < operations; i++) {
        acquire(w, FOREVER);
        t.assert(Atomics.add(w, DATA, 1) < 2, "three threads have two permits");
        Atomics.sub(w, DATA, 1);
        release(w);
      }
      return "ended";
    }),
    // What the dead left behind does not keep out who only tries; an event loop whose slice is over clears it away for newcomers.
    final: (w, results: readonly unknown[]) =>
      available(w) >= (results.includes(undefined) ? 1 : 2) &&
      [TOLD, SLICE_OVER, FIRST].every((why) => {
        const taken = tryAcquire(w, why);
        release(w);
        return taken;
      }),
  });
  return [...SHAPES.map(({ threads, operations }) => death(threads, operations)), death(4, 1)];
}
