// A predicted run as the server tells it, and what is asked of it: which steps a picked pass has. Nothing here knows VS Code.

/** How sure something is. */
export interface Sure {
  /** From 0 to 1. */
  readonly confidence: number;
  /** For people: "verified", "refuted", or a percentage. */
  readonly sure: string;
  readonly standing: "verified" | "predicted" | "refuted";
}

/** What a step gave a name; null where the name went. */
export interface Change extends Sure {
  readonly name: string;
  readonly value: string | null;
}

/** One moment of the run. */
export interface Step extends Sure {
  readonly event: "call" | "line" | "return" | "exception";
  readonly scope: number;
  readonly row: number;
  readonly changed: readonly Change[];
  readonly value: string | null;
  /** Loops around it, outermost first: lines below the `def`, and which pass, from 1. */
  readonly passes: readonly (readonly [number, number])[];
}

/** A line of the file; counted from 0. */
export interface Row {
  readonly line: number;
  readonly text: string;
}

/** An activation of a function. */
export interface Scope {
  readonly id: number;
  readonly function: string;
  readonly activation: number;
  readonly depth: number;
}

/** A loop that took place in the shown activation. */
export interface Loop {
  readonly below: number;
  readonly row: number | null;
  readonly passes: number;
  readonly picked: number | null;
  readonly isShown: boolean;
}

/** What is said of a run on every page; the part behind `message` only where there is a prediction. */
export interface Head {
  readonly function: string;
  readonly state: string;
  readonly message: string | null;
  readonly revision?: string;
  readonly call?: string | null;
  readonly model?: string;
  readonly status?: "under way" | "complete" | "cut off" | "contradicted";
  readonly count?: number;
  readonly activation?: number | null;
  readonly outcome?: (Sure & { readonly kind: "return" | "exception"; readonly value: string }) | null;
  readonly rows?: readonly Row[];
  readonly scopes?: readonly Scope[];
  readonly loops?: readonly Loop[];
}

/** The answer to `cwm/timeline`. */
export interface Page extends Head {
  readonly first?: number;
  readonly steps?: readonly Step[];
}

/** Whether a step belongs to the passes that are picked; steps of other functions belong to all. */
export function isPicked(step: Step, head: Head): boolean {
  const picked = (head.loops ?? []).filter((loop) => loop.picked !== null);
  if (picked.length === 0) {
    return true;
  }
  const scope = head.scopes?.find((one) => one.id === step.scope);
  if (scope?.function !== head.function || scope.activation !== head.activation) {
    return true;
  }
  return picked.every((loop) => {
    const pass = step.passes.find(([below]) => below === loop.below);
    return pass === undefined || pass[1] === loop.picked;
  });
}

/** Whether a step belongs to a pass of the shown activation that is picked, and not only to no loop at all. */
export function isInPass(step: Step, head: Head): boolean {
  const picked = (head.loops ?? []).filter((loop) => loop.picked !== null);
  return isPicked(step, head) && picked.every((loop) => step.passes.some(([below]) => below === loop.below));
}

/**
 * The passes to pick for a step to be shown; the visit of a header that ends its loop belongs to the last pass. Undefined where no
 * loop is around it, and what is picked can stay.
 */
export function passesOf(step: Step, head: Head): [number, number][] | undefined {
  if (step.passes.length === 0) {
    return undefined;
  }
  return step.passes.map(([below, number]) => {
    const loop = head.loops?.find((one) => one.below === below);
    return [below, loop === undefined ? number : Math.max(1, Math.min(number, loop.passes))];
  });
}

/** What is picked, as one text: two heads with the same one show the same passes. */
export function pickedText(head: Head, passes?: readonly (readonly [number, number])[]): string {
  const picks = (head.loops ?? []).map((loop) =>
    passes === undefined ? loop.picked : (passes.find(([below]) => below === loop.below)?.[1] ?? null),
  );
  return JSON.stringify([head.activation ?? null, ...picks]);
}

/** The loop that the slider is for. */
export function shownLoop(head: Head): Loop | undefined {
  return head.loops?.find((loop) => loop.isShown);
}

/** The next step on the same line, or the one before; undefined for none. */
export function sameRow(steps: readonly Step[], from: number, by: 1 | -1): number | undefined {
  const row = steps[from]?.row;
  for (let index = from + by; index >= 0 && index < steps.length; index += by) {
    if (steps[index]?.row === row) {
      return index;
    }
  }
  return undefined;
}
