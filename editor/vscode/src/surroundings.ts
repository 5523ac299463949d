// What there is around the extension: settings, the chosen Python interpreter, programs on disk.

import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter } from "node:path";
import { type ExtensionContext, extensions, type Uri, workspace } from "vscode";
import type { Place, Wishes } from "./finding";

/** This machine. */
export const HERE: Place = {
  isWindows: process.platform === "win32",
  home: homedir(),
  isExecutable(file) {
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  },
};

/** The folder of the environment that the extension may make for itself. */
export function privateFolder(context: ExtensionContext): Uri {
  return uriIn(context.globalStorageUri, "server");
}

/** What is set about the server, and where one may look for it. */
export async function wishes(context: ExtensionContext): Promise<Wishes> {
  const settings = workspace.getConfiguration("cwm.server");
  return {
    path: settings.get("path", ""),
    interpreter: settings.get("interpreter", ""),
    chosenInterpreter: await chosenInterpreter(),
    folders: (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== ""),
    privateFolder: privateFolder(context).fsPath,
  };
}

/** The part of the Python extension's API that is used. */
interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath(): { readonly path: string };
    resolveEnvironment(path: {
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri?: Uri } } | undefined>;
  };
}

/**
 * The interpreter that is chosen for the workspace. An environment within a workspace that nobody trusts is not started: its programs
 * came with the workspace.
 */
export async function chosenInterpreter(): Promise<string | undefined> {
  const python = extensions.getExtension<PythonApi>("ms-python.python");
  if (python === undefined || !workspace.isTrusted) {
    return undefined;
  }
  try {
    const environments = (await python.activate()).environments;
    const found = await environments?.resolveEnvironment(environments.getActiveEnvironmentPath());
    return found?.executable.uri?.fsPath;
  } catch {
    // Another extension's trouble is not ours: the server is looked for elsewhere.
    return undefined;
  }
}

function uriIn(folder: Uri, name: string): Uri {
  return folder.with({ path: `${folder.path}/${name}` });
}
