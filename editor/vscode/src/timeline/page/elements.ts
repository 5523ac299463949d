// Elements of the page that are kept while they stay in sight, so that scrolling moves nothing that has the focus.

/** An element with a class and a text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = "",
  text = "",
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** The element of the page with this id. */
export function byId<Kind extends Element = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`there is no #${id} in the page`);
  }
  return found as unknown as Kind;
}

/** Set a class or take it away. */
export function mark(of: Element, names: Readonly<Record<string, boolean>>): void {
  for (const [name, isSet] of Object.entries(names)) {
    of.classList.toggle(name, isSet);
  }
}

/** Where an element stands, in pixels. The page's policy allows no style in the markup; this is none. */
export function place(one: HTMLElement, left: number, top: number, width: number, height?: number): void {
  one.style.left = `${left}px`;
  one.style.top = `${top}px`;
  one.style.width = `${width}px`;
  if (height !== undefined) {
    one.style.height = `${height}px`;
  }
}

/** Elements by key within a parent: made when first wanted, taken away when no longer. */
export class Kept {
  readonly #parent: Element;
  #held = new Map<string, HTMLElement>();

  constructor(parent: Element) {
    this.#parent = parent;
  }

  get(key: string): HTMLElement | undefined {
    return this.#held.get(key);
  }

  /** Have exactly these keys; `make` makes an element, `draw` is called with each. */
  update(
    keys: Iterable<string>,
    make: (key: string) => HTMLElement,
    draw: (one: HTMLElement, key: string) => void,
  ): void {
    const before = this.#held;
    this.#held = new Map();
    for (const key of keys) {
      let one = before.get(key);
      if (one === undefined) {
        one = make(key);
        this.#parent.append(one);
      }
      before.delete(key);
      this.#held.set(key, one);
      draw(one, key);
    }
    for (const one of before.values()) {
      one.remove();
    }
  }
}
