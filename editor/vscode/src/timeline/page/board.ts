// Draws the run: rows of code, a mark for each step, lanes of values. Only what is in sight is in the page.

import { firstBehind, type Lane, lanesOf, type Stretch } from "../lanes";
import { AXIS, GAP, inSight, type Range, ROW, scrolledTo, ticks, way, widthFor, zoomed } from "../layout";
import { type Head, isPicked, type Row, type Scope, type Step } from "../run";
import { changeText, happened, passText, sureness, told } from "../words";
import { byId, element, Kept, mark, place } from "./elements";

/** What is told of the board. */
export interface Listener {
  /** A step was chosen by hand; `focus` if it was meant to be gone to in the editor. */
  chose(step: number, focus: boolean): void;
}

const SYMBOLS = { call: "▸", line: "", return: "◂", exception: "✗" } as const;

export class Board {
  readonly #scroll = byId("scroll");
  readonly #board = byId("board");
  readonly #gutter = byId("gutter");
  readonly #labels = byId("labels");
  readonly #picture = byId("picture");
  readonly #way = byId<SVGPolylineElement>("way");
  readonly #svg = byId<SVGSVGElement>("ways");
  readonly #band = byId("band");
  readonly #tip = byId("tip");
  readonly #marks = new Kept(byId("steps"));
  readonly #ticks = new Kept(byId("axis"));
  readonly #stretches = new Kept(byId("lanes"));
  readonly #listener: Listener;
  #head: Head | undefined;
  #steps: readonly Step[] = [];
  #lanes: readonly Lane[] = [];
  #scopes = new Map<number, Scope>();
  #cursor = 0;
  #width = 0;
  #isChosenWidth = false;
  #isDue = false;

  constructor(listener: Listener) {
    this.#listener = listener;
    this.#scroll.addEventListener("scroll", () => this.#draw(), { passive: true });
    new ResizeObserver(() => this.#resized()).observe(this.#scroll);
    this.#picture.addEventListener("click", (event) => this.#clicked(event, false));
    this.#picture.addEventListener("dblclick", (event) => this.#clicked(event, true));
    this.#picture.addEventListener("pointermove", (event) => this.#pointed(event));
    this.#picture.addEventListener("pointerleave", () => this.#hideTip());
    this.#scroll.addEventListener("scroll", () => this.#hideTip(), { passive: true });
  }

  get cursor(): number {
    return this.#cursor;
  }

  /** Show a run; the cursor stays at its step, or at the last one there is. */
  show(head: Head, steps: readonly Step[]): void {
    const isOther = steps !== this.#steps;
    this.#head = head;
    this.#scopes = new Map((head.scopes ?? []).map((scope) => [scope.id, scope]));
    if (isOther) {
      this.#steps = steps;
      this.#lanes = lanesOf(steps, head.scopes ?? []);
    }
    this.#cursor = Math.max(0, Math.min(this.#cursor, steps.length - 1));
    this.#drawGutter();
    this.#resized();
  }

  /** Put the cursor on a step, and have it in sight. */
  moveTo(step: number, { focus = false } = {}): void {
    this.#cursor = Math.max(0, Math.min(step, this.#steps.length - 1));
    this.#scroll.scrollLeft = scrolledTo(this.#cursor, this.#scroll.scrollLeft, this.#room, this.#width);
    const row = this.#steps[this.#cursor]?.row ?? 0;
    const top = AXIS + row * ROW;
    const { scrollTop, clientHeight } = this.#scroll;
    if (top - AXIS < scrollTop || top + ROW > scrollTop + clientHeight) {
      this.#scroll.scrollTop = Math.max(0, top - clientHeight / 2);
    }
    this.#drawNow();
    if (focus) {
      this.#marks.get(String(this.#cursor))?.focus({ preventScroll: true });
    }
  }

  zoom(by: 1 | -1): void {
    const middle = (this.#scroll.scrollLeft + this.#room / 2) / this.#width;
    this.#width = zoomed(this.#width, by);
    this.#isChosenWidth = true;
    this.#resized();
    this.#scroll.scrollLeft = middle * this.#width - this.#room / 2;
  }

  /** As wide as it is where nobody has chosen. */
  fit(): void {
    this.#isChosenWidth = false;
    this.#resized();
    this.moveTo(this.#cursor);
  }

  /** The sentence for a step. */
  sentence(step: number): string {
    const one = this.#steps[step];
    return one === undefined
      ? ""
      : told(one, step, this.#steps.length, this.#head?.rows ?? [], this.#scopes.get(one.scope));
  }

  get #room(): number {
    return Math.max(50, this.#scroll.clientWidth - this.#gutter.offsetWidth);
  }

  get #rows(): readonly Row[] {
    return this.#head?.rows ?? [];
  }

  get #lanesTop(): number {
    return AXIS + this.#rows.length * ROW + GAP;
  }

  #resized(): void {
    if (!this.#isChosenWidth || this.#width === 0) {
      this.#width = widthFor(this.#steps.length, this.#room - 2);
    }
    const height = this.#lanesTop + this.#lanes.length * ROW + GAP;
    const width = this.#steps.length * this.#width;
    this.#picture.style.width = `${width}px`;
    this.#board.style.height = `${height}px`;
    this.#svg.setAttribute("width", String(width));
    this.#svg.setAttribute("height", String(this.#rows.length * ROW));
    this.#svg.style.top = `${AXIS}px`;
    this.#drawNow();
  }

  #draw(): void {
    if (!this.#isDue) {
      this.#isDue = true;
      requestAnimationFrame(() => {
        this.#isDue = false;
        this.#drawNow();
      });
    }
  }

  #drawGutter(): void {
    const several = new Set(this.#lanes.map((lane) => lane.function)).size > 1;
    const labels = [
      ...this.#rows.map((row, index) => this.#rowLabel(row, AXIS + index * ROW)),
      ...this.#lanes.map((lane, index) => {
        const label = element("div", "label lane", several ? `${lane.function}.${lane.name}` : lane.name);
        label.style.top = `${this.#lanesTop + index * ROW}px`;
        return label;
      }),
    ];
    this.#labels.replaceChildren(...labels);
  }

  #rowLabel(row: Row, top: number): HTMLElement {
    const label = element("div", "label");
    label.append(element("span", "number", String(row.line + 1)), element("span", "code", row.text));
    label.style.top = `${top}px`;
    return label;
  }

  #drawNow(): void {
    if (this.#head === undefined || this.#steps.length === 0) {
      return;
    }
    const range = inSight(this.#scroll.scrollLeft, this.#room, this.#width, this.#steps.length);
    this.#drawAxis(range);
    this.#drawWay(range);
    this.#drawMarks(range, this.#head);
    this.#drawLanes(range, this.#head);
    const row = this.#steps[this.#cursor]?.row ?? 0;
    place(this.#band, this.#cursor * this.#width, AXIS, this.#width);
    for (const [index, label] of [...this.#labels.children].entries()) {
      label.classList.toggle("current", index === row);
    }
  }

  #drawAxis(range: Range): void {
    this.#ticks.update(
      ticks(range, this.#width).map(String),
      (key) => element("span", "tick", (Number(key) + 1).toLocaleString("en")),
      (one, key) => {
        one.style.left = `${(Number(key) + 0.5) * this.#width}px`;
      },
    );
  }

  #drawWay(range: Range): void {
    const rows = this.#steps.slice(range.from, range.to).map((step) => step.row);
    this.#way.setAttribute("points", way(rows, range.from, this.#width));
  }

  #drawMarks(range: Range, head: Head): void {
    const keys = new Set(Array.from({ length: range.to - range.from }, (_, index) => String(range.from + index)));
    keys.add(String(this.#cursor));
    const wide = Math.max(3, Math.min(14, this.#width - 2));
    this.#marks.update(
      keys,
      (key) => {
        const one = element("div", "mark");
        one.id = `step-${key}`;
        one.dataset.step = key;
        one.setAttribute("role", "option");
        return one;
      },
      (one, key) => {
        const index = Number(key);
        const step = this.#steps[index];
        if (step === undefined) {
          return;
        }
        const isCursor = index === this.#cursor;
        one.className = `mark ${step.event} ${step.standing}`;
        mark(one, { cursor: isCursor, other: !isPicked(step, head), narrow: this.#width < 12 });
        one.textContent = this.#width < 12 ? "" : SYMBOLS[step.event];
        one.tabIndex = isCursor ? 0 : -1;
        one.setAttribute("aria-label", this.sentence(index));
        one.setAttribute("aria-selected", String(isCursor));
        one.setAttribute("aria-posinset", String(index + 1));
        one.setAttribute("aria-setsize", String(this.#steps.length));
        place(one, index * this.#width + (this.#width - wide) / 2, AXIS + step.row * ROW + (ROW - 14) / 2, wide, 14);
      },
    );
  }

  #drawLanes(range: Range, head: Head): void {
    const shown = new Map<string, { readonly lane: number; readonly stretch: Stretch }>();
    this.#lanes.forEach((lane, index) => {
      for (let at = firstBehind(lane.stretches, range.from); at < lane.stretches.length; at += 1) {
        const stretch = lane.stretches[at];
        if (stretch === undefined || stretch.from >= range.to) {
          break;
        }
        shown.set(`${index}/${stretch.from}`, { lane: index, stretch });
      }
    });
    this.#stretches.update(
      shown.keys(),
      () => element("div", "stretch"),
      (one, key) => {
        const found = shown.get(key);
        if (found === undefined) {
          return;
        }
        const { lane, stretch } = found;
        const step = this.#steps[stretch.from];
        one.className = `stretch ${stretch.change.standing}`;
        mark(one, {
          other: step !== undefined && !isPicked(step, head),
          current: stretch.from <= this.#cursor && this.#cursor < stretch.to,
        });
        one.textContent = stretch.change.value ?? "";
        one.dataset.step = String(stretch.from);
        one.dataset.lane = String(lane);
        const left = stretch.from * this.#width + 1;
        place(one, left, this.#lanesTop + lane * ROW + 2, stretch.to * this.#width - left - 1, ROW - 4);
      },
    );
  }

  /** The step below a point: a mark's, else a lane's, else the one of the column. */
  #stepAt(event: MouseEvent): number | undefined {
    const left = event.clientX - this.#picture.getBoundingClientRect().left;
    const step = Math.floor(left / this.#width);
    return step >= 0 && step < this.#steps.length ? step : undefined;
  }

  #clicked(event: MouseEvent, focus: boolean): void {
    const step = this.#stepAt(event);
    if (step !== undefined) {
      this.moveTo(step, { focus: true });
      this.#listener.chose(step, focus);
    }
  }

  #pointed(event: PointerEvent): void {
    const index = this.#stepAt(event);
    const step = index === undefined ? undefined : this.#steps[index];
    if (index === undefined || step === undefined) {
      this.#hideTip();
      return;
    }
    const lane = event.target instanceof HTMLElement ? event.target.dataset.lane : undefined;
    const stretch = lane === undefined ? undefined : this.#stretchAt(Number(lane), index);
    this.#tip.replaceChildren(...(stretch === undefined ? this.#aboutStep(step, index) : aboutStretch(stretch)));
    this.#tip.hidden = false;
    const { offsetWidth, offsetHeight } = this.#tip;
    const left = Math.min(event.clientX + 14, window.innerWidth - offsetWidth - 8);
    const below = event.clientY + 18;
    const top = below + offsetHeight > window.innerHeight ? event.clientY - offsetHeight - 10 : below;
    this.#tip.style.left = `${Math.max(4, left)}px`;
    this.#tip.style.top = `${Math.max(4, top)}px`;
  }

  #stretchAt(lane: number, step: number): Stretch | undefined {
    const stretches = this.#lanes[lane]?.stretches ?? [];
    return stretches[firstBehind(stretches, step)];
  }

  #aboutStep(step: Step, index: number): HTMLElement[] {
    const row = this.#rows[step.row];
    const pass = passText(step);
    const did = step.event === "line" && step.changed.length > 1 ? "" : happened(step, this.#scopes.get(step.scope));
    return [
      element("div", "small", `Step ${index + 1}, line ${(row?.line ?? 0) + 1}${pass === "" ? "" : `, ${pass}`}`),
      element("div", "code", row?.text.trim() ?? ""),
      ...(did === "" ? [] : [element("div", "value", did)]),
      ...(step.event === "line" && step.changed.length > 1
        ? step.changed.map((one) => element("div", "value", changeText(one, 200)))
        : []),
      element("div", "small", sureness(step)),
    ];
  }

  #hideTip(): void {
    this.#tip.hidden = true;
  }
}

function aboutStretch(stretch: Stretch): HTMLElement[] {
  const steps = stretch.to - stretch.from;
  const time = steps === 1 ? `at step ${stretch.from + 1}` : `from step ${stretch.from + 1} to ${stretch.to}`;
  return [
    element("div", "value", changeText(stretch.change, 200)),
    element("div", "small", `${time}; ${sureness(stretch.change)}`),
  ];
}
