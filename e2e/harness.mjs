// What every story needs: a Heard of its own, a browser, and a few questions to ask of a page.
//
// Needs HEARD_PROGRAM (the built program) and finds Chromium by CHROMIUM or in its usual place.
// The packages come from HEARD_E2E_MODULES (a node_modules folder outside the checkout) or, for
// work on a single story, from the node_modules folder beside this file. Everything started here
// is closed when the file's tests are over, also when one of them failed.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, mkdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = createRequire(
  path.join(process.env.HEARD_E2E_MODULES ?? path.join(here, "node_modules"), "harness.cjs"),
);
const { chromium } = modules("playwright-core");

/** The devices stories are told on, by the names they are asked for. */
export const devices = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  laptop: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1, isMobile: false, hasTouch: false },
};

/** How long anything may take, in milliseconds, before a story fails. */
const patience = 20_000;

/** What to close, last opened first. */
const open = [];
after(async () => {
  const failures = [];
  for (const close of open.reverse()) {
    await close().catch((error) => failures.push(error));
  }
  assert.deepEqual(failures, []);
});

/**
 * Starts Heard on a free port with an empty data folder.
 *
 * @param {string[]} flags further flags of `heard serve`, such as `--demo`
 * @param {{environment?: Record<string, string>, folder?: string}} wishes further environment variables, and the
 *   folder of an earlier one, to go on with its data
 * @returns the address it answers at, its data folder, the folder that is all it may write to (its data, home and
 *   temporary files), what it printed so far, `run` (a command on its data), `end` (ends it by a signal and leaves its folder), and `stop` (ends it
 *   and removes its folder; called by itself at the end)
 */
export async function startHeard(flags = [], { environment = {}, folder: earlier } = {}) {
  const program = process.env.HEARD_PROGRAM;
  assert.ok(program, "HEARD_PROGRAM must name the built program; `cargo xtask test` sets it");
  const folder = earlier ?? (await mkdtemp(path.join(tmpdir(), "heard-story-")));
  const data = path.join(folder, "data");
  // None of the variables of whoever runs the tests may reach the program.
  const child = spawn(program, ["--data", data, "serve", "--listen", "127.0.0.1:0", ...flags], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, ...mark(), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => {
    child.once("error", resolve);
    child.once("exit", (code, signal) => resolve(new Error(`heard ended with ${code ?? signal}`)));
  });

  const lines = [];
  const waiting = new Set();
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream.setEncoding("utf8").on("data", (text) => {
      const parts = (rest + text).split("\n");
      rest = parts.pop();
      lines.push(...parts);
      for (const look of waiting) look();
    });
  }

  /** Waits for a line that matches and returns the match. */
  const printed = (pattern) =>
    within(`heard to print ${pattern}`, async (signal) => {
      let look;
      const found = new Promise((resolve) => {
        look = () => {
          const match = lines.map((line) => line.match(pattern)).find(Boolean);
          if (match) resolve(match);
        };
        waiting.add(look);
        look();
      });
      try {
        return await Promise.race([found, ended.then((error) => Promise.reject(error)), signal]);
      } finally {
        waiting.delete(look);
      }
    }).catch((error) => {
      throw new Error(`${error.message}; it printed:\n${lines.join("\n")}`);
    });

  const end = async (signal) => {
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
    const how = await ended;
    clearTimeout(late);
    return how;
  };
  const stop = async () => {
    await end("SIGTERM");
    await rm(folder, { recursive: true, force: true });
  };
  open.push(stop);

  /** Runs a command on the same data while it serves; gives its exit code and what it printed as its result. */
  const run = async (words) => {
    const command = spawn(program, ["--data", data, ...words], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, ...mark(), ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let out = "";
    command.stdout.setEncoding("utf8").on("data", (text) => (out += text));
    const code = await new Promise((resolve, reject) => {
      command.once("error", reject);
      command.once("close", resolve);
    });
    return { code, out };
  };

  const [address] = await printed(/http:\/\/127\.0\.0\.1:\d+/);
  return { address, data, folder, lines, printed, run, end, stop, process: child };
}

let browser;

/** The one browser of this file, with a profile of its own. */
async function theBrowser() {
  browser ??= await (async () => {
    const started = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      headless: true,
      // A browser of root's cannot use its sandbox; ours visits nothing but the program under test.
      chromiumSandbox: false,
      args: [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    open.push(() => started.close());
    return started;
  })();
  return browser;
}

/**
 * Opens an empty page as somebody's browser would.
 *
 * The page refuses every request to another host than this machine; `transferred` and `errors`
 * ask what it did. Set `scripts: false` for a browser without JavaScript.
 *
 * @param {{device?: "phone" | "laptop", locale?: string, scripts?: boolean, dark?: boolean}} wishes
 */
export async function openPage({ device = "laptop", locale = "en-GB", scripts = true, dark = false } = {}) {
  const context = await (await theBrowser()).newContext({
    ...devices[device],
    locale,
    javaScriptEnabled: scripts,
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    serviceWorkers: "block",
  });
  open.push(() => context.close());
  context.setDefaultTimeout(patience);

  const refused = [];
  await context.route("**/*", (route) => {
    const { protocol, hostname } = new URL(route.request().url());
    if (["data:", "blob:", "about:"].includes(protocol) || hostname === "127.0.0.1") {
      return route.continue();
    }
    refused.push(route.request().url());
    return route.abort();
  });

  const page = await context.newPage();
  const known = { refused, complaints: [], bytes: new Map() };
  kept.set(page, known);
  page.on("pageerror", (error) => known.complaints.push(String(error)));
  // A form that comes back with mistakes is an answer like any other; stories say themselves what they expect.
  const visited = new Set();
  page.on("request", (request) => {
    if (request.isNavigationRequest()) visited.add(request.url());
  });
  page.on("console", (message) => {
    const answered = visited.has(message.location().url) && /status of 4\d\d/.test(message.text());
    if (message.type() === "error" && !answered) known.complaints.push(message.text());
  });

  // Counts what crosses the wire: compressed bodies and headers, as an operator pays for them.
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    known.bytes.set(requestId, encodedDataLength);
  });
  return page;
}

/** What is known of each page. */
const kept = new WeakMap();

/** The bytes that this page and all it loaded took over the wire since it was opened or `forgetTransferred`. */
export function transferred(page) {
  const { bytes, refused } = kept.get(page);
  assert.deepEqual(refused, [], "the page asked another host");
  return [...bytes.values()].reduce((sum, length) => sum + length, 0);
}

/** Begins to count the bytes of this page anew. */
export function forgetTransferred(page) {
  kept.get(page).bytes.clear();
}

/** Fails if the page asked another host, broke its own security policy or threw in a script. */
export function isQuiet(page) {
  const { refused, complaints } = kept.get(page);
  assert.deepEqual({ refused, complaints }, { refused: [], complaints: [] });
}

/**
 * Fails if axe-core finds anything wrong with the page as it is now.
 *
 * A page without JavaScript is judged by a copy of its markup in another tab, since axe waits for
 * timers that never come there. What was typed into its fields is not copied.
 */
export async function axe(page) {
  const judged = (await runsScripts(page)) ? page : await copyWithScripts(page);
  await judged.evaluate(await axeSource());
  const violations = await judged.evaluate(async () => {
    const found = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return found.violations;
  });
  const said = violations.map(({ id, impact, help, nodes }) => ({
    id,
    impact,
    help,
    at: nodes.map((node) => node.target.join(" ")),
  }));
  assert.deepEqual(said, [], `axe-core finds something at ${page.url()}`);
}

/** Whether the page may run scripts; asking works in either case. */
async function runsScripts(page) {
  return page.evaluate(() => globalThis.matchMedia("(scripting: enabled)").matches);
}

/** The same markup in a tab where scripts run, without the scripts of the page itself. */
async function copyWithScripts(page) {
  const known = kept.get(page);
  const dark = await page.evaluate(() => globalThis.matchMedia("(prefers-color-scheme: dark)").matches);
  if (!known.copy) {
    const device = page.viewportSize().width < 600 ? "phone" : "laptop";
    known.copy = await openPage({ device });
  }
  await known.copy.emulateMedia({ colorScheme: dark ? "dark" : "light" });
  const markup = (await page.content())
    .replaceAll(/<script\b[^]*?<\/script>/gi, "")
    .replaceAll(/<\/?noscript\b[^>]*>/gi, "");
  // Under the same host, so that styles and pictures load; it never reaches the program.
  const address = `${new URL(page.url()).origin}/a-copy`;
  await known.copy.unrouteAll();
  await known.copy.route(address, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: markup }));
  await known.copy.goto(address);
  return known.copy;
}

let source;

/** The source of axe-core, read once. */
async function axeSource() {
  source ??= await readFile(modules.resolve("axe-core/axe.min.js"), "utf8");
  return source;
}

/** Keeps a picture of the whole page in `e2e/artifacts`, or in HEARD_E2E_ARTIFACTS. */
export async function picture(page, name) {
  const folder = process.env.HEARD_E2E_ARTIFACTS ?? path.join(here, "artifacts");
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${name}.png`);
  // What sticks to an edge of the window would stand in the middle of the picture.
  await page.evaluate(() => globalThis.scrollTo(0, 0));
  await page.screenshot({ path: file, fullPage: true });
  return file;
}

/**
 * Looks at a page as it is now: axe-core finds nothing, the page is quiet, and a picture of it is kept.
 *
 * @param {{dark?: boolean}} wishes `dark` looks at it in dark colours too
 */
export async function look(page, name, { dark = false } = {}) {
  await axe(page);
  isQuiet(page);
  await picture(page, name);
  if (!dark) return;
  await page.emulateMedia({ colorScheme: "dark" });
  await axe(page);
  await picture(page, `${name}-dark`);
  await page.emulateMedia({ colorScheme: "light" });
}

/**
 * The chapters of a story: each goes on where the last one ended, so those after a failed one are left out.
 *
 * @param t the test that the chapters are parts of
 */
export function chapters(t) {
  let broken = false;
  return (name, tell) =>
    t.test(name, { skip: broken && "an earlier chapter failed" }, async () => {
      broken = true;
      await tell();
      broken = false;
    });
}

/** The mark by which the program that runs the tests finds everything they started. */
function mark() {
  return process.env.HEARD_RUN ? { HEARD_RUN: process.env.HEARD_RUN } : {};
}

/** Fails when the work takes longer than a story's patience. */
async function within(what, work) {
  let timer;
  const signal = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), patience);
  });
  try {
    return await work(signal);
  } finally {
    clearTimeout(timer);
  }
}
