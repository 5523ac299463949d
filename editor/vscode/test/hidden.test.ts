import assert from "node:assert/strict";
import { test } from "node:test";
import { HiddenHints } from "../src/hidden";

test("hints stand back while a session stands in a file, and each change is told once", () => {
  const told: string[] = [];
  const hidden = new HiddenHints((file) => told.push(file));
  hidden.hide("one", "/a.py");
  hidden.hide("one", "/a.py");
  assert.equal(hidden.has("/a.py"), true);
  assert.equal(hidden.has("/b.py"), false);
  hidden.show("one");
  hidden.show("one");
  assert.equal(hidden.has("/a.py"), false);
  assert.deepEqual(told, ["/a.py", "/a.py"]);
});

test("of two sessions in one file the last one to end brings hints back", () => {
  const hidden = new HiddenHints(() => {});
  hidden.hide("one", "/a.py");
  hidden.hide("two", "/a.py");
  hidden.show("one");
  assert.equal(hidden.has("/a.py"), true);
  hidden.show("two");
  assert.equal(hidden.has("/a.py"), false);
});
