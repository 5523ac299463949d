// Drives the real VS Code (code-server in a headless Chromium) through what a user would do, and writes down what was seen.
//
//   node drive.mjs --tools DIR --out DIR --server PROGRAM [--chromium PROGRAM] [--only SCENE,SCENE…]
//
// OUT/seen.json has one entry for each scene: what the editor's interfaces said and what stood on the screen. Pictures lie beside it.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { scenes } from "./scenes.mjs";

const { values: options } = parseArgs({
  options: {
    tools: { type: "string" },
    out: { type: "string" },
    server: { type: "string" },
    chromium: { type: "string", default: "/usr/bin/chromium" },
    only: { type: "string" },
  },
});
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const extension = join(root, "editor/vscode");
const out = resolve(options.out);
const { chromium } = createRequire(join(extension, "package.json"))("playwright-core");
const began = Date.now();
const seen = {};

const say = (text) => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`);
const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function freePort() {
  return await new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Ask until the answer is what is waited for; the last answer if that never comes, so that a test can show it. */
async function until(ask, isWanted, seconds = 25) {
  const end = Date.now() + seconds * 1000;
  let answer;
  do {
    answer = await ask();
    if (isWanted(answer)) {
      return answer;
    }
    await sleep(150);
  } while (Date.now() < end);
  say(`waited ${seconds} s in vain; the last answer: ${JSON.stringify(answer)?.slice(0, 400)}`);
  return answer;
}

// The editor

const code = [join(options.tools, "node24/node_modules/node/bin/node"), join(options.tools, "server/node_modules/code-server")];
const folders = { user: join(out, "user"), extensions: join(out, "extensions"), work: join(out, "examples"), cache: join(out, "cache") };
/** Settings of the machine's: the editor takes programs and folders from nowhere else. */
const MACHINE = { "cwm.server.path": options.server, "cwm.cache.folder": folders.cache };
const SETTINGS = {
  "workbench.colorTheme": "Default Dark Modern",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  "extensions.ignoreRecommendations": true,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "window.commandCenter": false,
  "editor.minimap.enabled": false,
  "editor.fontSize": 14,
  "remote.autoForwardPorts": false,
  "git.enabled": false,
  "git.openRepositoryInParentFolders": "never",
  "debug.openDebug": "openOnDebugBreak",
  "debug.internalConsoleOptions": "neverOpen",
};

function install(...files) {
  const args = files.flatMap((file) => ["--install-extension", file]);
  const done = spawnSync(code[0], [code[1], "--user-data-dir", folders.user, "--extensions-dir", folders.extensions, ...args], { encoding: "utf8" });
  if (done.status !== 0) {
    throw new Error(`installing failed: ${done.stdout}${done.stderr}`);
  }
}

function pack(folder, file) {
  const vsce = join(extension, "node_modules/@vscode/vsce/vsce");
  const args = ["package", "--no-dependencies", "--allow-missing-repository", "--skip-license", "--no-rewrite-relative-links", "-o", file];
  const done = spawnSync(process.execPath, [vsce, ...args], { cwd: folder, encoding: "utf8" });
  if (done.status !== 0) {
    throw new Error(`packaging failed: ${done.stdout}${done.stderr}`);
  }
}

for (const folder of [join(folders.user, "User"), join(folders.user, "Machine"), folders.extensions, folders.cache]) {
  mkdirSync(folder, { recursive: true });
}
cpSync(join(root, "examples"), folders.work, { recursive: true });
cpSync(join(here, "programs"), folders.work, { recursive: true });
writeFileSync(join(folders.user, "User/settings.json"), JSON.stringify(SETTINGS));
writeFileSync(join(folders.user, "Machine/settings.json"), JSON.stringify(MACHINE));
const built = spawnSync(process.execPath, [join(extension, "scripts/build.mjs")], { encoding: "utf8" });
if (built.status !== 0) {
  throw new Error(built.stderr);
}
pack(extension, join(out, "cwm.vsix"));
pack(join(here, "observer"), join(out, "observer.vsix"));
say("packaged");
install(join(out, "cwm.vsix"), join(out, "observer.vsix"));
say("installed");

const [port, observerPort] = [await freePort(), await freePort()];
const editor = spawn(
  code[0],
  [
    code[1],
    ...["--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--user-data-dir", folders.user, "--extensions-dir", folders.extensions],
    ...["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust", "--disable-getting-started-override"],
    folders.work,
  ],
  { env: { ...process.env, CWM_OBSERVER_PORT: String(observerPort) }, stdio: ["ignore", "pipe", "pipe"] },
);
let editorLog = "";
for (const stream of [editor.stdout, editor.stderr]) {
  stream.on("data", (data) => {
    editorLog += data;
  });
}

/** Ask the observer, which runs within the editor. */
async function ask(question, given = {}) {
  const response = await fetch(`http://127.0.0.1:${observerPort}`, { method: "POST", body: JSON.stringify({ question, ...given }) });
  const { answer, error } = await response.json();
  if (error !== undefined) {
    throw new Error(`${question}: ${error}`);
  }
  return answer;
}

let browser;
let page;

async function scene(name, play) {
  if (options.only !== undefined && !options.only.split(",").includes(name)) {
    return;
  }
  try {
    seen[name] = await play();
    say(name);
  } catch (error) {
    seen[name] = { failed: String(error.stack ?? error) };
    say(`${name} FAILED: ${error.message?.split("\n")[0]}`);
    await page?.screenshot({ path: join(out, `failed-${name}.png`) }).catch(() => {});
  }
  writeFileSync(join(out, "seen.json"), JSON.stringify(seen, null, 2));
}

async function picture(name, { isPointed = false } = {}) {
  if (!isPointed) {
    await page.mouse.move(640, 716);
  }
  await sleep(600);
  await page.screenshot({ path: join(out, `${name}.png`) });
}

const open = (file, line = 0) => ask("open", { file: join(folders.work, file), line });
const shownText = async (selector) => (await page.locator(selector).allInnerTexts()).map((one) => one.replace(/\u00a0/g, " "));
const codeText = async () => (await shownText(".editor-instance .view-lines")).join("\n");
const stopped = (isWanted = () => true) => until(() => ask("session").catch(() => null), (one) => one?.line > 0 && isWanted(one));

try {
  await until(() => fetch(`http://127.0.0.1:${port}/healthz`).then(() => true, () => false), Boolean);
  browser = await chromium.launch({
    executablePath: options.chromium,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.setDefaultTimeout(20_000);
  await page.goto(`http://127.0.0.1:${port}/?folder=${folders.work}`, { timeout: 90_000 });
  await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
  await until(() => ask("commands").then(() => true, () => false), Boolean, 60);
  say("the workbench is there");
  await scenes({ scene, picture, ask, until, open, shownText, codeText, stopped, page });
} finally {
  writeFileSync(join(out, "editor.log"), editorLog);
  await browser?.close();
  editor.kill();
  await Promise.race([new Promise((done) => editor.once("exit", done)), sleep(10_000)]);
  if (editor.exitCode === null && editor.signalCode === null) {
    editor.kill("SIGKILL");
  }
  say("done");
}
