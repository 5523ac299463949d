// Names in a line of Python, for values that are shown beside it. Nothing here knows VS Code.

const KEYWORDS = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global if " +
    "import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

/** A name and where it stands, in UTF-16 units from the line's beginning. */
export interface Name {
  readonly text: string;
  readonly start: number;
}

// Strings first, so that their words are passed over; a string that is not closed takes the rest of the line.
const TOKEN =
  /[A-Za-z]{0,2}(?:"""|'''|"(?:[^"\\]|\\.)*(?:"|$)|'(?:[^'\\]|\\.)*(?:'|$))|#.*|\d[\w.]*|(\.\s*)?([\p{L}_][\p{L}\p{N}_]*)(\s*\()?/gu;

/** The variables that a line names, each once: no keywords, attributes, functions that are called, strings or comments. */
export function variablesOf(line: string): Name[] {
  const found = new Map<string, Name>();
  for (const match of line.matchAll(TOKEN)) {
    const [whole, attribute, name, called] = match;
    if (name === undefined || attribute !== undefined || called !== undefined || KEYWORDS.has(name)) {
      continue;
    }
    if (!found.has(name)) {
      found.set(name, { text: name, start: match.index + whole.indexOf(name) });
    }
  }
  return [...found.values()];
}
