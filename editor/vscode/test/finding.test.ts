import assert from "node:assert/strict";
import { test } from "node:test";
import { findServer, type Place, type Wishes, WrongSetting } from "../src/finding";

const NOTHING: Wishes = {
  path: "",
  interpreter: "",
  chosenInterpreter: undefined,
  folders: [],
  privateFolder: "/own/server",
};
const place = (...files: string[]): Place => ({
  isWindows: false,
  home: "/home/me",
  isExecutable: (file) => files.includes(file),
});

test("a setting goes before everything", () => {
  const found = findServer(
    { ...NOTHING, path: "~/tools/cwm-lsp", folders: ["/usr/bin"] },
    place("/home/me/tools/cwm-lsp", "/usr/bin/cwm-lsp"),
  );
  assert.deepEqual(found, { command: "/home/me/tools/cwm-lsp", args: [], origin: "setting cwm.server.path" });
});

test("an interpreter that is set starts the package", () => {
  const found = findServer({ ...NOTHING, interpreter: "/v/bin/python" }, place("/v/bin/python"));
  assert.deepEqual([found?.command, ...(found?.args ?? [])], ["/v/bin/python", "-m", "cwm_lsp.cli"]);
});

test("a setting that names nothing is an error, not a reason to start something else", () => {
  assert.throws(() => findServer({ ...NOTHING, path: "/gone" }, place("/own/server/bin/cwm-lsp")), WrongSetting);
});

test("then the chosen environment, PATH, and our own", () => {
  const everywhere = place("/v/bin/cwm-lsp", "/usr/bin/cwm-lsp", "/own/server/bin/cwm-lsp");
  const wishes = { ...NOTHING, chosenInterpreter: "/v/bin/python", folders: ["/usr/bin"] };
  assert.equal(findServer(wishes, everywhere)?.origin, "the chosen Python environment");
  assert.equal(findServer({ ...wishes, chosenInterpreter: undefined }, everywhere)?.origin, "PATH");
  assert.equal(findServer(NOTHING, everywhere)?.command, "/own/server/bin/cwm-lsp");
  assert.equal(findServer(NOTHING, place()), undefined);
});

test("a folder of PATH that depends on where one stands is passed over", () => {
  assert.equal(findServer({ ...NOTHING, folders: [".", "bin"] }, place("cwm-lsp", "bin/cwm-lsp")), undefined);
});
