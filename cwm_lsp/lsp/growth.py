"""How functions grow, in the words of diagnostics, hovers, lenses and of a table for a whole file.

What a verdict is, `predict.complexity` says. Text, predicted runs and the model's word stand apart from each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from cwm_lsp.lsp import commands
from cwm_lsp.lsp.words import code, file_report, percent
from cwm_lsp.predict.cells import printable
from cwm_lsp.predict.complexity.classes import ComplexityClass, chart
from cwm_lsp.predict.complexity.estimates import LoopEstimate
from cwm_lsp.predict.judging.verdicts import GROWN_WORSE, OVER_BUDGET, ComplexityVerdict
from cwm_lsp.session import Judged
from cwm_lsp.source.document import Document

__all__ = ["GROWN_WORSE", "OVER_BUDGET", "lens", "loop_paragraph", "over_budget", "paragraphs", "report", "worse"]

_MOST_REASONS = 4


def lens(judged: Judged, def_line: int) -> types.Command | None:
    """A lens with the class; None where it is not known well enough."""
    verdict = judged.complexity
    if verdict is None or verdict.time is None:
        return None
    return commands.reveal(f"{verdict.time} ({_sure(verdict)})", judged.uri, def_line - 1)


def over_budget(verdict: ComplexityVerdict, budget: ComplexityClass) -> str | None:
    """What a diagnostic says of a function that grows faster than it may; None where it doesn't, or nobody knows."""
    if verdict.time is None or not verdict.time.exceeds(budget):
        return None
    return f"{verdict.function} is predicted to grow as {verdict.time}{_where(verdict)}; its budget is {budget} ({_sure(verdict)})."


def worse(verdict: ComplexityVerdict, before: ComplexityClass | None) -> str | None:
    """What a diagnostic says of a function that has become slower; None where it hasn't."""
    if before is None or verdict.time is None or not verdict.time.exceeds(before):
        return None
    now = f"{verdict.time}{_where(verdict)}"
    return f"{verdict.function} is predicted to grow as {now}; it was {before} when saved ({_sure(verdict)})."


def paragraphs(verdict: ComplexityVerdict) -> Iterator[str]:
    """A verdict as a hover at the `def` says it."""
    if verdict.time is None:
        return
    parts = [f"**{verdict.time}** time"]
    if verdict.best is not None and verdict.best != verdict.time:
        parts.append(f"{verdict.best} at best")
    if verdict.space is not None:
        parts.append(f"{verdict.space} space")
    yield f"{', '.join(parts)}{_where(verdict)} (predicted, {_sure(verdict)}; from {_sources(verdict)})."
    if verdict.reasons:
        yield "\n".join(f"- {printable(reason)}" for reason in verdict.reasons[:_MOST_REASONS])
    if verdict.time.terms:
        yield f"```text\n{chart(verdict.time)}\n```"


def loop_paragraph(loop: LoopEstimate) -> str:
    """A loop as a hover on it says it."""
    passes = f"{loop.passes} passes" if loop.passes is not None else "passes unknown"
    total = f", **{loop.total}** with all it does" if loop.total is not None else ""
    return f"{passes}{total}: {printable(loop.reason)} (predicted from the text)."


def report(judged: Sequence[Judged], document: Document, name: str) -> str:
    """A file's verdicts as Markdown.

    Args:
        judged: of its functions.
        document: its latest text.
        name: of the file.
    """
    rows: list[tuple[str, ...]] = []
    for one in judged:
        verdict, function = one.complexity, document.function(one.function)
        if verdict is None or function is None:
            continue
        time = str(verdict.time) if verdict.time is not None else "not known well enough"
        space = str(verdict.space) if verdict.space is not None else ""
        where = _where(verdict).removeprefix(", ")
        how = f"{_sure(verdict)}, {_sources(verdict)}" if verdict.time is not None else ""
        rows.append((code(one.function), str(function.def_line), time, space, where, how))
    return file_report(f"How it grows: {name}", ("function", "line", "time", "space", "where", "how sure"), rows)


def _sure(verdict: ComplexityVerdict) -> str:
    return percent(verdict.confidence)


def _where(verdict: ComplexityVerdict) -> str:
    """What the variables of the class mean."""
    shown = set(verdict.time.variables if verdict.time is not None else ()) | set(
        verdict.space.variables if verdict.space is not None else ()
    )
    told = [f"{name} = {printable(meaning)}" for name, meaning in verdict.variables.items() if name in shown]
    return f", {', '.join(told)}" if told else ""


def _sources(verdict: ComplexityVerdict) -> str:
    words = {"text": "the text", "run": "predicted runs", "model": "the model"}
    return " and ".join(words.get(one, one) for one in verdict.sources) or "nothing certain"
