// Where in the source a stack points, through the source map beside a compiled file where there is one.

type FileSystem = { readFileSync(file: URL, encoding: "utf8"): string };

interface Mapped {
  readonly sources: readonly string[];
  /** For each line of the compiled file: column, source, line of the source, in the order of columns. */
  readonly lines: readonly (readonly (readonly [column: number, source: number, line: number])[])[];
}

const OWN = new URL("./", import.meta.url).href;
const FRAME = /((?:file:\/\/|[A-Za-z]:[\\/]|\/)[^()]*?):(\d+):(\d+)\)?$/;
const maps = new Map<string, Mapped | undefined>();

/** The two innermost frames outside the checker: the operation and who asked for it. */
export function place(stack: string): string {
  const frames: string[] = [];
  for (const line of stack.split("\n")) {
    const match = FRAME.exec(line.trim());
    if (!match || frames.length === 2) continue;
    const file = match[1].startsWith("file:") ? match[1] : `file://${match[1]}`;
    if (!file.startsWith(OWN)) frames.push(original(file, Number(match[2]), Number(match[3])));
  }
  return frames.join(" < ");
}

function original(file: string, line: number, column: number): string {
  if (!maps.has(file)) maps.set(file, load(file));
  const map = maps.get(file);
  const at = map?.lines[line - 1]?.findLast(([start]) => start < column);
  return map && at ? `${base(map.sources[at[1]])}:${at[2] + 1}` : `${base(file)}:${line}`;
}

function base(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function load(file: string): Mapped | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const fs = process?.getBuiltinModule?.("node:fs") as FileSystem | undefined;
  if (!fs) return undefined;
  try {
    const { sources, mappings } = JSON.parse(fs.readFileSync(new URL(`${file}.map`), "utf8")) as {
      sources: string[];
      mappings: string;
    };
    return { sources, lines: decode(mappings) };
  } catch {
    // No map, or not one of ours: the compiled line will do.
    return undefined;
  }
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Source map, version 3: numbers in base 64, five bits a digit, each the difference to the one before. */
function decode(mappings: string): (readonly [number, number, number])[][] {
  let source = 0;
  let sourceLine = 0;
  return mappings.split(";").map((line) => {
    let column = 0;
    const segments: [number, number, number][] = [];
    for (const text of line === "" ? [] : line.split(",")) {
      const [toColumn, toSource = 0, toLine = 0] = numbers(text);
      column += toColumn;
      source += toSource;
      sourceLine += toLine;
      segments.push([column, source, sourceLine]);
    }
    return segments;
  });
}

function numbers(text: string): number[] {
  const found: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if ((digit & 32) !== 0) continue;
    found.push((value & 1) === 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return found;
}
