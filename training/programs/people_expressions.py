"""Random expressions of a wanted kind over the variables at hand, from the rules of `people_rules*`.

A rule is a template with holes: `«int»` an expression, `«int!»` a variable, `«int?»` a variable or a literal, `«2..9»` a number,
`«a¦b»` a choice, `«@str»` the name that a comprehension binds and `«int@»` something made of it, `«ch»` and others special words.
`T`, `S`, `K` and `V` stand for kinds.
"""

# ruff: noqa: E501 - templates and tables are read more easily on one line
from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from random import Random

from training.programs import people_rules, people_rules_containers, people_rules_text, people_values
from training.programs.people_kinds import parts
from training.programs.people_live import Live, NoFit

_HOLE = re.compile("«([^»]*)»")
_OVER_TEXT = re.compile(r"» in «(?:str!|chars)»")
_RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)")
_VARIABLES = re.compile(r"\b[TSKV]\b")
SILLY = re.compile(
    r"\b(\w+) (?:<|>|<=|>=|==|!=|in|not in|-|//|%|\^|and|or) \1\b(?![.(\[])|\b(?:max|min)\((\w+), \2\)|\breplace\(('[^']*'), \3[,)]|\b(\w+) if .* else \4(?=[)\],]|$)|^(\w+) [-+^]?= \5$"
)
"""What nobody writes: a value held against itself."""
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


@cache
def _rules(family: str) -> tuple[list[str], list[float]]:
    """The templates for a kind (or a base such as `list[T]`) and their cumulative weights."""
    templates: list[str] = []
    weights: list[float] = []
    for module in (people_rules, people_rules_text, people_rules_containers):
        for line in module.RULES.get(family, "").strip().splitlines():
            weight, _, template = line.strip().partition(" ")
            weights.append(float(weight))
            templates.append(template.strip())
    return templates, list(accumulate(weights))


@cache
def _families(kind: str) -> tuple[str, ...]:
    """The tables of rules that can give a kind."""
    base, inner = parts(kind)
    if base in ("list", "set", "tuple", "deque"):
        return (kind, f"{base}[T]") if inner[0] in ("int", "str", "float") else (f"{base}[T]", kind)
    if base == "dict":
        return (kind, "dict[K,V]")
    return (kind,)


def expression(live: Live, kind: str, depth: int = 1) -> str:
    """An expression that is meant to be of a kind; it may raise, the caller tries it.

    Raises:
        NoFit: no rule fits what there is.
    """
    if depth <= 0:
        return atom(live, kind)
    for _ in range(10):
        helpers = [name for name, (_, result) in live.helpers.items() if result == kind]
        if helpers and live.chance(0.35):
            return call(live, live.rng.choice(helpers), depth)
        tables = [family for family in _families(kind) if _rules(family)[0]]
        if not tables:
            break
        templates, weights = _rules(tables[0] if len(tables) == 1 or live.chance(0.55) else tables[1])
        template = live.rng.choices(templates, cum_weights=weights)[0]
        try:
            text = fill(live, template, kind, depth)
        except NoFit:
            continue
        if not SILLY.search(text) or live.chance(0.03):
            return text
    return atom(live, kind)


def call(live: Live, helper: str, depth: int) -> str:
    """A call of a helper function."""
    kinds, _ = live.helpers[helper]
    return f"{helper}({', '.join(expression(live, kind, depth - 1) for kind in kinds)})"


def atom(live: Live, kind: str, literal: float = 0.15) -> str:
    """A variable of a kind, or a literal."""
    names = live.having(kind)
    if names and not live.chance(literal):
        return live.pick(kind)
    return literal_of(live, kind)


def literal_of(live: Live, kind: str) -> str:
    """A literal as it stands in code: small numbers, short words, short lists.

    Raises:
        NoFit: the kind has no literals.
    """
    rng = live.rng
    base, inner = parts(kind)
    if kind == "int":
        return str(rng.choice((0, 1, 1, 2, 2, 3, 4, 5, 7, 8, 10, 10, 12, 15, 20, 50, 100, -1)))
    if kind == "bool":
        raise NoFit  # a condition that is a literal is none
    if kind == "str":
        return repr(people_values.word(rng, live.domain)) if live.chance(0.7) else special(live, "ch")
    if kind == "none" or kind == "any" or "any" in inner or base == "deque":
        raise NoFit
    value = people_values.value(rng, kind, live.domain)
    if isinstance(value, list):
        value = value[:4]  # pyright: ignore[reportUnknownVariableType]
    return people_values.text(value)  # pyright: ignore[reportUnknownArgumentType]


def fill(live: Live, template: str, kind: str, depth: int) -> str:
    """The template with its holes filled.

    Raises:
        NoFit: a variable that it needs is not there.
    """
    base, inner = parts(kind)
    known: dict[str, str] = {}
    if base == "dict":
        known = {"K": inner[0], "V": inner[1]}
    elif inner:
        known = {"T": inner[0]}
    bound = ""
    if "S" in template:
        known["S"] = _source_kind(live)
    if base != "dict" and ("K" in template or "V" in template):
        pairs = [parts(live.kinds[name])[1] for name in live.having("dict[*]") if name in live.kinds]
        known |= dict(zip("KV", live.rng.choice(pairs or [("str", "int")]), strict=True))

    def substituted(text: str) -> str:
        return _VARIABLES.sub(lambda found: known.get(found[0], found[0]), text)

    if "«@" in template:
        at = template.index("«@")
        element = substituted(template[at + 2 : template.index("»", at)])
        single = element == "str" and bool(_OVER_TEXT.search(template))
        bound = live.new_element("char" if single else element)
        live.bound[bound] = element
        if single:
            live.single.add(bound)

    out: list[str] = []
    last = 0
    try:
        for found in _HOLE.finditer(template):
            out.append(template[last : found.start()])
            last = found.end()
            made = _hole(live, substituted(found[1]), depth, bound)
            before, after = "".join(out)[-4:], template[last : last + 4]
            out.append(f"({made})" if _wants_brackets(made, before, after) else made)
    finally:
        live.bound.pop(bound, None)
        live.single.discard(bound)
    return "".join(out) + template[last:]


def _source_kind(live: Live) -> str:
    kinds = [
        parts(own)[1][0] for own in {**live.kinds, **live.bound}.values() if own.startswith(("list[", "tuple[", "set["))
    ]
    kinds = [each for each in kinds if each != "any"]
    return live.rng.choice(kinds) if kinds else live.rng.choice(("int", "str"))


def _wants_brackets(text: str, before: str, after: str) -> bool:
    if " " not in text or text.startswith("lambda"):
        return False
    bare = _QUOTED.sub("", text)
    depth = 0
    for at, letter in enumerate(bare):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == " " and not depth and at and bare[at - 1] != ",":
            break
    else:
        return False
    if after[:1] in (".", "["):
        return True
    if before.endswith(("- ", "* ", "/ ", "% ", "not ", "-")) or after.startswith(
        (" * ", " //", " / ", " % ", " **", " - ")
    ):
        return True
    return (
        (" if " in bare and not (before.endswith(("(", ", ", "")) and after[:1] in (")", ",", "")))
        or " or " in bare
        or " and " in bare
    )


def _hole(live: Live, hole: str, depth: int, bound: str) -> str:
    rng = live.rng
    if hole.startswith("@"):
        return bound
    if "¦" in hole:
        return rng.choice(hole.split("¦"))
    if found := _RANGE.fullmatch(hole):
        return str(rng.randint(int(found[1]), int(found[2])))
    if hole in SPECIAL:
        return special(live, hole)
    if hole.endswith("@"):
        return of_bound(live, hole[:-1], bound)
    mark = hole[-1]
    kind = _one_of(live, hole.rstrip("!?"))
    if mark == "!":
        return live.pick(kind)
    if mark == "?":
        return atom(live, kind)
    if kind == "bool":
        return expression(live, kind, 1)
    if depth <= 1 or live.chance(0.5):
        if not live.having(kind) and live.chance(0.75):
            raise NoFit  # arithmetic of literals alone is rare
        return atom(live, kind, 0.05)
    return expression(live, kind, depth - 1)


def _one_of(live: Live, kinds: str) -> str:
    """One of `a|b`, preferably one that a variable has."""
    options = kinds.split("|")
    if len(options) == 1:
        return kinds
    there = [option for option in options if live.having(option)]
    return live.rng.choice(there or options)


def of_bound(live: Live, kind: str, bound: str) -> str:
    """An expression that uses the comprehension's own name.

    Raises:
        NoFit: none was found.
    """
    own = live.bound[bound]
    if kind == own and live.chance(0.3):
        return bound
    pattern = re.compile(rf"\b{bound}\b")
    for _ in range(12):
        text = expression(live, kind, 1)
        if pattern.search(_QUOTED.sub("", text) if "f'" not in text else text):
            return text
    if kind == own:
        return bound
    raise NoFit


SPECIAL = frozenset(
    {"ch", "chars", "sep", "word", "small", "idx", "key", "item", "pred", "case", "width", "char", "fmt"}
)


def special(live: Live, hole: str) -> str:
    """A hole that is not a kind: a character that occurs, a separator, a small number, a key or an element that is there."""
    rng = live.rng
    if hole in ("ch", "chars", "sep"):
        return _characters(live, hole)
    if hole == "char":
        names = [
            name
            for name in live.having("str")
            if name in live.single or ((held := live.values(name)) and all(len(each) == 1 for each in held))
        ]
        if not names:
            raise NoFit
        hot = [name for name in names if name in live.single or name in live.hot]
        return rng.choice(hot or names)
    if hole == "word":
        texts = [value for name in live.having("str") for value in live.values(name) if value]
        if texts and live.chance(0.4):
            text = rng.choice(texts)
            at = rng.randrange(len(text))
            return repr(text[at : at + rng.randint(1, 4)])
        return repr(people_values.word(rng, live.domain))
    if hole == "small":
        return _small(live)
    if hole == "idx":
        return str(rng.choice((0, 0, 0, 1, 1, 2, -1, -1, -2, 3)))
    if hole == "pred":
        return rng.choice(
            (
                "isalpha",
                "isdigit",
                "isupper",
                "islower",
                "isalnum",
                "isspace",
                "isdigit",
                "isalpha",
                "isnumeric",
                "istitle",
                "isidentifier",
            )
        )
    if hole == "case":
        return rng.choice(("lower", "upper", "title", "capitalize", "swapcase", "lower", "upper", "casefold", "strip"))
    if hole == "width":
        return str(rng.randint(2, 16))
    if hole == "fmt":
        return rng.choice(("03d", ">4", "5d", "+d", "x", "b", "04d", "<3", "^5", ",", "o"))
    if hole in ("key", "item"):
        bases = ("dict[*]",) if hole == "key" else ("list[*]", "tuple[*]", "set[*]")
        held = [value for base in bases for name in live.having(base) for value in live.values(name) if value]
        if held and live.chance(0.8):
            return people_values.text(rng.choice(sorted(rng.choice(held), key=repr)))
        return literal_of(live, rng.choice(("int", "str")))
    raise KeyError(hole)


def _characters(live: Live, hole: str) -> str:
    rng = live.rng
    texts = [value for name in live.having("str") for value in live.values(name) if value]
    seen = rng.choice(texts) if texts and live.chance(0.65) else ""
    if hole == "sep":
        found = [mark for mark in " ,;:-_/|=.@&\n" if mark in seen]
        return repr(rng.choice(found or [" ", " ", ",", "-", "_", "", ", ", ":", "/"]))
    if hole == "ch":
        return repr(rng.choice(seen or "aeiostn -_.,01x"))
    if seen and live.chance(0.5):
        return repr("".join(sorted(set(rng.choices(seen, k=rng.randint(1, 4))))))
    return repr(
        rng.choice(
            (
                "aeiou",
                "aeiou",
                "AEIOU",
                "0123456789",
                "abc",
                "xyz",
                ".,!?",
                " ",
                "-_",
                "aeiouAEIOU",
                "()",
                "01",
                "!?",
                "\n\t ",
            )
        )
    )


def _small(live: Live) -> str:
    """An integer that is certainly 0 to 12 in every example."""
    rng = live.rng
    if live.chance(0.45):
        return str(rng.randint(1, 5))
    names = [
        name
        for name in live.having("int")
        if (held := live.values(name)) and not live.loops and all(0 <= each <= 12 for each in held)
    ]
    if names and live.chance(0.7):
        return rng.choice(names)
    numbers = live.having("int")
    if numbers and live.chance(0.6):
        return f"{rng.choice(numbers)} % {rng.randint(2, 6)}"
    sized = [name for base in ("list[*]", "str", "dict[*]", "tuple[*]") for name in live.having(base)]
    if sized and live.chance(0.7):
        name = rng.choice(sized)
        return rng.choice((f"len({name})", f"len({name}) // 2", f"len({name}) % {rng.randint(2, 4)}"))
    return str(rng.randint(0, 4))


def random_kind(rng: Random, weights: dict[str, float]) -> str:
    """A kind by weight."""
    return rng.choices(list(weights), list(weights.values()))[0]
