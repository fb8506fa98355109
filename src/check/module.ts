// Rewrites a module as a function's body, with the source transform inside.

import type { Ast } from "./scope.ts";
import { Transformer } from "./transform.ts";

export interface RewrittenModule {
  /** What it imports: the body expects their namespaces as `$i`, in this order. */
  readonly specifiers: readonly string[];
  /** Stands before the text, on its first line. */
  readonly prefix: string;
  readonly text: string;
}

/** Imports come from `$i`; exports go to `$export` as getters, so that whoever imports sees a variable as it is at the moment. */
export function rewriteModule(source: string, program: Ast & { readonly body: Ast[] }): RewrittenModule {
  const specifiers: string[] = [];
  const bindings: string[] = [];
  const exported: string[] = [];
  const from = (node: Ast): number => {
    const { value } = node.source as unknown as { value: string };
    return specifiers.includes(value) ? specifiers.indexOf(value) : specifiers.push(value) - 1;
  };
  const nameOf = (node: unknown) => {
    const { name, value } = node as { name?: string; value?: string };
    return name ?? value ?? "";
  };
  const getter = (name: string, value: string) => exported.push(`${JSON.stringify(name)}:()=>${value}`);
  const transformer = new Transformer(source, program, ({ type }) => (type === "MetaProperty" ? "$meta" : undefined));

  const statement = (node: Ast): string => {
    const lines = "\n".repeat(source.slice(node.start, node.end).split("\n").length - 1);
    if (node.type === "ImportDeclaration") {
      const at = from(node);
      for (const item of node.specifiers as Ast[]) {
        const local = nameOf(item.local);
        if (item.type === "ImportNamespaceSpecifier") bindings.push(`const ${local}=$i[${at}];`);
        else {
          const name = item.type === "ImportDefaultSpecifier" ? "default" : nameOf(item.imported);
          bindings.push(`const {${JSON.stringify(name)}:${local}}=$i[${at}];`);
        }
      }
      return lines;
    }
    if (node.type === "ExportAllDeclaration") {
      const at = from(node);
      if (node.exported) getter(nameOf(node.exported), `$i[${at}]`);
      else exported.push(`...Object.fromEntries(Object.keys($i[${at}]).map((k)=>[k,()=>$i[${at}][k]]))`);
      return lines;
    }
    if (node.type === "ExportDefaultDeclaration") {
      const declaration = node.declaration as Ast;
      const text = transformer.text(declaration);
      const id = declaration.id ? nameOf(declaration.id) : "$default";
      getter("default", id);
      return id !== "$default" && declaration.type.endsWith("Declaration") ? text : `const $default=${text};`;
    }
    if (node.type !== "ExportNamedDeclaration") return transformer.text(node);
    if (node.declaration) {
      const declaration = node.declaration as Ast;
      for (const name of declaredNames(declaration)) getter(name, name);
      return source.slice(node.start, declaration.start).replace("export", "") + transformer.text(declaration);
    }
    const at = node.source ? from(node) : -1;
    for (const item of node.specifiers as Ast[]) {
      const local = nameOf(item.local);
      getter(nameOf(item.exported), at < 0 ? local : `$i[${at}][${JSON.stringify(local)}]`);
    }
    return lines;
  };

  let text = "";
  let end = source.startsWith("#!") ? source.indexOf("\n") : 0;
  for (const node of program.body) {
    text += source.slice(end, node.start) + statement(node);
    end = node.end;
  }
  return { specifiers, text, prefix: `${bindings.join("")}$export({${exported.join()}});` };
}

function declaredNames(declaration: Ast): string[] {
  if (declaration.id) return [(declaration.id as unknown as { name: string }).name];
  const names: string[] = [];
  const collect = (pattern: Ast | null): void => {
    if (!pattern) return;
    if (pattern.type === "Identifier") names.push(pattern.name as string);
    if (pattern.type === "ObjectPattern")
      for (const each of pattern.properties as Ast[]) collect((each.value ?? each.argument) as Ast);
    if (pattern.type === "ArrayPattern") for (const each of pattern.elements as (Ast | null)[]) collect(each);
    if (pattern.type === "AssignmentPattern") collect(pattern.left as Ast);
    if (pattern.type === "RestElement") collect(pattern.argument as Ast);
  };
  for (const { id } of declaration.declarations as unknown as { id: Ast }[]) collect(id);
  return names;
}
