// Predicted debug sessions: how they are configured and started, and what stands back while they stand still.

import {
  type CancellationToken,
  type DebugAdapterDescriptor,
  DebugAdapterExecutable,
  type DebugConfiguration,
  DebugConfigurationProviderTriggerKind,
  type DebugSession,
  type Disposable,
  debug,
  InlineValueVariableLookup,
  languages,
  Range,
  type TextDocument,
  window,
  workspace,
} from "vscode";
import { DOCUMENTS, permissions } from "./client";
import type { Launch } from "./finding";
import type { Spanned } from "./functions";
import type { HiddenHints } from "./hidden";
import {
  type Configuration,
  completed,
  configurationFor,
  SETTINGS_OF_A_LAUNCH,
  type Shown,
  sessionName,
} from "./launching";
import { lastOnly, variablesOf } from "./text";

/** The type of debug sessions. */
export const TYPE = "cwm";

/** What sessions ask of the rest of the extension. */
export interface Ground {
  readonly hidden: HiddenHints;
  /** The server's program, which is the adapter's too. Undefined, and said so, where there is none. */
  launch(): Promise<Launch | undefined>;
  functions(document: TextDocument): Promise<Spanned[]>;
}

/** Register all of it. */
export function registerDebugging(ground: Ground): Disposable[] {
  return [
    debug.registerDebugConfigurationProvider(TYPE, {
      provideDebugConfigurations: () => [offered()],
      resolveDebugConfiguration: (_, given) => resolved(given),
      resolveDebugConfigurationWithSubstitutedVariables: (_, given) => withTextAndSettings(given),
    }),
    debug.registerDebugConfigurationProvider(
      TYPE,
      { provideDebugConfigurations: () => dynamic(ground) },
      DebugConfigurationProviderTriggerKind.Dynamic,
    ),
    debug.registerDebugAdapterDescriptorFactory(TYPE, { createDebugAdapterDescriptor: () => descriptor(ground) }),
    debug.registerDebugAdapterTrackerFactory(TYPE, {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage: (message: { type?: string; event?: string }) => {
          if (message.type === "event" && message.event === "stopped") {
            ground.hidden.hide(session.id, programOf(session));
          } else if (message.type === "event" && message.event === "terminated") {
            ground.hidden.show(session.id);
          }
        },
        onWillStopSession: () => ground.hidden.show(session.id),
        onExit: () => ground.hidden.show(session.id),
      }),
    }),
    debug.onDidTerminateDebugSession((session) => ground.hidden.show(session.id)),
    languages.registerInlineValuesProvider(DOCUMENTS, {
      provideInlineValues: (document, viewPort, context, token) =>
        inlineValues(document, viewPort, context.stoppedLocation, ground, token),
    }),
  ];
}

/** Step through a function or one call of it. */
export async function startDebugging(
  file: string,
  name: string | undefined,
  call: string | undefined,
  line?: number,
): Promise<boolean> {
  const folder = workspace.workspaceFolders?.find((one) => file.startsWith(one.uri.fsPath));
  return await debug.startDebugging(folder, configurationFor(file, name, call, line));
}

function offered(): Configuration {
  return {
    type: TYPE,
    request: "launch",
    name: "Predicted run of this file's function",
    program: `\${file}`,
    stopOnEntry: true,
  };
}

async function dynamic(ground: Ground): Promise<Configuration[]> {
  const document = window.activeTextEditor?.document;
  if (document === undefined || document.languageId !== "python") {
    return [];
  }
  const functions = await ground.functions(document);
  return functions.map((one) => configurationFor(document.uri.fsPath, one.name));
}

async function resolved(given: DebugConfiguration): Promise<DebugConfiguration | undefined> {
  const found = completed(given, shownNow());
  if (found === undefined) {
    await window.showErrorMessage("Open a Python file to step through a predicted run of one of its functions.");
    return undefined;
  }
  return { ...found, name: sessionName(found.name) };
}

function shownNow(): Shown | undefined {
  const editor = window.activeTextEditor;
  return editor === undefined
    ? undefined
    : {
        file: editor.document.uri.fsPath,
        isPython: editor.document.languageId === "python",
        line: editor.selection.active.line + 1,
      };
}

/** The text as it is in the editor, saved or not, and the editor's settings where the configuration has none of its own. */
function withTextAndSettings(given: DebugConfiguration): DebugConfiguration {
  const file: unknown = given.program;
  const document = workspace.textDocuments.find((one) => one.uri.fsPath === file && one.isDirty);
  const settings = workspace.getConfiguration("cwm", document);
  const own: unknown = given.settings;
  return {
    ...given,
    settings: {
      ...Object.fromEntries(SETTINGS_OF_A_LAUNCH.map((name) => [`cwm.${name}`, settings.get(name)])),
      ...(typeof own === "object" && own !== null ? own : {}),
    },
    ...(document === undefined ? {} : { text: document.getText() }),
  };
}

async function descriptor(ground: Ground): Promise<DebugAdapterDescriptor | undefined> {
  const launch = await ground.launch();
  if (launch === undefined) {
    return undefined;
  }
  const model = workspace.getConfiguration("cwm").inspect<string>("model")?.globalValue ?? "";
  const chosen = model === "" ? [] : ["--model", model];
  return new DebugAdapterExecutable(launch.command, [...launch.args, "dap", ...permissions(), ...chosen]);
}

function programOf(session: DebugSession): string {
  const program: unknown = session.configuration.program;
  return typeof program === "string" ? program : "";
}

/** Each variable's value, beside the last line up to where the session stands that names it. */
async function inlineValues(
  document: TextDocument,
  viewPort: Range,
  stopped: Range,
  ground: Ground,
  token: CancellationToken,
): Promise<InlineValueVariableLookup[]> {
  const session = debug.activeDebugSession;
  if (session?.type !== TYPE || programOf(session) !== document.uri.fsPath) {
    return [];
  }
  const functions = await ground.functions(document);
  const here = functions.filter((one) => one.first <= stopped.end.line && stopped.end.line <= one.last).at(-1);
  if (here === undefined || token.isCancellationRequested) {
    return [];
  }
  const last = Math.min(stopped.end.line, document.lineCount - 1);
  const lines = Array.from({ length: last - here.first + 1 }, (_, below) => document.lineAt(here.first + below).text);
  const found: InlineValueVariableLookup[] = [];
  lastOnly(variablesOf(lines)).forEach((names, below) => {
    const line = here.first + below;
    if (viewPort.start.line <= line && line <= viewPort.end.line) {
      for (const name of names) {
        const place = new Range(line, name.start, line, name.start + name.text.length);
        found.push(new InlineValueVariableLookup(place, name.text, true));
      }
    }
  });
  return found;
}
