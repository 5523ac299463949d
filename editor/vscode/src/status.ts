// From the server's `cwm/status` to the words of the status bar. Nothing here knows VS Code.

/** The parameters of `cwm/status`. */
export interface ServerStatus {
  readonly engine: string;
  readonly model: string | null;
  readonly loaded: boolean;
  readonly message: string | null;
  readonly predicting: { readonly uri: string; readonly function: string } | null;
  readonly frames: number;
  readonly tokensPerSecond: number | null;
  readonly queue: number;
}

/** How the server is, as far as the client knows. */
export type Health =
  | { readonly kind: "starting" }
  | { readonly kind: "missing" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "stopped" }
  | { readonly kind: "running"; readonly isEnabled: boolean; readonly status?: ServerStatus };

/** What the status bar shows. */
export interface Shown {
  readonly text: string;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly isWarning: boolean;
}

const PROMISE = "Values are predicted by a model. Your code is not run.";

/** The words for a state. */
export function shown(health: Health): Shown {
  switch (health.kind) {
    case "starting":
      return {
        text: "$(loading~spin) CWM",
        spoken: "CWM is starting",
        tooltip: "**CWM** is starting.",
        isWarning: false,
      };
    case "missing":
      return {
        text: "$(warning) CWM: no server",
        spoken: "CWM has no server",
        tooltip: "**CWM**: the server `cwm-lsp` was not found. Click to install it or to choose one.",
        isWarning: true,
      };
    case "failed":
      return {
        text: "$(error) CWM",
        spoken: "CWM has failed",
        tooltip: `**CWM** has failed: ${escaped(health.message)}`,
        isWarning: true,
      };
    case "stopped":
      return {
        text: "$(debug-stop) CWM",
        spoken: "CWM has stopped",
        tooltip: "**CWM** has stopped.",
        isWarning: false,
      };
    case "running":
      return running(health.isEnabled, health.status);
  }
}

function running(isEnabled: boolean, status: ServerStatus | undefined): Shown {
  if (!isEnabled) {
    return {
      text: "$(circle-slash) CWM off",
      spoken: "CWM is switched off",
      tooltip: "**CWM** is switched off: nothing is predicted. Click to switch it on.",
      isWarning: false,
    };
  }
  if (status === undefined) {
    return {
      text: "$(history) CWM",
      spoken: "CWM is ready",
      tooltip: `**CWM** is ready.\n\n${PROMISE}`,
      isWarning: false,
    };
  }
  const engine = describedEngine(status);
  const tooltip = [`**CWM** · ${engine}`, ...details(status), PROMISE].join("\n\n");
  if (status.message !== null) {
    return { text: "$(warning) CWM", spoken: `CWM: ${status.message}`, tooltip, isWarning: true };
  }
  const speed = status.tokensPerSecond === null ? "" : ` · ${rounded(status.tokensPerSecond)} tok/s`;
  if (status.predicting !== null) {
    const name = status.predicting.function;
    return { text: `$(sync~spin) CWM: ${name}`, spoken: `CWM is predicting ${name}`, tooltip, isWarning: false };
  }
  return {
    text: `$(history) CWM: ${engineLabel(status)}${speed}`,
    spoken: `CWM is ready, engine ${status.engine}`,
    tooltip,
    isWarning: false,
  };
}

function details(status: ServerStatus): string[] {
  const found: string[] = [];
  if (status.message !== null) {
    found.push(`$(warning) ${escaped(status.message)}`);
  } else if (!status.loaded) {
    found.push("The model is loaded with the first prediction that needs it.");
  }
  if (status.predicting !== null) {
    const waiting = status.queue > 0 ? `, ${status.queue} waiting` : "";
    found.push(`Predicting \`${status.predicting.function}\`: ${counted(status.frames, "step")}${waiting}.`);
  }
  if (status.tokensPerSecond !== null) {
    found.push(`The last prediction that needed the model: ${rounded(status.tokensPerSecond)} tokens a second.`);
  }
  return found;
}

function describedEngine(status: ServerStatus): string {
  const model = status.model === null ? "" : `, model \`${status.model}\``;
  return `engine \`${status.engine}\`${model}`;
}

function engineLabel(status: ServerStatus): string {
  // The model that ships has the engine's name in its own; of a served one the name tells more.
  return status.engine === "embedded" || status.model === null ? status.engine : status.model;
}

function rounded(speed: number): string {
  return speed >= 100 ? Math.round(speed).toLocaleString("en") : speed.toPrecision(2);
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** Text that Markdown takes as it is. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$]/g, "\\$&");
}
