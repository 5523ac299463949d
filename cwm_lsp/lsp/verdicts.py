"""Whether functions end, in the words of diagnostics, hovers, lenses and of a table for a whole file.

What a verdict is, `predict.termination` says. What a model alone says is called its word, and how sure it is stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from cwm_lsp.lsp import commands
from cwm_lsp.lsp.severities import SEVERITIES
from cwm_lsp.lsp.words import code, file_report, in_cell, percent
from cwm_lsp.predict.cells import printable
from cwm_lsp.predict.judging.verdicts import TerminationVerdict
from cwm_lsp.predict.termination.verdict import EvidenceKind, Verdict
from cwm_lsp.session import Judged
from cwm_lsp.session.configuration import Configuration

if TYPE_CHECKING:
    from cwm_lsp.source.document import Document

_MOST_ROWS = 6
_LONGEST_CALL = 60


def severity_of(verdict: TerminationVerdict, configuration: Configuration) -> types.DiagnosticSeverity | None:
    """As it is set; information at most where it rests on the model's word alone."""
    found = SEVERITIES.get(configuration.termination_severity)
    if found is None or not verdict.is_warned_of:
        return None
    return found if verdict.is_proven else max(found, types.DiagnosticSeverity.Information)


def sure(verdict: TerminationVerdict) -> str:
    """How sure a verdict is."""
    return "verified" if verdict.is_proven else f"predicted, {percent(verdict.confidence)}"


def message(verdict: TerminationVerdict) -> str:
    """A verdict as a diagnostic says it."""
    return f"{printable(verdict.reason).rstrip('.')} ({sure(verdict)})."


def title(verdict: TerminationVerdict) -> str:
    """A verdict in a lens; empty where there is nothing to say, or where the text alone has settled it: nobody has wondered."""
    if verdict.verdict is Verdict.UNKNOWN or verdict.rule is not None:
        return ""
    if verdict.verdict is Verdict.TERMINATES:
        return f"ends ({sure(verdict)})"
    if verdict.only_unusual:
        return f"may never end: {verdict.example}" if verdict.example else "may never end"
    return f"∞ never ends ({sure(verdict)})"


def lens(judged: Judged, def_line: int) -> types.Command | None:
    """A lens that goes to the loop."""
    verdict = judged.termination
    text = title(verdict) if verdict is not None else ""
    if verdict is None or not text:
        return None
    line = judged.line(verdict.line)
    return commands.reveal(text, judged.uri, (line if line is not None else def_line) - 1)


def paragraphs(verdict: TerminationVerdict) -> Iterator[str]:
    """A verdict as a hover says it: what the text, predicted runs and the model say, apart from each other."""
    if verdict.verdict is Verdict.UNKNOWN:
        return
    yield f"**{_headline(verdict)}** ({sure(verdict)}). {printable(verdict.reason)}"
    rows = [
        f"| {in_cell(code(one.call, _LONGEST_CALL))} | {_shown(one.kind)} | {'verified' if one.is_proven else 'predicted'} |"
        for one in verdict.evidence[:_MOST_ROWS]
        if one.kind is not EvidenceKind.OPEN
    ]
    if rows:
        yield "\n".join(["| predicted run | what it shows | |", "| --- | --- | --- |", *rows])
    if verdict.model is not None and verdict.model.chances:
        label, chance = verdict.model.chances[0]
        yield f"The model's word: {label}, {percent(chance)}."


def _headline(verdict: TerminationVerdict) -> str:
    if verdict.verdict is Verdict.TERMINATES:
        return "Ends"
    return "Never ends for an unusual input" if verdict.only_unusual else "Never ends"


def _shown(kind: EvidenceKind) -> str:
    return "ends" if kind is EvidenceKind.ENDS else f"never ends: {kind.value}"


def report(judged: Sequence[Judged], document: Document, name: str) -> str:
    """A file's verdicts as Markdown.

    Args:
        judged: of its functions.
        document: its latest text.
        name: of the file.
    """
    rows: list[tuple[str, ...]] = []
    for one in judged:
        verdict, function = one.termination, document.function(one.function)
        if verdict is None or function is None:
            continue
        line = one.line(verdict.line) or function.def_line
        shown = "nothing to say" if verdict.verdict is Verdict.UNKNOWN else _headline(verdict).lower()
        how = "" if verdict.verdict is Verdict.UNKNOWN else sure(verdict)
        rows.append((code(one.function), str(line), shown, how, in_cell(printable(verdict.reason))))
    return file_report(f"Will it end? {name}", ("function", "line", "verdict", "how sure", "why"), rows)
