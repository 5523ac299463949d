"""`textDocument/codeLens`: above each function the calls that can be predicted, stepping through one, and its result."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types

from cwm_lsp.lsp import growth, verdicts
from cwm_lsp.lsp.errors import ContentModified
from cwm_lsp.lsp.lenses import NEVER_ENDS, of_function
from cwm_lsp.predict.calls import OfferedCall
from cwm_lsp.session import Snapshot, State, is_callable
from cwm_lsp.source.functions import Function

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server

MOST_WORK = 400_000
"""Functions times lines that are searched for calls. In larger files only functions that somebody has looked at bear lenses."""


async def code_lens(ls: Server, params: types.CodeLensParams) -> list[types.CodeLens]:
    """The lenses of a file."""
    uri = params.text_document.uri
    snapshot = ls.session.snapshot(uri)
    configuration = ls.configuration
    if snapshot is None or not configuration.lenses or not configuration.enable:
        return []
    functions = _functions(ls, snapshot)
    # Calls are looked for in the whole file, which typing must not wait for.
    offered = await asyncio.to_thread(_offered, ls, uri, functions)
    if ls.session.snapshot(uri) is not snapshot:
        raise ContentModified
    return [
        types.CodeLens(_place(function), command)
        for function, calls in zip(functions, offered, strict=True)
        for command in _commands(ls, uri, function, calls)
    ]


def _functions(ls: Server, snapshot: Snapshot) -> list[Function]:
    latest = {one.qualname: one for one in snapshot.document.functions if is_callable(one)}
    if len(latest) * len(snapshot.document.lines) > MOST_WORK:
        looked_at = {view.function for view in ls.session.views(snapshot.uri)}
        return [one for name, one in latest.items() if name in looked_at]
    return list(latest.values())


def _offered(ls: Server, uri: str, functions: list[Function]) -> list[tuple[OfferedCall, ...]]:
    return [ls.calls.of(uri, function.qualname) for function in functions]


def _commands(ls: Server, uri: str, function: Function, calls: tuple[OfferedCall, ...]) -> list[types.Command]:
    view = ls.session.view(uri, function.qualname)
    told = ls.margin.told(view, ls.session.selection(uri)) if view is not None else None
    is_finished = view is not None and view.state is State.READY and told is not None
    findings = ls.margin.findings(told.prediction) if is_finished and told is not None else ()
    found = list(of_function(uri, function, calls, view, told, findings))
    judged = ls.session.verdict(uri, function.qualname)
    if judged is None:
        return found
    grows = growth.lens(judged, function.def_line)
    ends = verdicts.lens(judged, function.def_line)
    if any(one.title == NEVER_ENDS for one in found):
        ends = None
    return found + [one for one in (grows, ends) if one is not None]


def _place(function: Function) -> types.Range:
    position = types.Position(function.first_line - 1, 0)
    return types.Range(position, position)
