import assert from "node:assert/strict";
import { test } from "node:test";
import { lastOnly, variablesOf } from "../src/text";

const names = (line: string): string[] => (variablesOf([line])[0] ?? []).map((one) => one.text);

test("variables are named once, in their order", () => {
  assert.deepEqual(names("total = total + item"), ["total", "item"]);
  assert.deepEqual(names("for name, amount in orders:"), ["name", "amount", "orders"]);
});

test("keywords, attributes, calls, numbers, strings and comments are no variables", () => {
  assert.deepEqual(names("if not found and self.name != 'word' and len(rest) > 0x1f:  # why"), [
    "found",
    "self",
    "rest",
  ]);
  assert.deepEqual(names('text = f"{inner}" + "# no comment" + other'), ["text", "other"]);
  assert.deepEqual(names('"""words of a docstring"""'), []);
  assert.deepEqual(names("x = 1e5 + 3j"), ["x"]);
});

test("places are counted in UTF-16 units", () => {
  assert.deepEqual(variablesOf(["größe = '🐍' + rest"])[0], [
    { text: "größe", start: 0 },
    { text: "rest", start: 15 },
  ]);
});

test("the lines of a docstring name nothing, and the code behind it does", () => {
  const lines = ["def f(word):", '    """Count a word.', "", '    word is one"""', "    count = word"];
  assert.deepEqual(
    variablesOf(lines).map((found) => found.map((one) => one.text)),
    [["word"], [], [], [], ["count", "word"]],
  );
});

test("each variable stands once, beside the last line that names it", () => {
  const lines = ["total = 0", "for score in scores:", "    total += score"];
  assert.deepEqual(
    lastOnly(variablesOf(lines)).map((found) => found.map((one) => one.text)),
    [[], ["scores"], ["total", "score"]],
  );
});
