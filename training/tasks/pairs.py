"""Pairs of programs that differ in one place, of which one ends for all inputs and one doesn't, put together from parts at random.

The loop (`descents`, `maps`, `drains`) is written in one of several styles and set among other loops and lines that change nothing;
both programs have the same of all this, and the same names. True runs confirm both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from training.tasks import descents, drains
from training.tasks.blocks import Block, block, nest, written
from training.tasks.checking import Outcome, Run, outcome
from training.tasks.conditions import STYLES, Loop, guard, styled
from training.tasks.descents import Pair, PairMaker
from training.tasks.maps import numbers_walked
from training.tasks.termination import TerminationCase

MAKERS: tuple[tuple[PairMaker, int], ...] = (
    (descents.sign, 4),
    (descents.direction, 3),
    (descents.other_variable, 4),
    (descents.chased, 3),
    (descents.place, 3),
    (descents.guarded, 5),
    (descents.skipped, 3),
    (descents.begun_again, 3),
    (descents.clamped, 3),
    (descents.met_exactly, 3),
    (descents.growing, 2),
    (descents.gap, 4),
    (descents.left_inner, 2),
    (numbers_walked, 4),
    (drains.taken_out, 4),
    (drains.pushed, 3),
    (drains.marked, 2),
    (drains.iterated, 2),
    (drains.cut, 3),
    (drains.called_again, 4),
    (drains.called_on_less, 3),
)
"""What is put together, with its share."""

_CALLS = 5
_TRIES = 9


def ending_pair(rng: Random, run: Run, makers: Sequence[tuple[PairMaker, int]] = MAKERS) -> list[TerminationCase]:
    """A pair, the one that ends first or last; empty if this draw gave none that runs confirm.

    Args:
        rng: what is drawn from.
        run: records a program.
        makers: what is drawn, with its share.
    """
    maker = rng.choices([one for one, _ in makers], [weight for _, weight in makers])[0]
    pair = maker(rng)
    if pair is None:
        return []
    style, around = rng.choice(STYLES), _Around.drawn(pair, rng)
    (good, bad), names = written([around.program(loop, style, pair) for loop in (pair.good, pair.bad)], rng)
    entry = names["$f"]
    if good == bad:
        return []
    calls = [_call(entry, [pair.params[name] for name in around.order], rng) for _ in range(_TRIES)]
    accepted = (Outcome.RECURRED, Outcome.DEEP, Outcome.OPEN) if pair.known else (Outcome.RECURRED,)
    example = next((call for call in calls if outcome(bad, call, run) in accepted), None)
    if example is None:
        return []
    ended = [example, *(call for call in calls if call != example)][:_CALLS]
    if any(outcome(good, call, run) is not Outcome.ENDED for call in ended):
        return []
    name = f"pair_{maker.__name__}"
    made = [
        TerminationCase(name, good, entry, True, None, tuple(ended)),
        TerminationCase(name, bad, entry, False, example, ()),
    ]
    return made if rng.random() < 0.5 else made[::-1]


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a loop.

    Attributes:
        extra: lines at the function's head, before the loop, at the body's head, at its foot, and after the loop.
        wrapped: the header under which the loop stands; empty for none.
        order: the order of the parameters.
        helper: whether the loop is in a function that the entry calls.
    """

    extra: tuple[Block, Block, Block, Block, Block]
    wrapped: str
    order: tuple[str, ...]
    helper: bool

    @classmethod
    def drawn(cls, pair: Pair, rng: Random) -> _Around:
        """At random, the same for both versions."""
        lists = [name for name, kind in pair.params.items() if kind == "list"]
        numbers = [name for name, kind in pair.params.items() if kind == "int"]
        chance = rng.random()
        before = other_loop("1", lists, rng) if chance < 0.14 else ()
        after = other_loop("2", lists, rng) if 0.14 <= chance < 0.24 else ()
        inner = 0.24 <= chance < 0.34
        head = inner_loop(rng) if inner and rng.random() < 0.5 else _nothing(rng) if rng.random() < 0.2 else ()
        foot = inner_loop(rng) if inner and not head else _nothing(rng) if rng.random() < 0.2 else ()
        begin = ("$w1 = " + str(rng.randint(0, 3)),) if head or foot else ()
        wrapped = ""
        if rng.random() < 0.14:
            heads = ["for $j9 in range(2):", f"for $j9 in range(1, {rng.randint(3, 5)}):"]
            if numbers:
                heads += [f"if {guard(numbers[0], rng)}:", f"if {numbers[0]} != {rng.randint(0, 5)}:"]
            if lists:
                heads += [f"if len({lists[0]}) > 1:", f"if {lists[0]}:"]
            wrapped = rng.choice(heads)
        order = list(pair.params)
        rng.shuffle(order)
        return cls((begin, before, head, foot, after), wrapped, tuple(order), rng.random() < 0.1)

    def program(self, loop: Loop, style: str, pair: Pair) -> Block:
        """The module's text as a block."""
        begin, before, head, foot, after = self.extra
        if loop.condition:
            loop = replace(loop, body=block(head, loop.body, foot))
        statements, helpers = styled(replace(loop, after=block(loop.after, after)), style, pair.result)
        if self.wrapped and statements[-1] == f"return {pair.result}":
            # What the result needs is there whether the loop is entered or not.
            first = [line for line in statements if isinstance(line, str) and line.startswith(("$t = ", "$d = "))][:2]
            statements = block(first, nest(self.wrapped, statements[:-1]), statements[-1])
        body = block(begin, before, statements)
        given = ", ".join(self.order)
        if self.helper:
            return block(helpers, nest(f"def $h8({given}):", body), nest(f"def $f({given}):", f"return $h8({given})"))
        return block(helpers, nest(f"def $f({given}):", body))


def other_loop(number: str, lists: Sequence[str], rng: Random) -> Block:
    """A loop on names of its own that ends; it leaves alone what the others read."""
    i, w, size = f"$j{number}", f"$w{int(number) + 2}", rng.randint(2, 6)
    work = rng.choice((f"{w} += {i}", f"{w} -= {i}", f"{w} = {w} * 2 % 7", f"{w} = max({w}, {i})"))
    start = f"{w} = {rng.randint(0, 3)}"
    kinds = [
        block(start, nest(f"for {i} in range({size}):", work)),
        block(start, f"{i} = 0", nest(f"while {i} < {size}:", work, f"{i} += {rng.randint(1, 2)}")),
        block(start, f"{i} = {size}", nest(f"while {i} > 0:", work, f"{i} -= {rng.randint(1, 2)}")),
        block(start, f"{i} = {size * 3}", nest(f"while {i} > 1:", f"{i} //= 2", work)),
    ]
    if lists:
        kinds.append(block(start, nest(f"for {i} in {lists[0]}:", work)))
    return rng.choice(kinds)


def inner_loop(rng: Random) -> Block:
    """A short loop on names of its own, for the body of another."""
    work = rng.choice(("$w1 += $j3", "$w1 -= 1", "$w1 = $w1 * 3 % 5", "$w1 = $w1 + 2"))
    size = rng.randint(2, 3)
    kinds = (
        block(nest(f"for $j3 in range({size}):", work)),
        block(f"$j3 = {size}", nest("while $j3 > 0:", "$j3 -= 1", work)),
        block("$j3 = 0", nest(f"while $j3 < {size}:", "$j3 += 1", work)),
    )
    return rng.choice(kinds)


def _nothing(rng: Random) -> Block:
    lines: tuple[Block, ...] = (
        ("$w1 += 1",),
        ("$w1 -= 1",),
        ("$w1 = ($w1 + 3) % 7",),
        (nest("if $w1 > 5:", "$w1 = 0"),),
        ("$w1 = 1 - $w1",),
        (nest("if $w1 % 2:", "$w1 += 3"), nest("else:", "$w1 -= 1")),
    )
    return rng.choice(lines)


_LETTERS = "abcx"
_VALUES: dict[str, Callable[[Random], str]] = {
    "int": lambda rng: str(rng.choice((-2, -1, 0, 1, 2, 3, 3, 4, 5, 5, 6, 7, 8, 9, 10, 13))),
    "list": lambda rng: repr([rng.randint(-1, 7) for _ in range(rng.choice((0, 1, 2, 3, 3, 4, 5)))]),
    "text": lambda rng: repr("".join(rng.choice(_LETTERS) for _ in range(rng.choice((0, 1, 2, 3, 4, 5))))),
    "node": lambda rng: str(rng.randint(1, 3)),
    "graph": lambda rng: repr({a: rng.sample((1, 2, 3), rng.choice((0, 1, 1, 2))) for a in (1, 2, 3)}),
}


def _call(entry: str, kinds: Sequence[str], rng: Random) -> str:
    return f"{entry}({', '.join(_VALUES[kind](rng) for kind in kinds)})"
