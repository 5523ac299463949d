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

// Strings first, so that their words are passed over. One in single quotation marks that isn't closed takes the rest of the line.
const TOKEN =
  /[A-Za-z]{0,2}(?:("""|''')|"(?:[^"\\]|\\.)*(?:"|$)|'(?:[^'\\]|\\.)*(?:'|$))|#.*|\d[\w.]*|(\.\s*)?([\p{L}_][\p{L}\p{N}_]*)(\s*\()?/uy;

/**
 * The variables that each line names, each once in its line: no keywords, attributes, functions that are called, and nothing within
 * strings or comments.
 *
 * @param lines from one on that begins outside of a string.
 */
export function variablesOf(lines: readonly string[]): Name[][] {
  let quotes = "";
  return lines.map((line) => {
    const found = new Map<string, Name>();
    let at = 0;
    while (at < line.length) {
      if (quotes !== "") {
        const end = line.indexOf(quotes, at);
        if (end < 0) {
          break;
        }
        at = end + quotes.length;
        quotes = "";
        continue;
      }
      TOKEN.lastIndex = at;
      const match = TOKEN.exec(line);
      if (match === null) {
        at += 1;
        continue;
      }
      const [whole, opened, attribute, name, called] = match;
      at += whole.length;
      quotes = opened ?? "";
      const isVariable = name !== undefined && attribute === undefined && called === undefined && !KEYWORDS.has(name);
      if (isVariable && !found.has(name)) {
        found.set(name, { text: name, start: match.index });
      }
    }
    return [...found.values()];
  });
}

/** Of names beside lines, each only beside the last line that has it: a value stands where it was used last, once. */
export function lastOnly(lines: readonly (readonly Name[])[]): Name[][] {
  const seen = new Set<string>();
  const found = [...lines].reverse().map((names) => {
    const kept = names.filter((one) => !seen.has(one.text));
    for (const one of kept) {
      seen.add(one.text);
    }
    return kept;
  });
  return found.reverse();
}
