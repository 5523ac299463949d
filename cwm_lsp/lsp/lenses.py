"""The code lenses of a function: the calls that can be predicted, stepping through the shown loop, how the call ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from cwm_lsp.lsp import commands
from cwm_lsp.lsp.margin import Told
from cwm_lsp.lsp.words import outcome_title
from cwm_lsp.predict.calls import OfferedCall
from cwm_lsp.predict.cells import printable, shortened
from cwm_lsp.predict.findings import EndlessLoop, Finding
from cwm_lsp.predict.trace import Status
from cwm_lsp.session import State, View
from cwm_lsp.source.functions import Function

MOST_CALLS = 3
"""Calls with a lens of their own; more would push the code apart."""
_LONGEST_CALL = 48
_LONGEST_RESULT = 32
NEVER_ENDS = "∞ never ends"
SHOWN, OFFERED = "▶", "▷"


def of_function(
    uri: str,
    function: Function,
    offered: Sequence[OfferedCall],
    view: View | None,
    told: Told | None,
    findings: Sequence[Finding] = (),
) -> Iterator[types.Command]:
    """The commands above a function, from left to right.

    Args:
        uri: of the file.
        function: of its latest text.
        offered: its calls, the best first.
        view: what the session has of it.
        told: the same, annotated.
        findings: of the prediction, once it is finished.
    """
    name = function.qualname
    shown = told.prediction.provenance.call if told is not None else None
    yield from _calls(uri, name, offered, shown, has_prediction=told is not None)
    if view is not None and view.state is State.UNDER_WAY:
        yield commands.cancel("predicting… (stop)", uri, name)
        return
    if view is None or told is None or view.state not in (State.READY, State.CANCELLED):
        return
    yield from _steps(uri, name, told)
    yield from _activations(uri, name, told)
    outcome = told.annotations.outcome
    line = _line_of_end(told)
    if outcome is not None:
        title = outcome_title(outcome, _LONGEST_RESULT)
    elif any(isinstance(finding, EndlessLoop) for finding in findings):
        title = NEVER_ENDS
    else:
        title = "cut off" if told.prediction.status is Status.CUT_OFF else ""
    if title:
        yield commands.reveal(title, uri, (line if line is not None else function.def_line) - 1)


def _calls(
    uri: str, name: str, offered: Sequence[OfferedCall], shown: str | None, *, has_prediction: bool
) -> Iterator[types.Command]:
    expressions = [one.expression for one in offered]
    if shown is not None and shown not in expressions[:MOST_CALLS]:
        expressions = [shown, *(one for one in expressions if one != shown)]
    for expression in expressions[:MOST_CALLS]:
        mark = SHOWN if expression == shown else OFFERED
        yield commands.pick_call(f"{mark} {shortened(printable(expression), _LONGEST_CALL)}", uri, name, expression)
    if not expressions:
        mark = SHOWN if has_prediction else OFFERED
        yield commands.predict(f"{mark} {name}(…) with invented arguments", uri, name)


def _steps(uri: str, name: str, told: Told) -> Iterator[types.Command]:
    loop = told.shown_loop
    if loop is None:
        return
    if loop.picked is None:
        yield commands.step(f"⟳ {loop.passes} passes, step through", uri, name, 1)
        return
    if loop.picked > 1:
        yield commands.step("◁ step back", uri, name, -1)
    yield commands.pick_pass(f"⟳ {loop.picked}/{loop.passes}, show all", uri, [], name)
    if loop.picked < loop.passes:
        yield commands.step("step forward ▷", uri, name, 1)


def _activations(uri: str, name: str, told: Told) -> Iterator[types.Command]:
    entered = told.entered
    if entered is not None and entered.activations > 1:
        following = entered.activation % entered.activations + 1
        title = f"entered {entered.activation}/{entered.activations}"
        yield commands.pick_activation(title, uri, name, following if following > 1 else None)


def _line_of_end(told: Told) -> int | None:
    """The line, now, at which the run ends or was cut off."""
    placement = told.view.placement
    moments = told.prediction.timeline.moments
    if placement is None:
        return None
    for moment in reversed(moments):
        before = told.prediction.context.file_line(moment.line) if moment.line is not None else None
        now = placement.lines.get(before) if before is not None else None
        if now is not None:
            return now
    return None
