import assert from "node:assert/strict";
import { test } from "node:test";
import { completed, configurationFor, sessionName } from "../src/launching";

const SHOWN = { file: "/a.py", isPython: true, line: 7 };

test("F5 without a configuration is about the function under the cursor", () => {
  const found = completed({}, SHOWN);
  assert.deepEqual([found?.type, found?.program, found?.line], ["cwm", "/a.py", 7]);
});

test("without a Python file in sight there is nothing to predict", () => {
  assert.equal(completed({}, { ...SHOWN, isPython: false }), undefined);
  assert.equal(completed({ type: "cwm" }, undefined), undefined);
});

test("what a configuration names is kept", () => {
  const given = { type: "cwm", request: "launch", name: "n", program: "/b.py", call: "f(1)" };
  assert.deepEqual(completed(given, SHOWN), { ...given, stopOnEntry: true });
});

test("the cursor helps only in the file that it is in", () => {
  assert.equal(completed({ type: "cwm", program: "/a.py" }, SHOWN)?.line, 7);
  assert.equal(completed({ type: "cwm", program: "/b.py" }, SHOWN)?.line, undefined);
  assert.equal(completed({ type: "cwm", function: "f" }, SHOWN)?.line, undefined);
});

test("a session's name says that it is predicted", () => {
  assert.equal(configurationFor("/a.py", "f", "f(1)").name, "Predicted run of f(1)");
  assert.equal(sessionName("Try f"), "Try f (predicted)");
  assert.equal(sessionName("Predicted run of f"), "Predicted run of f");
});
