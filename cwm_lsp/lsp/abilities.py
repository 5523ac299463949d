"""What the client can do, as far as answers depend on it. Read once, from `initialize`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from lsprotocol import types


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the client can do.

    Attributes:
        resolves_hints: whether it asks for a hint's tooltips, places and commands later.
        refreshes_hints, refreshes_lenses, refreshes_values: whether it asks anew for these when it is told to.
        pulls: whether it asks for diagnostics, also anew when it is told to; otherwise they are pushed.
        related: whether its diagnostics have related places.
        links: whether its diagnostics have links.
        versioned_edits: whether its edits name the version that they are for.
        shows_documents: whether it goes to a place when it is asked to.
        status: whether it wants to hear of the engine (`cwm/status`).
        inline_values: whether it wants inline values; never by itself, since they would stand beside those of a real debugger.
        symbols: whether it wants document symbols; never by itself, since other servers have them.
        changes: whether it wants to hear which file's predictions, or picks of them, are others now (`cwm/changed`).
    """

    resolves_hints: bool = False
    refreshes_hints: bool = False
    refreshes_lenses: bool = False
    refreshes_values: bool = False
    pulls: bool = False
    related: bool = False
    links: bool = False
    versioned_edits: bool = False
    shows_documents: bool = False
    status: bool = False
    inline_values: bool = False
    symbols: bool = False
    changes: bool = False


def abilities_of(params: types.InitializeParams) -> Abilities:
    """Read what a client says of itself. What is ours alone stands under `experimental.cwm` or in the initialization options:
    `status`, `inlineValues`, `symbols`, `changes`."""
    given = params.capabilities
    text = given.text_document or types.TextDocumentClientCapabilities()
    workspace = given.workspace or types.WorkspaceClientCapabilities()
    window = given.window or types.WindowClientCapabilities()
    hints = text.inlay_hint and text.inlay_hint.resolve_support
    can_pull = text.diagnostic is not None and bool(workspace.diagnostics and workspace.diagnostics.refresh_support)
    diagnostics = text.diagnostic if can_pull else text.publish_diagnostics
    asked = {**_ours(params.initialization_options), **_ours(given.experimental)}
    return Abilities(
        resolves_hints=hints is not None and "tooltip" in hints.properties,
        refreshes_hints=bool(workspace.inlay_hint and workspace.inlay_hint.refresh_support),
        refreshes_lenses=bool(workspace.code_lens and workspace.code_lens.refresh_support),
        refreshes_values=bool(workspace.inline_value and workspace.inline_value.refresh_support),
        pulls=can_pull,
        related=bool(diagnostics and diagnostics.related_information),
        links=bool(diagnostics and diagnostics.code_description_support),
        versioned_edits=bool(workspace.workspace_edit and workspace.workspace_edit.document_changes),
        shows_documents=bool(window.show_document and window.show_document.support),
        status=asked.get("status") is True,
        inline_values=asked.get("inlineValues") is True,
        symbols=asked.get("symbols") is True,
        changes=asked.get("changes") is True,
    )


def _ours(given: Any) -> Mapping[str, object]:
    held = as_mapping(given).get("cwm")
    return as_mapping(held)


def as_mapping(given: Any) -> Mapping[str, object]:
    """An object of the protocol's that nobody has described, whichever of pygls's two forms it has."""
    if hasattr(given, "_asdict"):
        given = given._asdict()
    return cast("Mapping[str, object]", given) if isinstance(given, Mapping) else {}
