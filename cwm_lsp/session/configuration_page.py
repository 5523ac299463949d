"""The settings as documentation and as an extension's list: ``python -m cwm_lsp.session.configuration_page [--vscode]``.

`docs/settings.md` is what this prints; a test holds the two together.
"""

from __future__ import annotations

import json
import sys
from enum import Enum

from cwm_lsp.session.configuration import Reach, Setting, settings

_SCOPES = {Reach.ANYWHERE: "window", Reach.START: "machine", Reach.USER: "application"}
_INTRODUCTION = """\
# Settings

*This page is generated from the program's own list: `python -m cwm_lsp.session.configuration_page > docs/settings.md`.*

An editor gives settings in its initialization options and, where it can, in its answers to `workspace/configuration`; the latter
go before. Nested (`{"cwm": {"log": {"level": "debug"}}}`) and flat (`{"cwm.log.level": "debug"}`) mean the same. Changes apply at
once, without a restart, except where it says *at start*. A value that can't be used is named in a message, and the default stands
in for it.

A server can't tell a user's settings from those that a workspace brings along, so what could do harm is kept from both:

- **at start**: files and folders are taken from the initialization options alone, never from what an editor answers later.
- **command line**: nothing that an editor sends is honoured. `cwm-lsp lsp --allow-remote-host`, or `CWM_LSP_ALLOW_REMOTE_HOST=1`
  in the server's environment, is the only way to let source text leave the machine. Without it an endpoint other than
  `127.0.0.1`, `::1`, `localhost` or a unix socket is refused, whoever names it.

| setting | values | default | what it does |
| --- | --- | --- | --- |
"""
_REMARKS = {Reach.ANYWHERE: "", Reach.START: " *(at start)*", Reach.USER: " *(command line)*"}


def page() -> str:
    """The settings page, in Markdown."""
    return _INTRODUCTION + "".join(_row(setting) for setting in settings())


def _row(setting: Setting) -> str:
    default = setting.kind.shown(setting.default)
    cells = (f"`{setting.name}`", setting.kind.words, f"`{default}`", setting.doc + _REMARKS[setting.reach])
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def vscode_properties() -> dict[str, dict[str, object]]:
    """The `contributes.configuration.properties` of a VS Code extension."""
    return {setting.name: _property(setting) for setting in settings()}


def _property(setting: Setting) -> dict[str, object]:
    default = setting.default.value if isinstance(setting.default, Enum) else setting.default
    return {
        **setting.kind.schema,
        "default": default,
        "markdownDescription": setting.doc,
        "scope": _SCOPES[setting.reach],
    }


if __name__ == "__main__":
    if "--vscode" in sys.argv[1:]:
        print(json.dumps(vscode_properties(), indent=2, ensure_ascii=False))
    else:
        print(page(), end="")
