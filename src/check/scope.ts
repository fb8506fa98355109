// Which variable each name of a module means: as much scope analysis as the source transform needs.

/** A node of acorn's tree. */
export interface Ast {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export interface Variable {
  readonly name: string;
  readonly scope: Scope;
  readonly uses: { readonly at: number; readonly by: FunctionScope | undefined }[];
}

interface Scope {
  readonly parent: Scope | undefined;
  /** The innermost function around; undefined in the module itself. */
  readonly owner: FunctionScope | undefined;
  readonly variables: Map<string, Variable>;
}

export interface FunctionScope {
  readonly node: Ast;
  readonly parent: FunctionScope | undefined;
  readonly parameters: Variable[];
  /** Variables of functions around this one that it, or a function inside it, uses. */
  readonly captured: Set<Variable>;
  usesThis: boolean;
  usesArguments: boolean;
}

export interface Scopes {
  functionOf(node: Ast): FunctionScope;
  /** The variables of `owner` that code at a loop or block may see. */
  visible(node: Ast): readonly Variable[];
}

export function isFunction({ type }: Ast): boolean {
  return type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression";
}

export function isLoop({ type }: Ast): boolean {
  return type.startsWith("For") || type.endsWith("WhileStatement");
}

function isNode(value: unknown): value is Ast {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/** A node's children in the order of the source; where two cover the same text, the larger. */
export function children(node: Ast): Ast[] {
  const found: Ast[] = [];
  for (const value of Object.values(node)) {
    if (isNode(value)) found.push(value);
    else if (Array.isArray(value)) found.push(...value.filter(isNode));
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  return found.filter((child, i) => !found.slice(0, i).some((other) => other.end > child.start));
}

export function analyse(program: Ast): Scopes {
  const functions = new Map<Ast, FunctionScope>();
  const scopes = new Map<Ast, Scope>();

  const open = (parent: Scope | undefined, owner: FunctionScope | undefined): Scope => ({
    parent,
    owner,
    variables: new Map(),
  });
  const declare = (scope: Scope, name: string): Variable => {
    const known = scope.variables.get(name);
    if (known) return known;
    const variable: Variable = { name, scope, uses: [] };
    scope.variables.set(name, variable);
    return variable;
  };
  const declarePattern = (scope: Scope, pattern: Ast, declared: Variable[] = []): Variable[] => {
    if (pattern.type === "Identifier") declared.push(declare(scope, pattern.name as string));
    else if (pattern.type === "AssignmentPattern") declarePattern(scope, pattern.left as Ast, declared);
    else if (pattern.type === "Property") declarePattern(scope, pattern.value as Ast, declared);
    else for (const child of children(pattern)) declarePattern(scope, child, declared);
    return declared;
  };
  /** `var`s belong to the function, however deep they stand. */
  const hoistVars = (scope: Scope, node: Ast): void => {
    if (node.type === "VariableDeclaration" && node.kind === "var") {
      for (const { id } of node.declarations as unknown as { id: Ast }[]) declarePattern(scope, id);
    }
    for (const child of children(node)) if (!isFunction(child)) hoistVars(scope, child);
  };
  const declareStatements = (scope: Scope, statements: readonly Ast[]): void => {
    for (const statement of statements) {
      const inner = statement.type.startsWith("Export") ? (statement.declaration as Ast | null) : statement;
      if (!inner) continue;
      if (inner.type === "VariableDeclaration" && inner.kind !== "var") {
        for (const { id } of inner.declarations as unknown as { id: Ast }[]) declarePattern(scope, id);
      } else if ((inner.type === "FunctionDeclaration" || inner.type === "ClassDeclaration") && inner.id) {
        declarePattern(scope, inner.id as Ast);
      } else if (inner.type === "ImportDeclaration") {
        for (const { local } of inner.specifiers as unknown as { local: Ast }[]) declarePattern(scope, local);
      }
    }
  };
  const use = (scope: Scope, name: string, at: number): void => {
    let found: Variable | undefined;
    for (let outer: Scope | undefined = scope; outer && !found; outer = outer.parent) found = outer.variables.get(name);
    if (!found) return;
    found.uses.push({ at, by: scope.owner });
    // A variable of the module is the same for all.
    if (found.scope.owner === undefined) return;
    for (let by = scope.owner; by && by !== found.scope.owner; by = by.parent) by.captured.add(found);
  };
  const useThis = (scope: Scope): void => {
    for (let by = scope.owner; by; by = by.parent) {
      by.usesThis = true;
      if (by.node.type !== "ArrowFunctionExpression") return;
    }
  };

  const visit = (node: Ast, scope: Scope): void => {
    let inner = scope;
    if (isFunction(node)) {
      const owner: FunctionScope = {
        node,
        parent: scope.owner,
        parameters: [],
        captured: new Set(),
        usesThis: false,
        usesArguments: false,
      };
      functions.set(node, owner);
      inner = open(scope, owner);
      if (node.type === "FunctionExpression" && node.id) declarePattern(inner, node.id as Ast);
      for (const parameter of node.params as Ast[]) owner.parameters.push(...declarePattern(inner, parameter));
      hoistVars(inner, node.body as Ast);
    } else if (node.type === "BlockStatement" || node.type === "StaticBlock") {
      inner = open(scope, scope.owner);
      declareStatements(inner, node.body as Ast[]);
    } else if (node.type === "SwitchStatement") {
      inner = open(scope, scope.owner);
      for (const { consequent } of node.cases as unknown as { consequent: Ast[] }[])
        declareStatements(inner, consequent);
    } else if (isLoop(node)) {
      inner = open(scope, scope.owner);
      declareStatements(inner, [node.init, node.left].filter(isNode));
    } else if (node.type === "CatchClause" || node.type === "ClassExpression") {
      inner = open(scope, scope.owner);
      const bound = node.type === "CatchClause" ? node.param : node.id;
      if (isNode(bound)) declarePattern(inner, bound);
    } else if (node.type === "ThisExpression" || node.type === "Super") {
      useThis(scope);
    } else if (node.type === "Identifier") {
      if (node.name === "arguments") {
        for (let by = scope.owner; by; by = by.parent) {
          by.usesArguments = true;
          if (by.node.type !== "ArrowFunctionExpression") break;
        }
      }
      use(scope, node.name as string, node.start);
    }
    scopes.set(node, inner);
    const named = node.type === "MemberExpression" ? node.property : node.type === "Property" ? node.key : undefined;
    for (const child of children(node)) {
      if (child === named && node.computed === false) continue;
      visit(child, inner);
    }
  };

  const top = open(undefined, undefined);
  hoistVars(top, program);
  declareStatements(top, program.body as Ast[]);
  visit(program, top);

  return {
    functionOf: (node) => functions.get(node)!,
    visible(node) {
      const scope = scopes.get(node);
      const found: Variable[] = [];
      for (let at = scope; at && at.owner === scope?.owner; at = at.parent) found.push(...at.variables.values());
      return found;
    },
  };
}
