// The status bar item: how the server is, at a glance; a click offers what can be done.

import { type Disposable, MarkdownString, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from "vscode";
import { type Health, type ServerStatus, shown } from "./status";

/** Shows the state of the server while a Python file is in sight. */
export class StatusItem implements Disposable {
  readonly #item: StatusBarItem;
  #health: Health = { kind: "starting" };

  constructor() {
    this.#item = window.createStatusBarItem("cwm.status", StatusBarAlignment.Right, 100);
    this.#item.name = "CWM: predicted values";
    this.#item.command = "cwm.showActions";
    this.#show();
    this.#item.show();
  }

  /** The state, for tests and for the menu. */
  get health(): Health {
    return this.#health;
  }

  /** Show another state. */
  set health(health: Health) {
    this.#health = health;
    this.#show();
  }

  /** The server says how it is. */
  heard(status: ServerStatus): void {
    if (this.#health.kind === "running") {
      this.health = { ...this.#health, status };
    }
  }

  dispose(): void {
    this.#item.dispose();
  }

  #show(): void {
    const { text, spoken, tooltip, isWarning } = shown(this.#health);
    this.#item.text = text;
    this.#item.tooltip = new MarkdownString(tooltip, true);
    this.#item.accessibilityInformation = { label: spoken, role: "button" };
    this.#item.backgroundColor = isWarning ? new ThemeColor("statusBarItem.warningBackground") : undefined;
  }
}
