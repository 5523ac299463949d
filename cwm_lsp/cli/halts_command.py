"""`cwm-lsp halts`: which functions of files and folders end, as a table, as JSON, as SARIF. Nothing of them is executed.

What a verdict rests on is `predict.termination`'s work; walking files and telling findings is `checks`'.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cwm_lsp.cli.command import NO_ENGINE, Command, CommandError

if TYPE_CHECKING:
    from cwm_lsp.cli.checks.finding import Finding, Rule
    from cwm_lsp.cli.checks.reporting import Report
    from cwm_lsp.cli.checks.walking import SourceFile
    from cwm_lsp.engine.protocol import Engine
    from cwm_lsp.predict.judging.termination import TerminationSettings
    from cwm_lsp.predict.judging.verdicts import TerminationVerdict
    from cwm_lsp.predict.opinions.opinion import OpinionSettings
    from cwm_lsp.source.functions import Function

_DESCRIPTION = """\
Say of each function whether it ends: by rules that read the text, by predicted runs whose every
step is verified, and by the model's opinion. Nothing is executed, imported or compiled."""

_EPILOG = """\
examples:
  cwm-lsp halts examples
  cwm-lsp halts src --sarif halts.sarif --baseline halts.json
  cwm-lsp halts module.py --no-model --all

Only what is shown to never end for ordinary inputs, or for the file's own examples, is a finding.
A comment '# cwm: ignore[non-termination]' on the loop or the def silences it.
Exit status: 0 nothing found, 1 findings or unreadable files, 2 a wrong question, 3 no engine.
"""
_COLUMNS = ("function", "line", "ends", "sure", "why")


@dataclass(frozen=True, slots=True)
class _Words:
    """What the command line says besides how it is told."""

    asks: bool
    shows_all: bool
    calls: int
    frames: int
    opinion: OpinionSettings


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1 is needed")
    return number


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from cwm_lsp.cli.checks.reporting import add_report_arguments
    from cwm_lsp.cli.engines import add_engine_arguments
    from cwm_lsp.predict.opinions.commandline import add_opinion_arguments

    add_report_arguments(parser)
    group = parser.add_argument_group("what is looked at")
    group.add_argument("--all", action="store_true", help="show the functions, too, whose end is plain from the text")
    group.add_argument("--no-model", action="store_true", help="rules and verified runs only; no model is asked")
    group.add_argument("--calls", metavar="N", type=_positive, default=10, help="calls to follow (default: 10)")
    group.add_argument("--max-frames", metavar="N", type=_positive, default=256, help="frames of each (default: 256)")
    add_opinion_arguments(parser.add_argument_group("how the model is asked in words"))
    add_engine_arguments(parser)


def _handle(options: argparse.Namespace) -> int:
    import asyncio

    from cwm_lsp.cli.checks.reporting import finish, report_options
    from cwm_lsp.cli.checks.walking import source_files
    from cwm_lsp.cli.engines import choice_of, engine_for
    from cwm_lsp.engine.protocol import EngineError
    from cwm_lsp.predict.opinions.commandline import opinion_settings

    told = report_options("halts", options)
    opinion = opinion_settings(options)
    words = _Words(not options.no_model, options.all, options.calls, options.max_frames, opinion)
    files = list(source_files(options.paths, options.exclude))
    engine = engine_for(choice_of(options)) if words.asks else None
    try:
        report = asyncio.run(_look(files, engine, words))
    except EngineError as error:
        raise CommandError(f"{error} (--no-model does without)", NO_ENGINE) from error
    return finish(report, told)


async def _look(files: Sequence[SourceFile], engine: Engine | None, words: _Words) -> Report:
    from cwm_lsp.cli.checks.progress import progress
    from cwm_lsp.cli.checks.reporting import Report
    from cwm_lsp.predict.judging.termination import TerminationSettings

    settings = TerminationSettings(words.calls, words.frames, words.asks, words.opinion)
    report = Report([_rule()], _COLUMNS)
    report.files = len(files)
    report.unread = [file for file in files if file.problem is not None]
    total = sum(len(file.document.functions) for file in files if file.document is not None)
    counts: dict[str, int] = {}
    try:
        with progress(total) as steps:
            for file in files:
                for function in file.document.functions if file.document is not None else ():
                    steps.begin(f"{file.name} {function.qualname}")
                    if not function.has_error:
                        verdict = await _judged(report, file, function, engine, settings, words)
                        counts[verdict.verdict.value] = counts.get(verdict.verdict.value, 0) + 1
                    steps.done()
    finally:
        if engine is not None:
            await engine.close()
    shares = ", ".join(f"{count} {name}" for name, count in sorted(counts.items(), key=lambda one: -one[1]))
    report.summary = f"{sum(counts.values())} functions: {shares}." if counts else "No functions."
    return report


async def _judged(
    report: Report,
    file: SourceFile,
    function: Function,
    engine: Engine | None,
    settings: TerminationSettings,
    words: _Words,
) -> TerminationVerdict:
    from cwm_lsp.predict.judging.termination import judge
    from cwm_lsp.source.ignores import ignores, is_ignored

    assert file.document is not None
    verdict = await judge(file.document, function, engine, settings)
    report.records.append({"path": file.name, **_record(verdict)})
    if words.shows_all or verdict.rule is None:
        sure = f"{100 * verdict.confidence:.0f} %" if verdict.confidence else ""
        report.rows.append(
            (
                f"{file.name}::{function.qualname}",
                str(verdict.line),
                verdict.verdict.value,
                "proven" if verdict.is_proven else sure,
                verdict.reason,
            )
        )
    if verdict.is_warned_of and not is_ignored(ignores(file.document), function, verdict.line, _rule().id):
        report.findings.append(_finding(file, function, verdict))
    return verdict


def _rule() -> Rule:
    from cwm_lsp.cli.checks.finding import Rule
    from cwm_lsp.predict.judging.verdicts import NON_TERMINATION

    return Rule(
        NON_TERMINATION,
        "A loop or a recursion that never ends.",
        "For an ordinary input, or for a call that the file itself makes, the loop or the recursion goes on for ever.",
        "warning",
        "diagnostics.md#non-termination",
    )


def _finding(file: SourceFile, function: Function, verdict: TerminationVerdict) -> Finding:
    from cwm_lsp.cli.checks.finding import Finding

    assert file.document is not None
    text = file.document.line(verdict.line)
    return Finding(
        _rule(),
        "warning" if verdict.is_proven else "note",
        verdict.reason,
        file.name,
        verdict.line,
        len(text) - len(text.lstrip()) + 1,
        function=function.qualname,
        anchor=text.strip(),
        properties=_record(verdict),
    )


def _record(verdict: TerminationVerdict) -> dict[str, object]:
    """A verdict as plain JSON data."""
    opinion = verdict.model
    return {
        "function": verdict.function,
        "verdict": verdict.verdict.value,
        "confidence": round(verdict.confidence, 4),
        "proven": verdict.is_proven,
        "line": verdict.line,
        "reason": verdict.reason,
        "rule": verdict.rule,
        "example": verdict.example,
        "only unusual inputs": verdict.only_unusual,
        "model": None
        if opinion is None
        else {
            "chances": {label: round(chance, 4) for label, chance in opinion.chances},
            "example": opinion.example,
            "unknown": opinion.unknown,
        },
        "evidence": [
            {"call": one.call, "shows": one.kind.value, "input": one.sort.value, "line": one.line, "change": one.change}
            for one in verdict.evidence
        ],
    }


HALTS = Command(
    name="halts",
    summary="say of each function of files and folders whether it ends",
    description=_DESCRIPTION,
    epilog=_EPILOG,
    add_arguments=_add_arguments,
    handler=_handle,
)
