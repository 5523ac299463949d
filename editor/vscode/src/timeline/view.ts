// The view of the timeline: follows the cursor, fetches the run of the function there page by page, and does what the page asks.

import { randomBytes } from "node:crypto";
import {
  commands,
  type Disposable,
  type ExtensionContext,
  Range,
  Selection,
  type TextEditor,
  TextEditorRevealType,
  ThemeColor,
  Uri,
  type WebviewView,
  type WebviewViewProvider,
  window,
  workspace,
} from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { functionsOf } from "../client";
import { functionAt } from "../functions";
import { html } from "./html";
import type { FromPage, ToPage } from "./messages";
import { type Head, type Page, passesOf, type Step } from "./run";
import { instead } from "./words";

export const VIEW = "cwm.timeline";
/** How long the cursor, or a prediction that grows, rests before the view follows, in milliseconds. */
const REST = 200;
const REST_OF_A_LONG_RUN = 1_000;
const LONG = 1_000;
const NO_FUNCTION = "Put the cursor into a function of a Python file to see the predicted run of a call of it.";

/** What the view is of. */
interface Subject {
  readonly uri: string;
  readonly name: string;
}

export class TimelineView implements WebviewViewProvider, Disposable {
  readonly #context: ExtensionContext;
  readonly #client: () => LanguageClient | undefined;
  readonly #line = window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new ThemeColor("editor.rangeHighlightBackground"),
    borderColor: new ThemeColor("contrastActiveBorder"),
  });
  readonly #subscriptions: Disposable[];
  #view: WebviewView | undefined;
  #subject: Subject | undefined;
  #head: Head | undefined;
  #steps: Step[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Counts what was asked for, so that a late answer is known. */
  #turn = 0;
  #going: { readonly step: number; readonly focus: boolean } | undefined;
  #isGoing = false;

  /** @param client gives the client while it answers. */
  constructor(context: ExtensionContext, client: () => LanguageClient | undefined) {
    this.#context = context;
    this.#client = client;
    this.#subscriptions = [
      this.#line,
      window.registerWebviewViewProvider(VIEW, this),
      window.onDidChangeActiveTextEditor(() => this.#soon()),
      window.onDidChangeTextEditorSelection(() => this.#soon()),
      workspace.onDidChangeConfiguration((change) => (change.affectsConfiguration("cwm.enable") ? this.#soon() : null)),
    ];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const one of this.#subscriptions) {
      one.dispose();
    }
  }

  /** Called by the editor when the view is first seen, and again after it was hidden. */
  resolveWebviewView(view: WebviewView): void {
    this.#view = view;
    const root = this.#context.extensionUri;
    view.webview.options = {
      enableScripts: true,
      localResourceRoots: [Uri.joinPath(root, "dist"), Uri.joinPath(root, "media")],
    };
    view.webview.onDidReceiveMessage((message: FromPage) => this.#heard(message));
    view.onDidChangeVisibility(() => {
      if (view.visible) {
        this.#soon();
      } else {
        this.#unmark();
      }
    });
    view.onDidDispose(() => {
      this.#view = undefined;
      this.#unmark();
    });
    view.webview.html = html({
      source: view.webview.cspSource,
      script: view.webview.asWebviewUri(Uri.joinPath(root, "dist", "timeline.js")).toString(),
      style: view.webview.asWebviewUri(Uri.joinPath(root, "media", "timeline.css")).toString(),
      nonce: randomBytes(16).toString("base64url"),
    });
  }

  /** Predictions of a file, or what is picked of them, are others now. */
  changed(uri: string): void {
    if (this.#subject === undefined || uri === this.#subject.uri) {
      const isLong = this.#head?.status === "under way" && (this.#head.count ?? 0) > LONG;
      this.#soon(isLong ? REST_OF_A_LONG_RUN : REST);
    }
  }

  /** The server has come or gone. */
  restarted(): void {
    this.#head = undefined;
    this.#soon();
  }

  /** Whether the view is in sight and shows a run; then steps without a session are its steps. */
  get isSteppable(): boolean {
    return this.#view?.visible === true && this.#head?.count !== undefined && this.#head.count > 0;
  }

  /** Go on by so many steps. */
  move(by: number): void {
    this.#post({ kind: "move", by });
  }

  #post(message: ToPage): void {
    void this.#view?.webview.postMessage(message);
  }

  #soon(after = REST): void {
    if (this.#view?.visible !== true || (this.#timer !== undefined && after >= REST)) {
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#follow();
    }, after);
  }

  async #follow(): Promise<void> {
    const turn = ++this.#turn;
    try {
      await this.#refresh(() => turn === this.#turn);
    } catch {
      // The text was edited meanwhile, or the server is gone: there is a change to follow in either case.
    }
  }

  async #refresh(isLatest: () => boolean): Promise<void> {
    const client = this.#client();
    if (client === undefined) {
      this.#nothing("CWM's server is not running.");
      return;
    }
    if (!workspace.getConfiguration("cwm").get("enable", true)) {
      this.#nothing("Predictions are switched off (cwm.enable).");
      return;
    }
    const subject = (await this.#atCursor(client)) ?? this.#subject;
    if (!isLatest()) {
      return;
    }
    if (subject === undefined) {
      this.#nothing(NO_FUNCTION);
      return;
    }
    const isSame = subject.uri === this.#subject?.uri && subject.name === this.#subject.name;
    this.#subject = subject;
    const page = await this.#ask(client, subject, 0);
    if (!isLatest()) {
      return;
    }
    const text = instead(page);
    if (text !== undefined) {
      this.#nothing(text);
      return;
    }
    const { steps = [], first: _, ...head } = page;
    const isHeld = isSame && head.revision === this.#head?.revision && this.#steps.length === head.count;
    this.#head = head;
    if (isHeld) {
      this.#post({ kind: "run", head });
      return;
    }
    this.#steps = [...steps];
    this.#post({ kind: "run", head, first: 0, steps });
    while (this.#steps.length < (head.count ?? 0)) {
      const next = await this.#ask(client, subject, this.#steps.length);
      if (!isLatest()) {
        return;
      }
      const more = next.steps ?? [];
      if (next.revision !== head.revision || more.length === 0) {
        // It has grown meanwhile: what there is of it is shown, and once it rests it is asked for anew.
        this.#soon(REST_OF_A_LONG_RUN);
        return;
      }
      this.#post({ kind: "run", head, first: this.#steps.length, steps: more });
      this.#steps.push(...more);
    }
  }

  async #ask(client: LanguageClient, subject: Subject, first: number): Promise<Page> {
    return await client.sendRequest<Page>("cwm/timeline", { uri: subject.uri, function: subject.name, first });
  }

  async #atCursor(client: LanguageClient): Promise<Subject | undefined> {
    const editor = window.activeTextEditor;
    if (editor === undefined || editor.document.languageId !== "python") {
      return undefined;
    }
    const found = functionAt(await functionsOf(client, editor.document), editor.selection.active.line);
    const uri = client.code2ProtocolConverter.asUri(editor.document.uri);
    return found === undefined ? undefined : { uri, name: found.name };
  }

  #nothing(text: string): void {
    this.#head = undefined;
    this.#steps = [];
    this.#unmark();
    this.#post({ kind: "nothing", text });
  }

  // What the page asks for

  #heard(message: FromPage): void {
    switch (message.kind) {
      case "ready":
        this.#head = undefined;
        this.#soon(0);
        break;
      case "go":
        this.#going = message;
        void this.#go();
        break;
      case "pass":
        void this.#pick(this.#subject?.name, message.number === null ? [] : [[message.below, message.number]]);
        break;
    }
  }

  /** Go to the step that was asked for last; of those that came meanwhile all but the last are left out. */
  async #go(): Promise<void> {
    if (this.#isGoing) {
      return;
    }
    this.#isGoing = true;
    try {
      while (this.#going !== undefined) {
        const { step, focus } = this.#going;
        this.#going = undefined;
        await this.#show(step, focus);
      }
    } finally {
      this.#isGoing = false;
    }
  }

  async #show(index: number, focus: boolean): Promise<void> {
    const step = this.#steps[index];
    const row = step === undefined ? undefined : this.#head?.rows?.[step.row];
    if (step === undefined || row === undefined || this.#subject === undefined || this.#head === undefined) {
      return;
    }
    await this.#reveal(this.#subject.uri, row.line, focus);
    const scope = this.#head.scopes?.find((one) => one.id === step.scope);
    if (scope === undefined) {
      return;
    }
    const isOwn = scope.function === this.#head.function;
    if (!isOwn || scope.activation !== this.#head.activation) {
      await this.#command("cwm.pickActivation", scope.function, { activation: scope.activation });
    }
    const passes = passesOf(
      step,
      isOwn && scope.activation === this.#head.activation ? this.#head : { ...this.#head, loops: [] },
    );
    if (passes !== undefined) {
      await this.#pick(scope.function, passes);
    }
  }

  async #pick(name: string | undefined, passes: readonly (readonly [number, number])[]): Promise<void> {
    if (name !== undefined) {
      await this.#command("cwm.pickIteration", name, { passes });
    }
  }

  async #command(command: string, name: string, more: Record<string, unknown>): Promise<void> {
    const argument = { uri: this.#subject?.uri, function: name, ...more };
    try {
      await this.#client()?.sendRequest("workspace/executeCommand", { command, arguments: [argument] });
    } catch {
      // The text was edited meanwhile; the picture of it comes next.
    }
  }

  async #reveal(uri: string, line: number, focus: boolean): Promise<void> {
    const place = new Range(line, 0, line, 0);
    const shown = window.visibleTextEditors.find((one) => this.#uriOf(one) === uri);
    const editor =
      shown !== undefined && !focus
        ? shown
        : await window.showTextDocument(
            shown?.document ??
              (await workspace.openTextDocument(this.#client()?.protocol2CodeConverter.asUri(uri) ?? Uri.parse(uri))),
            {
              preserveFocus: !focus,
              ...(shown?.viewColumn === undefined ? {} : { viewColumn: shown.viewColumn }),
            },
          );
    editor.revealRange(place, TextEditorRevealType.InCenterIfOutsideViewport);
    this.#unmark();
    editor.setDecorations(this.#line, [place]);
    if (focus) {
      const column = editor.document.lineAt(
        Math.min(line, editor.document.lineCount - 1),
      ).firstNonWhitespaceCharacterIndex;
      editor.selection = new Selection(line, column, line, column);
      this.#unmark();
    }
  }

  #uriOf(editor: TextEditor): string | undefined {
    return this.#client()?.code2ProtocolConverter.asUri(editor.document.uri);
  }

  #unmark(): void {
    for (const editor of window.visibleTextEditors) {
      editor.setDecorations(this.#line, []);
    }
  }
}

/** Bring the view to the front. */
export async function showTimeline(): Promise<void> {
  await commands.executeCommand(`${VIEW}.focus`);
}
