"""`cwm/timeline`, a request of our own: the shown prediction of a function as a picture needs it, page by page."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcInvalidParams

from cwm_lsp.lsp.abilities import as_mapping
from cwm_lsp.lsp.commands import ArgumentError, Arguments
from cwm_lsp.lsp.errors import ContentModified
from cwm_lsp.lsp.margin import Told
from cwm_lsp.lsp.timelines import Changed, Picture, Step, draw
from cwm_lsp.lsp.words import sureness_in_short
from cwm_lsp.predict.notes import Kind
from cwm_lsp.predict.standing import Standing
from cwm_lsp.session import View

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server

TIMELINE = "cwm/timeline"
MOST_STEPS = 2_000
"""Steps of one answer: about as many as can be written down while nobody who types notices."""


async def timeline(ls: Server, params: Any) -> dict[str, object]:
    """The run that is shown of a function.

    Args:
        ls: the server.
        params: `uri`, `function`, and for further pages `first`, the number of the first step wanted, from 0.
    """
    try:
        given = Arguments(as_mapping(params))
        uri, function = given.text("uri"), given.text("function")
        first = given.number_or_none("first") or 0
    except ArgumentError as error:
        raise JsonRpcInvalidParams(str(error)) from error
    view = ls.session.view(uri, function)
    if view is None or not ls.configuration.enable:
        return {"function": function, "state": "nothing", "message": None}
    found: dict[str, object] = {"function": function, "state": view.state.value, "message": view.message}
    told = ls.margin.told(view, ls.session.selection(uri))
    if told is None:
        return found
    snapshot = ls.session.snapshot(uri)
    picture = ls.margin.picture(told.prediction)
    if picture is None:
        # Of ten thousand steps it takes a while, which typing must not wait for.
        picture = await asyncio.to_thread(draw, told.prediction, ls.margin.chances(told.prediction))
        ls.margin.keep(told.prediction, picture)
    if ls.session.snapshot(uri) is not snapshot:
        raise ContentModified
    rows = {line: row for row, line in enumerate(picture.rows)}
    steps = picture.steps[max(first, 0) :][:MOST_STEPS]
    return {
        **found,
        **_head(ls, view, told, picture),
        "first": first,
        "steps": [_step(one, rows) for one in steps],
    }


def _head(ls: Server, view: View, told: Told, picture: Picture) -> dict[str, object]:
    """What is said on every page."""
    prediction, placement = told.prediction, view.placement
    snapshot = ls.session.snapshot(view.uri)
    texts = snapshot.document.lines if snapshot is not None else ()
    now = {line: placement.lines.get(line, line) if placement is not None else line for line in picture.rows}
    outcome = told.annotations.outcome
    entered = told.entered
    return {
        # Of one prediction, whatever is picked of it. Its time tells it from another one that the same place in memory was given.
        "revision": f"{id(prediction):x}-{len(prediction.frames)}-{prediction.made_at:.3f}",
        "call": prediction.provenance.call,
        "model": prediction.provenance.model,
        "status": prediction.status.value,
        "count": len(picture.steps),
        "activation": entered.activation if entered is not None else None,
        "outcome": None
        if outcome is None
        else {
            "kind": "exception" if outcome.kind is Kind.EXCEPTION else "return",
            "value": outcome.text,
            **_sure(outcome.confidence, outcome.standing),
        },
        "rows": [
            {"line": now[line] - 1, "text": texts[now[line] - 1].rstrip() if now[line] <= len(texts) else ""}
            for line in picture.rows
        ],
        "scopes": [
            {"id": one.scope, "function": one.function, "activation": one.activation, "depth": one.depth}
            for one in picture.entered
        ],
        "loops": [
            {
                "below": loop.loop[1],
                "row": picture.rows.index(loop.header) if loop.header in picture.rows else None,
                "passes": loop.passes,
                "picked": loop.picked,
                "isShown": loop is told.shown_loop,
            }
            for loop in told.loops
        ],
    }


def _step(step: Step, rows: dict[int, int]) -> dict[str, object]:
    return {
        "event": step.event.value,
        "scope": step.scope,
        "row": rows[step.line],
        "changed": [_change(one) for one in step.changed],
        "value": step.value,
        "passes": [list(one) for one in step.passes],
        **_sure(step.confidence, step.standing),
    }


def _change(changed: Changed) -> dict[str, object]:
    return {"name": changed.name, "value": changed.value, **_sure(changed.confidence, changed.standing)}


def _sure(confidence: float, standing: Standing) -> dict[str, object]:
    return {
        "confidence": round(confidence, 4),
        "sure": sureness_in_short(confidence, standing),
        "standing": "verified" if standing.is_proven else "refuted" if standing.is_refuted else "predicted",
    }
