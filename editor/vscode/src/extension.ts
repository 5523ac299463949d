// The extension's life: the server is looked for, started, restarted when its settings change, and stopped.

import { commands, type ExtensionContext, type LogOutputChannel, window, workspace } from "vscode";
import { type LanguageClient, State } from "vscode-languageclient/node";
import { AT_START, functionsOf, makeClient, refreshHints } from "./client";
import { registerCommands } from "./commands";
import { registerDebugging } from "./debugging";
import { findServer, type Launch, WrongSetting } from "./finding";
import { HiddenHints } from "./hidden";
import { Installer } from "./installing";
import type { ServerStatus } from "./status";
import { StatusItem } from "./statusItem";
import { HERE, privateFolder, wishes } from "./surroundings";
import { TimelineView } from "./timeline/view";
import { tellVerdicts } from "./verdicts";

/** What other extensions and tests get: read only. */
export interface Api {
  /** How the server is; see `status.ts`. */
  health(): StatusItem["health"];
  /** Resolves when the server answers, or could not be started. */
  readonly ready: Promise<void>;
}

let running: Keeper | undefined;

/** Called by the editor when a Python file is opened or one of our commands is given. */
export function activate(context: ExtensionContext): Api {
  const keeper = new Keeper(context);
  running = keeper;
  const ready = keeper.start();
  return { health: () => keeper.status.health, ready };
}

/** Called by the editor when it closes. */
export async function deactivate(): Promise<void> {
  await running?.stop();
  running = undefined;
}

class Keeper {
  readonly status = new StatusItem();
  readonly #context: ExtensionContext;
  readonly #log: LogOutputChannel = window.createOutputChannel("CWM", { log: true });
  readonly #installer: Installer;
  readonly #hidden = new HiddenHints((file) => {
    if (this.#client !== undefined) {
      refreshHints(this.#client, file);
    }
  });
  readonly #timeline: TimelineView;
  #client: LanguageClient | undefined;
  /** Starts and stops happen one after the other. */
  #last: Promise<void> = Promise.resolve();

  constructor(context: ExtensionContext) {
    this.#context = context;
    this.#installer = new Installer(context, this.#log);
    this.#timeline = new TimelineView(context, () => (this.#client?.isRunning() ? this.#client : undefined));
    context.subscriptions.push(
      this.#log,
      this.status,
      this.#timeline,
      ...registerCommands({
        client: () => this.#answering(),
        restart: () => this.restart(),
        install: () => this.#install(),
        showLog: () => this.#log.show(),
        timeline: this.#timeline,
      }),
      ...registerDebugging({
        hidden: this.#hidden,
        launch: () => this.#launch(),
        functions: async (document) => {
          const client = await this.#answering();
          return client === undefined ? [] : await functionsOf(client, document);
        },
      }),
      workspace.onDidChangeConfiguration((change) => {
        const restarting = ["server.path", "server.interpreter", "allowRemoteHost", ...AT_START];
        if (restarting.some((name) => change.affectsConfiguration(`cwm.${name}`))) {
          void this.restart();
        } else if (change.affectsConfiguration("cwm.enable")) {
          this.#showRunning();
        }
      }),
      workspace.onDidGrantWorkspaceTrust(() => {
        if (this.#client === undefined) {
          void this.restart();
        }
      }),
    );
  }

  start(): Promise<void> {
    return this.#next(() => this.#start());
  }

  stop(): Promise<void> {
    return this.#next(() => this.#stop());
  }

  restart(): Promise<void> {
    return this.#next(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  #next(what: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(what).catch((error: unknown) => this.#failed(error));
    return this.#last;
  }

  async #start(): Promise<void> {
    this.status.health = { kind: "starting" };
    const launch = await this.#launch();
    if (launch === undefined) {
      return;
    }
    this.#log.info(`Starting ${[launch.command, ...launch.args].join(" ")} (from ${launch.origin}).`);
    const client = makeClient(launch, {
      log: this.#log,
      isHidden: (file) => this.#hidden.has(file),
      gaveUp: (message) => this.#failed(new Error(message)),
    });
    client.onNotification("cwm/status", (status: ServerStatus) => this.status.heard(status));
    client.onNotification("cwm/changed", ({ uri }: { uri: string }) => this.#timeline.changed(uri));
    client.onDidChangeState(({ newState }) => {
      if (client !== this.#client) {
        return;
      }
      if (newState === State.Running) {
        this.#showRunning();
        tellVerdicts(client);
        this.#timeline.restarted();
      } else if (newState === State.Starting) {
        this.status.health = { kind: "starting" };
      }
    });
    this.#client = client;
    await client.start();
    this.#showRunning();
    tellVerdicts(client);
    this.#timeline.restarted();
    void commands.executeCommand("setContext", "cwm.isRunning", true);
    if (launch.command.startsWith(privateFolder(this.#context).fsPath) && (await this.#installer.isOutdated())) {
      void this.#offerUpdate();
    }
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.status.health = { kind: "stopped" };
    void commands.executeCommand("setContext", "cwm.isRunning", false);
    if (client?.needsStop()) {
      await client.stop();
    }
    await client?.dispose();
    this.#timeline.restarted();
  }

  /** The program to start. Where there is none, that is said, and what can be done is offered. */
  async #launch(): Promise<Launch | undefined> {
    try {
      const found = findServer(await wishes(this.#context), HERE);
      if (found === undefined) {
        this.status.health = { kind: "missing" };
        void this.#installer.offer().then((installed) => (installed ? this.restart() : undefined));
      }
      return found;
    } catch (error) {
      if (error instanceof WrongSetting) {
        this.#failed(error);
        return undefined;
      }
      throw error;
    }
  }

  async #install(): Promise<void> {
    if (await this.#installer.install()) {
      await this.restart();
    }
  }

  async #offerUpdate(): Promise<void> {
    const chosen = await window.showInformationMessage(
      "This version of CWM brings a newer server along.",
      "Install",
      "Not Now",
    );
    if (chosen === "Install") {
      await this.#install();
    }
  }

  async #answering(): Promise<LanguageClient | undefined> {
    await this.#last;
    if (this.#client?.isRunning()) {
      return this.#client;
    }
    if (this.status.health.kind === "missing") {
      void this.#installer.offer().then((installed) => (installed ? this.restart() : undefined));
    } else {
      void window.showWarningMessage("CWM's server is not running.", "Restart", "Show Log").then((chosen) => {
        if (chosen === "Restart") {
          void this.restart();
        } else if (chosen === "Show Log") {
          this.#log.show();
        }
      });
    }
    return undefined;
  }

  #showRunning(): void {
    if (this.#client?.isRunning()) {
      const isEnabled = workspace.getConfiguration("cwm").get("enable", true);
      const before = this.status.health;
      this.status.health = before.kind === "running" ? { ...before, isEnabled } : { kind: "running", isEnabled };
    }
  }

  #failed(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#log.error(message);
    this.status.health = { kind: "failed", message };
    void window.showErrorMessage(`CWM: ${message}`, "Show Log").then((chosen) => {
      if (chosen !== undefined) {
        this.#log.show();
      }
    });
  }
}
