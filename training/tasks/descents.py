"""Loops whose end hangs on a number, each in two versions that differ in one place: one ends for all inputs, one doesn't.

A version that ends has a measure that gets smaller in every round and is bounded; one that doesn't keeps its condition true in
every round once an input has brought it there. Signs, operators, variables, constants and places are drawn independently of that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from training.tasks.blocks import Block, block, nest
from training.tasks.conditions import Condition, Loop, compared, guard


@dataclass(frozen=True, slots=True)
class Pair:
    """The two versions.

    Attributes:
        good: ends for all inputs.
        bad: doesn't for some.
        params: the function's parameters, with the kind of value that each takes.
        result: the expression that it gives back.
        known: whether the bad version is known never to end wherever it runs for long; else only a state that comes back counts.
    """

    good: Loop
    bad: Loop
    params: dict[str, str]
    result: str
    known: bool = True


PairMaker = Callable[[Random], "Pair | None"]


@dataclass(frozen=True, slots=True)
class _Counting:
    """A variable on its way to a bound."""

    up: bool
    strict: bool
    begin: str
    bound: str
    size: int
    params: dict[str, str]
    before: Block

    def condition(self) -> Condition:
        return compared("$i", self.bound, up=self.up, strict=self.strict)

    def step(self, size: int | str | None = None, *, forward: bool = True, variable: str = "$i") -> str:
        return f"{variable} {'+' if forward == self.up else '-'}= {self.size if size is None else size}"

    def loop(self, *body: object, after: Block = (), condition: Condition | None = None) -> Loop:
        return Loop(self.before, condition or self.condition(), block(*body), after)  # type: ignore[arg-type]


def _counting(rng: Random) -> _Counting:
    up = rng.random() < 0.5
    params: dict[str, str] = {}
    kind = rng.choice(("param", "param", "param", "length", "constant", "local", "both"))
    far, near = "", str(rng.randint(0, 4))
    extra: Block = ()
    if kind == "param":
        far, params = "$n", {"$n": "int"}
    elif kind == "length":
        far, params = "len($xs)", {"$xs": "list"}
    elif kind == "constant":
        far, params = str(rng.randint(8, 30)), {"$n": "int"}
        near = rng.choice((near, "$n"))
    elif kind == "local":
        far, params = "$b", {"$n": "int"}
        expression = rng.choice(("$n * 2", "$n + 3", "$n // 2 + 1", "abs($n)", "max($n, 4)", "$n * $n", "$n % 9 + 4"))
        extra = (f"$b = {expression}",)
    else:
        far, near, params = "$n", "$k", {"$n": "int", "$k": "int"}
        params = {"$n": "int", "$n2": "int"}
        near = "$n2"
    begin, bound = (near, far) if up else (far, near)
    start = f"$i = {begin}"
    lines = block(extra, rng.sample([start, f"$t = {rng.randint(0, 2)}"], 2))
    return _Counting(up, rng.random() < 0.6, begin, bound, rng.randint(1, 4), params, lines)


def _use(rng: Random, variable: str = "$i") -> str:
    """A line of the body that only fills the result."""
    return rng.choice(
        (
            f"$t += {variable}",
            f"$t -= {variable}",
            "$t += 1",
            "$t -= 1",
            f"$t += {rng.randint(2, 4)}",
            f"$t = $t + {variable} * {rng.randint(2, 5)}",
            f"$t = max($t, {variable})",
            f"$t = ($t + {variable}) % {rng.randint(5, 13)}",
            f"$t ^= {variable}",
        )
    )


def _either(rng: Random, *lines: str) -> list[str]:
    return rng.sample(lines, len(lines))


def sign(rng: Random) -> Pair:
    """Towards the bound, or away from it."""
    c, use = _counting(rng), _use(rng)
    first = rng.random() < 0.5
    good, bad = (
        c.loop(*((c.step(forward=forward), use) if first else (use, c.step(forward=forward))))
        for forward in (True, False)
    )
    return Pair(good, bad, c.params, "$t")


def direction(rng: Random) -> Pair:
    """The same steps under the condition for the other direction."""
    c, use = _counting(rng), _use(rng)
    body = _either(rng, c.step(), use)
    wrong = compared("$i", c.bound, up=not c.up, strict=c.strict)
    return Pair(c.loop(*body), c.loop(*body, condition=wrong), c.params, "$t")


def other_variable(rng: Random) -> Pair:
    """The step belongs to the variable of the condition, or to the one beside it."""
    c = _counting(rng)
    lines = _either(rng, c.step(), f"$t {rng.choice('+-')}= {rng.randint(1, 4)}")
    wrong = [line.replace("$i ", "$o ").replace("$t ", "$i ").replace("$o ", "$t ") for line in lines]
    turn = next(line for line in wrong if line.startswith("$i"))
    if (("+" in turn) == c.up) or rng.random() < 0.3:
        wrong = [line.replace("$i ", "$t ") for line in wrong]
    return Pair(c.loop(*lines), c.loop(*wrong), c.params, "$t")


def chased(rng: Random) -> Pair | None:
    """The bound moves as well: slower, towards the variable, or as fast."""
    c = _counting(rng)
    if c.bound not in ("$n", "$b"):
        return None
    mine = rng.randint(1, 5)
    slower = rng.randint(0, mine - 1)
    faster = rng.randint(mine, mine + 2)
    away = c.up

    def line(amount: int, *, add: bool) -> str:
        return f"{c.bound} {'+' if add else '-'}= {amount}"

    good_line = line(slower, add=away) if slower and rng.random() < 0.6 else line(rng.randint(1, 4), add=not away)
    bad_line = line(faster, add=away)
    place = rng.random() < 0.5
    good, bad = (
        c.loop(*((one, _use_0, c.step(mine)) if place else (c.step(mine), _use_0, one)))
        for _use_0 in (_use(rng),)
        for one in (good_line, bad_line)
    )
    return Pair(good, bad, c.params, "$t")


def place(rng: Random) -> Pair:
    """The step within the loop, or after it; another line the other way about."""
    c = _counting(rng)
    use, other = _use(rng), rng.choice(("$t += 1", "$t -= 1", "$t = $t * 2", f"$t = $t % {rng.randint(5, 9)}"))
    first = rng.random() < 0.5
    good = c.loop(*((c.step(), use) if first else (use, c.step())), after=(other,))
    bad = c.loop(*((other, use) if first else (use, other)), after=(c.step(),))
    return Pair(good, bad, c.params, "$t")


def guarded(rng: Random) -> Pair:
    """Both ways through the body step, or one of them only does something else."""
    c = _counting(rng)
    test = guard(
        rng.choice(("$i", "$i", "$t")) if rng.random() < 0.7 else next(iter(c.params)).replace("$xs", "$i"), rng
    )
    sizes = rng.sample(range(1, 5), 2)
    other = rng.choice(("$t = ", "$t = ")) + str(rng.randint(0, 5))
    steps = [c.step(sizes[0]), c.step(sizes[1])]
    missing = rng.randrange(2)
    lacking = [other if index == missing else one for index, one in enumerate(steps)]
    style = rng.random()
    use = rng.choice(("", "", f"$t = $i % {rng.randint(3, 7)}"))

    def body(ways: list[str]) -> Block:
        return block(use, nest(f"if {test}:", ways[0]), nest("else:", ways[1]))

    if style < 0.3:
        # With no `else`: the step stands beside the `if`, or under it.
        good = block(use, nest(f"if {test}:", other), c.step())
        bad = block(use, nest(f"if {test}:", other, c.step()))
        return Pair(c.loop(good), c.loop(bad), c.params, "$t", known="$t" not in test)
    return Pair(c.loop(body(steps)), c.loop(body(lacking)), c.params, "$t", known="$t" not in test)


def skipped(rng: Random) -> Pair:
    """A `continue` before the step or after it."""
    c, use = _counting(rng), rng.choice(("$t = $i", "$t = $i * 2", f"$t = {rng.randint(1, 4)}"))
    leap = nest(f"if {guard('$i', rng)}:", rng.choice(("", use)), "continue")
    tail = rng.choice(("", f"$t = $i + {rng.randint(1, 3)}"))
    return Pair(c.loop(c.step(), leap, use, tail), c.loop(leap, c.step(), use, tail), c.params, "$t")


def begun_again(rng: Random) -> Pair:
    """The beginning stands before the loop, or at the head of its body."""
    c, use = _counting(rng), _use(rng)
    start = f"$i = {c.begin}"
    good = c.loop(f"$t = {rng.randint(0, 3)}", use, c.step())
    bad = replace(c.loop(start, use, c.step()))
    return Pair(good, bad, c.params, "$t")


def clamped(rng: Random) -> Pair:
    """Held by `max` or `min` beyond the bound, at it, or short of it."""
    c = _counting(rng)
    within = rng.randint(1, 2)
    if c.bound.isdigit():
        at = int(c.bound)
        short = at + (-within if c.up else within)
        beyond = at + (1 if c.up else -1) * (0 if c.strict else 1) + (1 if c.up else -1) * rng.randint(0, 1)
        stuck = short if rng.random() < 0.6 or c.strict else at
        shown = {"good": str(beyond), "bad": str(stuck)}
    else:
        plus, minus = ("+", "-") if c.up else ("-", "+")
        shown = {
            "good": c.bound if c.strict and rng.random() < 0.6 else f"{c.bound} {plus} {within}",
            "bad": c.bound if not c.strict and rng.random() < 0.6 else f"{c.bound} {minus} {within}",
        }
    name, operation = ("min", "+") if c.up else ("max", "-")
    use = _use(rng)
    good, bad = (c.loop(use, f"$i = {name}($i {operation} {c.size}, {shown[which]})") for which in ("good", "bad"))
    return Pair(good, bad, c.params, "$t")


def met_exactly(rng: Random) -> Pair:
    """Until two numbers are equal: the steps meet the bound, or can leap over it."""
    size = rng.randint(1, 4)
    wrong = rng.choice([one for one in (2, 3, 4, 5) if size % one and one != size] or [2])
    source, params = rng.choice((("len($xs)", {"$xs": "list"}), ("abs($n)", {"$n": "int"}), ("$n % 8", {"$n": "int"})))
    far = source if size == 1 else f"{source} * {size}"
    up = rng.random() < 0.5
    condition = Condition("$i", "!=", "$b" if up else "0")
    begin = (f"$b = {far}", "$i = 0") if up else (f"$i = {far}",)
    before = block(begin, f"$t = {rng.randint(0, 2)}")
    use = _use(rng)
    good, bad = (Loop(before, condition, block(use, f"$i {'+' if up else '-'}= {one}")) for one in (size, wrong))
    return Pair(good, bad, params, "$t")


def growing(rng: Random) -> Pair:
    """Times a number until it is large: from nothing it never is, nor where it is another that grows."""
    factor, begin, other = rng.randint(2, 5), rng.randint(1, 3), rng.randint(0, 1)
    bound, params = rng.choice((("$n", {"$n": "int"}), ("len($xs)", {"$xs": "list"}), ("$n * 3", {"$n": "int"})))
    condition = compared("$i", bound, up=True, strict=rng.random() < 0.5)
    use = rng.choice(("$t += 1", "$t += $i", f"$t *= {rng.randint(2, 5)}", "$t = $i"))
    first, inits = rng.random() < 0.5, rng.random() < 0.5
    other = 0 if other and begin else other

    def loop(begin: int, second: int, variable: str = "$i") -> Loop:
        lines = (f"{variable} *= {factor}", use) if first else (use, f"{variable} *= {factor}")
        starts = (f"$i = {begin}", f"$t = {second}")
        return Loop(block(starts if inits else starts[::-1]), condition, block(lines))

    kind = rng.random()
    if kind < 0.5:
        # The same two beginnings, exchanged.
        return Pair(loop(begin, 0), loop(0, begin), params, "$t")
    if kind < 0.75:
        return Pair(loop(begin, other), loop(begin, other, "$t"), params, "$t")
    return Pair(loop(begin, other), loop(-begin, other), params, "$t")


def gap(rng: Random) -> Pair | None:
    """Two numbers move: the distance between them shrinks in every round, or in some rounds it doesn't."""
    up = rng.random() < 0.5
    condition = compared("$a", "$b", up=up, strict=rng.random() < 0.6)

    def way(*, shrinks: bool) -> Block:
        while True:
            mine, other = rng.randint(-4, 4), rng.randint(-4, 4)
            change = (other - mine) * (1 if up else -1)
            if (change < 0) == shrinks and (mine or other):
                lines = [
                    f"{name} {'+' if by > 0 else '-'}= {abs(by)}" for name, by in (("$a", mine), ("$b", other)) if by
                ]
                return block(rng.sample(lines, len(lines)))

    test = rng.choice(("$n % 2", "$n > 2", "$n == 3", "$n < 5", "$t % 2 == 0", "$a % 2 == 0", "$b % 3 == 1"))
    first, second, wrong = way(shrinks=True), way(shrinks=True), way(shrinks=False)
    params = {"$a": "int", "$b": "int"}
    use = _use(rng, rng.choice(("$a", "$b")))
    if rng.random() < 0.45:
        good, bad = block(use, first), block(use, wrong)
    elif test.startswith("$n"):
        params["$n"] = "int"
        good = block(nest(f"if {test}:", first), nest("else:", second), use)
        ways = (wrong, second) if rng.random() < 0.5 else (first, wrong)
        bad = block(nest(f"if {test}:", ways[0]), nest("else:", ways[1]), use)
    else:
        # Whatever the test says, in no round of the bad version the distance shrinks.
        good = block(nest(f"if {test}:", first), nest("else:", second), use)
        bad = block(nest(f"if {test}:", wrong), nest("else:", way(shrinks=False)), use)
    return Pair(Loop(("$t = 0",), condition, good), Loop(("$t = 0",), condition, bad), params, "$t")


def left_inner(rng: Random) -> Pair:
    """A `for` within `while True`: what leaves the `for` leaves nothing else."""
    c = rng.randint(2, 9)
    test = rng.choice((f"$t > {c}", f"$t >= {c}", f"$t % {c} == {c - 1}"))
    inner = f"for $j in range({rng.randint(2, 5)}):"
    step = rng.choice(("$t += 1", "$t = $t + 1"))
    use = rng.choice(("$w1 = $t + $j", "$w1 = $j", "$w1 = $t * 2"))
    leave, start = nest(f"if {test}:", "break"), f"$t = {rng.randint(0, 3)}"
    kind = rng.random()
    if kind < 0.25:
        good = nest("while True:", nest(inner, step, nest(f"if {test}:", "return $t")))
        return _whole(good, nest("while True:", nest(inner, step, leave)), start)
    if kind < 0.6:
        # The test stands under the `for` or beside it.
        good, bad = (
            nest("while True:", step, nest(inner, use), leave),
            nest("while True:", step, nest(inner, use, leave)),
        )
        return _whole(good, bad, start)
    # Both tests leave a loop: the second one the outer, or a second inner one.
    second = nest(inner.replace("$j", "$j1"), use.replace("$j", "$j1"))
    early = nest(f"if $j > {rng.randint(0, 2)}:", "break")
    good = nest("while True:", step, nest(inner, use, early), leave, second)
    bad = nest("while True:", step, nest(inner, use, early), nest(second.head, second.body, leave))
    return _whole(good, bad, start)


def _whole(good: object, bad: object, begin: str) -> Pair:
    """A pair that is no plain loop: it is written as it stands."""
    versions = [Loop(block(begin, one), "", ()) for one in (good, bad)]  # type: ignore[arg-type]
    return Pair(versions[0], versions[1], {"$n": "int"}, "$t")
