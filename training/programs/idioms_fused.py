"""Two idioms in one function, one after the other on the same argument, or as two functions that a third one calls.

The idioms themselves live in the other modules.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from training.programs import (
    idioms_dicts,
    idioms_dynamic,
    idioms_generators,
    idioms_lists,
    idioms_numbers,
    idioms_oneliners,
    idioms_recursion,
    idioms_state,
    idioms_strings,
)
from training.programs.idiom_template import Idiom, choose, finish
from training.programs.program import Generator, Program

_POOL: tuple[Idiom, ...] = (
    *idioms_strings.BUILDING,
    *idioms_strings.SEARCHING,
    *idioms_strings.PARSING,
    *idioms_lists.SCANS,
    *idioms_lists.SORTING,
    *idioms_lists.MOVING,
    *idioms_dicts.COUNTING,
    *idioms_dicts.CHANGING,
    *idioms_numbers.DIVISORS,
    *idioms_numbers.DIGITS,
    *idioms_numbers.SERIES,
    *idioms_state.MACHINES,
    *idioms_state.PARSERS,
    *idioms_dynamic.TABLES,
    *idioms_oneliners.STRINGS,
    *idioms_oneliners.LISTS,
    *idioms_oneliners.DICTS,
)
_CALLABLE: tuple[Idiom, ...] = (
    *_POOL,
    *idioms_recursion.SEQUENCES,
    *idioms_recursion.NUMBERS,
    *idioms_generators.FUNCTIONAL,
)


def _header(idiom: Idiom) -> str:
    return idiom.template.lstrip().split("\n", 1)[0]


def _plain(idioms: Sequence[Idiom], header: str) -> list[Idiom]:
    """The idioms that are a single function with this header and no trick of their own."""
    return [i for i in idioms if _header(i) == header and i.template.count("def ") == 1]


def _common(first: Idiom, second: Idiom) -> list[str]:
    """The kinds of arguments that both idioms take."""
    return [kinds for kinds in first.kinds.split("|") if kinds in second.kinds.split("|")]


def _body(idiom: Idiom, rng: Random) -> list[str]:
    return [line for line in choose(idiom.template, rng).split("\n") if line.strip()][1:]


def _one_after_the_other(name: str, header: str) -> Generator:
    idioms = _plain(_POOL, header)

    def generate(rng: Random) -> Program:
        while True:
            first, second = rng.choice(idioms), rng.choice(idioms)
            shared = _common(first, second)
            body = _body(first, rng)
            # The first one's last return becomes a variable; only a plain last line can.
            if shared and len(body) > 1 and body[-1].startswith("    return "):
                break
        last, rest = body[-1][11:], _body(second, rng)
        if rest[-1].startswith("    return ") and ", " not in rest[-1] and rng.random() < 0.6:
            rest[-1] = (
                f"    return $o9, {rest[-1][11:]}" if rng.random() < 0.8 else f"    return [$o9, {rest[-1][11:]}]"
            )
        lines = [header, *body[:-1], f"    $o9 = {last}", *rest]
        mutable = first.mutable and second.mutable
        return finish("\n".join(lines), rng.choice(shared), mutable, name, rng)

    return generate


def _called_by_a_third(name: str) -> Generator:
    """Two functions on equal arguments, and an entry that combines what they return."""
    idioms = [i for i in _CALLABLE if i.template.count("def ") == 1 and _header(i).startswith("def $f(")]
    headers = sorted({_header(i) for i in idioms if "«" not in _header(i)})
    groups = [group for header in headers if len(group := [i for i in idioms if _header(i) == header]) > 1]

    def generate(rng: Random) -> Program:
        while True:
            group = rng.choice(groups)
            first, second = rng.choice(group), rng.choice(group)
            shared = _common(first, second)
            if shared and first is not second:
                break
        parameters = _header(first)[len("def $f(") : -2]
        one = choose(first.template, rng).strip("\n").replace("$f", "$F1")
        two = choose(second.template, rng).strip("\n").replace("$f", "$F2")
        ending = rng.choice(
            (
                f"    $a9 = $F1({parameters})\n    $z9 = $F2({parameters})\n    return $a9, $z9",
                f"    return [$F1({parameters}), $F2({parameters})]",
                f"    $a9 = $F1({parameters})\n    if $a9:\n        return $a9\n    return $F2({parameters})",
                f"    $a9 = $F1({parameters})\n    return $a9 == $F2({parameters})",
                f"    return $F1({parameters}) or $F2({parameters})",
            )
        )
        text = f"{one}\n{two}\n{_header(first)}\n{ending}\n"
        return finish(text, rng.choice(shared), False, name, rng)

    return generate


FAMILIES: dict[str, tuple[Generator, float]] = {
    "fused_strings": (_one_after_the_other("fused_strings", "def $f($s):"), 1.0),
    "fused_lists": (_one_after_the_other("fused_lists", "def $f($l):"), 1.0),
    "fused_numbers": (_one_after_the_other("fused_numbers", "def $f($n):"), 0.6),
    "fused_pairs": (_one_after_the_other("fused_pairs", "def $f($s, $t):"), 0.3),
    "fused_calls": (_called_by_a_third("fused_calls"), 0.8),
}
