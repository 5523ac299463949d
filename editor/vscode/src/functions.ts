// The functions of a file as the server names them, and the one that the cursor is in. Nothing here knows VS Code.

/** A function; lines count from 0, both included. */
export interface Spanned {
  readonly name: string;
  readonly first: number;
  readonly last: number;
}

/** The part of `textDocument/documentSymbol`'s answer that is read. */
export interface Outlined {
  readonly name: string;
  readonly range: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
}

/** The functions that have calls of their own: inner ones are predicted with the function around them. */
export function spans(symbols: readonly Outlined[]): Spanned[] {
  return symbols
    .filter((one) => !one.name.includes("<locals>"))
    .map((one) => ({ name: one.name, first: one.range.start.line, last: one.range.end.line }));
}

/** The function that a line belongs to; undefined between functions. Of functions of one name the last counts, as in Python. */
export function functionAt(functions: readonly Spanned[], line: number): Spanned | undefined {
  return functions.filter((one) => one.first <= line && line <= one.last).at(-1);
}

/** A command that a lens carries. */
export interface LensCommand {
  readonly title: string;
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

/** What can be debugged at a lens: a function of a file, and the call that is shown, if it has been written down. */
export interface Target {
  readonly uri: string;
  readonly function: string;
  readonly call?: string;
}

const CALLS = new Set(["cwm.pickCall", "cwm.predict"]);
const SHOWN = "▶";

/** The function that a lens speaks of, if it is one that names a call. */
export function targetOf(lens: LensCommand): Target | undefined {
  const given = lens.arguments?.[0];
  if (!CALLS.has(lens.command) || typeof given !== "object" || given === null) {
    return undefined;
  }
  const { uri, function: name, call } = given as { uri?: unknown; function?: unknown; call?: unknown };
  if (typeof uri !== "string" || typeof name !== "string") {
    return undefined;
  }
  return typeof call === "string" ? { uri, function: name, call } : { uri, function: name };
}

/**
 * Where lenses for debugging belong: behind the last lens that names a call of a function, for the call that is shown, or the first
 * one that could be.
 */
export function debugTargets(lenses: readonly (LensCommand | undefined)[]): { after: number; target: Target }[] {
  const found = new Map<string, { after: number; target: Target; isShown: boolean }>();
  lenses.forEach((lens, index) => {
    const target = lens === undefined ? undefined : targetOf(lens);
    if (lens === undefined || target === undefined) {
      return;
    }
    const isShown = lens.title.startsWith(SHOWN);
    const before = found.get(target.function);
    if (before === undefined) {
      found.set(target.function, { after: index, target, isShown });
    } else {
      found.set(target.function, {
        after: index,
        target: isShown && !before.isShown ? target : before.target,
        isShown: before.isShown || isShown,
      });
    }
  });
  return [...found.values()].map(({ after, target }) => ({ after, target }));
}
