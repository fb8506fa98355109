// Small random programs, each as two texts: a module for the checker, and generators for the brute-force search.

export interface GeneratedProgram {
  readonly module: string;
  readonly generators: string;
}

export const SIZE = 2;

export function generateProgram(random: () => number): GeneratedProgram {
  const pick = <T>(...choices: T[]): T => choices[Math.trunc(random() * choices.length)];
  const below = (n: number) => Math.trunc(random() * n);
  let budget = 0;

  // «name|arguments» is an operation; «*name|arguments» calls a function that has some.
  const operation = (): string => {
    budget--;
    const word = below(SIZE);
    return pick(
      () => `«load|${word}»`,
      () => `«store|${word}, ${below(3)}»`,
      () => `«add|${word}, ${pick(1, -1, 2)}»`,
      () => `«exchange|${word}, ${below(3)}»`,
      () => `«compareExchange|${word}, ${below(2)}, ${below(3)}»`,
      () => `«notify|${word}, ${pick(1, 2)}»`,
      () => `(«wait|${word}, ${below(2)}, ${random() < 0.7 ? 9 : "Infinity"}» === "ok" ? 1 : 2)`,
    )();
  };
  const value = (): string =>
    pick(
      operation,
      operation,
      () => pick("a", "b", "o.x"),
      () => `${below(3)}`,
    )();
  const target = () => pick("a", "b", "o.x");
  const statement = (depth: number): string => {
    if (budget <= 0) return "";
    const inner = () => `{ ${statement(depth + 1)} ${random() < 0.5 ? statement(depth + 1) : ""} }`;
    const plain = () => `${target()} = ${value()};`;
    if (depth > 1) return plain();
    return pick(
      plain,
      plain,
      () => `if (${value()} === ${below(3)}) ${inner()} else ${inner()}`,
      () => `for (let i = 0; i < 2; i++) { ${statement(depth + 1)} a += i; }`,
      () => `{ let n = 0; while (${value()} !== ${below(2)} && n++ < 2) ${inner()} }`,
      () => `for (const x of [1, 1]) { b += x; do { ${statement(depth + 1)} } while (false); }`,
      () => `try { ${statement(depth + 1)} } finally { ${random() < 0.3 ? statement(depth + 1) : "b++;"} }`,
      () => {
        budget -= 2;
        return `${target()} = «*retry|${below(SIZE)}, ${below(2)}»;`;
      },
      () => {
        budget -= 2;
        return `«*bump|o, ${below(SIZE)}»;`;
      },
      () => {
        budget -= 1;
        return `«*inner|»;`;
      },
    )();
  };
  const thread = (): string => {
    budget = 5;
    const body = [statement(0), statement(0), statement(0)].join(" ");
    const inner = `const inner = «fn» { for (let k = 0; k < 1; k++) { a = «load|${below(SIZE)}»; } };`;
    return `«fn» { let a = 0, b = 0; const o = { x: 0 }; ${inner} ${body} return [a, b, o.x]; }`;
  };
  const helpers = `
    «function» retry(i, v) { for (let n = 0; n < 2; n++) { if («load|i» === v) return n; } return 9; }
    «function» bump(o, i) { const seen = «load|i»; if (seen > 0) o.x += seen; for (let n = 0; n < 1; n++) «add|i, 1»; }`;
  const threads = [thread(), thread()];
  const asModule = (text: string) =>
    text
      .replaceAll(/«\*(\w+)\|([^»]*)»/g, (_, name: string, rest: string) => `${name}(${call(rest, name !== "inner")})`)
      .replaceAll(/«(\w+)\|([^»]*)»/g, "Atomics.$1(W, $2)")
      .replaceAll("«fn»", "() =>")
      .replaceAll("«function»", "function");
  const asGenerator = (text: string) =>
    text
      .replaceAll(/«\*(\w+)\|([^»]*)»/g, "(yield* $1($2))")
      .replaceAll(/«wait\|(\d), (\d), Infinity»/g, '(yield ["wait", $1, $2])')
      .replaceAll(/«(\w+)\|([^»]*)»/g, '(yield ["$1", $2])')
      .replaceAll("«fn»", "function* ()")
      .replaceAll("«function»", "function*");
  return {
    module: `${asModule(helpers).replaceAll(/function (\w+)\(/g, "function $1(W, ")}
      export default [${threads.map((text) => `(W) => (${asModule(text)})()`).join(",\n")}];`,
    generators: `${asGenerator(helpers)}\n return [${threads.map(asGenerator).join(",\n")}];`,
  };
}

function call(rest: string, withWords: boolean): string {
  return withWords ? `W, ${rest}` : rest;
}
