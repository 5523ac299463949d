"""Reads the templates of `grammar_tables` and fills them from a scope.

The language: `{int}` a variable of that kind, `{str|dict}` of one of the kinds, `{2:list_int}` one with at least two elements,
`{small}` an integer within 0..15; `{1}`, `{2}` the first and second of these again. `{=int}` a variable or a literal, `{!set}` a literal,
`{#2-9}` an integer (`{#A2-9}` names it, `{#A}` repeats it), `{@int}` a new name for an element, the same one each time, `{?int}` a
condition on it, `{if}` any condition, `{truth}` one that is a bool, `{~a~b}` a choice, `{_}` the variable in question, `{.}` the element taken in. `{once}` forbids
the template within loops, where values would grow too fast. Statements stand in `grammar_statements` and `grammar_loops`.
"""

# ruff: noqa: E501 - pieces of programs are read more easily on one line

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate

from training.programs import grammar_tables, values
from training.programs.grammar_scope import ANNOTATIONS, Scope


class _Unfit(Exception):
    """The scope lacks what the template reads."""


@dataclass(slots=True)
class _Filling:
    """One template being filled."""

    scope: Scope
    target: str
    source: str
    picked: list[str] = field(default_factory=lambda: [])
    elements: dict[str, str] = field(default_factory=lambda: {})
    numbers: dict[str, str] = field(default_factory=lambda: {})


_Piece = Callable[[_Filling], str]
Table = tuple[list[list["str | _Piece"]], list[float]]

_CASES = [
    "upper",
    "upper",
    "upper",
    "lower",
    "lower",
    "lower",
    "strip",
    "strip",
    "title",
    "capitalize",
    "swapcase",
    "lstrip",
    "rstrip",
    "casefold",
]
_WORDS: dict[str, tuple[str, ...]] = {
    "ch": tuple(repr(each) for each in "aaeeiostrnlbcx._ -,1"),
    "chars": ("'aeiou'", "'aeiou'", "'aeiouAEIOU'", "'abc'", "'xyz'", "'0123456789'", "'.,!?'", "'aeiou '", "'stn'"),
    "sep": ("' '", "' '", "','", "', '", "'-'", "'_'", "''", "''", "'|'", "':'"),
    "sp": ("' '", "' '", "','", "'-'", "'a'", "'e'", "'_'"),
    "join": (" ", " ", "-", ": ", ", ", "_", "/", "=", "", " is ", "->"),
    "case": tuple(_CASES),
}
_ELEMENT_CONDITIONS = {"index": "int", "value": "int", "key": "str"}


def _choice(options: tuple[str, ...]) -> _Piece:
    parsed = [_parse(option) if "{" in option else option for option in options]
    if all(isinstance(option, str) for option in parsed):
        return lambda filling: filling.scope.rng.choice(options)

    def choose(filling: _Filling) -> str:
        option = filling.scope.rng.choice(parsed)
        return option if isinstance(option, str) else _fill(option, filling)

    return choose


def _variable(kinds: tuple[str, ...], size: int = 0) -> _Piece:
    def pick(filling: _Filling) -> str:
        scope = filling.scope
        name = scope.pick_length(size, *kinds) if size else scope.pick(*kinds)
        if name is None or name in filling.picked or name == filling.target:
            raise _Unfit
        filling.picked.append(name)
        return name

    return pick


def _operand(kind: str) -> _Piece:
    def give(filling: _Filling) -> str:
        text = operand(filling.scope, kind, filling.target)
        if text in filling.picked and not filling.scope.chance(0.05):
            raise _Unfit
        return text

    return give


def _small(filling: _Filling) -> str:
    name = filling.scope.pick_small()
    if name is None:
        raise _Unfit
    filling.picked.append(name)
    return name


def _number(text: str) -> _Piece:
    match = re.fullmatch(r"([A-Z]?)(?:(\d+)-(\d+))?", text)
    assert match is not None, text
    label, low, high = match.groups()
    if low is None:
        return lambda filling: filling.numbers[label]
    bottom, top = int(low), int(high)
    if not label:
        return lambda filling: str(filling.scope.rng.randint(bottom, top))

    def named(filling: _Filling) -> str:
        return filling.numbers.setdefault(label, str(filling.scope.rng.randint(bottom, top)))

    return named


def _element(kind: str) -> _Piece:
    def name(filling: _Filling) -> str:
        known = filling.elements.get(kind)
        if known is None:
            known = filling.scope.new_element(kind)
            if known in filling.elements.values() or known in filling.picked:
                raise _Unfit
            filling.elements[kind] = known
        return known

    return name


def _element_condition(kind: str) -> _Piece:
    element = _element(kind)

    def ask(filling: _Filling) -> str:
        return condition_on(filling.scope, element(filling), _ELEMENT_CONDITIONS.get(kind, kind))

    return ask


def _once(filling: _Filling) -> str:
    if filling.scope.loops:
        raise _Unfit
    return ""


def _truth(filling: _Filling) -> str:
    text = condition(filling.scope)
    compares = any(
        sign in text
        for sign in (" == ", " != ", " < ", " > ", " <= ", " >= ", " in ", "not ", "()", "with(", "any(", "all(")
    )
    return text if compares and " and " not in text and " or " not in text else f"bool({text})"


_SPECIAL: dict[str, _Piece] = {
    "_": lambda filling: filling.target,
    ".": lambda filling: filling.source,
    "if": lambda filling: condition(filling.scope),
    "truth": _truth,
    "once": _once,
    "small": _small,
    "word": lambda filling: repr(values.word(filling.scope.rng)),
    "plain": lambda filling: values.word(filling.scope.rng),
    "key": lambda filling: repr(values.key(filling.scope.rng)),
}


def _piece(text: str) -> _Piece:
    if text in _SPECIAL:
        return _SPECIAL[text]
    if text in _WORDS:
        return _choice(_WORDS[text])
    if text.startswith("~"):
        return _choice(tuple(text[1:].split("~")))
    if text.startswith("#"):
        return _number(text[1:])
    if text.startswith("@"):
        return _element(text[1:])
    if text.startswith("?"):
        return _element_condition(text[1:])
    if text.startswith("="):
        return _operand(text[1:])
    if text.startswith("!"):
        return lambda filling: values.literal(filling.scope.rng, text[1:])
    if text.isdigit():
        return lambda filling: filling.picked[int(text) - 1]
    size, colon, kinds = text.rpartition(":")
    assert all(kind in ANNOTATIONS for kind in kinds.split("|")), text
    return _variable(tuple(kinds.split("|")), int(size) if colon else 0)


def _parse(template: str) -> list[str | _Piece]:
    """The pieces of a template, left to right: `{{` and `}}` are braces, a choice may hold other placeholders."""
    pieces: list[str | _Piece] = []
    literal = ""
    at = 0
    while at < len(template):
        if template[at : at + 2] in ("{{", "}}"):
            literal += template[at]
            at += 2
        elif template[at] != "{":
            literal += template[at]
            at += 1
        else:
            depth, end = 1, at + 1
            while depth:
                depth += (template[end] == "{") - (template[end] == "}")
                end += 1
            if literal:
                pieces.append(literal)
                literal = ""
            pieces.append(_piece(template[at + 1 : end - 1]))
            at = end
    if literal:
        pieces.append(literal)
    return pieces


@cache
def _table(text: str) -> Table:
    templates: list[list[str | _Piece]] = []
    weights: list[float] = []
    for line in text.strip().splitlines():
        weight, template = line.strip().split(maxsplit=1)
        weights.append(float(weight))
        templates.append(_parse(template))
    return templates, list(accumulate(weights))


def _fill(pieces: list[str | _Piece], filling: _Filling) -> str:
    return "".join([piece if isinstance(piece, str) else piece(filling) for piece in pieces])


def fill(scope: Scope, table: str, target: str = "", source: str = "", attempts: int = 10) -> str | None:
    """A random template of a table, filled; None when none of several attempts found the variables that it reads."""
    templates, cumulative = _table(table)
    for _ in range(attempts):
        pieces = scope.rng.choices(templates, cum_weights=cumulative)[0]
        try:
            return _fill(pieces, _Filling(scope, target, source))
        except _Unfit:
            continue
    return None


def operand(scope: Scope, kind: str, unlike: str = "", literal: float = 0.4) -> str:
    """A variable other than `unlike`, or a literal in this share of cases and where no variable is of the kind."""
    name = None if scope.rng.random() < literal else scope.pick(kind)
    if name is not None and name != unlike:
        return name
    if kind == "int" and scope.rng.random() < 0.8:
        return str(scope.rng.randint(0 if scope.rng.random() < 0.1 else 1, 12))
    return values.literal(scope.rng, kind)


def expression(scope: Scope, kind: str) -> str:
    """An expression of a kind: an operation where one fits, else a variable or a literal."""
    return fill(scope, grammar_tables.EXPRESSIONS[kind]) or operand(scope, kind)


def condition_on(scope: Scope, name: str, kind: str) -> str:
    """A condition on a variable or another simple expression; `char` is a string of one character."""
    return fill(scope, grammar_tables.CONDITIONS[kind], name) or f"{name} == {values.literal(scope.rng, kind)}"


def condition(scope: Scope) -> str:
    """A condition on variables of the scope; `True` only where there is no variable at all."""
    name = scope.pick(*scope.weights)
    if name is None:
        return "True"
    text = condition_on(scope, name, scope.kinds[name])
    if scope.rng.random() < 0.1:
        other = scope.pick(*scope.weights)
        if other is not None and other != name:
            return f"{text} {scope.rng.choice(('and', 'or'))} {condition_on(scope, other, scope.kinds[other])}"
    return text


def initial(scope: Scope, kind: str) -> str:
    """What an accumulator of a kind starts with: `0`, `''`, `[]`, ..."""
    return fill(scope, grammar_tables.INITIALS[kind]) or values.literal(scope.rng, kind)


def closing(scope: Scope, name: str) -> str:
    """What a function may return for a variable: something computed from it."""
    return fill(scope, grammar_tables.CLOSINGS[scope.kinds[name]], name) or name
