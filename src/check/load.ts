// Loads a module, and all it imports by relative paths, through the source transform. The modules are this checker's own copies: nothing
// of the running program is touched. Node only.

import { marks } from "./marks.ts";
import { rewriteModule } from "./module.ts";
import type { Program } from "./program.ts";
import type { Ast } from "./scope.ts";
import { FIELDS } from "./snapshot.ts";

type Namespace = Record<string, unknown>;

const OWN = new URL("./", import.meta.url).href;
const LOADING: Namespace = {};
let transformed = 0;

/** The default export of the module at `url`, or the one named after `#`. */
export async function loadProgram(url: URL): Promise<Program> {
  const name = decodeURIComponent(url.hash.slice(1)) || "default";
  const file = new URL(url);
  file.hash = "";
  const namespace = await loadModule(file, new Map());
  const program = namespace[name] as Program | undefined;
  if (typeof program === "object" && program !== null) return program;
  throw new TypeError(`${file.href}: expected a program as export "${name}", given ${String(program)}`);
}

/** The exports of a module that went through the transform. `loaded` holds those that have, by address. */
export async function loadModule(url: URL, loaded: Map<string, Namespace>): Promise<Namespace> {
  const known = loaded.get(url.href);
  if (known === LOADING) throw new Error(`${url.href}: circular imports can't be loaded by usema/check`);
  if (known !== undefined) return known;
  loaded.set(url.href, LOADING);
  const namespace = await evaluate(url, loaded);
  loaded.set(url.href, namespace);
  return namespace;
}

async function evaluate(url: URL, loaded: Map<string, Namespace>): Promise<Namespace> {
  const [{ readFile }, { Script }, acorn] = await Promise.all([
    import("node:fs/promises"),
    import("node:vm"),
    import("acorn").catch((cause: unknown) => {
      throw new Error("usema/check needs acorn to load a file: npm install --save-dev acorn", { cause });
    }),
  ]);
  const source = await javascript(url, await readFile(url, "utf8"));
  const program = acorn.parse(source, {
    ecmaVersion: "latest",
    sourceType: "module",
    preserveParens: true,
    allowHashBang: true,
  }) as unknown as Ast & { readonly body: Ast[] };
  const module = rewriteModule(source, program);
  const imports: Namespace[] = [];
  for (const specifier of module.specifiers) imports.push(await importFor(specifier, url, loaded));
  const file = `${transformed++}:`;
  const script = new Script(`(async($i,$export,$check,$file,$meta)=>{"use strict";${module.prefix}${module.text}\n})`, {
    filename: url.href,
  });
  const body = script.runInThisContext() as (...args: unknown[]) => Promise<void>;
  const namespace: Namespace = {};
  const toExport = (getters: Record<string, () => unknown>) => {
    for (const [name, get] of Object.entries(getters)) {
      Object.defineProperty(namespace, name, { get, enumerable: true, configurable: true });
    }
  };
  await body(imports, toExport, runtime, file, { url: url.href });
  return namespace;
}

/** What transformed code calls as `$check`. */
const runtime = Object.assign(Object.create(null) as object, {
  FIELDS,
  read: marks.read,
  enter: marks.enter.bind(marks),
  exit: marks.exit.bind(marks),
  loop: marks.loop.bind(marks),
  inside: marks.inside.bind(marks),
  closure: marks.closure.bind(marks),
});

async function javascript(url: URL, source: string): Promise<string> {
  if (!/\.m?ts$/.test(url.pathname)) return source;
  const { stripTypeScriptTypes } = (await import("node:module")) as { stripTypeScriptTypes?: (code: string) => string };
  if (stripTypeScriptTypes) return stripTypeScriptTypes(source);
  throw new TypeError(`${url.href}: this version of Node can't strip types; give the compiled JavaScript file`);
}

async function importFor(specifier: string, from: URL, loaded: Map<string, Namespace>): Promise<Namespace> {
  if (/^\.{0,2}\//.test(specifier) || specifier.startsWith("file:")) {
    const url = new URL(specifier, from);
    if (!url.href.startsWith(OWN)) return loadModule(url, loaded);
    return (await import(url.href)) as Namespace;
  }
  if (specifier.startsWith("node:")) return (await import(specifier)) as Namespace;
  const [{ createRequire }, { pathToFileURL }] = await Promise.all([import("node:module"), import("node:url")]);
  const resolved = createRequire(from).resolve(specifier);
  return (await import(resolved === specifier ? specifier : pathToFileURL(resolved).href)) as Namespace;
}
