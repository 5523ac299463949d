"""Expressions to hold the evaluator against CPython: drawn by type, with a stray type now and then, over a few plain values."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

VALUES: dict[str, str] = {
    "i": "7",
    "j": "-3",
    "big": "2**70 + 1",
    "flag": "True",
    "none": "None",
    "x": "2.5",
    "y": "-0.1",
    "inf": "float('inf')",
    "z": "(1+2j)",
    "s": "'Hello, World'",
    "t": "'a-b-c'",
    "u": "'straße ÉÅ\\n'",
    "digits": "'0123'",
    "raw": "b'bytes\\x00'",
    "xs": "[3, 1, 2, 3]",
    "ws": "['pear', 'fig', 'Apple']",
    "grid": "[[1, 2], [3, 4], []]",
    "pair": "(1, 'one')",
    "empty": "[]",
    "d": "{'a': 1, 'b': [2], 'c': None}",
    "e": "{3: 'x', 1: 'y'}",
    "nums": "{5, 1, 9, 16}",
    "words": "{'x', 'y'}",
    "fixed": "frozenset({2, 3})",
    "span": "range(2, 20, 3)",
}
"""Names with their values' texts."""

NAMES = {
    "int": ("i", "j", "flag", "i", "big"),
    "float": ("x", "y", "inf"),
    "str": ("s", "t", "u", "digits"),
    "list": ("xs", "ws", "grid", "empty"),
    "dict": ("d", "e"),
    "set": ("nums", "fixed", "words"),
    "tuple": ("pair",),
    "bytes": ("raw",),
    "bool": ("flag",),
    "other": ("none", "z", "span"),
}
_LITERALS = {
    "int": ("0", "1", "2", "-1", "10", "255", "3"),
    "float": ("0.5", "1.0", "-2.25", "1e10", "0.1", "1e-7"),
    "str": ("''", "'a'", "'o'", "' '", "'lo'", "'%s-%d'", "'{}:{!r:>5}'", "'x{0:03d}y'", "'-'", "'12'", "'-4.5'"),
    "list": ("[]", "[1]", "[0, 2, 2]", "['b', 'a']"),
    "dict": ("{}", "{'k': 0}"),
    "set": ("{1}", "{8, 1}", "set()"),
    "tuple": ("()", "(1,)", "(2, 1)"),
    "bytes": ("b''", "b'ab'"),
    "bool": ("True", "False"),
    "other": ("None", "...", "range(3)", "1j"),
}
KINDS = tuple(NAMES)
_SPECS = (
    "",
    "d",
    "5",
    ">8",
    "^7s",
    "05d",
    ".2f",
    "+.3e",
    "x",
    "#b",
    ",",
    "08.3f",
    "%",
    "s",
    "<4",
    "*^9",
    ".3",
    "g",
    "c",
    "_",
)

Template = str
"""Parts in braces are expressions of a kind, `{any}` of any; doubled braces are braces."""

TEMPLATES: dict[str, tuple[Template, ...]] = {
    "int": (
        "{int} + {int}",
        "{int} - {int}",
        "{int} * {int}",
        "{int} // {int}",
        "{int} % {int}",
        "{int} ** {int}",
        "{int} << {int}",
        "{int} >> {int}",
        "{int} & {int}",
        "{int} | {int}",
        "{int} ^ {int}",
        "-{int}",
        "~{int}",
        "+{bool}",
        "abs({int})",
        "len({any})",
        "int({any})",
        "int({str}, {int})",
        "sum({list})",
        "ord({str})",
        "round({float})",
        "round({int}, {int})",
        "divmod({int}, {int})[0]",
        "pow({int}, {int}, {int})",
        "hash({int})",
        "{str}.find({str})",
        "{str}.count({str})",
        "{str}.index({str})",
        "{list}.index({any})",
        "{list}.count({any})",
        "{list}[{int}]",
        "{int}.bit_length()",
        "max({list})",
        "min({any}, {any})",
        "{dict}.get({any}, {int})",
        "sum(a for a in {list})",
        "sum(len(str(a)) for a in {any})",
        "len([a for a in {any} if a])",
        "math.gcd({int}, {int})",
        "math.floor({float})",
        "next(iter({any}))",
        "next(({int} for a in {list} if a == {any}), {int})",
        "{tuple}[{int}]",
        "(lambda a, b={int}: a + b)({int})",
    ),
    "float": (
        "{float} + {float}",
        "{float} * {int}",
        "{int} / {int}",
        "{float} // {float}",
        "{float} % {float}",
        "{float} ** {float}",
        "float({any})",
        "round({float}, {int})",
        "sum([{float}, {float}, {float}])",
        "math.sqrt({int})",
        "math.log({float})",
        "abs({float})",
        "{float}.is_integer()",
        "max({float}, {int})",
        "math.pi * {float}",
        "{int} ** -{int}",
    ),
    "str": (
        "{str} + {str}",
        "{str} * {int}",
        "{str}[{int}]",
        "{str}[{int}:{int}]",
        "{str}[::{int}]",
        "{str}.upper()",
        "{str}.lower()",
        "{str}.title()",
        "{str}.swapcase()",
        "{str}.strip({str})",
        "{str}.lstrip()",
        "{str}.replace({str}, {str})",
        "{str}.replace({str}, {str}, {int})",
        "{str}.join({list})",
        "{str}.join(str(a) for a in {any})",
        "{str}.join(map(str, {any}))",
        "{str}.zfill({int})",
        "{str}.center({int}, {str})",
        "{str}.ljust({int})",
        "{str}.format({any}, {any})",
        "{str} % ({any}, {any})",
        "{str} % {any}",
        "str({any})",
        "repr({any})",
        "chr({int})",
        "hex({int})",
        "bin({int})",
        "f'{{{any}}}'",
        "f'{{{any}!r}}-{{{int}}}'",
        "f'{{{any}:SPEC}}'",
        "f'{{{float}:SPEC}}'",
        "f'{{{int}:SPEC}}'",
        "f'{{{str}:SPEC}}'",
        "f'{{{int}:>{{{int}}}}}'",
        "format({any}, 'SPEC')",
        "{str}.translate({{97: 'b', 111: None}})",
        "{str}.translate(str.maketrans({str}, {str}))",
        "{str}.removeprefix({str})",
        "{str}.expandtabs({int})",
        "''.join(sorted({str}))",
        "''.join(reversed({str}))",
        "{str}.capitalize().casefold()",
        "{list}[{int}]",
        "type({any}).__name__",
        "max({str}, {str})",
        "({str} if {any} else {str})",
        "({str} or {str})",
        "string.ascii_lowercase[{int}]",
        "{bytes}.decode()",
        "ascii({str})",
    ),
    "list": (
        "{list} + {list}",
        "{list} * {int}",
        "{list}[{int}:{int}]",
        "{list}[::{int}]",
        "[{any}, {any}]",
        "[{any}, *{any}]",
        "list({any})",
        "sorted({any})",
        "sorted({any}, reverse={bool})",
        "sorted({list}, key=lambda a: str(a))",
        "sorted({list}, key=str, reverse=True)",
        "list(reversed({any}))",
        "list(range({int}))",
        "list(range({int}, {int}, {int}))",
        "list(zip({any}, {any}))",
        "list(enumerate({any}, {int}))",
        "list(map(str, {any}))",
        "list(map(lambda a, b: (a, b), {list}, {list}))",
        "list(filter(None, {any}))",
        "list(filter(lambda a: a != {any}, {list}))",
        "[a for a in {any}]",
        "[a * 2 for a in {list} if a]",
        "[(a, b) for a in {any} for b in {any}]",
        "[a for row in {list} for a in row]",
        "[b := {int}, b + 1]",
        "{str}.split({str})",
        "{str}.split()",
        "{str}.rsplit({str}, {int})",
        "{str}.splitlines()",
        "list({dict}.items())",
        "list({dict}.values())",
        "list({dict})",
        "list({set})",
        "list(itertools.accumulate({list}))",
        "list(itertools.chain({list}, {list}))",
        "list(itertools.product({list}, repeat=2))",
        "list(itertools.combinations({list}, 2))",
        "list(itertools.permutations({list}, 2))",
        "list(itertools.islice({any}, {int}))",
        "list(collections.deque({list}, 3))",
        "collections.Counter({any}).most_common()",
        "({list} and {list})",
    ),
    "dict": (
        "{{{any}: {any}, {any}: {any}}}",
        "{{**{dict}, {any}: {any}}}",
        "{dict} | {dict}",
        "dict({any})",
        "dict(zip({any}, {any}))",
        "dict(a={any}, b={any})",
        "{{a: b for a, b in {any}}}",
        "{{a: {any} for a in {any}}}",
        "dict.fromkeys({any}, {any})",
        "{dict}.copy()",
        "collections.Counter({any})",
        "collections.Counter({str}) + collections.Counter({str})",
        "collections.OrderedDict(a={int})",
        "{{len(k): k for k in {list}}}",
    ),
    "set": (
        "{{{int}, {int}, {int}}}",
        "{{{any}, {any}}}",
        "set({any})",
        "frozenset({any})",
        "{set} | {set}",
        "{set} & {set}",
        "{set} - {set}",
        "{set} ^ {set}",
        "{set}.union({any})",
        "{set}.intersection({list})",
        "{set}.difference({any})",
        "{{a % 3 for a in {list}}}",
        "{dict}.keys() & {set}",
    ),
    "tuple": (
        "({any}, {any})",
        "({any},)",
        "tuple({any})",
        "{tuple} + {tuple}",
        "{tuple} * {int}",
        "{tuple}[{int}:]",
        "divmod({int}, {int})",
        "{str}.partition({str})",
        "min({list}, default=({any},))",
        "(1, *{any})",
    ),
    "bytes": (
        "{bytes} + {bytes}",
        "{str}.encode()",
        "bytes({list})",
        "{bytes}[{int}:{int}]",
        "{bytes}.upper()",
        "{bytes}.hex()",
        "{bytes} * {int}",
        "{bytes}[{int}]",
        "{bytes}.replace({bytes}, {bytes})",
    ),
    "bool": (
        "{any} == {any}",
        "{any} != {any}",
        "{int} < {int}",
        "{any} < {any}",
        "{int} <= {int} < {int}",
        "{any} in {any}",
        "{any} not in {list}",
        "{str} in {str}",
        "not {any}",
        "{any} is None",
        "{bool} and {any}",
        "{any} or {bool}",
        "all({any})",
        "any(a == {any} for a in {any})",
        "isinstance({any}, (int, str))",
        "isinstance({any}, list)",
        "callable({any})",
        "bool({any})",
        "{str}.startswith({str})",
        "{str}.endswith(({str}, {str}))",
        "{str}.isdigit()",
        "{str}.isalpha()",
        "{str}.isupper()",
        "{set} <= {set}",
        "{set}.issubset({any})",
        "{set}.isdisjoint({any})",
        "{list} < {list}",
        "math.isclose({float}, {float})",
    ),
    "other": (
        "{any} if {any} else {any}",
        "range({int}, {int})",
        "complex({int}, {float})",
        "{any}[{any}]",
        "{any}.{attribute}",
        "-{any}",
    ),
}
_ATTRIBUTES = ("real", "imag", "start", "stop", "step", "args", "upper()", "copy()", "foo", "numerator", "keys()")
OFTEN = 0.06
"""How often a part has a stray type."""


def expression(rng: Random, depth: int = 3) -> str:
    """One expression, as text."""
    return _drawn(rng, rng.choice(KINDS), depth)


def _drawn(rng: Random, kind: str, depth: int) -> str:
    if kind == "any" or rng.random() < OFTEN:
        kind = rng.choice(KINDS)
    if depth <= 0 or rng.random() < 0.2:
        choice = rng.choice((NAMES, _LITERALS))[kind]
        return rng.choice(choice)
    template = rng.choice(TEMPLATES[kind])
    return "(" + _filled(template, lambda part: _part(rng, part, depth - 1)) + ")"


def _part(rng: Random, part: str, depth: int) -> str:
    return rng.choice(_ATTRIBUTES) if part == "attribute" else _drawn(rng, part, depth)


def _filled(template: Template, part: Callable[[str], str]) -> str:
    if template.startswith("f'"):
        # In an f-string before Python 3.12 no part may hold the quotation mark or a backslash: names only.
        depthless = template.replace("SPEC", _SPECS[len(part("int")) % len(_SPECS)])
        return depthless.format(**{kind: _Named(kind, part) for kind in (*KINDS, "any")})
    filled = template.replace("SPEC", _SPECS[len(part("any")) % len(_SPECS)])
    pieces: list[str] = []
    rest = filled
    while "{" in rest or "}" in rest:
        at = min(found for found in (rest.find("{"), rest.find("}")) if found >= 0)
        pieces.append(rest[:at])
        if rest[at : at + 2] in ("{{", "}}"):
            pieces.append(rest[at])
            rest = rest[at + 2 :]
        else:
            end = rest.index("}", at)
            pieces.append(part(rest[at + 1 : end]))
            rest = rest[end + 1 :]
    return "".join(pieces) + rest


class _Named:
    """A part of an f-string: a name of the kind."""

    def __init__(self, kind: str, part: Callable[[str], str]) -> None:
        self._kind = kind
        self._part = part

    def __format__(self, spec: str) -> str:
        kind = self._kind if self._kind != "any" else KINDS[len(self._part("any")) % len(KINDS)]
        names = NAMES[kind]
        return names[len(self._part("str")) % len(names)]
