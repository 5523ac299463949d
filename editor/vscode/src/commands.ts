// The commands of the palette, of menus and of the status item. What they ask of the server are its own commands and requests.

import {
  CancellationTokenSource,
  ConfigurationTarget,
  commands,
  type Disposable,
  debug,
  ProgressLocation,
  type QuickPickItem,
  type TextEditor,
  Uri,
  window,
  workspace,
} from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { functionsOf } from "./client";
import { startDebugging, TYPE } from "./debugging";
import { functionAt, type Target } from "./functions";
import { loopTitle, offeredPasses, severalTimes } from "./iterations";
import type { Loop, Page } from "./timeline/run";
import { showTimeline, type TimelineView } from "./timeline/view";
import { type VERDICTS, Verdicts } from "./verdicts";

/** What commands ask of the rest of the extension. */
export interface Desk {
  /** The client, once it answers. Undefined, and said so, where there is none. */
  client(): Promise<LanguageClient | undefined>;
  restart(): Promise<void>;
  install(): Promise<void>;
  showLog(): void;
  readonly timeline: TimelineView;
}

/** A function that a command is for. */
interface Subject {
  readonly client: LanguageClient;
  readonly editor: TextEditor;
  readonly uri: string;
  readonly name: string;
}

/** The answer to `cwm/calls`. */
interface OfferedCall {
  readonly call: string;
  readonly origin: string;
  readonly line: number | null;
}

/** The part of the answer to `cwm/predict` that is told. */
interface Predicted {
  readonly function: string;
  readonly state: string;
  readonly message: string | null;
  readonly call?: string | null;
  readonly outcome?: {
    readonly kind: string;
    readonly value: string;
    readonly confidence: number;
    readonly verified: boolean;
  };
}

/** Register them. */
export function registerCommands(desk: Desk): Disposable[] {
  const verdicts = new Verdicts();
  const table: Record<string, (...given: never[]) => unknown> = {
    "cwm.predictHere": () => withSubject(desk, predictHere),
    "cwm.chooseCall": () => withSubject(desk, chooseCall),
    "cwm.nextIteration": () => withSubject(desk, (subject) => step(subject, 1)),
    "cwm.previousIteration": () => withSubject(desk, (subject) => step(subject, -1)),
    "cwm.chooseIteration": () => withSubject(desk, chooseIteration),
    "cwm.allIterations": () => withSubject(desk, allIterations),
    "cwm.stepForward": () => stepAnywhere(desk, 1),
    "cwm.stepBack": () => stepAnywhere(desk, -1),
    "cwm.stopPredicting": () => withSubject(desk, (subject) => ask(subject, "cwm.cancel", {})),
    "cwm.debugHere": () => debugHere(desk),
    "cwm.showTimeline": showTimeline,
    "cwm.showHalting": () => showVerdict(desk, verdicts, "cwm.halting"),
    "cwm.showComplexity": () => showVerdict(desk, verdicts, "cwm.complexity"),
    "cwm.debugCall": (target: Target) => startDebugging(Uri.parse(target.uri).fsPath, target.function, target.call),
    "cwm.toggle": toggle,
    "cwm.restartServer": () => desk.restart(),
    "cwm.installServer": () => desk.install(),
    "cwm.showLog": () => desk.showLog(),
    "cwm.openSettings": () => commands.executeCommand("workbench.action.openSettings", "@ext:cwm-lsp.cwm"),
    "cwm.openWalkthrough": () =>
      commands.executeCommand("workbench.action.openWalkthrough", "cwm-lsp.cwm#cwm.start", false),
    "cwm.showActions": showActions,
  };
  return [verdicts, ...Object.entries(table).map(([name, handler]) => commands.registerCommand(name, handler))];
}

async function withSubject(desk: Desk, act: (subject: Subject) => Promise<unknown>): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined || editor.document.languageId !== "python") {
    window.showInformationMessage("CWM predicts functions of Python files: open one first.");
    return;
  }
  const client = await desk.client();
  if (client === undefined) {
    return;
  }
  const found = functionAt(await functionsOf(client, editor.document), editor.selection.active.line);
  if (found === undefined) {
    window.showInformationMessage("The cursor is in no function. Put it into one, then predict it.");
    return;
  }
  const uri = client.code2ProtocolConverter.asUri(editor.document.uri);
  try {
    await act({ client, editor, uri, name: found.name });
  } catch (error) {
    window.showInformationMessage(`CWM: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function ask(subject: Subject, command: string, more: Record<string, unknown>): Promise<unknown> {
  return await subject.client.sendRequest("workspace/executeCommand", {
    command,
    arguments: [{ uri: subject.uri, function: subject.name, ...more }],
  });
}

async function predictHere(subject: Subject, call?: string): Promise<void> {
  const result = await window.withProgress(
    { location: ProgressLocation.Window, title: `CWM: predicting ${subject.name}`, cancellable: true },
    async (_, token) => {
      const source = new CancellationTokenSource();
      token.onCancellationRequested(() => source.cancel());
      const params = { uri: subject.uri, function: subject.name, ...(call === undefined ? {} : { call }) };
      return await subject.client.sendRequest<Predicted>("cwm/predict", params, source.token);
    },
  );
  window.setStatusBarMessage(`CWM: ${told(result)}`, 8_000);
}

function told(result: Predicted): string {
  const call = result.call ?? `${result.function}(…)`;
  if (result.outcome === undefined) {
    return result.message ?? `${call}: ${result.state}`;
  }
  const { kind, value, confidence, verified } = result.outcome;
  const sure = verified ? "verified" : `predicted, ${Math.min(99, Math.round(confidence * 100))} %`;
  return `${call} ${kind === "exception" ? "raises" : "returns"} ${value} (${sure})`;
}

async function chooseCall(subject: Subject): Promise<void> {
  const calls = await subject.client.sendRequest<OfferedCall[]>("cwm/calls", {
    uri: subject.uri,
    function: subject.name,
  });
  const items: (QuickPickItem & { call?: string })[] = calls.map((one) => ({
    label: one.call,
    description: one.line === null ? one.origin : `${one.origin}, line ${one.line + 1}`,
    call: one.call,
  }));
  items.push({
    label: "$(edit) Write a call…",
    description: "any expression that calls the function",
    alwaysShow: true,
  });
  const chosen = await window.showQuickPick(items, {
    title: `The call of ${subject.name} to predict`,
    placeHolder: calls.length > 0 ? "Calls found in the file and in its tests" : "No calls were found",
    matchOnDescription: true,
  });
  if (chosen === undefined) {
    return;
  }
  const call =
    chosen.call ??
    (await window.showInputBox({
      title: `A call of ${subject.name}`,
      prompt: "Its arguments should be values that can be written down. Nothing is run.",
      value: `${subject.name}()`,
      valueSelection: [subject.name.length + 1, subject.name.length + 1],
    }));
  if (call !== undefined && call.trim() !== "") {
    await predictHere(subject, call);
  }
}

// Iterations: the hints show all passes of a loop, or one

async function step(subject: Subject, by: number): Promise<void> {
  await ask(subject, "cwm.stepIteration", { by });
}

async function allIterations(subject: Subject): Promise<void> {
  await ask(subject, "cwm.pickIteration", { passes: [] });
}

async function chooseIteration(subject: Subject): Promise<void> {
  const page = await subject.client.sendRequest<Page>("cwm/timeline", { uri: subject.uri, function: subject.name });
  const loops = severalTimes(page);
  const loop = loops.length < 2 ? loops[0] : await chosenLoop(loops, page);
  if (loop === undefined) {
    if (loops.length === 0) {
      window.showInformationMessage(`Of ${subject.name} no loop is shown that is passed several times.`);
    }
    return;
  }
  const chosen = await window.showQuickPick(offeredPasses(loop, page), {
    title: `The pass of ${loopTitle(loop, page)} to show`,
    placeHolder: "A number, or a value to look for",
    matchOnDescription: true,
  });
  if (chosen !== undefined) {
    await ask(subject, "cwm.pickIteration", { passes: chosen.number === null ? [] : [[loop.below, chosen.number]] });
  }
}

async function chosenLoop(loops: readonly Loop[], page: Page): Promise<Loop | undefined> {
  const items = loops.map((loop) => ({ label: loopTitle(loop, page), description: `${loop.passes} passes`, loop }));
  return (await window.showQuickPick(items, { title: `The loop of ${page.function}` }))?.loop;
}

async function showVerdict(desk: Desk, verdicts: Verdicts, command: keyof typeof VERDICTS): Promise<void> {
  const document = window.activeTextEditor?.document;
  const client = document?.languageId === "python" ? await desk.client() : undefined;
  if (document === undefined || client === undefined) {
    window.showInformationMessage("Open a Python file first.");
    return;
  }
  try {
    await verdicts.show(client, command, document.uri);
  } catch (error) {
    window.showInformationMessage(`CWM: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The debugger's step while a predicted session is active, the timeline's while that is in sight, else the next pass of hints. */
async function stepAnywhere(desk: Desk, by: number): Promise<void> {
  if (debug.activeDebugSession?.type === TYPE) {
    await commands.executeCommand(by > 0 ? "workbench.action.debug.stepOver" : "workbench.action.debug.stepBack");
  } else if (desk.timeline.isSteppable) {
    desk.timeline.move(by);
  } else {
    await withSubject(desk, (subject) => step(subject, by));
  }
}

async function debugHere(desk: Desk): Promise<void> {
  await withSubject(desk, async (subject) => {
    const { uri } = subject.editor.document;
    if (uri.scheme !== "file") {
      window.showInformationMessage("Save the file first: a debug session needs a file to stand in.");
      return;
    }
    await startDebugging(uri.fsPath, subject.name, undefined);
  });
}

async function toggle(): Promise<void> {
  const settings = workspace.getConfiguration("cwm");
  const isOn = settings.get("enable", true);
  const where =
    settings.inspect<boolean>("enable")?.workspaceValue === undefined
      ? ConfigurationTarget.Global
      : ConfigurationTarget.Workspace;
  await settings.update("enable", !isOn, where);
}

async function showActions(): Promise<void> {
  const isOn = workspace.getConfiguration("cwm").get("enable", true);
  const items: (QuickPickItem & { command: string })[] = [
    { label: "$(play) Predict the function here", command: "cwm.predictHere" },
    { label: "$(list-selection) Choose the call to predict…", command: "cwm.chooseCall" },
    { label: "$(debug-alt) Step through a predicted run", command: "cwm.debugHere" },
    { label: "$(graph-line) Show the timeline", command: "cwm.showTimeline" },
    {
      label: isOn ? "$(circle-slash) Switch predictions off" : "$(check) Switch predictions on",
      command: "cwm.toggle",
    },
    { label: "$(output) Show the log", command: "cwm.showLog" },
    { label: "$(gear) Settings", command: "cwm.openSettings" },
    { label: "$(refresh) Restart the server", command: "cwm.restartServer" },
    { label: "$(book) Get started with CWM", command: "cwm.openWalkthrough" },
  ];
  const chosen = await window.showQuickPick(items, {
    title: "CWM",
    placeHolder: "Values are predicted; your code is not run",
  });
  if (chosen !== undefined) {
    await commands.executeCommand(chosen.command);
  }
}
