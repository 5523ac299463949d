"""What a check finds: rules, and findings that keep their identity while the lines around them move. Only data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

Level = Literal["note", "warning", "error"]
"""As SARIF has them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding.

    Attributes:
        id: as in `# cwm: ignore[…]`.
        summary: one line.
        explanation: one or more sentences.
        level: of its findings, unless one says otherwise.
        page: of the documentation, such as `complexity.md#over-budget`.
    """

    id: str
    summary: str
    explanation: str
    level: Level
    page: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    Attributes:
        rule: which rule.
        level: how bad it is.
        message: for people.
        path: of the file, relative to the working folder where it lies below it, with forward slashes.
        line, column: 1-based, in code points; where it starts.
        end_line: the last line that it is about.
        function: the function's qualified name; empty where there is none.
        anchor: the text of its line without blanks around it; keeps its identity when lines above come or go.
        properties: further facts, plain JSON data.
    """

    rule: Rule
    level: Level
    message: str
    path: str
    line: int
    column: int = 1
    end_line: int | None = None
    function: str = ""
    anchor: str = ""
    properties: Mapping[str, Any] = field(default_factory=dict[str, Any])


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """One for each finding, in their order; the same in every run as long as neither its line's text nor its function changes."""
    seen: Counter[tuple[str, str, str, str]] = Counter()
    made: list[str] = []
    for one in findings:
        key = (one.rule.id, one.path, one.function, one.anchor)
        made.append(sha256("\0".join((*key, str(seen[key]))).encode("utf-8", "replace")).hexdigest()[:32])
        seen[key] += 1
    return made
