// Offers to install the server into an environment of the extension's own. Nothing is made or downloaded before somebody says yes.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";
import {
  type CancellationToken,
  commands,
  type ExtensionContext,
  type LogOutputChannel,
  ProgressLocation,
  window,
} from "vscode";
import { binFolder } from "./finding";
import { chosenInterpreter, HERE, privateFolder } from "./surroundings";

/** The file that says which wheel an environment was made from. */
const MADE_FROM = "cwm-lsp-wheel.txt";
const INSTALL = "Install";
const CHOOSE = "Choose a Server…";
const LATER = "Not Now";

/** Makes and keeps the environment. */
export class Installer {
  readonly #context: ExtensionContext;
  readonly #log: LogOutputChannel;
  #isOffering = false;

  constructor(context: ExtensionContext, log: LogOutputChannel) {
    this.#context = context;
    this.#log = log;
  }

  /** Say that there is no server, and offer what can be done. Whether there is one now. */
  async offer(): Promise<boolean> {
    if (this.#isOffering) {
      return false;
    }
    this.#isOffering = true;
    try {
      const wheel = await this.#wheel();
      const choices = wheel === undefined ? [CHOOSE, LATER] : [INSTALL, CHOOSE, LATER];
      const chosen = await window.showWarningMessage(
        "CWM needs its language server, cwm-lsp, which was found neither in the chosen Python environment nor in PATH.",
        ...choices,
      );
      if (chosen === CHOOSE) {
        await commands.executeCommand("workbench.action.openSettings", "cwm.server");
      }
      return chosen === INSTALL && (await this.install());
    } finally {
      this.#isOffering = false;
    }
  }

  /** Ask once more, saying exactly what will be done, then do it. Whether that went well. */
  async install(): Promise<boolean> {
    const wheel = await this.#wheel();
    if (wheel === undefined) {
      await window.showErrorMessage(
        "This build of the extension brings no server along. Install cwm-lsp with pip and choose it in the setting cwm.server.path.",
      );
      return false;
    }
    const folder = privateFolder(this.#context).fsPath;
    const agreed = await window.showInformationMessage(
      "Install the CWM server?",
      {
        modal: true,
        detail:
          `A Python environment is made in ${folder}. The server itself comes with this extension; pip downloads the packages that it ` +
          "needs (onnxruntime, numpy, tree-sitter and a few small ones, some 200 MB) from the package index that pip is set to. " +
          "Nothing else on this machine is changed.",
      },
      INSTALL,
    );
    if (agreed !== INSTALL) {
      return false;
    }
    return await window.withProgress(
      { location: ProgressLocation.Notification, title: "Installing the CWM server", cancellable: true },
      async (progress, token) => {
        try {
          await this.#make(folder, wheel, (message) => progress.report({ message }), token);
          return true;
        } catch (error) {
          await rm(folder, { recursive: true, force: true });
          if (!token.isCancellationRequested) {
            const message = error instanceof Error ? error.message : String(error);
            this.#log.error(`Installing the server failed: ${message}`);
            const shown = await window.showErrorMessage(
              `The CWM server could not be installed: ${message}`,
              "Show Log",
            );
            if (shown !== undefined) {
              this.#log.show();
            }
          }
          return false;
        }
      },
    );
  }

  /** Whether our environment was made from another wheel than the one that this version brings along. */
  async isOutdated(): Promise<boolean> {
    const wheel = await this.#wheel();
    const file = path.join(privateFolder(this.#context).fsPath, MADE_FROM);
    const before = await readFile(file, "utf8").catch(() => undefined);
    return wheel !== undefined && before !== undefined && before.trim() !== path.basename(wheel);
  }

  async #make(folder: string, wheel: string, tell: (message: string) => void, token: CancellationToken): Promise<void> {
    const python = await this.#python(token);
    await rm(folder, { recursive: true, force: true });
    await mkdir(path.dirname(folder), { recursive: true });
    tell("making the environment…");
    await this.#call(python, ["-m", "venv", folder], token);
    tell("installing packages…");
    const own = path.join(binFolder(folder, HERE), HERE.isWindows ? "python.exe" : "python");
    await this.#call(own, ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", wheel], token);
    await writeFile(path.join(folder, MADE_FROM), `${path.basename(wheel)}\n`);
  }

  /** The chosen interpreter, else the one that is called so; not older than what the server takes. */
  async #python(token: CancellationToken): Promise<string> {
    const chosen = await chosenInterpreter();
    const names = HERE.isWindows ? ["py", "python"] : ["python3", "python"];
    for (const candidate of chosen === undefined ? names : [chosen, ...names]) {
      try {
        await this.#call(candidate, ["-c", "import sys, venv; sys.exit(sys.version_info < (3, 10))"], token);
        return candidate;
      } catch (error) {
        this.#log.info(`${candidate} can't be used: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    throw new Error("no Python 3.10 or newer with the module venv was found");
  }

  async #call(program: string, args: readonly string[], token: CancellationToken): Promise<void> {
    this.#log.info(`> ${program} ${args.join(" ")}`);
    await new Promise<void>((resolve, reject) => {
      // Isolated from the workspace: its folder is not on the module path, and a module there called "pip" is not run.
      const child: ChildProcess = spawn(program, [...args], {
        cwd: path.dirname(this.#context.extensionPath),
        windowsHide: true,
      });
      const stop = token.onCancellationRequested(() => child.kill());
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on("data", (data: Buffer) => this.#log.info(data.toString().trimEnd()));
      }
      child.once("error", reject);
      child.once("close", (code) => {
        stop.dispose();
        if (token.isCancellationRequested) {
          reject(new Error("cancelled"));
        } else if (code === 0) {
          resolve();
        } else {
          reject(
            new Error(`${path.basename(program)} ${args.slice(0, 2).join(" ")} ended with status ${code}; see the log`),
          );
        }
      });
    });
  }

  async #wheel(): Promise<string | undefined> {
    const folder = this.#context.asAbsolutePath("bundled");
    const names = await readdir(folder).catch(() => [] as string[]);
    const name = names
      .filter((one) => one.endsWith(".whl"))
      .sort()
      .at(-1);
    return name === undefined ? undefined : path.join(folder, name);
  }
}
