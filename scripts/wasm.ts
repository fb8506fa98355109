// `npm run build:wasm`: compiles src/core with AssemblyScript and writes src/core/generated.
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import * as hot from "../src/core/hot.ts";
import * as all from "../src/core/index.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const core = resolve(root, "src/core");
const flags =
  "--optimizeLevel 3 --shrinkLevel 1 --converge --use Words=i32 --noAssert --runtime stub --enable threads --importMemory --noExportMemory --sharedMemory --initialMemory 1 --maximumMemory 65536";

/** The export's name in the wasm: the names alone would be a sixth of it. */
export function shortName(index: number): string {
  return `_${index.toString(36)}`;
}

const functions: Record<string, { length: number }> = { ...all };

/** The core's functions, in the order of their short names: those that the library's wasm has, or `everything` for the checker's. */
export function coreFunctions(everything = false): string[] {
  return Object.keys(everything ? all : hot).sort();
}

/**
 * The core as WebAssembly bytes. machine.wasm.ts takes machine.ts's place; nothing else differs from what tsc compiles. With a `machine`
 * of the checker's, everything of the core.
 */
export async function compileCore(machine?: string): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const exported = coreFunctions(machine !== undefined).map((name, index) => `${name} as ${shortName(index)}`);
  const { error, stderr } = await asc.main(["entry.ts", "--outFile", "core.wasm", ...flags.split(" ")], {
    // asc asks for "x.ts.ts": TypeScript writes the extension in imports, AssemblyScript adds it.
    readFile: (name) => {
      const file = name.replace(/(\.ts)+$/, ".ts");
      if (file === "entry.ts") return `export { ${exported.join(", ")} } from "./index.ts";`;
      if (file.startsWith("~lib") || file.includes("node_modules")) return null;
      return readFile(
        file === "machine.ts" ? (machine ?? resolve(core, "machine.wasm.ts")) : resolve(core, file),
        "utf8",
      ).catch(() => null);
    },
    writeFile: (name, contents) => {
      if (name.endsWith(".wasm")) binary = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error || !binary) throw new Error(`asc failed: ${error?.message}\n${stderr.toString()}`);
  return binary;
}

/** The text of generated/wasm.ts. */
export function wasmModule(binary: Uint8Array): string {
  const base64 = Buffer.from(binary).toString("base64");
  return `// Generated from src/core by \`npm run build:wasm\`: ${binary.length} bytes of WebAssembly.\nexport const wasm =\n  "${base64}";\n`;
}

/**
 * The text of generated/bindings.ts: one function for each of the core. For an object of the heap (`m` is 0) it goes to the WebAssembly
 * build, or to the JavaScript build over the heap's words if it is not a hot one; for any other to the JavaScript build. A module-level
 * binding keeps the call as fast as the export itself; a table of functions held by the object costs twice that once there are two builds.
 */
export function bindingsModule(): string {
  const compiled = coreFunctions();
  const bindings = coreFunctions(true).map((name) => {
    const args = Array.from({ length: functions[name].length - 1 }, (_, i) => "pabcdef"[i]);
    const types = args.map((arg) => `${arg}: number`).join(", ");
    const given = args.join(", ");
    const isHot = compiled.includes(name);
    return `${isHot ? `let ${name}Wasm = js.${name};\n` : ""}export function ${name}(m: Place, ${types}) {
  return ${isHot ? `m === 0 ? ${name}Wasm(0 as never, ${given}) : js.${name}(m, ${given})` : `js.${name}(m === 0 ? heap : m, ${given})`};
}`;
  });
  return `// Generated from src/core by \`npm run build:wasm\`.
import * as js from "../index.ts";

/** Where an object lives: the words of its buffer, or 0 for the heap under the WebAssembly build. */
export type Place = Int32Array<ArrayBufferLike> | 0;

let heap: Int32Array<ArrayBufferLike>;

${bindings.join("\n\n")}

/** Lets the bindings call these exports, an instance over the heap, wherever \`m\` is 0. */
export function bind(exports: WebAssembly.Exports, words: Int32Array<ArrayBufferLike>): void {
  heap = words;
${compiled.map((name, index) => `  ${name}Wasm = exports.${shortName(index)} as typeof js.${name};`).join("\n")}
}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const binary = await compileCore();
  await writeFile(resolve(core, "generated/wasm.ts"), wasmModule(binary));
  await writeFile(resolve(core, "generated/bindings.ts"), bindingsModule());
  console.log(
    `src/core/generated: ${binary.length} bytes of wasm, ${coreFunctions().length} functions of ${coreFunctions(true).length}`,
  );
}
