import type { Program } from "../../../src/check/program.ts";
import { DONE, NOT_HELD, NOT_OWNER, RELOCK } from "../../../src/core/result.ts";
import { A_WHILE, type Core, FOREVER } from "./shapes.ts";

const WORDS = ["word", "writers", "async", "data"];
const DATA = 3;
const HELD = 0x3fff | (0xfff << 17);
/** Readers are all alike: their number only tells them from a writer. */
const READER = 0xfff;

/** w: writes; r: reads; W, R: by an event loop; t after it: gives up. */
type Kind = "w" | "r" | "wt" | "rt" | "W" | "R" | "Wt" | "Rt";

const writes = (kind: Kind) => kind[0].toLowerCase() === "w";
const timed = (kind: Kind) => kind.endsWith("t");

function enter(core: Core, w: Int32Array, kind: Kind, me: number, patience: number): boolean {
  const ms = timed(kind) ? A_WHILE : FOREVER;
  if (kind[0] === "w") return core.rwmutexLock(w, 0, me, ms, patience) === DONE;
  if (kind[0] === "r") return core.rwmutexShared(w, 0, me, ms, patience) === DONE;
  // What an event loop does, with a wait in the place of waitAsync.
  const take = writes(kind) ? core.rwmutexTryLock : core.rwmutexTryShared;
  for (let slept = 0; take(w, 0, me, slept) !== DONE; ) {
    const told = core.rwmutexAsk(w, 0, writes(kind) ? 1 : 0, slept);
    if (told < 0) continue;
    if (Atomics.wait(w, 2, told, ms) === "timed-out") {
      if (writes(kind)) core.rwmutexLeave(w, 0);
      return false;
    }
    slept = 1;
  }
  return true;
}

interface Circumstances {
  /** Without any patience whoever has slept once sets LONG. */
  patience?: number;
  spurious?: number;
  kills?: number;
}

function program(core: Core, kinds: readonly Kind[], operations: number, circumstances: Circumstances = {}): Program {
  const { patience = 1, spurious = 0, kills = 0 } = circumstances;
  const bodies = kinds.map((kind, who) => (w: Int32Array) => {
    const me = writes(kind) ? who + 1 : READER;
    let written = 0;
    for (let i = 0; i < operations; i++) {
      if (!enter(core, w, kind, me, patience)) continue;
      // Plain accesses: a writer beside anybody is a data race.
      const data = w[DATA];
      if (writes(kind)) {
        w[DATA] = data + 1;
        written++;
        core.rwmutexUnlock(w, 0, me);
      } else core.rwmutexUnlockShared(w, 0);
    }
    return written;
  });
  const same = kinds.map((kind) => kinds.indexOf(writes(kind) ? ("none" as Kind) : kind));
  const alike = same.flatMap((first, who) => (first >= 0 ? [who] : []));
  const role = alike.length > 1 && new Set(alike.map((who) => kinds[who])).size === 1;
  const more = [patience === 0 && "LONG", spurious > 0 && "one spurious wake-up", kills > 0 && "one death"];
  return {
    name: [`rwmutex ${kinds.join(" ")} x${operations}`, ...more.filter(Boolean)].join(", "),
    words: WORDS,
    threads: bodies.map((body, who) => (role && alike.includes(who) ? bodies[alike[0]] : body)),
    ...(role ? { roles: [alike] } : {}),
    spurious,
    kills,
    // Who dies inside keeps it, and the others end by time-out.
    ...(kills > 0 ? { timeouts: "certain" as const } : {}),
    final: (w, results: readonly (number | undefined)[]) => {
      // What the dead left behind does not keep out who only tries.
      if (kills > 0)
        return (w[0] & HELD) === 0 ? core.rwmutexTryLock(w, 0, 9, 1) === DONE : results.includes(undefined);
      return (w[0] & HELD) === 0 && w[DATA] === results.reduce<number>((a, b) => a + (b ?? 0), 0);
    },
  };
}

export function programs(core: Core, sliced: Core): Program[] {
  const two: Kind[][] = [
    ["w", "w"],
    ["w", "r"],
    ["wt", "r"],
    ["w", "rt"],
    ["wt", "rt"],
    ["W", "r"],
    ["w", "R"],
    ["W", "R"],
  ];
  const three: Kind[][] = [
    ["w", "w", "r"],
    ["w", "r", "r"],
    ["wt", "w", "r"],
    ["wt", "r", "r"],
    ["w", "rt", "r"],
    ["w", "r", "R"],
    ["w", "W", "r"],
    ["Wt", "r", "r"],
    ["Rt", "w", "r"],
  ];
  return [
    ...two.flatMap((kinds) => [program(core, kinds, 3), program(core, kinds, 2, { patience: 0 })]),
    ...three.flatMap((kinds) => [program(core, kinds, 1), program(core, kinds, 1, { patience: 0 })]),
    program(core, ["w", "r"], 3, { spurious: 1 }),
    program(core, ["w", "w", "r"], 1, { spurious: 1, patience: 0 }),
    program(sliced, ["wt", "rt"], 3, { kills: 1, patience: 0 }),
    program(sliced, ["wt", "wt", "rt"], 1, { kills: 1, patience: 0 }),
    {
      name: "rwmutex, misuse changes nothing",
      words: WORDS,
      threads: [
        (w, t) => {
          const { rwmutexLock, rwmutexTryLock, rwmutexTryShared, rwmutexUnlock } = core;
          rwmutexLock(w, 0, 1, FOREVER, 1);
          t.assert(rwmutexTryLock(w, 0, 1, 0) === RELOCK && rwmutexTryShared(w, 0, 1, 0) === RELOCK, "relock");
          w[DATA] = w[DATA] + 1;
          rwmutexUnlock(w, 0, 1);
        },
        (w, t) => {
          t.assert(core.rwmutexUnlock(w, 0, 2) === NOT_OWNER, "unlock without lock");
          t.assert(core.rwmutexUnlockShared(w, 0) === NOT_HELD, "unlockShared without lockShared");
        },
      ],
      final: (w) => w[0] === 0 && w[DATA] === 1,
    },
  ];
}

/** Three threads, twice each. */
export function slow(core: Core, sliced: Core): Program[] {
  return [
    program(core, ["w", "w", "r"], 2),
    program(core, ["w", "r", "r"], 2),
    program(core, ["w", "r", "r"], 2, { patience: 0 }),
    program(core, ["w", "r", "r"], 2, { spurious: 1 }),
    program(core, ["wt", "rt", "rt"], 2, { patience: 0 }),
    program(sliced, ["wt", "rt", "rt"], 2, { kills: 1 }),
  ];
}
