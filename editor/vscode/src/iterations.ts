// The passes of a loop as things to choose from. Nothing here knows VS Code.
import type { Head, Loop, Page } from "./timeline/run";
import { changeText, cut } from "./timeline/words";

/** A pass that can be chosen; number null for all of them. */
export interface OfferedPass {
  readonly label: string;
  readonly description: string;
  readonly number: number | null;
}

/** The loops that have passes to choose from. */
export function severalTimes(head: Head): readonly Loop[] {
  return (head.loops ?? []).filter((loop) => loop.passes > 1);
}

/** How a loop is called: by its header. */
export function loopTitle(loop: Loop, head: Head): string {
  const row = loop.row === null ? undefined : head.rows?.[loop.row];
  return row === undefined ? "loop" : `line ${row.line + 1}: ${cut(row.text.trim(), 50)}`;
}

/** The passes of a loop, each with what its header gave the first time it was in that pass; the shown one says so. */
export function offeredPasses(loop: Loop, page: Page): OfferedPass[] {
  const given = new Map<number, string>();
  const shown = new Set(
    page.scopes
      ?.filter((one) => one.function === page.function && one.activation === page.activation)
      .map((one) => one.id),
  );
  for (const step of page.steps ?? []) {
    const pass = step.passes.find(([below]) => below === loop.below)?.[1];
    if (pass !== undefined && step.row === loop.row && shown.has(step.scope) && !given.has(pass)) {
      given.set(pass, step.changed.map((one) => changeText(one, 40)).join(", "));
    }
  }
  const mark = (number: number | null) => (number === loop.picked ? "shown now" : "");
  const passes = Array.from({ length: loop.passes }, (_, index) => index + 1);
  return [
    { label: `All ${loop.passes} passes`, description: mark(null), number: null },
    ...passes.map((number) => ({
      label: `Pass ${number}`,
      description: [given.get(number) ?? "", mark(number)].filter(Boolean).join(" · "),
      number,
    })),
  ];
}
