// The language client: what the server is started with, and what is done to its answers on their way.

import type { LogOutputChannel } from "vscode";
import { CodeLens, type Command, type TextDocument, Uri, window, workspace } from "vscode";
import {
  type ClientCapabilities,
  CloseAction,
  ErrorAction,
  type FeatureState,
  InlayHintRequest,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type StaticFeature,
} from "vscode-languageclient/node";
import type { Launch } from "./finding";
import { debugTargets, type Outlined, type Spanned, spans } from "./functions";

/** Settings that count only when the server starts; see `docs/settings.md`. */
export const AT_START = ["model", "tokenizer", "cache.folder", "log.file", "log.level"] as const;
const MOST_CRASHES = 4;
const CRASHES_WITHIN = 3 * 60_000;

/** The files that predictions are for. */
export const DOCUMENTS = [
  { language: "python", scheme: "file" },
  { language: "python", scheme: "untitled" },
];

/** What of the protocol is only between the server and us: told as an experimental capability. */
class Ours implements StaticFeature {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    const experimental: object = capabilities.experimental ?? {};
    // Symbols are asked for by us alone; see `functionsOf`.
    capabilities.experimental = { ...experimental, cwm: { status: true, symbols: true, changes: true } };
  }
  initialize(): void {}
  getState(): FeatureState {
    return { kind: "static" };
  }
  clear(): void {}
}

/** What a client asks of the rest of the extension. */
export interface Surroundings {
  readonly log: LogOutputChannel;
  /** Whether the hints of a file stand back. */
  isHidden(file: string): boolean;
  /** The server has crashed too often. */
  gaveUp(message: string): void;
}

/** The arguments that the server's and the adapter's command lines have in common. */
export function permissions(): string[] {
  // The setting's scope keeps workspaces from giving it; read for the whole application all the same.
  const given = workspace.getConfiguration("cwm").inspect<boolean>("allowRemoteHost")?.globalValue;
  return given === true ? ["--allow-remote-host"] : [];
}

/** A client that has not been started yet. */
export function makeClient(launch: Launch, surroundings: Surroundings): LanguageClient {
  const server = { command: launch.command, args: [...launch.args, "lsp", ...permissions()] };
  const crashes: number[] = [];
  const options: LanguageClientOptions = {
    documentSelector: DOCUMENTS,
    outputChannel: surroundings.log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: { cwm: settingsAtStart() },
    diagnosticCollectionName: "cwm",
    diagnosticPullOptions: { onChange: true, onSave: true },
    markdown: { isTrusted: false, supportHtml: false },
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        crashes.push(Date.now());
        if (crashes.filter((one) => one > Date.now() - CRASHES_WITHIN).length < MOST_CRASHES) {
          return { action: CloseAction.Restart, handled: true };
        }
        surroundings.gaveUp(`The server has ended ${MOST_CRASHES} times within three minutes.`);
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
    middleware: {
      provideInlayHints: (document, range, token, next) =>
        surroundings.isHidden(document.uri.fsPath) ? [] : next(document, range, token),
      provideCodeLenses: async (document, token, next) => withDebugging((await next(document, token)) ?? []),
      // Pylance and others have the outline; a second one would only double each entry.
      provideDocumentSymbols: () => [],
    },
  };
  const client = new LanguageClient("cwm", "CWM", { run: server, debug: server }, options);
  client.registerFeature(new Ours());
  return client;
}

function settingsAtStart(): Record<string, unknown> {
  const settings = workspace.getConfiguration("cwm");
  // Whatever scope the manifest gives them: files and folders that a workspace names are not taken.
  return Object.fromEntries(
    AT_START.map((name) => [name, settings.inspect(name)?.globalValue]).filter(([, value]) => value != null),
  );
}

/** Lenses for stepping through the call that is shown, behind those that name calls. */
function withDebugging(lenses: CodeLens[]): CodeLens[] {
  const found = [...lenses];
  const targets = debugTargets(lenses.map((lens) => lens.command));
  for (const { after, target } of targets.sort((one, other) => other.after - one.after)) {
    const lens = lenses[after];
    if (lens === undefined) {
      continue;
    }
    const command: Command = {
      title: "debug (predicted)",
      tooltip: "Start a predicted debug session: step forward and back, nothing is run.",
      command: "cwm.debugCall",
      arguments: [target],
    };
    found.splice(after + 1, 0, new CodeLens(lens.range, command));
  }
  return found;
}

/** The functions of a document, in its order; none where the server has not said. */
export async function functionsOf(client: LanguageClient, document: TextDocument): Promise<Spanned[]> {
  const symbols = await client.sendRequest<Outlined[] | null>("textDocument/documentSymbol", {
    textDocument: { uri: client.code2ProtocolConverter.asUri(document.uri) },
  });
  return spans(symbols ?? []);
}

/** Have the hints of a file asked for anew, if somebody sees it. */
export function refreshHints(client: LanguageClient, file: string): void {
  const editor = window.visibleTextEditors.find((one) => one.document.uri.fsPath === Uri.file(file).fsPath);
  if (editor !== undefined) {
    client.getFeature(InlayHintRequest.method).getProvider(editor.document)?.onDidChangeInlayHints.fire();
  }
}
