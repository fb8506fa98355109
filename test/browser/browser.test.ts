// The library in a page of a real browser: platform/web.ts, and a main thread that may not block. No browser comes with the project:
// CHROMIUM names one, else one of the usual names is looked for.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { within } from "../support/within.ts";

const names = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const browser = names.find((name) => name !== undefined && spawnSync(name, ["--version"]).status === 0);
const skip = browser === undefined && "no Chromium found: CHROMIUM=/path/to/it runs this";

const root = new URL("../../", import.meta.url);

/** Serves the compiled files as a bundler would hand them out: cross-origin isolated, and with the browser's platform. */
function serve(seen: (body: string) => void) {
  return createServer(async (request, response) => {
    const { method, url = "/" } = request;
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    if (method === "POST") {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      seen(Buffer.concat(chunks).toString());
      response.end();
    } else if (url === "/") {
      response
        .setHeader("Content-Type", "text/html")
        .end('<script type="module" src="/test/browser/page.js"></script>');
    } else {
      const text = await readFile(new URL(`.${url}`, root), "utf8").catch(() => undefined);
      response.statusCode = text === undefined ? 404 : 200;
      response.setHeader("Content-Type", "text/javascript");
      response.end(text?.replaceAll('"#platform"', '"/src/platform/web.js"'));
    }
  });
}

test("a page's main thread and its workers share locks, permits and channels", { skip }, async () => {
  let report = (_: string) => {};
  const reported = new Promise<string>((resolve) => (report = resolve));
  const server = serve(report).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const profile = await mkdtemp(join(tmpdir(), "usema-"));
  const { port } = server.address() as AddressInfo;
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", `--user-data-dir=${profile}`];
  const child = spawn(browser as string, [...flags, `http://127.0.0.1:${port}/`], { stdio: "ignore" });
  try {
    const seen = JSON.parse(await within(reported, "a page runs in the browser", 60_000));
    assert.deepEqual(seen, {
      counts: [3000, 3000],
      sum: 50_005_000,
      late: false,
      aborted: "TimeoutError",
      selected: "late",
    });
  } finally {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill();
    await within(ended, "the browser ends");
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});
