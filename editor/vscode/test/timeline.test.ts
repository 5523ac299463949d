import assert from "node:assert/strict";
import { test } from "node:test";
import { offeredPasses } from "../src/iterations";
import { html } from "../src/timeline/html";
import { firstBehind, lanesOf } from "../src/timeline/lanes";
import { inSight, ROW, scrolledTo, ticks, WIDTHS, way, widthFor, zoomed } from "../src/timeline/layout";
import { type Head, isInPass, isPicked, type Page, passesOf, type Step, sameRow } from "../src/timeline/run";
import { ending, instead, remark, told } from "../src/timeline/words";

const SURE = { confidence: 1, sure: "verified", standing: "verified" } as const;

function step(
  event: Step["event"],
  row: number,
  changed: Record<string, string | null> = {},
  more: Partial<Step> = {},
): Step {
  const changes = Object.entries(changed).map(([name, value]) => ({ name, value, ...SURE }));
  return { event, row, scope: 1, changed: changes, value: null, passes: [], ...SURE, ...more };
}

/** total([3, 4]): a loop with two passes, and the visit of its header that ends it. */
const STEPS: readonly Step[] = [
  step("call", 0, { numbers: "[3, 4]" }),
  step("line", 1, { sum: "0" }),
  step("line", 2, { number: "3" }, { passes: [[2, 1]] }),
  step("line", 3, { sum: "3" }, { passes: [[2, 1]] }),
  step("line", 2, { number: "4" }, { passes: [[2, 2]] }),
  step("line", 3, { sum: "7" }, { passes: [[2, 2]] }),
  step("line", 2, {}, { passes: [[2, 3]] }),
  step("line", 4),
  step("return", 4, {}, { value: "7" }),
];
const HEAD: Head = {
  function: "total",
  state: "ready",
  message: null,
  status: "complete",
  count: STEPS.length,
  activation: 1,
  rows: [
    "def total(numbers):",
    "    sum = 0",
    "    for number in numbers:",
    "        sum += number",
    "    return sum",
  ].map((text, line) => ({ line, text })),
  scopes: [{ id: 1, function: "total", activation: 1, depth: 0 }],
  loops: [{ below: 2, row: 2, passes: 2, picked: null, isShown: true }],
  outcome: { kind: "return", value: "7", ...SURE },
};
const picking = (picked: number | null): Head => ({
  ...HEAD,
  loops: [{ below: 2, row: 2, passes: 2, picked, isShown: true }],
});

test("a variable's lane has a stretch for each value, from the step that gave it to the next", () => {
  const lanes = lanesOf(STEPS, HEAD.scopes ?? []);
  assert.deepEqual(
    lanes.map((lane) => lane.name),
    ["numbers", "sum", "number"],
  );
  assert.deepEqual(
    lanes[1]?.stretches.map(({ from, to, change }) => [from, to, change.value]),
    [
      [1, 3, "0"],
      [3, 5, "3"],
      [5, 9, "7"],
    ],
  );
});

test("a name that goes ends its stretch", () => {
  const lanes = lanesOf(
    [step("call", 0, { x: "1" }), step("line", 1, { x: null }), step("line", 2)],
    HEAD.scopes ?? [],
  );
  assert.deepEqual(
    lanes[0]?.stretches.map(({ from, to }) => [from, to]),
    [[0, 1]],
  );
});

test("of a function that calls itself the innermost activation is shown, and the outer one again behind it", () => {
  const scopes = [
    { id: 1, function: "f", activation: 1, depth: 0 },
    { id: 2, function: "f", activation: 2, depth: 1 },
  ];
  const steps = [
    step("call", 0, { n: "2" }),
    step("line", 1),
    step("call", 0, { n: "1" }, { scope: 2 }),
    step("return", 1, {}, { scope: 2, value: "1" }),
    step("return", 1, {}, { value: "2" }),
  ];
  assert.deepEqual(
    lanesOf(steps, scopes)[0]?.stretches.map(({ from, to, change }) => [from, to, change.value]),
    [
      [0, 2, "2"],
      [2, 4, "1"],
      [4, 5, "2"],
    ],
  );
});

test("variables of the same name in different functions have lanes of their own", () => {
  const scopes = [
    { id: 1, function: "f", activation: 1, depth: 0 },
    { id: 2, function: "g", activation: 1, depth: 1 },
  ];
  const lanes = lanesOf([step("call", 0, { n: "2" }), step("call", 3, { n: "1" }, { scope: 2 })], scopes);
  assert.deepEqual(
    lanes.map((lane) => `${lane.function}.${lane.name}`),
    ["f.n", "g.n"],
  );
});

test("the first stretch in sight is found by halving", () => {
  const change = { name: "x", value: "1", ...SURE };
  const stretches = Array.from({ length: 1000 }, (_, index) => ({ from: index * 10, to: index * 10 + 10, change }));
  assert.equal(firstBehind(stretches, 0), 0);
  assert.equal(firstBehind(stretches, 10), 1);
  assert.equal(firstBehind(stretches, 9_999), 999);
  assert.equal(firstBehind(stretches, 10_000), 1000);
});

test("only what is in sight of a long run is drawn", () => {
  const { from, to } = inSight(60_000, 900, 12, 10_000);
  assert.ok(from <= 5_000 && to >= 5_075);
  assert.ok(to - from < 120);
  assert.deepEqual(inSight(0, 900, 12, 3), { from: 0, to: 3 });
  assert.deepEqual(inSight(999_999, 900, 12, 3), { from: 3, to: 3 });
});

test("steps are as wide as fits, within bounds, and zoom goes from one width to the next", () => {
  assert.equal(widthFor(40, 800), 20);
  assert.equal(widthFor(3, 800), 30);
  assert.equal(widthFor(10_000, 800), 12);
  assert.equal(widthFor(0, 800), 30);
  assert.equal(zoomed(20, 1), 22);
  assert.equal(zoomed(20, -1), 16);
  assert.equal(zoomed(WIDTHS[0], -1), WIDTHS[0]);
});

test("scrolling goes no further than it must", () => {
  assert.equal(scrolledTo(10, 0, 900, 20), 0);
  assert.equal(scrolledTo(100, 0, 900, 20), 100 * 20 + 20 + 60 - 900);
  assert.equal(scrolledTo(0, 500, 900, 20), 0);
});

test("the axis names the first step and round numbers, as many as fit", () => {
  assert.deepEqual(ticks({ from: 0, to: 12 }, 30), [0, 3, 5, 7, 9, 11]);
  assert.deepEqual(ticks({ from: 95, to: 125 }, 9), [99, 104, 109, 114, 119, 124]);
});

test("the run's way goes through the middle of its rows", () => {
  assert.equal(way([0, 2], 5, 10), `55,${ROW / 2} 65,${2.5 * ROW}`);
});

test("a picked pass has its steps, and what stands outside of the loop belongs to every pass", () => {
  const head = picking(2);
  assert.deepEqual(
    STEPS.map((one) => isPicked(one, head)),
    [true, true, false, false, true, true, false, true, true],
  );
  assert.deepEqual(
    STEPS.map((one) => isInPass(one, head)),
    [false, false, false, false, true, true, false, false, false],
  );
  assert.ok(STEPS.every((one) => isPicked(one, picking(null))));
});

test("going to a step picks its passes; the header's last visit belongs to the last pass", () => {
  assert.deepEqual(passesOf(STEPS[3] as Step, HEAD), [[2, 1]]);
  assert.deepEqual(passesOf(STEPS[6] as Step, HEAD), [[2, 2]]);
  assert.equal(passesOf(STEPS[1] as Step, HEAD), undefined);
});

test("up and down go to the same line again", () => {
  assert.equal(sameRow(STEPS, 2, 1), 4);
  assert.equal(sameRow(STEPS, 4, -1), 2);
  assert.equal(sameRow(STEPS, 2, -1), undefined);
});

test("a step is told in one sentence", () => {
  assert.equal(
    told(STEPS[3] as Step, 3, 9, HEAD.rows ?? [], HEAD.scopes?.[0]),
    "Step 4 of 9, line 4, pass 1: sum = 3 (verified). sum += number",
  );
  const doubtful = { ...(STEPS[8] as Step), standing: "predicted", sure: "71 %", confidence: 0.71 } as const;
  assert.equal(
    told(doubtful, 8, 9, HEAD.rows ?? [], HEAD.scopes?.[0]),
    "Step 9 of 9, line 5: total returns 7 (predicted, 71 %). return sum",
  );
});

test("how a run ends, and why it is not whole, is said", () => {
  assert.equal(ending(HEAD), "returns 7");
  assert.equal(ending({ ...HEAD, outcome: { kind: "exception", value: "'KeyError'", ...SURE } }), "raises KeyError");
  assert.equal(ending({ ...HEAD, outcome: null }), "");
  assert.equal(remark(HEAD), "");
  assert.match(remark({ ...HEAD, status: "cut off" }), /Cut off/);
  assert.match(remark({ ...HEAD, status: "contradicted" }), /contradicted/);
  assert.match(remark({ ...HEAD, status: "under way" }), /9 steps so far/);
});

test("where there is no picture it is said why", () => {
  const bare = { function: "f", message: null };
  assert.equal(instead(HEAD), undefined);
  assert.match(instead({ ...bare, state: "waiting" }) ?? "", /waits/);
  assert.match(instead({ ...bare, state: "refused", message: "It has no parameters." }) ?? "", /It has no parameters/);
  assert.match(instead({ ...bare, state: "failed", message: "Start the server." }) ?? "", /Start the server/);
});

test("passes are offered with what the loop's header gave", () => {
  const page: Page = { ...picking(2), steps: STEPS };
  assert.deepEqual(offeredPasses(page.loops?.[0] as never, page), [
    { label: "All 2 passes", description: "", number: null },
    { label: "Pass 1", description: "number = 3", number: 1 },
    { label: "Pass 2", description: "number = 4 · shown now", number: 2 },
  ]);
});

test("the page loads nothing from elsewhere, and has neither handlers nor styles in its markup", () => {
  const page = html({ source: "vscode-resource:", script: "s.js", style: "s.css", nonce: "abc" });
  assert.match(page, /default-src 'none'; style-src vscode-resource:; script-src 'nonce-abc'/);
  assert.doesNotMatch(page, /unsafe|https?:|\son\w+=|\sstyle=/);
});
