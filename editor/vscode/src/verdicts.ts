// Whether a file's functions end, and how they grow: what the server says of a whole file, shown as a document to read.

import { commands, type Disposable, EventEmitter, Uri, window, workspace } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

const SCHEME = "cwm-verdict";
/** What a server may know, by its own command. */
export const VERDICTS = {
  "cwm.halting": { key: "cwm.hasHalting", title: "Will it end" },
  "cwm.complexity": { key: "cwm.hasComplexity", title: "Complexity" },
} as const;

/** Tell menus which of them the server knows. */
export function tellVerdicts(client: LanguageClient): void {
  const known = client.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
  for (const [command, { key }] of Object.entries(VERDICTS)) {
    void commands.executeCommand("setContext", key, known.includes(command));
  }
}

/** Documents that hold what the server said last. */
export class Verdicts implements Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registered = workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: this.#changed.event,
    provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? "",
  });

  dispose(): void {
    this.#registered.dispose();
    this.#changed.dispose();
  }

  /** Ask the server about a file and show what it says. */
  async show(client: LanguageClient, command: keyof typeof VERDICTS, file: Uri): Promise<void> {
    const known = client.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
    if (!known.includes(command)) {
      window.showInformationMessage("This version of CWM's server can't tell that yet.");
      return;
    }
    const text = await client.sendRequest<unknown>("workspace/executeCommand", {
      command,
      arguments: [client.code2ProtocolConverter.asUri(file)],
    });
    if (typeof text !== "string") {
      return;
    }
    const name = file.path.split("/").at(-1) ?? "file";
    const shown = Uri.from({ scheme: SCHEME, path: `${VERDICTS[command].title}: ${name}.md`, query: file.toString() });
    this.#texts.set(shown.toString(), text);
    this.#changed.fire(shown);
    await commands.executeCommand("markdown.showPreview", shown);
  }
}
