// Files whose hints stand back because a predicted session stands still in them. Nothing here knows VS Code.

/** Which session shows which file. */
export class HiddenHints {
  readonly #sessions = new Map<string, string>();
  readonly #changed: (file: string) => void;

  /** @param changed is called with each file whose hints come or go. */
  constructor(changed: (file: string) => void) {
    this.#changed = changed;
  }

  /** Whether a file's hints stand back. */
  has(file: string): boolean {
    return [...this.#sessions.values()].includes(file);
  }

  /** A session stands still in a file. */
  hide(session: string, file: string): void {
    const before = this.#sessions.get(session);
    if (before === file) {
      return;
    }
    this.#sessions.set(session, file);
    for (const one of before === undefined ? [file] : [before, file]) {
      this.#changed(one);
    }
  }

  /** A session has ended. */
  show(session: string): void {
    const file = this.#sessions.get(session);
    if (file !== undefined) {
      this.#sessions.delete(session);
      this.#changed(file);
    }
  }
}
