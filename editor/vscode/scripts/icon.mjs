// Draws media/icon.png from media/icon.svg, with the Chromium that CHROMIUM names.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const media = join(dirname(fileURLToPath(import.meta.url)), "../media");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage({ viewport: { width: 128, height: 128 } });
await page.setContent(`<style>body{margin:0}</style>${readFileSync(join(media, "icon.svg"), "utf8")}`);
await page.screenshot({ path: join(media, "icon.png"), omitBackground: true });
await browser.close();
