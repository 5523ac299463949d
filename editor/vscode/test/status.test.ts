import assert from "node:assert/strict";
import { test } from "node:test";
import { type ServerStatus, shown } from "../src/status";

const IDLE: ServerStatus = {
  engine: "embedded",
  model: "cwm-tiny",
  loaded: true,
  message: null,
  predicting: null,
  frames: 0,
  tokensPerSecond: null,
  queue: 0,
};
const running = (more: Partial<ServerStatus>) =>
  shown({ kind: "running", isEnabled: true, status: { ...IDLE, ...more } });

test("at rest the item names the engine and how fast it was", () => {
  assert.equal(running({}).text, "$(history) CWM: embedded");
  assert.equal(running({ tokensPerSecond: 1234.4 }).text, "$(history) CWM: embedded · 1,234 tok/s");
  assert.match(running({ tokensPerSecond: 8.26 }).tooltip, /8\.3 tokens a second/);
});

test("of a served model the model's name tells more than the engine's", () => {
  assert.equal(running({ engine: "vllm", model: "cwm-32b" }).text, "$(history) CWM: cwm-32b");
});

test("while it predicts it says what, how far and what waits", () => {
  const busy = running({ predicting: { uri: "file:///a.py", function: "collatz" }, frames: 1, queue: 2 });
  assert.equal(busy.text, "$(sync~spin) CWM: collatz");
  assert.match(busy.tooltip, /1 step, 2 waiting/);
});

test("an engine's trouble is a warning, and its words can't be Markdown", () => {
  const lost = running({ message: "no [server](command:x) at *8000*" });
  assert.equal(lost.isWarning, true);
  assert.ok(lost.tooltip.includes("no \\[server\\]\\(command:x\\) at \\*8000\\*"));
});

test("every tooltip of a running server keeps the promise in sight", () => {
  assert.match(running({}).tooltip, /not run/);
});

test("switched off, missing and failed look different", () => {
  assert.equal(shown({ kind: "running", isEnabled: false }).text, "$(circle-slash) CWM off");
  assert.equal(shown({ kind: "missing" }).isWarning, true);
  assert.match(shown({ kind: "failed", message: "no such file" }).tooltip, /no such file/);
});
