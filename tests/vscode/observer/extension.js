// Only for tests: a server on a loopback port that answers what the editor's own interfaces say. Asked by ../drive.mjs.
const http = require("node:http");
const vscode = require("vscode");

const told = [];

const plain = (text) => (typeof text === "string" ? text : text.value);
const labelOf = (hint) => (typeof hint.label === "string" ? hint.label : hint.label.map((part) => part.value).join(""));
const shownEditor = () => vscode.window.activeTextEditor;
const shownUri = () => shownEditor().document.uri;

const QUESTIONS = {
  async open({ file, line, column }) {
    const document = await vscode.workspace.openTextDocument(file);
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    const place = new vscode.Position(line ?? 0, column ?? 0);
    editor.selection = new vscode.Selection(place, place);
    editor.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.InCenter);
    return true;
  },
  async health() {
    return vscode.extensions.getExtension("cwm-lsp.cwm").exports?.health();
  },
  async hints() {
    const whole = new vscode.Range(0, 0, shownEditor().document.lineCount, 0);
    const found = await vscode.commands.executeCommand("vscode.executeInlayHintProvider", shownUri(), whole);
    return (found ?? []).map((hint) => ({ line: hint.position.line, column: hint.position.character, label: labelOf(hint) }));
  },
  async lenses() {
    const found = await vscode.commands.executeCommand("vscode.executeCodeLensProvider", shownUri(), 100);
    return (found ?? []).map((lens) => ({ line: lens.range.start.line, title: lens.command?.title ?? "" }));
  },
  async hover({ line, column }) {
    const place = new vscode.Position(line, column);
    const found = await vscode.commands.executeCommand("vscode.executeHoverProvider", shownUri(), place);
    return (found ?? []).flatMap((hover) => hover.contents.map(plain)).join("\n");
  },
  async diagnostics() {
    return vscode.languages.getDiagnostics(shownUri()).map((one) => ({
      line: one.range.start.line,
      message: one.message,
      severity: one.severity,
      source: one.source,
      code: typeof one.code === "object" ? one.code.value : one.code,
    }));
  },
  async actions({ line }) {
    const range = new vscode.Range(line, 0, line, 0);
    const found = await vscode.commands.executeCommand("vscode.executeCodeActionProvider", shownUri(), range);
    return (found ?? []).map((one) => one.title);
  },
  async symbols() {
    return (await vscode.commands.executeCommand("vscode.executeDocumentSymbolProvider", shownUri())) ?? [];
  },
  async command({ name, given }) {
    await vscode.commands.executeCommand(name, ...(given ?? []));
    return true;
  },
  async commands() {
    return (await vscode.commands.getCommands(true)).filter((name) => name.startsWith("cwm."));
  },
  async setting({ name, value }) {
    await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
    return true;
  },
  async breakpoint({ line }) {
    const place = new vscode.Location(shownUri(), new vscode.Position(line, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
    return true;
  },
  async noBreakpoints() {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    return true;
  },
  async session() {
    const session = vscode.debug.activeDebugSession;
    if (session === undefined) {
      return null;
    }
    const stack = await session.customRequest("stackTrace", { threadId: 1 });
    const frame = stack.stackFrames.find((one) => one.line > 0);
    const scopes = frame === undefined ? { scopes: [] } : await session.customRequest("scopes", { frameId: frame.id });
    const variables = {};
    for (const scope of scopes.scopes) {
      const found = await session.customRequest("variables", { variablesReference: scope.variablesReference });
      variables[scope.name] = Object.fromEntries(found.variables.map((one) => [one.name, `${one.value} : ${one.type}`]));
    }
    return { type: session.type, name: session.name, frames: stack.stackFrames.map((one) => one.name), line: frame?.line, variables };
  },
  async typed({ expression }) {
    const answer = await vscode.debug.activeDebugSession.customRequest("evaluate", { expression, context: "repl" });
    return answer.result;
  },
  async shownLine() {
    const editor = vscode.window.visibleTextEditors[0];
    return { line: editor.selection.active.line, visible: editor.visibleRanges.map((one) => [one.start.line, one.end.line]) };
  },
  async keys() {
    await vscode.commands.executeCommand("workbench.action.openDefaultKeybindingsFile");
    const text = vscode.window.activeTextEditor.document.getText();
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    return text;
  },
  async messages() {
    return told;
  },
};

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.debug.registerDebugAdapterTrackerFactory("cwm", {
      createDebugAdapterTracker: () => ({
        onDidSendMessage: (message) => {
          if (message.type === "event" && ["stopped", "output", "terminated"].includes(message.event)) {
            told.push({ event: message.event, body: message.body });
          }
        },
      }),
    }),
  );
  const server = http.createServer((request, response) => {
    let text = "";
    request.on("data", (data) => {
      text += data;
    });
    request.on("end", async () => {
      try {
        const { question, ...given } = JSON.parse(text);
        response.end(JSON.stringify({ answer: (await QUESTIONS[question](given)) ?? null }));
      } catch (error) {
        response.end(JSON.stringify({ error: String(error?.stack ?? error) }));
      }
    });
  });
  server.listen(Number(process.env.CWM_OBSERVER_PORT), "127.0.0.1");
  context.subscriptions.push({ dispose: () => server.close() });
};
