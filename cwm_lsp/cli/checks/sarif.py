"""Findings as SARIF 2.1.0, the form that code scanning takes: rules with help, relative addresses, fingerprints."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any
from urllib.parse import quote

from cwm_lsp import __version__
from cwm_lsp.cli.checks.finding import Finding, Rule, fingerprints
from cwm_lsp.cli.checks.walking import SourceFile

VERSION = "2.1.0"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "cwmLsp/v1"
"""The name of our fingerprints; another way of making them needs another name."""
ROOT = "%SRCROOT%"


def sarif(rules: Sequence[Rule], findings: Sequence[Finding], unread: Sequence[SourceFile] = ()) -> dict[str, Any]:
    """A log with one run.

    Args:
        rules: every rule that was looked for, found or not.
        findings: what was found; their rules are among `rules`.
        unread: files that could not be read as a whole.
    """
    indices = {rule.id: index for index, rule in enumerate(rules)}
    marks = fingerprints(findings)
    return {
        "$schema": SCHEMA,
        "version": VERSION,
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "cwm-lsp",
                        "version": __version__,
                        "rules": [_rule(rule) for rule in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "toolExecutionNotifications": [_notification(file) for file in unread],
                    }
                ],
                "results": [
                    _result(one, mark, indices[one.rule.id]) for one, mark in zip(findings, marks, strict=True)
                ],
            }
        ],
    }


@cache
def documentation() -> str | None:
    """The address below which the documentation's pages lie, as the package's own metadata has it; None where it has none."""
    try:
        urls = metadata("cwm-lsp").get_all("Project-URL") or []
    except PackageNotFoundError:
        return None
    named = (url.partition(",") for url in urls)
    return next((url.strip() for label, _, url in named if label.strip().lower() == "documentation"), None)


def _rule(rule: Rule) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": f"{rule.explanation} More in docs/{rule.page}.", "markdown": rule.explanation},
        "defaultConfiguration": {"level": rule.level},
    }
    pages = documentation()
    if pages is not None:
        told["helpUri"] = f"{pages.rstrip('/')}/{rule.page}"
        told["help"]["markdown"] += f" [More]({told['helpUri']})"
    return told


def _result(finding: Finding, mark: str, index: int) -> dict[str, Any]:
    region = {"startLine": finding.line, "startColumn": finding.column}
    if finding.end_line is not None and finding.end_line > finding.line:
        region["endLine"] = finding.end_line
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": _artifact(finding.path), "region": region}}
    if finding.function:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.function, "kind": "function"}]
    return {
        "ruleId": finding.rule.id,
        "ruleIndex": index,
        "level": finding.level,
        "message": {"text": finding.message},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: mark},
        "properties": dict(finding.properties),
    }


def _notification(file: SourceFile) -> dict[str, Any]:
    return {
        "level": "warning",
        "message": {"text": file.problem or "can't be read"},
        "locations": [
            {"physicalLocation": {"artifactLocation": _artifact(file.name), "region": {"startLine": file.line}}}
        ],
    }


def _artifact(path: str) -> dict[str, str]:
    # A path outside of the working folder has no relative address.
    if path.startswith("/"):
        return {"uri": f"file://{quote(path)}"}
    if path[1:3] == ":/":
        return {"uri": f"file:///{quote(path, safe='/:')}"}
    return {"uri": quote(path), "uriBaseId": ROOT}
