// The most naive search there is, sharing nothing with the checker: threads are generators that yield their operations, every schedule
// is run from the start, nothing is remembered. Only for tiny programs.

export type BruteOperation = readonly [name: string, index: number, a?: number, b?: number, ms?: number];
export type BruteThread = () => Generator<BruteOperation, unknown, unknown>;

interface Running {
  readonly generator: ReturnType<BruteThread>;
  next: BruteOperation | undefined;
  result: unknown;
  asleep: boolean;
  dead: boolean;
}

/** How many of each may happen. */
export interface BruteEvents {
  readonly kills?: number;
  readonly spurious?: number;
}

/** Every final state (words, results, who is stuck), as strings. `finish` says how a state reads. Throws if there are more schedules than `most`. */
export function bruteForce(
  size: number,
  threads: readonly BruteThread[],
  finish: (words: readonly number[], results: readonly unknown[], stuck: boolean) => string,
  most: number,
  { kills = 0, spurious = 0 }: BruteEvents = {},
): Set<string> {
  const finals = new Set<string>();
  let schedules = 0;
  const explore = (prefix: readonly string[]): void => {
    const words = Array<number>(size).fill(0);
    const queue: number[] = [];
    const running = threads.map((thread): Running => {
      const generator = thread();
      const first = generator.next();
      return { generator, next: first.done ? undefined : first.value, result: first.value, asleep: false, dead: false };
    });
    const give = (i: number, answer: unknown) => {
      const step = running[i].generator.next(answer);
      running[i].next = step.done ? undefined : step.value;
      running[i].result = step.value;
    };
    const wake = (i: number, answer: string) => {
      queue.splice(queue.indexOf(i), 1);
      running[i].asleep = false;
      give(i, answer);
    };
    for (const move of prefix) {
      const i = Number(move[0]);
      if (move[1] === "t") wake(i, "timed-out");
      else if (move[1] === "s") wake(i, "ok");
      else if (move[1] === "k" || move[1] === "g") {
        running[i].dead = true;
        running[i].result = undefined;
        // "g": the engine still has it in its queue.
        if (running[i].asleep && move[1] === "k") queue.splice(queue.indexOf(i), 1);
      } else act(words, queue, running, i, give, wake);
    }
    const moves = running.flatMap(({ next, asleep, dead }, i) => {
      if (!next || dead) return [];
      if (!asleep) return [`${i}`];
      return next[3] === undefined ? [] : [`${i}t`];
    });
    if (moves.length === 0) {
      if (++schedules > most) throw new RangeError("too many schedules");
      finals.add(
        finish(
          words,
          running.map(({ result }) => result),
          running.some(({ next, dead }) => next && !dead),
        ),
      );
      return;
    }
    const left = (letters: string, budget: number) =>
      prefix.filter((move) => move[1] !== undefined && letters.includes(move[1])).length < budget;
    for (const [i, { next, asleep, dead }] of running.entries()) {
      if (!next || dead) continue;
      if (asleep && left("s", spurious)) moves.push(`${i}s`);
      if (left("kg", kills)) moves.push(...(asleep ? [`${i}k`, `${i}g`] : [`${i}k`]));
    }
    for (const move of moves) explore([...prefix, move]);
  };
  explore([]);
  return finals;
}

function act(
  words: number[],
  queue: number[],
  running: readonly Running[],
  i: number,
  give: (i: number, answer: unknown) => void,
  wake: (i: number, answer: string) => void,
): void {
  const [name, index, a = 0, b = 0] = running[i].next!;
  const before = words[index];
  if (name === "wait") {
    running[i].asleep = before === a;
    if (before === a) queue.push(i);
    else give(i, "not-equal");
    return;
  }
  if (name === "notify") {
    const woken = queue.filter((sleeper) => running[sleeper].next?.[1] === index).slice(0, a);
    for (const sleeper of woken) {
      if (running[sleeper].dead) queue.splice(queue.indexOf(sleeper), 1);
      else wake(sleeper, "ok");
    }
    give(i, woken.length);
    return;
  }
  if (name === "store" || name === "exchange") words[index] = a;
  if (name === "add") words[index] = before + a;
  if (name === "compareExchange" && before === a) words[index] = b;
  give(i, name === "store" ? a : before);
}
