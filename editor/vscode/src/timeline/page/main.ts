// The page of the timeline: takes runs from the extension, draws them, and says what was chosen.

import type { FromPage, ToPage } from "../messages";
import { type Head, isInPass, type Loop, passesOf, pickedText, type Step, sameRow, shownLoop } from "../run";
import { cut, ending, remark, sureness } from "../words";
import { Board } from "./board";
import { byId } from "./elements";

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const MOST_EXPECTED = 40;
const editor = acquireVsCodeApi();
const nothing = byId("nothing");
const run = byId("run");
const call = byId("call");
const result = byId("result");
const aside = byId("remark");
const detail = byId("detail");
const slider = byId<HTMLInputElement>("slider");
const sliderText = byId("sliderText");
const passes = byId("passes");
const loops = byId<HTMLSelectElement>("loops");

let head: Head | undefined;
let steps: readonly Step[] = [];
let chosenLoop: number | undefined;
let pickedBefore = "";
/** What our own steps pick, in order: when it comes back, the cursor may be elsewhere already and stays there. */
let expected: string[] = [];
let announcing: ReturnType<typeof setTimeout> | undefined;

const board = new Board({
  chose: (step, focus) => {
    announce();
    ask(step, focus);
  },
});

window.addEventListener("message", ({ data }: MessageEvent<ToPage>) => {
  switch (data.kind) {
    case "nothing":
      head = undefined;
      run.hidden = true;
      nothing.hidden = false;
      nothing.textContent = data.text;
      break;
    case "run":
      show(data.head, data.first, data.steps);
      break;
    case "move":
      board.moveTo(board.cursor + data.by);
      announce();
      ask(board.cursor, false);
  }
});

function show(shown: Head, first: number | undefined, more: readonly Step[] | undefined): void {
  const isOtherFunction = head?.function !== shown.function || head.call !== shown.call;
  head = shown;
  if (more !== undefined) {
    steps = first === undefined || first === 0 ? more : [...steps.slice(0, first), ...more];
  }
  nothing.hidden = true;
  run.hidden = false;
  call.textContent = cut(shown.call ?? `${shown.function}(…) with invented arguments`, 120);
  const end = ending(shown);
  result.textContent = end === "" ? "" : `${end} (${shown.outcome == null ? "" : sureness(shown.outcome)})`;
  result.className = shown.outcome?.kind ?? "";
  aside.textContent = remark(shown);
  aside.hidden = aside.textContent === "";
  showLoops(shown);
  board.show(shown, steps);
  const picked = pickedText(shown);
  if (isOtherFunction) {
    board.moveTo(0);
    expected = [];
  } else if (picked !== pickedBefore) {
    const own = expected.indexOf(picked);
    expected = expected.slice(own + 1);
    if (own < 0) {
      follow(shown);
    }
  }
  pickedBefore = picked;
  announce();
}

/** Somebody has picked another pass: the cursor goes where it begins, unless it is in there already. */
function follow(shown: Head): void {
  const current = steps[board.cursor];
  if (current !== undefined && isInPass(current, shown)) {
    return;
  }
  const first = steps.findIndex((step) => step.passes.length > 0 && isInPass(step, shown) && isOfShown(step, shown));
  if (first >= 0) {
    board.moveTo(first);
  }
}

function isOfShown(step: Step, shown: Head): boolean {
  const scope = shown.scopes?.find((one) => one.id === step.scope);
  return scope?.function === shown.function && scope.activation === shown.activation;
}

// The slider

function showLoops(shown: Head): void {
  const found = (shown.loops ?? []).filter((loop) => loop.passes > 1);
  passes.hidden = found.length === 0;
  if (!found.some((loop) => loop.below === chosenLoop)) {
    chosenLoop = undefined;
  }
  const loop = found.find((one) => one.below === chosenLoop) ?? shownLoop(shown) ?? found[0];
  if (loop === undefined) {
    return;
  }
  loops.hidden = found.length < 2;
  const names = found.map((one) => new Option(loopName(one, shown), String(one.below), false, one === loop));
  if (names.map((one) => one.text).join("\n") !== [...loops.options].map((one) => one.text).join("\n")) {
    loops.replaceChildren(...names);
  }
  loops.value = String(loop.below);
  slider.max = String(loop.passes);
  slider.value = String(loop.picked ?? 0);
  sliderText.textContent = passName(loop.picked ?? 0, loop.passes);
  slider.setAttribute("aria-valuetext", sliderText.textContent);
}

function loopName(loop: Loop, shown: Head): string {
  const row = loop.row === null ? undefined : shown.rows?.[loop.row];
  return row === undefined ? "loop" : `line ${row.line + 1}: ${cut(row.text.trim(), 28)}`;
}

function passName(number: number, count: number): string {
  return number === 0 ? `all ${count} passes` : `pass ${number} of ${count}`;
}

function currentLoop(): Loop | undefined {
  const found = (head?.loops ?? []).filter((loop) => loop.passes > 1);
  return found.find((one) => String(one.below) === loops.value) ?? found[0];
}

slider.addEventListener("input", () => {
  const loop = currentLoop();
  if (loop !== undefined) {
    const number = Number(slider.value);
    expected = [];
    sliderText.textContent = passName(number, loop.passes);
    slider.setAttribute("aria-valuetext", sliderText.textContent);
    editor.postMessage({ kind: "pass", below: loop.below, number: number === 0 ? null : number });
  }
});
loops.addEventListener("change", () => {
  chosenLoop = Number(loops.value);
  if (head !== undefined) {
    showLoops(head);
  }
});

// Keys and buttons

function go(step: number, focus = false): void {
  if (steps.length === 0) {
    return;
  }
  board.moveTo(step, { focus: true });
  announce();
  ask(board.cursor, focus);
}

/** Have a step shown: hints and the editor follow. */
function ask(index: number, focus: boolean): void {
  const step = steps[index];
  if (step === undefined || head === undefined) {
    return;
  }
  const scope = head.scopes?.find((one) => one.id === step.scope);
  if (scope?.function === head.function) {
    // Another activation begins without picks, and may have other loops.
    const shown = scope.activation === head.activation ? head : { ...head, activation: scope.activation, loops: [] };
    expected.push(pickedText({ ...shown, activation: scope.activation }), pickedText(shown, passesOf(step, shown)));
    expected = expected.slice(-MOST_EXPECTED);
  }
  editor.postMessage({ kind: "go", step: index, focus });
}

const KEYS: Readonly<Record<string, () => void>> = {
  ArrowRight: () => go(board.cursor + 1),
  ArrowLeft: () => go(board.cursor - 1),
  ArrowDown: () => go(sameRow(steps, board.cursor, 1) ?? board.cursor),
  ArrowUp: () => go(sameRow(steps, board.cursor, -1) ?? board.cursor),
  PageDown: () => go(board.cursor + 10),
  PageUp: () => go(board.cursor - 10),
  Home: () => go(0),
  End: () => go(steps.length - 1),
  Enter: () => go(board.cursor, true),
  " ": () => go(board.cursor),
  "+": () => board.zoom(1),
  "=": () => board.zoom(1),
  "-": () => board.zoom(-1),
  "0": () => board.fit(),
};

byId("scroll").addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  if (act !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    act();
  }
});
byId("in").addEventListener("click", () => board.zoom(1));
byId("out").addEventListener("click", () => board.zoom(-1));
byId("fit").addEventListener("click", () => board.fit());

/** Say which step it is; not each one while a key is held. */
function announce(): void {
  clearTimeout(announcing);
  announcing = setTimeout(() => {
    detail.textContent = board.sentence(board.cursor);
  }, 120);
}

editor.postMessage({ kind: "ready" });
