// What is said of a run and of its steps, on the screen and to screen readers. Nothing here knows VS Code or a page.
import type { Change, Head, Row, Scope, Step, Sure } from "./run";

const LONGEST = 80;

/** Text of at most so many characters. */
export function cut(text: string, most = LONGEST): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** How sure something is, in words. */
export function sureness(one: Sure): string {
  return one.standing === "predicted" ? `predicted, ${one.sure}` : one.sure;
}

/** What a step gave a name. */
export function changeText(change: Change, most = LONGEST): string {
  return change.value === null ? `${change.name} is gone` : `${change.name} = ${cut(change.value, most)}`;
}

/** What a step did, without where. */
export function happened(step: Step, scope: Scope | undefined): string {
  const name = scope?.function ?? "the function";
  const changed = step.changed.map((one) => changeText(one)).join(", ");
  switch (step.event) {
    case "call":
      return changed === "" ? `enters ${name}` : `enters ${name} with ${changed}`;
    case "return":
      return `${name} returns ${cut(step.value ?? "None")}`;
    case "exception":
      return `raises ${bare(step.value)}`;
    case "line":
      return changed;
  }
}

/** In which pass of which loop a step is; empty outside of loops. */
export function passText(step: Step): string {
  return step.passes.map(([, number]) => `pass ${number}`).join(", within it ");
}

/** All of a step in one sentence, for screen readers and for the line under the picture: where, what, how sure, and the code. */
export function told(step: Step, index: number, count: number, rows: readonly Row[], scope: Scope | undefined): string {
  const row = rows[step.row];
  const place = [
    `Step ${(index + 1).toLocaleString("en")} of ${count.toLocaleString("en")}`,
    row === undefined ? "" : `line ${row.line + 1}`,
    passText(step),
    scope !== undefined && scope.activation > 1 ? `activation ${scope.activation}` : "",
  ];
  const did = happened(step, scope) || "changes nothing";
  return `${place.filter(Boolean).join(", ")}: ${did} (${sureness(step)}). ${row?.text.trim() ?? ""}`.trim();
}

/** How the run ends; empty while that is open. */
export function ending(head: Head): string {
  if (head.outcome == null) {
    return "";
  }
  const value = cut(head.outcome.value, 60);
  return head.outcome.kind === "exception" ? `raises ${bare(value)}` : `returns ${value}`;
}

/** What is to be said instead of a picture; undefined where there is one. */
export function instead(head: Head): string | undefined {
  if (head.count !== undefined && head.count > 0) {
    return undefined;
  }
  const why = head.message ?? "";
  switch (head.state) {
    case "nothing":
      return `Nothing has been predicted of ${head.function} yet.`;
    case "waiting":
      return `${head.function} waits to be predicted…`;
    case "under way":
      return `Predicting ${head.function}…`;
    case "cancelled":
      return `Predicting ${head.function} was stopped. ${why}`.trim();
    case "failed":
      return `The model can't be asked. ${why}`.trim();
    default:
      return `${head.function} can't be predicted. ${why}`.trim();
  }
}

/** What is to be said beside the picture of a run that is not whole; empty for one that is. */
export function remark(head: Head): string {
  if (head.state === "failed") {
    return `Incomplete: ${head.message ?? "the model can't be asked."}`;
  }
  if (head.state === "cancelled") {
    return "Incomplete: predicting it was stopped.";
  }
  switch (head.status) {
    case "under way":
      return `Predicting… ${(head.count ?? 0).toLocaleString("en")} steps so far`;
    case "cut off":
      return "Cut off at a limit (cwm.maxFrames, or the model's memory).";
    case "contradicted":
      return "Ends early: there the model contradicted the program.";
    default:
      return "";
  }
}

/** The name of an exception, which comes as a repr. */
function bare(value: string | null): string {
  return (value ?? "an exception").replace(/^'(.*)'$/, "$1");
}
