"""`textDocument/codeAction`: a call to predict as a comment, a prediction as a doctest or an assertion, a diagnostic silenced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from cwm_lsp.lsp.actions import Writing, silencing, writings
from cwm_lsp.lsp.diagnostics import SOURCE
from cwm_lsp.lsp.positions import units
from cwm_lsp.session import Snapshot

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server

KIND = types.CodeActionKind.RefactorRewrite
QUICK_FIX = types.CodeActionKind.QuickFix


def code_action(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What can be written down of the function at the range's beginning."""
    uri, line = params.text_document.uri, params.range.start.line + 1
    snapshot = ls.session.snapshot(uri)
    function = ls.session.function_at(uri, line)
    if snapshot is None or function is None:
        return []
    view = ls.session.view(uri, function.qualname)
    fixes = [
        types.CodeAction(one.title, QUICK_FIX, diagnostics=[problem], edit=_edit(ls, snapshot, one))
        for problem in params.context.diagnostics
        if problem.source == SOURCE and isinstance(problem.code, str) and _is_asked_for(params.context.only, QUICK_FIX)
        if (one := silencing(snapshot.document, problem.range.start.line + 1, problem.code)) is not None
    ]
    if not _is_asked_for(params.context.only, KIND):
        return fixes
    told = ls.margin.told(view, ls.session.selection(uri)) if view is not None else None
    return fixes + [
        types.CodeAction(one.title, KIND, edit=_edit(ls, snapshot, one))
        for one in writings(snapshot.document, function, told, line)
    ]


def _is_asked_for(only: Sequence[types.CodeActionKind | str] | None, own: types.CodeActionKind) -> bool:
    """Whether our kind, or one that holds it, is among those that the client wants."""
    kinds = [kind.value if isinstance(kind, types.CodeActionKind) else kind for kind in only or ()]
    return not kinds or any(own.value == kind or own.value.startswith(f"{kind}.") for kind in kinds)


def _edit(ls: Server, snapshot: Snapshot, one: Writing) -> types.WorkspaceEdit:
    text = snapshot.document.line(one.line)
    position = types.Position(one.line - 1, units(text[: one.column], ls.encoding))
    end = "\r\n" if "\r\n" in snapshot.document.text else "\n"
    edit = types.TextEdit(types.Range(position, position), one.text.replace("\n", end))
    if not ls.abilities.versioned_edits:
        return types.WorkspaceEdit(changes={snapshot.uri: [edit]})
    name = types.OptionalVersionedTextDocumentIdentifier(snapshot.uri, snapshot.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(name, [edit])])
