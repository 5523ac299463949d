import assert from "node:assert/strict";
import { test } from "node:test";
import { debugTargets, functionAt, spans } from "../src/functions";

const symbol = (name: string, first: number, last: number) => ({
  name,
  range: { start: { line: first }, end: { line: last } },
});
const lens = (title: string, command: string, given: object) => ({
  title,
  command,
  arguments: [{ uri: "file:///a.py", ...given }],
});

test("the cursor is in the function around it; inner functions belong to the outer one", () => {
  const functions = spans([symbol("outer", 0, 9), symbol("outer.<locals>.inner", 2, 4), symbol("Box.open", 12, 15)]);
  assert.equal(functionAt(functions, 3)?.name, "outer");
  assert.equal(functionAt(functions, 10), undefined);
  assert.equal(functionAt(functions, 15)?.name, "Box.open");
});

test("one lens for debugging stands behind a function's calls, for the call that is shown", () => {
  const lenses = [
    lens("▷ f(1)", "cwm.pickCall", { function: "f", call: "f(1)" }),
    lens("▶ f(2)", "cwm.pickCall", { function: "f", call: "f(2)" }),
    lens("⟳ 3 passes", "cwm.stepIteration", { function: "f", by: 1 }),
    lens("▶ g(…) with invented arguments", "cwm.predict", { function: "g" }),
    undefined,
  ];
  assert.deepEqual(debugTargets(lenses), [
    { after: 1, target: { uri: "file:///a.py", function: "f", call: "f(2)" } },
    { after: 3, target: { uri: "file:///a.py", function: "g" } },
  ]);
});

test("before anything is shown, the first call is the one to step through", () => {
  const lenses = ["f(1)", "f(2)"].map((call) => lens(`▷ ${call}`, "cwm.pickCall", { function: "f", call }));
  assert.deepEqual(debugTargets(lenses), [{ after: 1, target: { uri: "file:///a.py", function: "f", call: "f(1)" } }]);
});

test("a lens of somebody else is left alone", () => {
  assert.deepEqual(debugTargets([{ title: "Run Test", command: "python.test", arguments: [{}] }]), []);
  assert.deepEqual(debugTargets([{ title: "▶ f(1)", command: "cwm.pickCall" }]), []);
});
