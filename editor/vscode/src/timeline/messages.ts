// What the extension and the page of the timeline tell each other.
import type { Head, Step } from "./run";

/** To the page. */
export type ToPage =
  /** There is no run to show, and why. */
  | { readonly kind: "nothing"; readonly text: string }
  /** A run. `steps` replace all from the one numbered `first` on; without them the ones before still hold. */
  | { readonly kind: "run"; readonly head: Head; readonly first?: number; readonly steps?: readonly Step[] }
  /** A key or a command: go on by so many steps. */
  | { readonly kind: "move"; readonly by: number };

/** From the page. */
export type FromPage =
  | { readonly kind: "ready" }
  /** Show this step: hints follow, the editor shows its line; `focus` if the editor is to have the keyboard. */
  | { readonly kind: "go"; readonly step: number; readonly focus: boolean }
  /** Show a pass of a loop of the shown function; null for all passes. */
  | { readonly kind: "pass"; readonly below: number; readonly number: number | null };
