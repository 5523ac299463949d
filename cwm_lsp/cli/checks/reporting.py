"""What every checking command takes besides its own words, and how its answer leaves: table, JSON, SARIF, exit status.

The command collects rows (one for each function it looked at) and findings; `finish` tells them all.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cwm_lsp.cli.checks.baseline import read_baseline, split, write_baseline
from cwm_lsp.cli.checks.finding import Finding, Rule, fingerprints
from cwm_lsp.cli.checks.sarif import sarif
from cwm_lsp.cli.checks.walking import SourceFile
from cwm_lsp.cli.command import DONE, FAILED, CommandError

_STYLES = {"note": "cyan", "warning": "yellow", "error": "red"}


def add_report_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words that `ReportOptions` is made of, and the paths."""
    parser.add_argument("paths", metavar="PATH", type=Path, nargs="+", help="Python files, and folders that hold some")
    parser.add_argument(
        "--exclude", metavar="PATTERN", action="append", default=[], help="leave out files and folders of this name"
    )
    group = parser.add_argument_group("report")
    group.add_argument("--json", action="store_true", help="one JSON object on stdout instead of the table")
    group.add_argument("--sarif", metavar="FILE", type=Path, help="also write a SARIF 2.1.0 log, for code scanning")
    group.add_argument("--baseline", metavar="FILE", type=Path, help="findings that stand in this file don't count")
    group.add_argument(
        "--write-baseline", action="store_true", help="write all findings to --baseline FILE, and count none"
    )


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How findings are told.

    Attributes:
        command: the command's name.
        json: whether stdout gets one JSON object.
        sarif: where a SARIF log goes; None for nowhere.
        baseline: the file of known findings; None for none.
        write_baseline: whether that file is written.
    """

    command: str
    json: bool = False
    sarif: Path | None = None
    baseline: Path | None = None
    write_baseline: bool = False


def report_options(command: str, options: argparse.Namespace) -> ReportOptions:
    """What the words of `add_report_arguments` say.

    Raises:
        CommandError: they contradict each other.
    """
    if options.write_baseline and options.baseline is None:
        raise CommandError("--write-baseline needs to know where: add --baseline FILE")
    return ReportOptions(command, options.json, options.sarif, options.baseline, options.write_baseline)


@dataclass(slots=True)
class Report:
    """Collects what a command has to say.

    Attributes:
        rules: every rule that is looked for.
        columns: the table's heads.
        rows: cells, as many as columns; one row for each function that is shown.
        records: the same functions as plain JSON data.
        findings: what was found, in file order.
        unread: files with a problem.
        files: how many files there were.
        summary: one line below the table.
    """

    rules: Sequence[Rule]
    columns: Sequence[str]
    rows: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    records: list[Mapping[str, Any]] = field(default_factory=list[Mapping[str, Any]])
    findings: list[Finding] = field(default_factory=list[Finding])
    unread: list[SourceFile] = field(default_factory=list[SourceFile])
    files: int = 0
    summary: str = ""


def finish(report: Report, options: ReportOptions) -> int:
    """Tell everything; gives the exit status: 1 where there are new findings, or files that could not be read.

    Raises:
        CommandError: a file can't be read or written.
    """
    if options.write_baseline and options.baseline is not None:
        write_baseline(report.findings, options.baseline)
        new, known = [], list(report.findings)
    else:
        marks = read_baseline(options.baseline) if options.baseline is not None else frozenset[str]()
        new, known = split(report.findings, marks)
    if options.sarif is not None:
        _write(options.sarif, json.dumps(sarif(report.rules, new, report.unread), indent=1) + "\n")
    if options.json:
        print(json.dumps(_as_json(report, new, known), ensure_ascii=False))
    else:
        _show(report, new, known)
    for file in report.unread:
        print(f"cwm-lsp {options.command}: {file.name}:{file.line}: {file.problem}", file=sys.stderr)
    return FAILED if new or report.unread else DONE


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"can't write {path}: {error.strerror}") from error


def _as_json(report: Report, new: Sequence[Finding], known: Sequence[Finding]) -> dict[str, Any]:
    return {
        "version": 1,
        "files": report.files,
        "functions": list(report.records),
        "findings": [
            {
                "rule": one.rule.id,
                "level": one.level,
                "message": one.message,
                "path": one.path,
                "line": one.line,
                "column": one.column,
                "end line": one.end_line,
                "function": one.function,
                "fingerprint": mark,
                "properties": dict(one.properties),
            }
            for one, mark in zip(new, fingerprints(new), strict=True)
        ],
        "known": len(known),
        "unread": [{"path": one.name, "line": one.line, "problem": one.problem} for one in report.unread],
    }


def _show(report: Report, new: Sequence[Finding], known: Sequence[Finding]) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        # A pipe has no width of its own; what is folded there is hard to read for whoever gets it.
        console = Console(highlight=False, width=200)
    if report.rows:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for number, column in enumerate(report.columns):
            table.add_column(column, overflow="fold", no_wrap=not number)
        for row in report.rows:
            table.add_row(*(Text(cell) for cell in row))
        console.print(table)
        console.print()
    for one in new:
        place = Text(f"{one.path}:{one.line}:{one.column}: ")
        console.print(
            place + Text(one.level, style=_STYLES[one.level]) + Text(f" {one.message} [{one.rule.id}]"), soft_wrap=True
        )
    unread = f", {_count(len(report.unread), 'file')} with a problem" if report.unread else ""
    before = f" ({len(known)} known)" if known else ""
    console.print(
        Text(
            f"{_count(len(new), 'finding')}{before} in {_count(report.files, 'file')}{unread}. {report.summary}".strip()
        ),
        soft_wrap=True,
    )


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
