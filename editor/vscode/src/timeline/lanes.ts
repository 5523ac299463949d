// From steps to lanes: for each variable the stretches of time in which it holds one value. Nothing here knows VS Code or a page.
import type { Change, Scope, Step } from "./run";

/** A stretch in which a variable holds a value. */
export interface Stretch {
  /** The step that gave the value. */
  readonly from: number;
  /** The step that ends it; not included. */
  readonly to: number;
  readonly change: Change;
}

/** A variable over time. */
export interface Lane {
  readonly key: string;
  readonly function: string;
  readonly name: string;
  /** In order of time; they don't overlap. */
  readonly stretches: readonly Stretch[];
}

interface Growing {
  readonly function: string;
  readonly name: string;
  readonly stretches: Stretch[];
  open: { readonly scope: number; readonly from: number; readonly change: Change } | undefined;
}

/**
 * The lanes of a run, in the order in which their variables first get a value. A function that is active several times at once shows
 * its innermost activation, and the one around it again when that is left.
 */
export function lanesOf(steps: readonly Step[], scopes: readonly Scope[]): Lane[] {
  const functions = new Map(scopes.map((scope) => [scope.id, scope.function]));
  const lanes = new Map<string, Growing>();
  const held = new Map<number, Map<string, Change>>();
  const active: number[] = [];

  const close = (lane: Growing, to: number) => {
    if (lane.open !== undefined && lane.open.from < to) {
      lane.stretches.push({ from: lane.open.from, to, change: lane.open.change });
    }
    lane.open = undefined;
  };
  const show = (scope: number, change: Change, from: number) => {
    const name = functions.get(scope) ?? "";
    const key = `${name}\n${change.name}`;
    let lane = lanes.get(key);
    if (lane === undefined) {
      lane = { function: name, name: change.name, stretches: [], open: undefined };
      lanes.set(key, lane);
    }
    close(lane, from);
    lane.open = change.value === null ? undefined : { scope, from, change };
  };
  const closeAll = (of: (lane: Growing) => boolean, to: number) => {
    for (const lane of lanes.values()) {
      if (of(lane)) {
        close(lane, to);
      }
    }
  };

  steps.forEach((step, index) => {
    const name = functions.get(step.scope) ?? "";
    if (step.event === "call") {
      active.push(step.scope);
      closeAll((lane) => lane.function === name, index);
    }
    const values = held.get(step.scope) ?? new Map<string, Change>();
    held.set(step.scope, values);
    for (const change of step.changed) {
      values.set(change.name, change);
      show(step.scope, change, index);
    }
    if (step.event === "return") {
      const last = active.lastIndexOf(step.scope);
      if (last >= 0) {
        active.splice(last, 1);
      }
      closeAll((lane) => lane.open?.scope === step.scope, index + 1);
      const around = active.filter((scope) => functions.get(scope) === name).at(-1);
      for (const change of around === undefined ? [] : (held.get(around)?.values() ?? [])) {
        show(around ?? 0, change, index + 1);
      }
    }
  });
  closeAll(() => true, steps.length);
  return [...lanes.entries()].map(([key, lane]) => ({
    key,
    function: lane.function,
    name: lane.name,
    stretches: lane.stretches,
  }));
}

/** The index of the first stretch that ends behind a step: by halving, since runs are long. */
export function firstBehind(stretches: readonly Stretch[], step: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.to ?? 0) > step) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
