// What a debug session is launched with. Nothing here knows VS Code.

/** A configuration of type `cwm`, as far as it is filled in. */
export interface Configuration {
  readonly type: string;
  readonly request: string;
  readonly name: string;
  readonly [key: string]: unknown;
}

/** What an editor shows. */
export interface Shown {
  readonly file: string;
  readonly isPython: boolean;
  /** Counted from 1. */
  readonly line: number;
}

/** Settings that a launch takes from the editor's; files, folders and permissions are given on the command line alone. */
export const SETTINGS_OF_A_LAUNCH = [
  "engine",
  "endpoint",
  "verify",
  "contextTokens",
  "cache.enable",
  "cache.megabytes",
] as const;

/** A configuration for the function that the cursor is in, or for a function and call that are named. */
export function configurationFor(file: string, name?: string, call?: string, line?: number): Configuration {
  return {
    type: "cwm",
    request: "launch",
    name: `Predicted run of ${call ?? name ?? "the function under the cursor"}`,
    program: file,
    ...(name === undefined ? {} : { function: name }),
    ...(call === undefined ? {} : { call }),
    ...(line === undefined ? {} : { line }),
    stopOnEntry: true,
  };
}

/** Fill in what F5 without a configuration leaves open. Undefined where there is nothing to predict. */
export function completed(given: Partial<Configuration>, shown: Shown | undefined): Configuration | undefined {
  const isEmpty = given.type === undefined && given.request === undefined && given.name === undefined;
  const editor = shown?.isPython === true ? shown : undefined;
  if (isEmpty) {
    return editor === undefined ? undefined : configurationFor(editor.file, undefined, undefined, editor.line);
  }
  const base: Configuration = {
    stopOnEntry: true,
    ...given,
    type: "cwm",
    request: given.request ?? "launch",
    name: given.name ?? "Predicted run",
  };
  if (typeof base.program === "string" && base.program !== "") {
    const isVague = base.function === undefined && base.call === undefined && base.line === undefined;
    return isVague && editor !== undefined && editor.file === base.program ? { ...base, line: editor.line } : base;
  }
  if (editor === undefined) {
    return undefined;
  }
  const names = base.function !== undefined || base.call !== undefined;
  return { ...base, program: editor.file, ...(names ? {} : { line: editor.line }) };
}

/** A name for the session that says what kind of thing it is. */
export function sessionName(name: string): string {
  return /predicted/i.test(name) ? name : `${name} (predicted)`;
}
