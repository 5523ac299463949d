"""Writes the server's settings into `package.json`, with what only the extension knows; ``--check`` only compares.

    python editor/vscode/scripts/settings.py [--check]

The server's own list is the source (`cwm_lsp.session.configuration_page`); a test holds the two together.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

MANIFEST = Path(__file__).parent.parent / "package.json"

# Where VS Code can keep a workspace from setting something, it does: an address and its permission are the user's own.
SCOPES = {"cwm.endpoint": "machine", "cwm.allowRemoteHost": "application"}
TEXTS = {
    "cwm.allowRemoteHost": (
        "Whether `#cwm.endpoint#` may name another machine: **your source code is sent there then.** Only your own settings count; "
        "a workspace can't give this."
    ),
}
OWN: dict[str, dict[str, object]] = {
    "cwm.server.path": {
        "type": "string",
        "default": "",
        "markdownDescription": "The program `cwm-lsp` to start. Empty to look for it: in the chosen Python environment, in `PATH`, "
        "then in the environment that the extension has made for itself.",
        "scope": "machine",
    },
    "cwm.server.interpreter": {
        "type": "string",
        "default": "",
        "markdownDescription": "A Python interpreter whose environment has the package `cwm-lsp`. `#cwm.server.path#` goes before.",
        "scope": "machine",
    },
    "cwm.trace.server": {
        "type": "string",
        "enum": ["off", "messages", "verbose"],
        "default": "off",
        "markdownDescription": "What of the talk between the editor and the server goes to the log. `verbose` holds source text.",
        "scope": "window",
    },
}
GROUPS = (
    ("Hints and Diagnostics", ("cwm.hints.", "cwm.lenses", "cwm.confidence.", "cwm.diagnostics.")),
    (
        "Engine",
        (
            "cwm.engine",
            "cwm.endpoint",
            "cwm.model",
            "cwm.tokenizer",
            "cwm.patience",
            "cwm.allowRemote",
            "cwm.contextTokens",
        ),
    ),
    ("Server, Cache and Log", ("cwm.server.", "cwm.cache.", "cwm.log.", "cwm.trace.")),
)
REST = "Predictions"


def configuration() -> list[dict[str, object]]:
    """The manifest's `contributes.configuration`: every setting once, in groups, in the documentation's order."""
    from cwm_lsp.session.configuration_page import vscode_properties

    groups: dict[str, dict[str, object]] = {REST: {}, **{title: {} for title, _ in GROUPS}}
    for name, described in {**vscode_properties(), **OWN}.items():
        title = next((title for title, prefixes in GROUPS if name.startswith(prefixes)), REST)
        text = TEXTS.get(name, described["markdownDescription"])
        scope = SCOPES.get(name, described["scope"])
        order = sum(map(len, groups.values()))
        groups[title][name] = {**described, "markdownDescription": text, "scope": scope, "order": order}
    return [{"title": title, "properties": properties} for title, properties in groups.items()]


def restricted() -> list[str]:
    """Settings that an untrusted workspace can't give: all that choose what is started, asked or written."""
    chosen = {"cwm.engine", "cwm.endpoint", "cwm.allowRemoteHost"}
    found = [*(name for group in configuration() for name in group["properties"])]  # type: ignore[attr-defined]
    return sorted(
        name for name in found if name in chosen or name.startswith(("cwm.server.", "cwm.cache.", "cwm.log."))
    )


def manifest() -> str:
    """The manifest as it should be."""
    held = json.loads(MANIFEST.read_text(encoding="utf-8"))
    held["contributes"]["configuration"] = configuration()
    held["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"] = restricted()
    return json.dumps(held, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Write or compare."""
    wanted = manifest()
    if "--check" not in sys.argv[1:]:
        MANIFEST.write_text(wanted, encoding="utf-8")
        return 0
    if MANIFEST.read_text(encoding="utf-8") == wanted:
        return 0
    print(
        "package.json does not have the server's settings: run python editor/vscode/scripts/settings.py",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
