"""`cwm-lsp complexity`: how the functions of files and folders grow, against budgets and an earlier state. Executes nothing.

What a verdict rests on is `predict.complexity`'s work; walking files and telling findings is `checks`'.
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
    from cwm_lsp.predict.complexity.classes import ComplexityClass
    from cwm_lsp.predict.judging.verdicts import ComplexityVerdict
    from cwm_lsp.predict.opinions.opinion import OpinionSettings
    from cwm_lsp.source.document import Document
    from cwm_lsp.source.functions import Function

_DESCRIPTION = """\
Say of each function how its time and space grow, in the worst case: by reading the text and, on
demand, by predicted runs on growing inputs and the model's opinion. Nothing is executed."""

_EPILOG = """\
examples:
  cwm-lsp complexity examples
  cwm-lsp complexity src --budget 'O(n log n)' --sarif complexity.sarif
  cwm-lsp complexity src --since HEAD --baseline complexity.json
  cwm-lsp complexity module.py --runs --model-opinion

A comment '# cwm: O(n log n)' above a def is that function's budget. A verdict that is not sure enough
is shown as ? and is never a finding. '# cwm: ignore[complexity-budget]' silences one.
Exit status: 0 nothing found, 1 findings or unreadable files, 2 a wrong question, 3 no engine.
"""
_COLUMNS = ("function", "line", "time", "space", "where", "sure", "sources")


@dataclass(frozen=True, slots=True)
class _Words:
    """What the command line says besides how it is told."""

    budget: ComplexityClass | None
    since: str | None
    runs: bool
    asks: bool
    opinion: OpinionSettings


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from cwm_lsp.cli.checks.reporting import add_report_arguments
    from cwm_lsp.cli.engines import add_engine_arguments
    from cwm_lsp.predict.opinions.commandline import add_opinion_arguments

    add_report_arguments(parser)
    group = parser.add_argument_group("what is looked at")
    group.add_argument("--budget", metavar="CLASS", help="what no function may exceed, such as 'O(n log n)'")
    group.add_argument("--since", metavar="REV", help="functions that grow faster than at this commit are findings")
    group.add_argument(
        "--runs", action="store_true", help="also predict runs on growing inputs, as far as every step is certain"
    )
    group.add_argument("--model-opinion", action="store_true", help="also ask the model in words")
    add_opinion_arguments(parser.add_argument_group("how the model is asked in words"))
    add_engine_arguments(parser)


def _handle(options: argparse.Namespace) -> int:
    import asyncio

    from cwm_lsp.cli.checks.reporting import finish, report_options
    from cwm_lsp.cli.checks.walking import source_files
    from cwm_lsp.cli.engines import choice_of, engine_for
    from cwm_lsp.engine.protocol import EngineError
    from cwm_lsp.predict.complexity.classes import ComplexityClass
    from cwm_lsp.predict.opinions.commandline import opinion_settings

    told = report_options("complexity", options)
    try:
        budget = ComplexityClass.parse(options.budget) if options.budget else None
    except ValueError as error:
        raise CommandError(f"--budget: {error}") from error
    words = _Words(budget, options.since, options.runs, options.model_opinion, opinion_settings(options))
    files = list(source_files(options.paths, options.exclude))
    engine = engine_for(choice_of(options)) if words.asks else None
    try:
        report = asyncio.run(_look(files, engine, words))
    except EngineError as error:
        raise CommandError(f"{error} (without --model-opinion none is needed)", NO_ENGINE) from error
    return finish(report, told)


async def _look(files: Sequence[SourceFile], engine: Engine | None, words: _Words) -> Report:
    from cwm_lsp.cli.checks.progress import progress
    from cwm_lsp.cli.checks.reporting import Report

    report = Report(_rules(), _COLUMNS)
    shown = looked = 0
    try:
        if engine is not None:
            await engine.load()
        with progress(len(files)) as steps:
            for file in files:
                steps.begin(file.name)
                report.files += 1
                if file.problem is not None:
                    report.unread.append(file)
                if file.document is not None:
                    earlier = _earlier(file, words.since) if words.since else None
                    for function in file.document.functions:
                        if function.has_error:
                            continue
                        verdict = await _judge(file.document, function, engine, words)
                        looked += 1
                        shown += verdict.time is not None
                        _tell(report, file, file.document, function, verdict, words, earlier)
                steps.done()
    finally:
        if engine is not None:
            await engine.close()
    report.summary = f"{looked} functions, {shown} with a class that is sure enough."
    return report


async def _judge(document: Document, function: Function, engine: Engine | None, words: _Words) -> ComplexityVerdict:
    from cwm_lsp.predict.judging.complexity import JudgingSettings, judge_complexity
    from cwm_lsp.predict.judging.termination import question_source
    from cwm_lsp.predict.opinions.asking import ask_complexity

    opinion = (
        await ask_complexity(engine, question_source(document, function), function.name, words.opinion)
        if engine
        else None
    )
    return await judge_complexity(document, function, JudgingSettings(words.runs), opinion=opinion)


def _tell(
    report: Report,
    file: SourceFile,
    document: Document,
    function: Function,
    verdict: ComplexityVerdict,
    words: _Words,
    earlier: Document | None,
) -> None:
    where = ", ".join(f"{symbol} = {meaning}" for symbol, meaning in verdict.variables.items() if symbol != meaning)
    report.rows.append(
        (
            f"{file.name}::{function.qualname}",
            str(function.def_line),
            str(verdict.time or "?") + (f" (best {verdict.best})" if verdict.best else ""),
            str(verdict.space or "?"),
            where if verdict.time else "",
            f"{verdict.confidence:.0%}" if verdict.time else "",
            ", ".join(verdict.sources) if verdict.time else "",
        )
    )
    report.records.append(_record(file, verdict))
    report.findings += _findings(file, document, function, verdict, words, earlier)


def _record(file: SourceFile, verdict: ComplexityVerdict) -> dict[str, object]:
    text, growth, opinion = verdict.text, verdict.growth, verdict.opinion
    return {
        "path": file.name,
        "function": verdict.function,
        "line": verdict.line,
        "time": verdict.time.ascii if verdict.time else None,
        "space": verdict.space.ascii if verdict.space else None,
        "best": verdict.best.ascii if verdict.best else None,
        "variables": dict(verdict.variables),
        "confidence": round(verdict.confidence, 4),
        "space confidence": round(verdict.space_confidence, 4),
        "sources": list(verdict.sources),
        "text": {
            "time": text.time.ascii if text.time else None,
            "space": text.space.ascii if text.space else None,
            "reasons": list(text.reasons),
            "unsure": list(text.unsure),
            "assumed": list(text.assumed),
            "loops": [
                {
                    "line": one.line,
                    "passes": one.passes.ascii if one.passes else None,
                    "total": one.total.ascii if one.total else None,
                    "reason": one.reason,
                }
                for one in text.loops
            ],
        },
        "runs": {"time": growth.label, "points": [list(one) for one in growth.points], "problem": growth.problem}
        if growth
        else None,
        "model": {"time": dict(opinion.chances), "space": dict(opinion.space), "unknown": opinion.unknown}
        if opinion
        else None,
    }


def _findings(
    file: SourceFile,
    document: Document,
    function: Function,
    verdict: ComplexityVerdict,
    words: _Words,
    earlier: Document | None,
) -> list[Finding]:
    from cwm_lsp.cli.checks.finding import Finding
    from cwm_lsp.predict.complexity.bounds import text_estimate
    from cwm_lsp.predict.complexity.budgets import budget_of, budget_text
    from cwm_lsp.predict.judging.complexity import weigh
    from cwm_lsp.source.ignores import ignores, is_ignored

    over, worse, unreadable = _rules()
    found: list[tuple[Rule, int, str, dict[str, object]]] = []
    written = budget_text(document, function)
    budget = budget_of(document, function) or (words.budget if written is None else None)
    if written is not None and budget is None:
        found.append(
            (unreadable, written[0], f"the budget {written[1]} of {function.qualname} is no class of growth", {})
        )
    if verdict.time is not None and budget is not None and verdict.time.exceeds(budget):
        where = ", ".join(f"{symbol} = {meaning}" for symbol, meaning in verdict.variables.items() if symbol != meaning)
        message = f"{function.qualname} grows as {verdict.time}, its budget is {budget}" + (
            f" ({where})" if where else ""
        )
        found.append((over, function.def_line, message, {"time": verdict.time.ascii, "budget": budget.ascii}))
    if verdict.time is not None and earlier is not None:
        before = earlier.function(function.qualname)
        if before is not None and before.qualname == function.qualname:
            was = weigh(before, text_estimate(earlier, before)).time
            if was is not None and verdict.time.exceeds(was):
                message = f"{function.qualname} grows as {verdict.time}, at {words.since} it grew as {was}"
                found.append((worse, function.def_line, message, {"time": verdict.time.ascii, "before": was.ascii}))
    silent = ignores(document)
    return [
        Finding(
            rule,
            rule.level,
            message,
            file.name,
            line,
            len(document.line(line)) - len(document.line(line).lstrip()) + 1,
            None,
            function.qualname,
            document.line(line).strip(),
            properties,
        )
        for rule, line, message, properties in found
        if not is_ignored(silent, function, line, rule.id)
    ]


def _earlier(file: SourceFile, revision: str) -> Document | None:
    """The file at a commit; None where it was not there.

    `git show` runs neither hooks nor filters, and text conversion is turned off.

    Raises:
        CommandError: there is no such commit, or git can't be asked.
    """
    import subprocess

    from cwm_lsp.source.document import Document

    def git(*words: str) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                ["git", "--no-pager", "-c", "core.fsmonitor=false", *words],
                cwd=file.path.absolute().parent,
                capture_output=True,
                timeout=30,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise CommandError(f"--since needs git, which can't be asked: {error}") from error

    if revision.startswith("-") or git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").returncode:
        raise CommandError(f"--since: there is no commit {revision!r} in the repository of {file.name}")
    shown = git("show", "--no-textconv", "--no-ext-diff", f"{revision}:./{file.path.name}")
    return Document.parse(shown.stdout.decode("utf-8", "replace")) if shown.returncode == 0 else None


def _rules() -> tuple[Rule, Rule, Rule]:
    from cwm_lsp.cli.checks.finding import Rule
    from cwm_lsp.predict.judging.verdicts import GROWN_WORSE, OVER_BUDGET

    return (
        Rule(
            OVER_BUDGET,
            "A function grows faster than its budget",
            "The function's time in the worst case exceeds the class of growth that a comment above it, or the "
            "command line, allows.",
            "warning",
            "complexity.md#budgets",
        ),
        Rule(
            GROWN_WORSE,
            "A function grows faster than it did",
            "The function's time in the worst case is of a worse class than at the commit it is compared with.",
            "warning",
            "complexity.md#since-a-commit",
        ),
        Rule(
            "complexity-comment",
            "A budget that can't be read",
            "A comment such as `# cwm: O(n log n)` above a function is its budget; this one is no class of growth.",
            "warning",
            "complexity.md#budgets",
        ),
    )


COMPLEXITY = Command(
    name="complexity",
    summary="say how functions grow, and which grow faster than they may",
    description=_DESCRIPTION,
    epilog=_EPILOG,
    add_arguments=_add_arguments,
    handler=_handle,
)
