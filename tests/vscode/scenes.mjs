// What a user would do, scene by scene. Each returns what was seen; whether that is right is said by test_vscode.py.

const STEP = ".debug-toolbar .codicon-debug-step-over";
const BACK = ".debug-toolbar .codicon-debug-step-back";
const REVERSE = ".debug-toolbar .codicon-debug-reverse-continue";
const CONTINUE = ".debug-toolbar .codicon-debug-continue";
const STOP = ".debug-toolbar .codicon-debug-stop, .debug-toolbar .codicon-debug-disconnect";

/** Play all scenes. Later ones stand on the files that earlier ones have opened, never on their success. */
export async function scenes({ scene, picture, ask, until, open, shownText, codeText, stopped, page }) {
  const hintsWith = (text) => until(() => ask("hints"), (hints) => hints.some((hint) => hint.label.includes(text)));
  const noHints = () => until(() => ask("hints"), (hints) => hints.length === 0);
  const status = async () => (await shownText(".statusbar-item:has-text('CWM')")).join().trim();
  const palette = async (title) => {
    await ask("command", { name: "workbench.action.focusActiveEditorGroup" });
    await page.keyboard.press("F1");
    await page.locator(".quick-input-widget input").first().fill(`>${title}`);
    await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor();
    await page.keyboard.press("Enter");
  };
  const press = async (button, isWanted) => {
    await page.locator(button).first().click();
    return await stopped(isWanted);
  };

  const variable = (name) => page.getByRole("treeitem", { name: new RegExp(`^${name},? `) }).first();

  // Looking

  await scene("hints", async () => {
    await open("scores.py", 7);
    const hints = await until(() => ask("hints"), (found) => found.some((hint) => hint.label.includes("best")), 60);
    const onScreen = await until(codeText, (text) => text.includes("→"));
    return { hints, onScreen };
  });

  await scene("lenses", async () => {
    const lenses = await until(() => ask("lenses"), (found) => found.some((one) => one.title.includes("verified")));
    const onScreen = await until(() => shownText(".codelens-decoration"), (found) => found.join().includes("verified"));
    await picture("hints-dark");
    return { lenses, onScreen };
  });

  await scene("outline", async () => ({ symbols: await ask("symbols") }));

  await scene("hover", async () => {
    await page.locator(".view-line", { hasText: "total += score" }).first().hover({ position: { x: 75, y: 9 } });
    const isVerified = (texts) => texts.join().includes("verified");
    const onScreen = await until(() => shownText(".monaco-hover:visible"), isVerified, 20);
    await picture("hover-dark", { isPointed: true });
    return { onScreen };
  });

  await scene("status", async () => ({ health: await ask("health"), onScreen: await status() }));

  await scene("iterations", async () => {
    await open("scores.py", 7);
    await palette("CWM: Show the Next Iteration");
    const first = await hintsWith("⟳ 1/4");
    await palette("CWM: Show the Next Iteration");
    const second = await hintsWith("⟳ 2/4");
    await ask("command", { name: "cwm.previousIteration" });
    const back = await hintsWith("⟳ 1/4");
    await ask("command", { name: "cwm.allIterations" });
    const all = await hintsWith("3 → 7");
    return { first, second, back, all };
  });

  await scene("call", async () => {
    await open("scores.py", 7);
    await palette("CWM: Choose the Call to Predict…");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "Write a call" }).click();
    await page.locator(".quick-input-widget input").first().fill("running_totals([10, 20])");
    await page.keyboard.press("Enter");
    const hints = await hintsWith("10 → 30");
    const lenses = await until(() => ask("lenses"), (found) => found.some((one) => one.title.includes("▶ running_totals([10")));
    await page.locator(".codelens-decoration a", { hasText: "running_totals([3, 4, 1, 7])" }).first().click();
    return { hints, lenses, again: await hintsWith("3 → 7") };
  });

  await scene("problems", async () => {
    await open("errors.py", 22);
    const diagnostics = await until(() => ask("diagnostics"), (found) => found.length > 0);
    const actions = await ask("actions", { line: 21 });
    await ask("command", { name: "workbench.actions.view.problems" });
    const underlined = await until(() => page.locator(".squiggly-warning").count(), (count) => count > 0);
    await page.locator(".markers-panel .monaco-list-row", { hasText: "ZeroDivisionError" }).first().waitFor();
    await picture("problems-dark");
    await ask("command", { name: "workbench.action.closePanel" });
    return { diagnostics, actions, underlined };
  });

  await scene("endless", async () => {
    await open("waiting.py", 4);
    return { diagnostics: await until(() => ask("diagnostics"), (found) => found.length > 0) };
  });

  await scene("snakes", async () => {
    await open("snakes.py", 5);
    return { hints: await hintsWith("text") };
  });

  // The timeline

  const timeline = async () => {
    for (let attempt = 0; attempt < 80; attempt++) {
      for (const frame of page.frames()) {
        if (await frame.locator("#run, #nothing").first().count().catch(() => 0)) {
          return frame;
        }
      }
      await page.waitForTimeout(250);
    }
    throw new Error("the timeline's page is not there");
  };
  const marks = (frame) =>
    frame.locator("#steps .mark").evaluateAll((found) =>
      found
        .map((one) => ({
          step: Number(one.dataset.step),
          label: one.getAttribute("aria-label"),
          isCursor: one.classList.contains("cursor"),
          isOther: one.classList.contains("other"),
          hasFocus: document.activeElement === one,
          tabIndex: one.tabIndex,
          size: one.getAttribute("aria-setsize"),
        }))
        .sort((one, other) => one.step - other.step),
    );
  const cursor = async (frame) => (await marks(frame)).find((one) => one.isCursor);
  const atStep = (frame, step) => until(() => cursor(frame), (one) => one?.step === step, 10);
  const texts = (frame, selector) => frame.locator(selector).allInnerTexts();

  await scene("timeline", async () => {
    await open("scores.py", 7);
    await hintsWith("3 → 7");
    await palette("CWM: Show Timeline");
    const frame = await timeline();
    // The border between the editor and the panel is drawn upward: all lanes are to be seen.
    const panel = await page.locator(".part.panel").boundingBox();
    await page.mouse.move(panel.x + panel.width / 2, panel.y - 2);
    await page.mouse.down();
    await page.mouse.move(panel.x + panel.width / 2, 330, { steps: 5 });
    await page.mouse.up();
    const found = await until(() => marks(frame), (all) => all.length === 18);
    const count = await texts(frame, "#steps .mark");
    await picture("timeline-dark");
    return {
      marks: found,
      count: count.length,
      call: await texts(frame, "#call"),
      result: await texts(frame, "#result"),
      badge: await texts(frame, ".badge"),
      rows: await texts(frame, "#gutter .label"),
      stretches: await texts(frame, "#lanes .stretch"),
      policy: await frame.locator("meta[http-equiv]").getAttribute("content"),
      list: await frame.locator("#steps").getAttribute("role"),
    };
  });

  await scene("timelineKeys", async () => {
    const frame = await timeline();
    await frame.locator("#steps .mark.cursor").focus();
    const seen = [];
    for (const [key, step] of [["ArrowRight", 1], ["ArrowRight", 2], ["ArrowRight", 3], ["ArrowDown", 6], ["ArrowUp", 3], ["End", 17], ["Home", 0], ["ArrowLeft", 0]]) {
      await page.keyboard.press(key);
      const found = await atStep(frame, step);
      seen.push({ key, step: found.step, hasFocus: found.hasFocus, tabIndex: found.tabIndex });
    }
    await page.keyboard.press("ArrowRight");
    const live = await until(() => texts(frame, "#detail"), ([text]) => text?.startsWith("Step 2"), 5);
    return { seen, live, focusable: (await marks(frame)).filter((one) => one.tabIndex === 0).length };
  });

  await scene("timelineClick", async () => {
    const frame = await timeline();
    await frame.locator("#step-7").click();
    await atStep(frame, 7);
    const hints = await hintsWith("⟳ 2/4");
    const others = await until(() => marks(frame), (all) => all[3]?.isOther === true);
    const slider = await until(() => texts(frame, "#sliderText"), ([text]) => text === "pass 2 of 4", 10);
    await frame.locator("#step-7").hover();
    const tip = await until(() => texts(frame, "#tip"), ([text]) => text?.includes("7"), 5);
    await picture("timeline-pass-dark", { isPointed: true });
    await page.keyboard.press("Enter");
    const editor = await until(() => ask("shownLine"), (found) => found.line === 7, 10);
    return { hints, others, slider, tip, editor };
  });

  await scene("timelineSlider", async () => {
    const frame = await timeline();
    await frame.locator("#slider").focus();
    await page.keyboard.press("ArrowRight");
    const both = (hints) => ["⟳ 3/4", "total = 8"].every((text) => hints.some((hint) => hint.label.includes(text)));
    const third = await until(() => ask("hints"), both);
    const step = await atStep(frame, 9);
    await page.keyboard.press("Home");
    const all = await hintsWith("3 → 7");
    return { third, step, all };
  });

  await scene("timelineEdit", async () => {
    const frame = await timeline();
    await open("collatz.py", 6);
    const call = await until(() => texts(frame, "#call"), ([text]) => text?.startsWith("collatz"), 15);
    await open("scores.py", 7);
    const back = await until(() => texts(frame, "#call"), ([text]) => text?.startsWith("running_totals"), 15);
    return { call, back };
  });

  await scene("timelineLong", async () => {
    const frame = await timeline();
    await ask("setting", { name: "cwm.maxFrames", value: 10_000 });
    await open("long.py", 3);
    const first = await until(() => marks(frame), (all) => Number(all[0]?.size) === 2_404, 120);
    await frame.locator("#steps .mark.cursor").focus();
    await page.keyboard.press("End");
    const last = await until(() => cursor(frame), (one) => one?.step === Number(one?.size) - 1, 10);
    await page.keyboard.press("Home");
    await picture("timeline-long");
    await ask("setting", { name: "cwm.maxFrames", value: 256 });
    await until(() => marks(frame), (all) => Number(all[0]?.size) < 1_000, 30);
    const cut = await texts(frame, "#remark");
    await picture("timeline-cut");
    return { inPage: first.length, size: first[0].size, last, cut };
  });

  await scene("pickIteration", async () => {
    await open("scores.py", 7);
    await palette("CWM: Pick an Iteration…");
    const row = page.locator(".quick-input-list .monaco-list-row", { hasText: "Pass 3" }).first();
    await row.waitFor();
    const offered = await shownText(".quick-input-list .monaco-list-row");
    await row.click();
    const hints = await hintsWith("⟳ 3/4");
    await ask("command", { name: "cwm.allIterations" });
    await hintsWith("3 → 7");
    return { offered, hints };
  });

  await scene("timelineThemes", async () => {
    const frame = await timeline();
    const colours = {};
    const themes = [["Default Light Modern", "light"], ["Default High Contrast", "contrast"], ["Default High Contrast Light", "contrast-light"], ["Default Dark Modern", "dark"]];
    for (const [name, short] of themes) {
      await ask("setting", { name: "workbench.colorTheme", value: name });
      await page.waitForTimeout(500);
      await picture(`timeline-${short}`);
      colours[short] = await frame.evaluate(() => {
        const style = (selector) => getComputedStyle(document.querySelector(selector));
        const mark = style(".mark.verified:not(.cursor)");
        return {
          text: style(".label .code").color,
          paper: style("#scroll").backgroundColor,
          mark: mark.backgroundColor,
          edge: mark.borderTopColor,
          stretch: style(".stretch").color,
          detail: style("#detail").color,
        };
      });
    }
    await ask("command", { name: "workbench.action.closePanel" });
    return colours;
  });

  await scene("keys", async () => ({ defaults: await ask("keys") }));

  // Debugging

  await scene("debugging", async () => {
    await open("scores.py", 7);
    await page.locator(".codelens-decoration a", { hasText: "debug (predicted)" }).first().click();
    const entry = await stopped();
    const hints = await noHints();
    const buttons = {};
    for (const [name, selector] of Object.entries({ STEP, BACK, REVERSE, CONTINUE })) {
      buttons[name] = await page.locator(selector).count();
    }
    return { entry, hints, buttons };
  });

  await scene("forward", async () => {
    const lines = [];
    for (const wanted of [6, 7, 8, 9]) {
      lines.push((await press(STEP, (one) => one.line === wanted)).line);
    }
    const session = await stopped();
    return { lines, session };
  });

  await scene("back", async () => {
    const session = await press(BACK, (one) => one.line === 8);
    return { session };
  });

  await scene("breakpoint", async () => {
    await ask("breakpoint", { line: 8 });
    await press(CONTINUE, (one) => one.line === 9);
    const session = await press(CONTINUE, (one) => one.line === 9 && one.variables.Locals?.total?.startsWith("7"));
    const inline = await until(codeText, (text) => text.includes("total = 7"));
    const pane = await until(() => variable("total").innerText({ timeout: 2_000 }).catch(() => ""), (text) => text !== "", 10);
    const stack = await shownText(".debug-call-stack");
    await picture("debugging-dark");
    return { session, inline, stack, pane };
  });

  await scene("reverse", async () => {
    return { session: await press(REVERSE, (one) => one.variables.Locals?.total?.startsWith("3")) };
  });

  await scene("whatIf", async () => {
    const isChanged = (one) => one?.variables?.Locals?.total?.startsWith("100");
    let changed;
    // The tree is drawn anew a while after a step, which takes an open box away; a user would click again, too.
    for (let attempt = 0; attempt < 5 && !isChanged(changed); attempt++) {
      await page.waitForTimeout(700);
      await variable("total").dblclick();
      const box = page.locator(".monaco-list-row input:visible");
      const isOpen = await box.fill("100", { timeout: 3_000 }).then(() => true, () => false);
      if (isOpen) {
        await page.keyboard.press("Enter");
        changed = await until(() => ask("session"), isChanged, 4);
      }
    }
    await ask("noBreakpoints");
    await page.locator(CONTINUE).first().click();
    const isEnd = (found) => found.some((one) => one.event === "output" && /End of the predicted run/.test(one.body.output));
    const messages = await until(() => ask("messages"), isEnd);
    const compared = await ask("typed", { expression: ":compare" });
    return { changed, messages: messages.map((one) => one.body?.output ?? one.body?.description ?? one.event), compared };
  });

  await scene("stop", async () => {
    await page.locator(STOP).first().click();
    const session = await until(() => ask("session").catch(() => null), (one) => one === null);
    return { session, hints: await hintsWith("3 → 7") };
  });

  await scene("debugHere", async () => {
    await open("collatz.py", 6);
    await palette("CWM: Step Through a Predicted Run of the Function Here");
    const session = await stopped();
    await ask("command", { name: "cwm.stepForward" });
    const forward = await stopped((one) => one.line === 6);
    await ask("command", { name: "cwm.stepBack" });
    const back = await stopped((one) => one.line === session.line);
    await page.locator(STOP).first().click();
    await until(() => ask("session").catch(() => null), (one) => one === null);
    await ask("command", { name: "workbench.view.explorer" });
    return { session, forward, back };
  });

  const stop = async () => {
    // On a busy machine the toolbar is there for a while before it is shown.
    await page.locator(STOP).first().click({ timeout: 8000 })
      .catch(() => ask("command", { name: "workbench.action.debug.stop" }));
    await until(() => ask("session").catch(() => null), (one) => one === null);
    await ask("command", { name: "workbench.view.explorer" });
  };

  await scene("f5", async () => {
    await open("scores.py", 14);
    await page.locator(".editor-instance .view-lines").first().click({ position: { x: 5, y: 5 } });
    await open("scores.py", 14);
    await page.keyboard.press("F5");
    const session = await stopped();
    await stop();
    return { session };
  });

  await scene("dynamic", async () => {
    await open("scores.py", 7);
    await ask("command", { name: "workbench.action.focusActiveEditorGroup" });
    await page.keyboard.press("F1");
    await page.locator(".quick-input-widget input").first().fill(">Debug: Select and Start Debugging");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "Select and Start Debugging" }).first().click();
    const rows = page.locator(".quick-input-list .monaco-list-row");
    await rows.filter({ hasText: "Predicted Run (CWM)" }).first().click();
    await rows.filter({ hasText: "best_round" }).first().waitFor();
    const offered = await shownText(".quick-input-list .monaco-list-row");
    await rows.filter({ hasText: "best_round" }).first().click();
    const session = await stopped();
    await stop();
    return { offered, session };
  });

  await scene("verdicts", async () => {
    const preview = async (title, text) => {
      await open("scores.py", 7);
      await palette(title);
      return await until(
        async () => {
          const found = [];
          for (const frame of page.frames()) {
            found.push(...(await frame.locator("body.vscode-body").allInnerTexts().catch(() => [])));
          }
          return found;
        },
        (found) => found.some((one) => text.test(one)),
      );
    };
    const halting = await preview("CWM: Will It End? (File)", /running_totals[^]*best_round/);
    const complexity = await preview("CWM: Complexity (File)", /O\(n/);
    await picture("verdicts-dark");
    await ask("command", { name: "workbench.action.closeActiveEditor" });
    return { halting, complexity };
  });

  await scene("install", async () => {
    await open("scores.py", 7);
    await palette("CWM: Install the Server…");
    const dialog = ".monaco-dialog-box, .notification-toast";
    const text = await until(() => shownText(dialog), (found) => found.join().includes("server"), 15);
    await picture("install-dark");
    await page.keyboard.press("Escape");
    const left = await until(() => shownText(".monaco-dialog-box"), (found) => found.length === 0, 10);
    return { text, left, health: await ask("health") };
  });

  // Switching

  await scene("switch", async () => {
    await open("scores.py", 7);
    await hintsWith("3 → 7");
    await palette("CWM: Switch Predictions On or Off");
    const off = { hints: await noHints(), status: await until(status, (text) => text.includes("off")), lenses: await ask("lenses") };
    await palette("CWM: Switch Predictions On or Off");
    return { off, on: { hints: await hintsWith("3 → 7"), status: await until(status, (text) => text.includes("embedded")) } };
  });

  await scene("restart", async () => {
    await ask("command", { name: "cwm.restartServer" });
    return { health: await ask("health"), hints: await hintsWith("3 → 7") };
  });

  await scene("light", async () => {
    await ask("setting", { name: "workbench.colorTheme", value: "Default Light Modern" });
    await picture("hints-light");
    await ask("setting", { name: "workbench.colorTheme", value: "Default High Contrast" });
    await picture("hints-contrast");
    await ask("setting", { name: "workbench.colorTheme", value: "Default Dark Modern" });
    return {};
  });

  await scene("walkthrough", async () => {
    await ask("command", { name: "cwm.openWalkthrough" });
    await page.locator(".gettingStartedContainer", { hasText: "Get Started with CWM" }).first().waitFor();
    await picture("walkthrough-dark");
    return { onScreen: await shownText(".gettingStartedContainer .step-title") };
  });

  await scene("wrongServer", async () => {
    await ask("setting", { name: "cwm.server.path", value: "/nowhere/cwm-lsp" });
    const health = await until(() => ask("health"), (found) => found.kind === "failed");
    return { health, commands: await ask("commands") };
  });
}
