"""How a finished function is dressed: annotations, docstrings with doctests, comments, blank lines, quotes, keyword arguments."""

# ruff: noqa: E501 - templates and tables are read more easily on one line
from __future__ import annotations

import re
from random import Random
from typing import Any

from training.programs.people_kinds import annotation
from training.programs.people_values import text
from training.programs.people_words import Domain, plural, purpose

_COMMENTS = (
    "start empty", "nothing to do", "walk through all of them", "keep the order", "see the docs", "this is the slow way", "guard", "so far so good",
    "handle the rest", "first pass", "second pass", "collect", "could be a comprehension", "careful with empty input", "off by one?", "cheap check first",
)  # fmt: skip


def dressed(
    rng: Random,
    lines: list[str],
    parameters: list[tuple[str, str]],
    result: str,
    domain: Domain,
    *,
    modern: bool,
    typed: bool,
    told: bool,
    examples: list[tuple[list[str], Any]],
    default: str | None = None,
) -> list[str]:
    """The function's lines with what its writer adds.

    Args:
        rng: the random source.
        lines: the function, its `def` line first.
        parameters: (name, kind) in order.
        result: the kind of what it returns.
        domain: for words.
        modern: `list[int]` rather than `List[int]`.
        typed: whether it gets annotations.
        told: whether it gets a docstring.
        examples: (arguments, result) for doctests.
        default: the last parameter's, as source text; None if it has none.
    """
    head, *body = lines
    name = head[4 : head.index("(")]
    if typed:
        shown = [f"{each}: {kind}" if (kind := annotation(own, modern)) else each for each, own in parameters]
        if default is not None:
            shown[-1] += f" = {default}" if ": " in shown[-1] else f"={default}"
        returned = annotation(result, modern)
        head = f"def {name}({', '.join(shown)}){f' -> {returned}' if returned else ''}:"
    elif default is not None:
        head = f"{head[:-2]}={default}):"
    if told:
        body = [*_docstring(rng, name, parameters, domain, examples), *body]
    if rng.random() < 0.06:
        body = _commented(rng, body)
    if rng.random() < 0.1:
        body = _aired(rng, body)
    return [head, *body]


def _docstring(
    rng: Random, name: str, parameters: list[tuple[str, str]], domain: Domain, examples: list[tuple[list[str], Any]]
) -> list[str]:
    quotes = '"""' if rng.random() < 0.8 else "'''"
    first = purpose(rng, name, domain)
    shown: list[str] = []
    if examples and rng.random() < 0.6:
        for row, value in [each for each in examples if each[1] is not None][: rng.choice((1, 1, 2))]:
            shown += [f"    >>> {name}({', '.join(row)})", f"    {text(value)}"]
    elif rng.random() < 0.3:
        shown = ["    Args:", *(f"        {each}: the {rng.choice(domain.things)} to use." for each, _ in parameters)]
        if rng.random() < 0.5:
            shown += ["    Returns:", f"        The {rng.choice(domain.things)}."]
    elif rng.random() < 0.3:
        shown = [f"    The {plural(rng.choice(domain.things))} may be in any order."]
    if any("\\" in line or quotes in line for line in shown):
        shown = []
    if not shown:
        return [f"    {quotes}{first}{quotes}"]
    gap = [""] if rng.random() < 0.6 else []
    return (
        [f"    {quotes}{first}", *gap, *shown, f"    {quotes}"]
        if rng.random() < 0.7
        else [f"    {quotes}", f"    {first}", *gap, *shown, f"    {quotes}"]
    )


def _commented(rng: Random, body: list[str]) -> list[str]:
    at = rng.randrange(len(body))
    pad = body[at][: len(body[at]) - len(body[at].lstrip())]
    inside = (
        sum(line.count('"""') + line.count("'''") for line in body[:at]) % 2 or '"""' in body[at] or "'''" in body[at]
    )
    if inside or body[at].lstrip().startswith(("el", "except", "finally")):
        return body
    if rng.random() < 0.4:
        return [*body[:at], f"{body[at]}  # {rng.choice(_COMMENTS)}", *body[at + 1 :]]
    return [*body[:at], f"{pad}# {rng.choice(_COMMENTS)}", *body[at:]]


def _aired(rng: Random, body: list[str]) -> list[str]:
    aired: list[str] = []
    for line in body:
        if aired and line.startswith(("    return ", "    for ", "    while ")) and rng.random() < 0.5:
            aired.append("")
        aired.append(line)
    return aired


def quoted(rng: Random, source: str) -> str:
    """Double quotes for single ones, where that is safe."""
    if '"' in source.replace('"""', "") or "\\" in source or "'''" in source or rng.random() < 0.55:
        return source
    return re.sub("'", '"', source)


def call(rng: Random, name: str, parameters: list[tuple[str, str]], row: list[str]) -> str:
    """A call, seldom with keywords."""
    if rng.random() < 0.06:
        at = rng.randrange(len(row))
        row = [argument if i < at else f"{parameters[i][0]}={argument}" for i, argument in enumerate(row)]
    return f"{name}({', '.join(row)})"
