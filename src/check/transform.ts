// The source transform: the same code, with marks (see marks.ts) where a function is entered and left and where a loop turns. It changes
// nothing that the code does, and no line number.

import {
  type Ast,
  analyse,
  children,
  type FunctionScope,
  isFunction,
  isLoop,
  type Scopes,
  type Variable,
} from "./scope.ts";

interface Context {
  readonly owner: FunctionScope | undefined;
  /** The name of the variable that holds the current frame; undefined where the code is left as it is. */
  readonly frame: string | undefined;
  readonly result: string;
  /** Where the outermost loop around begins: from there on, code may run again. */
  readonly loopStart: number | undefined;
}

const OUTSIDE: Context = { owner: undefined, frame: undefined, result: "", loopStart: undefined };

export class Transformer {
  readonly #source: string;
  readonly #scopes: Scopes;
  readonly #replace: (node: Ast) => string | undefined;
  #names = 0;

  /** `replace` may answer other text for a node: that is how a module's imports and exports are rewritten. */
  constructor(source: string, program: Ast, replace: (node: Ast) => string | undefined) {
    this.#source = source;
    this.#scopes = analyse(program);
    this.#replace = replace;
  }

  /** The transformed text of a top-level node. */
  text(node: Ast): string {
    return this.#text(node, OUTSIDE);
  }

  #text(node: Ast, context: Context): string {
    const replaced = this.#replace(node);
    if (replaced !== undefined) return replaced;
    if (isFunction(node)) return this.#function(node, context);
    if (context.frame !== undefined) {
      if (isLoop(node)) return this.#loop(node, context);
      if (node.type === "ReturnStatement" && node.argument) return this.#return(node, context);
      if (node.type === "TryStatement" && node.finalizer) return this.#try(node, context);
    }
    if (node.type === "ClassBody") return this.#class(node, context);
    if (node.type === "BlockStatement" && context.owner) return this.#block(node, context);
    if (node.type === "Property" && (node.method || node.kind !== "init"))
      (node.value as { isMethod?: boolean }).isMethod = true;
    return this.#plain(node, (child) => this.#text(child, context));
  }

  /** The node's own text with its children's replaced. */
  #plain(node: Ast, text: (child: Ast) => string): string {
    let out = "";
    let at = node.start;
    for (const child of children(node)) {
      out += this.#source.slice(at, child.start) + text(child);
      at = child.end;
    }
    return out + this.#source.slice(at, node.end);
  }

  #function(node: Ast, context: Context): string {
    const owner = this.#scopes.functionOf(node);
    const body = node.body as Ast;
    const id = ++this.#names;
    const frame = `$f${id}`;
    const result = `$r${id}`;
    // What runs in pieces, and a constructor before its super call, can't be framed; its log stays as it is.
    const framed = !(node.async || node.generator || owner.usesArguments || node.constructs);
    const inner: Context = framed ? { owner, frame, result, loopStart: undefined } : { ...OUTSIDE, owner };
    const text = this.#plain(node, (child) => {
      const own = this.#text(child, inner);
      if (child !== body || !framed) return own;
      const isBlock = body.type === "BlockStatement";
      const variables = [...owner.parameters, ...owner.captured];
      const enter = `const ${frame}=$check.enter(${thunk(variables, owner.usesThis)});let ${result};try{`;
      const leave = `}catch($e){${result}=$e;throw $e}finally{$check.exit(${frame},${result})}`;
      return isBlock ? `{${enter}${own.slice(1, -1)}${leave}}` : `{${enter}return ${result}=(${own})${leave}}`;
    });
    // A function made inside a thread is a new object in every run: known by its text and what it captured.
    if (context.owner === undefined || node.type === "FunctionDeclaration" || node.isMethod) return text;
    const usesThis = owner.usesThis && node.type === "ArrowFunctionExpression";
    return `$check.closure($file+${node.start},${thunk([...owner.captured], usesThis)},${text})`;
  }

  /** Function declarations are hoisted to the head of their block: so are the notes of what they are. */
  #block(node: Ast, context: Context): string {
    const declared = (node.body as Ast[]).filter(({ type }) => type === "FunctionDeclaration");
    const notes = declared.map((each) => {
      const captured = thunk([...this.#scopes.functionOf(each).captured], false);
      return `$check.closure($file+${each.start},${captured},${(each.id as unknown as { name: string }).name});`;
    });
    return `{${notes.join("")}${this.#plain(node, (child) => this.#text(child, context)).slice(1)}`;
  }

  #return(node: Ast, context: Context): string {
    const argument = node.argument as Ast;
    const before = this.#source.slice(node.start, argument.start);
    return `${before}${context.result}=(${this.#text(argument, context)})${this.#source.slice(argument.end, node.end)}`;
  }

  #loop(node: Ast, context: Context): string {
    const loopStart = context.loopStart ?? node.start;
    const body = node.body as Ast;
    // An iterator's position is in no variable: what comes of it stays in the log, one turn after the other.
    const hidden = node.type === "ForOfStatement" || node.type === "ForInStatement";
    const frame = hidden ? `$f${++this.#names}` : context.frame;
    const inner: Context = { ...context, loopStart };
    return this.#plain(node, (child) => {
      if (child !== body) return this.#text(child, inner);
      const own = this.#text(child, { ...inner, frame });
      if (hidden) return this.#inside(own, frame as string, context);
      const live = this.#scopes.visible(node).filter((variable) => isLive(variable, loopStart, context.owner));
      // Of two variables with one name, one can't be read from here: this loop stays in the log.
      if (new Set(live.map(({ name }) => name)).size < live.length) return own;
      return `{$check.loop(${frame},$file+${node.start},${thunk(live, false)});${own}}`;
    });
  }

  #try(node: Ast, context: Context): string {
    return this.#plain(node, (child) => {
      if (child !== node.finalizer) return this.#text(child, context);
      // A finally block runs with a pending return or throw that no variable holds.
      const frame = `$f${++this.#names}`;
      return this.#inside(this.#text(child, { ...context, frame }), frame, context);
    });
  }

  #inside(text: string, frame: string, context: Context): string {
    return `{const ${frame}=$check.inside(${context.frame});${text}}`;
  }

  /** Private fields are part of an object's state: a method shows them. */
  #class(node: Ast, context: Context): string {
    const members = (node.body as Ast[]).filter(
      ({ type }) => type === "PropertyDefinition" || type === "MethodDefinition",
    );
    for (const member of members) {
      const value = member.value as { isMethod?: boolean; constructs?: boolean } | null;
      if (member.type !== "MethodDefinition" || !value) continue;
      value.isMethod = true;
      value.constructs = member.kind === "constructor";
    }
    const fields = members.filter(
      ({ type, static: isStatic, key }) =>
        type === "PropertyDefinition" && !isStatic && (key as Ast).type === "PrivateIdentifier",
    );
    const values = fields.map(({ key }) => `$check.read(()=>this.#${(key as Ast).name as string})`);
    const own = this.#plain(node, (child) => this.#text(child, { ...OUTSIDE, owner: context.owner }));
    return `{[$check.FIELDS](){return [...super[$check.FIELDS]?.()??[],${values.join()}]}${own.slice(1)}`;
  }
}

function thunk(variables: readonly Variable[], withThis: boolean): string {
  const names = [...(withThis ? ["this"] : []), ...new Set(variables.map(({ name }) => name))];
  return `()=>[${names.map((name) => `$check.read(()=>${name})`).join()}]`;
}

/** Whether code that may still run could read the variable. */
function isLive({ uses }: Variable, loopStart: number, owner: FunctionScope | undefined): boolean {
  return uses.some(({ at, by }) => at >= loopStart || by !== owner);
}
