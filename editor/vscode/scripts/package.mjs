// Makes dist/cwm-VERSION.vsix: the bundle, the settings checked for drift, and a wheel of the server, so that installing it needs no
// other download than the server's dependencies. PYTHON names the interpreter that builds the wheel.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const python = process.env.PYTHON ?? join(root, "../../.venv/bin/python");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const call = (program, ...args) => execFileSync(program, args, { cwd: root, stdio: "inherit" });

rmSync(join(root, "bundled"), { recursive: true, force: true });
mkdirSync(join(root, "bundled"));
call(python, "scripts/settings.py", "--check");
call(process.execPath, "scripts/build.mjs");
call(
  python,
  "-m",
  "pip",
  "wheel",
  "--quiet",
  "--disable-pip-version-check",
  "--no-deps",
  "--wheel-dir",
  "bundled",
  "../..",
);
const out = join("dist", `cwm-${version}.vsix`);
// Everything is in the bundle, so node_modules stay out; pictures are shown by the editor from the extension's own folder.
call(
  process.execPath,
  "node_modules/@vscode/vsce/vsce",
  "package",
  "--no-dependencies",
  "--allow-missing-repository",
  "--no-rewrite-relative-links",
  "--out",
  out,
);
