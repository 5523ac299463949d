"""`cwm/predict` and `cwm/calls`, requests of our own: predicting a call to its end, and which calls there are.

Commands can't be cancelled in every client; a request can, and cancelling this one stops the prediction.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcInvalidParams

from cwm_lsp.lsp.abilities import as_mapping
from cwm_lsp.lsp.commands import ArgumentError, Arguments
from cwm_lsp.lsp.errors import ContentModified
from cwm_lsp.predict.notes import Kind
from cwm_lsp.session import State, View

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server

PREDICT = "cwm/predict"
CALLS = "cwm/calls"
_PATIENCE = 3600.0


async def predict(ls: Server, params: Any) -> dict[str, object]:
    """Predict a function and answer when that has ended.

    Args:
        ls: the server.
        params: `uri`, `function`, and `call` if it isn't the first one.
    """
    try:
        given = Arguments(as_mapping(params))
        uri, function, call = given.text("uri"), given.text("function"), given.text_or_none("call")
    except ArgumentError as error:
        raise JsonRpcInvalidParams(str(error)) from error
    if call is not None:
        complaint = ls.session.pick_call(uri, function, call)
        if complaint is not None:
            raise JsonRpcInvalidParams(complaint)
    else:
        ls.session.predict(uri, function)
    snapshot = ls.session.snapshot(uri)
    if snapshot is None or snapshot.document.function(function) is None:
        raise JsonRpcInvalidParams(f"There is no function {function!r} in an open file of this name.")
    try:
        while True:
            view = ls.session.view(uri, function)
            if view is not None and view.state not in (State.WAITING, State.UNDER_WAY):
                return _result(ls, view)
            await ls.session.changed(uri, _PATIENCE)
            if ls.session.snapshot(uri) is not snapshot:
                raise ContentModified
    except asyncio.CancelledError:
        ls.session.cancel(uri, function)
        raise


def calls(ls: Server, params: Any) -> list[dict[str, object]]:
    """The calls of a function that can be predicted, the best first.

    Args:
        ls: the server.
        params: `uri`, `function`.
    """
    try:
        given = Arguments(as_mapping(params))
        uri, function = given.text("uri"), given.text("function")
    except ArgumentError as error:
        raise JsonRpcInvalidParams(str(error)) from error
    return [
        {"call": one.expression, "origin": one.origin, "line": one.line - 1 if one.line is not None else None}
        for one in ls.calls.of(uri, function)
    ]


def _result(ls: Server, view: View) -> dict[str, object]:
    found: dict[str, object] = {"function": view.function, "state": view.state.value, "message": view.message}
    told = ls.margin.told(view, ls.session.selection(view.uri))
    if told is None:
        return found
    found |= {
        "call": told.prediction.provenance.call,
        "model": told.prediction.provenance.model,
        "status": told.prediction.status.value,
        "frames": len(told.prediction.frames),
    }
    outcome = told.annotations.outcome
    if outcome is not None:
        found["outcome"] = {
            "kind": "exception" if outcome.kind is Kind.EXCEPTION else "return",
            "value": outcome.text,
            "confidence": outcome.confidence,
            "verified": outcome.standing.is_proven,
        }
    return found
