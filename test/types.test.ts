import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const tsc = join(root, "node_modules/typescript/bin/tsc");

const program = `
import { Channel, f64, Group, Mutex, RWMutex, Semaphore, SharedChannel, select, share, struct, type WaitOptions } from "usema";
import { check, checkRandom } from "usema/check";
import { Lock } from "usema/plan9";
const channel = new SharedChannel(struct({ at: f64 }), 4);
const local = new Channel<number>();
export async function use(options: WaitOptions): Promise<number | undefined> {
  using held = new Mutex({ buffer: { buffer: new SharedArrayBuffer(64) } }).lock();
  await using group = new Group();
  group.go((signal) => local.send(1, { signal }));
  const got = await select({ channel, local }, options);
  for await (const { at } of channel.values({ signal: group.signal })) return at;
  return got.case === "local" ? got.value : got.value?.at;
}
export const rest = [check, checkRandom, new Lock().lock(), new RWMutex().lockShared(), new Semaphore(1).acquire(), share(1)];
`;

// Without skipLibCheck every declaration that the package's types lead to is looked at.
for (const { lib, types } of [
  { lib: ["ES2022"], types: [] },
  { lib: ["ESNext", "DOM"], types: [] },
  { lib: ["ES2022"], types: ["node"] },
]) {
  test(`the published types do with lib ${lib.join(", ")} and types of ${types[0] ?? "nobody"}`, () => {
    const project = mkdtempSync(join(tmpdir(), "usema-types-"));
    try {
      mkdirSync(join(project, "node_modules"));
      symlinkSync(root, join(project, "node_modules/usema"));
      const compilerOptions = {
        target: "ES2022",
        lib,
        types,
        typeRoots: [join(root, "node_modules/@types")],
        module: "NodeNext",
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
      };
      writeFileSync(join(project, "package.json"), '{ "type": "module" }');
      writeFileSync(join(project, "use.ts"), program);
      writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }));
      const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", project], {
        encoding: "utf8",
        timeout: 60_000,
      });
      assert.equal(stdout, "");
      assert.equal(status, 0);
    } finally {
      rmSync(project, { recursive: true });
    }
  });
}
