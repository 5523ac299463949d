// The adapter as VS Code's own test client sees it: `npm install && npm test`, with `cwm-lsp` on the path or named by CWM_LSP.
"use strict";

const assert = require("node:assert");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { DebugClient } = require("@vscode/debugadapter-testsupport");

const TEXT = `def double(x):
    y = x * 2
    return y


def totals(scores):
    total = 0
    for score in scores:
        total += double(score)
    return total


assert totals([3, 4, 1]) == 16
`;

describe("cwm-lsp dap", () => {
  let client, folder, program;

  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "cwm-dap-"));
    program = path.join(folder, "totals.py");
    fs.writeFileSync(program, TEXT);
    const [command, ...rest] = (process.env.CWM_LSP || "cwm-lsp").split(" ");
    client = new DebugClient(command, [...rest, "dap"].join(" "), "cwm", {
      shell: true,
      env: { ...process.env, XDG_CACHE_HOME: folder },
    });
    client.defaultTimeout = 60000;
    await client.start();
  });

  afterEach(async () => {
    await client.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("refuses what it does not know", async () => {
    await client.initializeRequest();
    await assert.rejects(client.send("nonsense"), /no request/);
  });

  it("claims what it can do", async () => {
    const { body } = await client.initializeRequest();
    assert.ok(body.supportsStepBack && body.supportsConfigurationDoneRequest && body.supportsDataBreakpoints);
  });

  it("stops on entry", async () => {
    await Promise.all([
      client.configurationSequence(),
      client.launch({ program, function: "totals", stopOnEntry: true }),
      client.assertStoppedLocation("entry", { path: program, line: 7 }),
    ]);
  });

  it("hits a breakpoint", async () => {
    await client.hitBreakpoint({ program, function: "totals", stopOnEntry: false }, { path: program, line: 9 });
    const { body } = await client.stackTraceRequest({ threadId: 1 });
    assert.strictEqual(body.stackFrames[0].name, "totals (predicted)");
  });

  it("steps in, out, over and back", async () => {
    const at = (line) => client.assertStoppedLocation("step", { path: program, line });
    await client.hitBreakpoint({ program, function: "totals", stopOnEntry: false }, { path: program, line: 9 });
    await Promise.all([client.stepInRequest({ threadId: 1 }), at(2)]);
    await Promise.all([client.stepOutRequest({ threadId: 1 }), at(9)]);
    await Promise.all([client.nextRequest({ threadId: 1 }), at(8)]);
    await Promise.all([client.stepBackRequest({ threadId: 1 }), at(9)]);
    await Promise.all([client.stepBackRequest({ threadId: 1 }), at(2)]);
  });

  it("goes to the end and terminates", async () => {
    await Promise.all([
      client.configurationSequence(),
      client.launch({ program, function: "totals", stopOnEntry: false }),
      client.assertStoppedLocation("step", { path: program, line: 10 }),
    ]);
    await Promise.all([client.continueRequest({ threadId: 1 }), client.waitForEvent("terminated")]);
  });
});
