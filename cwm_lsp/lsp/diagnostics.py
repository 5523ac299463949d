"""Findings as diagnostics: words, severities, places, links. What is found is `predict.findings`'s work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from cwm_lsp.lsp import growth, verdicts
from cwm_lsp.lsp.positions import units
from cwm_lsp.lsp.severities import SEVERITIES
from cwm_lsp.lsp.words import percent
from cwm_lsp.predict.calibration import LIKELY_FROM
from cwm_lsp.predict.cells import printable, shortened
from cwm_lsp.predict.complexity.budgets import budget_of
from cwm_lsp.predict.findings import CutOff, EndlessLoop, Finding, UncaughtException
from cwm_lsp.predict.judging.verdicts import NON_TERMINATION
from cwm_lsp.predict.trace import TracePrediction
from cwm_lsp.session import Judged, Snapshot, State, View
from cwm_lsp.session.configuration import Configuration
from cwm_lsp.source.expected import expects_exception
from cwm_lsp.source.ignores import Ignores, ignores, is_ignored
from cwm_lsp.trace.frames import State as Locals

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server

SOURCE = "cwm"
EXCEPTION = "predicted-exception"
ENDLESS = "endless-loop"
CUT_OFF = "cut-off"
_LONGEST_STATE = 80
_LONGEST_CALL = 60


@dataclass(frozen=True, slots=True)
class Message:
    """A finding in words.

    Attributes:
        code: which kind, as in the documentation.
        line: 1-based, as it was when the prediction was made; so are those of the places.
        text: for people.
        related: further places with what to say there.
    """

    code: str
    line: int
    text: str
    related: tuple[tuple[int, str], ...] = ()


def message_of(finding: Finding, prediction: TracePrediction) -> Message:
    """A finding in words."""
    call = prediction.provenance.call
    subject = shortened(printable(call), _LONGEST_CALL) if call is not None else prediction.context.entry.name
    given = "" if call is not None else " with invented arguments"
    if isinstance(finding, UncaughtException):
        sure = "will raise" if finding.is_proven else "may raise"
        why = "verified" if finding.is_proven else f"predicted, {percent(finding.confidence)}"
        related = tuple((site.line, f"called from {site.function}") for site in finding.stack[1:])
        return Message(EXCEPTION, finding.line, f"{subject}{given} {sure} {finding.name} here ({why}).", related)
    if isinstance(finding, EndlessLoop):
        return Message(ENDLESS, finding.line, _endless(finding, subject + given), _comes_back(finding))
    frames = f"{finding.frames} frame{'s' if finding.frames != 1 else ''}"
    text = f"The prediction of {subject}{given} was cut off here after {frames}; the call goes on."
    return Message(CUT_OFF, finding.line, text)


def _endless(finding: EndlessLoop, subject: str) -> str:
    passes = f"{finding.passes} pass{'es' if finding.passes != 1 else ''}"
    state = _state(finding.state)
    if finding.is_proven:
        return f"{subject} never ends: after {passes} of this loop everything is as before ({state}). Verified."
    given = f"Endless loop, given the predicted states: after {passes} everything is as before ({state})"
    if finding.is_cycle_proven:
        return f"{given}. That it never ends from there is verified; that {subject} gets there is predicted."
    return f"{given}; predicted, {percent(finding.confidence)}."


def _comes_back(finding: EndlessLoop) -> tuple[tuple[int, str], ...]:
    return ((finding.at, f"the state that comes back: {_state(finding.state)}"),)


def _state(state: Locals) -> str:
    shown = ", ".join(f"{name} = {value}" for name, value in state) or "no names"
    return shortened(printable(shown), _LONGEST_STATE)


# Places


def diagnostics(ls: Server, snapshot: Snapshot) -> list[types.Diagnostic]:
    """The diagnostics of a file, in the order of its lines. Only finished predictions have any.

    Args:
        ls: the server.
        snapshot: the file's latest state.
    """
    found: dict[tuple[object, int], types.Diagnostic] = {}
    if ls.configuration.enable:
        for view in _own_first(ls.session.views(snapshot.uri)):
            for one in _of_view(ls, snapshot, view):
                found.setdefault((one.code, one.range.start.line), one)
        for judged in ls.session.verdicts(snapshot.uri):
            for one in (*_of_verdicts(ls, snapshot, judged), *_of_growth(ls, snapshot, judged)):
                # The state that comes back says more.
                if (ENDLESS, one.range.start.line) not in found:
                    found.setdefault((one.code, one.range.start.line), one)
    silenced = ignores(snapshot.document)
    if silenced.codes:
        found = {key: one for key, one in found.items() if not _is_silenced(snapshot, silenced, one)}
    return sorted(found.values(), key=lambda one: (one.range.start.line, str(one.code)))


def _own_first(views: Sequence[View]) -> list[View]:
    """In an order that does not depend on what is looked at, or the same place would be told of by turns."""
    return sorted(views, key=lambda view: view.function)


def _of_view(ls: Server, snapshot: Snapshot, view: View) -> Iterator[types.Diagnostic]:
    if view.state is not State.READY or view.prediction is None or view.placement is None:
        return
    lines = view.placement.lines
    for finding in ls.margin.findings(view.prediction):
        severity = _severity(finding, ls.configuration, view.prediction)
        if severity is None or finding.confidence < max(ls.configuration.hidden_below, LIKELY_FROM):
            continue
        if isinstance(finding, UncaughtException) and _is_expected(ls, snapshot, view, view.prediction):
            continue
        message = message_of(finding, view.prediction)
        line = lines.get(message.line)
        if line is None:
            continue
        related = [
            types.DiagnosticRelatedInformation(types.Location(snapshot.uri, _range(ls, snapshot, now)), text)
            for before, text in message.related
            if (now := lines.get(before)) is not None
        ]
        found = _diagnostic(ls, snapshot, line, message.code, message.text, severity)
        found.related_information = related if related and ls.abilities.related else None
        yield found


def _of_verdicts(ls: Server, snapshot: Snapshot, judged: Judged) -> Iterator[types.Diagnostic]:
    termination = judged.termination
    if termination is None or (line := judged.line(termination.line)) is None:
        return
    severity = verdicts.severity_of(termination, ls.configuration)
    if severity is not None:
        yield _diagnostic(ls, snapshot, line, NON_TERMINATION, verdicts.message(termination), severity)


def _of_growth(ls: Server, snapshot: Snapshot, judged: Judged) -> Iterator[types.Diagnostic]:
    function = snapshot.document.function(judged.function)
    if judged.complexity is None or function is None:
        return
    budget = budget_of(snapshot.document, function) or ls.configuration.budget
    told = [
        (
            growth.OVER_BUDGET,
            ls.configuration.budget_severity,
            budget and growth.over_budget(judged.complexity, budget),
        ),
        (growth.GROWN_WORSE, ls.configuration.regression_severity, growth.worse(judged.complexity, judged.before)),
    ]
    for kind, wanted, text in told:
        severity = SEVERITIES.get(wanted)
        if text and severity is not None:
            yield _diagnostic(ls, snapshot, function.def_line, kind, text, severity)


def _diagnostic(
    ls: Server, snapshot: Snapshot, line: int, kind: str, text: str, severity: types.DiagnosticSeverity
) -> types.Diagnostic:
    return types.Diagnostic(
        _range(ls, snapshot, line),
        text,
        severity=severity,
        code=kind,
        code_description=_link(kind) if ls.abilities.links else None,
        source=SOURCE,
    )


def _is_silenced(snapshot: Snapshot, silenced: Ignores, one: types.Diagnostic) -> bool:
    line, kind = one.range.start.line + 1, str(one.code)
    function = snapshot.document.function_at(line)
    return silenced.silences(line, kind) or (function is not None and is_ignored(silenced, function, line, kind))


def _is_expected(ls: Server, snapshot: Snapshot, view: View, prediction: TracePrediction) -> bool:
    """Whether whoever wrote the call means it to raise."""
    call = prediction.provenance.call
    line = ls.calls.line_of(snapshot.uri, view.function, call) if call is not None else None
    return line is not None and expects_exception(snapshot.document, line)


def _severity(
    finding: Finding, configuration: Configuration, prediction: TracePrediction
) -> types.DiagnosticSeverity | None:
    """As it is set, but never above information where the arguments are the model's own: nobody has made such a call."""
    wanted = {
        UncaughtException: configuration.exception_severity,
        EndlessLoop: configuration.endless_severity,
        CutOff: configuration.cut_off_severity,
    }[type(finding)]
    found = SEVERITIES.get(wanted)
    if found is not None and prediction.provenance.call is None:
        return max(found, types.DiagnosticSeverity.Information)
    return found


def _range(ls: Server, snapshot: Snapshot, line: int) -> types.Range:
    """A line without what it begins and ends with."""
    text = snapshot.document.line(line)
    start = units(text[: len(text) - len(text.lstrip())], ls.encoding)
    end = units(text.rstrip(), ls.encoding)
    return types.Range(types.Position(line - 1, start), types.Position(line - 1, max(start, end)))


def _link(code: str) -> types.CodeDescription | None:
    page = documentation()
    return types.CodeDescription(f"{page}#{code}") if page is not None else None


@lru_cache(maxsize=1)
def documentation() -> str | None:
    """The page about our codes, as a URI on this machine: beside the package, or in its sources."""
    package = Path(__file__).resolve().parent.parent
    for page in (package / "docs" / "diagnostics.md", package.parent / "docs" / "diagnostics.md"):
        if page.is_file():
            return page.as_uri()
    return None
