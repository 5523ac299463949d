// Bundles the extension into dist/extension.js; with --test the unit tests into dist/test/. Pictures are taken from the documentation.
import { cpSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const shared = { absWorkingDir: root, bundle: true, platform: "node", target: "node20", logLevel: "warning" };
/** The most bytes that the bundle may have: it is read each time an editor starts. */
const MOST_BYTES = 500_000;

if (process.argv.includes("--test")) {
  rmSync(join(root, "dist/test"), { recursive: true, force: true });
  await build({
    ...shared,
    entryPoints: readdirSync(join(root, "test")).map((name) => `test/${name}`),
    outdir: "dist/test",
    sourcemap: "inline",
  });
} else {
  await build({
    ...shared,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.js",
    external: ["vscode"],
    format: "cjs",
    minify: true,
  });
  await build({
    ...shared,
    platform: "browser",
    target: "es2022",
    entryPoints: ["src/timeline/page/main.ts"],
    outfile: "dist/timeline.js",
    format: "iife",
    minify: true,
  });
  const sizes = ["extension.js", "timeline.js"].map((name) => statSync(join(root, "dist", name)).size);
  console.log(
    `dist/extension.js and dist/timeline.js: ${sizes.map((size) => Math.round(size / 1000)).join(" and ")} kB`,
  );
  if (sizes[0] + sizes[1] > MOST_BYTES) {
    throw new Error(`the bundles have ${sizes[0] + sizes[1]} bytes, more than ${MOST_BYTES}`);
  }
  const pictures = join(root, "../../docs/pictures");
  for (const name of readdirSync(pictures).filter((one) => /^vscode-.*\.png$/.test(one))) {
    cpSync(join(pictures, name), join(root, "media", name));
  }
}
