// Which server is started: the one that is set, else one that is there. Nothing here knows VS Code; what is there is asked of a `Place`.

import * as path from "node:path";

/** A program and what goes before its own arguments. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** Where it was found, for people. */
  readonly origin: string;
}

/** What is set, and where one may look. */
export interface Wishes {
  /** `cwm.server.path`; empty for none. */
  readonly path: string;
  /** `cwm.server.interpreter`; empty for none. */
  readonly interpreter: string;
  /** The interpreter that is chosen for the workspace; undefined where there is none or it is not to be trusted. */
  readonly chosenInterpreter: string | undefined;
  /** Folders of PATH. */
  readonly folders: readonly string[];
  /** The folder of our own environment. */
  readonly privateFolder: string;
}

/** A machine. */
export interface Place {
  readonly isWindows: boolean;
  readonly home: string;
  isExecutable(file: string): boolean;
}

/** Something that was set, but isn't there. */
export class WrongSetting extends Error {}

/**
 * The server to start; undefined where there is none.
 *
 * @throws WrongSetting if a setting names something that isn't there: nothing else is started then.
 */
export function findServer(wishes: Wishes, place: Place): Launch | undefined {
  if (wishes.path.trim() !== "") {
    const file = expanded(wishes.path, place);
    if (!place.isExecutable(file)) {
      throw new WrongSetting(`cwm.server.path names ${file}, which is no program that could be started.`);
    }
    return { command: file, args: [], origin: "setting cwm.server.path" };
  }
  if (wishes.interpreter.trim() !== "") {
    const file = expanded(wishes.interpreter, place);
    if (!place.isExecutable(file)) {
      throw new WrongSetting(`cwm.server.interpreter names ${file}, which is no program that could be started.`);
    }
    return { command: file, args: ["-m", "cwm_lsp.cli"], origin: "setting cwm.server.interpreter" };
  }
  const beside = wishes.chosenInterpreter === undefined ? undefined : path.dirname(wishes.chosenInterpreter);
  const looked: (readonly [string, string])[] = [
    ...(beside === undefined ? [] : [[beside, "the chosen Python environment"] as const]),
    ...wishes.folders.filter((folder) => path.isAbsolute(folder)).map((folder) => [folder, "PATH"] as const),
    [binFolder(wishes.privateFolder, place), "the extension's own environment"],
  ];
  for (const [folder, origin] of looked) {
    const file = path.join(folder, place.isWindows ? "cwm-lsp.exe" : "cwm-lsp");
    if (place.isExecutable(file)) {
      return { command: file, args: [], origin };
    }
  }
  return undefined;
}

/** The folder of an environment's programs. */
export function binFolder(environment: string, place: Pick<Place, "isWindows">): string {
  return path.join(environment, place.isWindows ? "Scripts" : "bin");
}

function expanded(given: string, place: Place): string {
  const text = given.trim();
  return text === "~" || text.startsWith("~/") || text.startsWith("~\\") ? path.join(place.home, text.slice(1)) : text;
}
