"""Loops of many kinds: each tells how often its body runs, for whatever body."""

from __future__ import annotations

from training.tasks.algebra import LOG, ONE, ROOT, Cost, N
from training.tasks.blocks import Block, block, nest
from training.tasks.books import Books, Entered, Place, Size
from training.tasks.choices import Choices

_ANYWHERE = (
    *("range", "range", "part", "while", "down", "constant", "halving", "doubling", "root", "cutoff", "capped", "once"),
    "geometric",
)
_OVER_LISTS = ("items", "items", "items", "few", "enumerated", "every_second")
_UP_TO_ANOTHER = ("triangle", "triangle", "rest", "multiples")
_WITHIN = ("kept", "constant")


def plain_loop(c: Choices, key: str, place: Place, size: Size, books: Books) -> Entered:
    """A loop over a size, which may hang on the loops around it.

    Args:
        c: decides.
        key: the name of this place among the decisions.
        place: where the loop stands.
        size: what it runs over, in whole or in part.
        books: where its costs are put down.
    """
    kinds = [*_ANYWHERE, *(_OVER_LISTS if size.is_list else ())]
    if place.index is not None and place.size is size:
        kinds += _UP_TO_ANOTHER
    if place.level:
        kinds += _WITHIN
    if size.cost == N:
        kinds.append("square")
    return _Loop(c, key, place, size, books).of(c.of(f"{key}.kind", kinds))


class _Loop:
    """One loop that is being made."""

    def __init__(self, c: Choices, key: str, place: Place, size: Size, books: Books) -> None:
        self._c, self._key, self._place, self._size, self._books = c, key, place, size, books
        level = place.level + 1
        self._i, self._x, self._j = f"$i{level}", f"$x{level}", f"$j{level}"

    def _entered(
        self,
        head: str,
        rounds: Cost,
        *,
        index: bool = False,
        item: str = "",
        first: Block = (),
        last: Block = (),
        before: Block = (),
    ) -> Entered:
        """A loop whose header and rounds are known; `before` and, in the body, `first` and `last` belong to it."""
        visits = self._place.visits * rounds
        self._books.spend(visits)
        inner = self._inside(visits, index=index, item=item or self._i)
        return Entered(lambda body: block(before, nest(head, first, body, last)), inner)

    def _inside(self, visits: Cost, *, index: bool = False, item: str) -> Place:
        return Place(self._place.level + 1, visits, self._i if index else None, item, self._size)

    def of(self, kind: str) -> Entered:
        """The loop of this kind; a plain one where the kind does not suit the place."""
        i, n, many = self._i, self._size.text, self._size.cost
        if kind in ("halving", "doubling", "root", "geometric") and many != N:
            kind = "range"
        if kind == "multiples" and self._place.visits != N:
            kind = "rest"
        match kind:
            case "part":
                parts = (
                    f"range(1, {n})",
                    f"range({n} // 2)",
                    f"range(0, {n}, 3)",
                    f"range({n} - 1, -1, -1)",
                    f"range({n} * 2)",
                )
                return self._entered(f"for {i} in {self._drawn('part', parts)}:", many)
            case "while":
                step = f"{i} += {self._drawn('step', ('1', '1', '2'))}"
                return self._entered(f"while {i} < {n}:", many, before=(f"{i} = 0",), last=(step,))
            case "down":
                step = f"{i} -= {self._drawn('step', ('1', '1', '2'))}"
                return self._entered(f"while {i} > 0:", many, before=(f"{i} = {n}",), first=(step,))
            case "halving":
                step = f"{i} //= {self._drawn('step', ('2', '2', '3'))}"
                return self._entered(f"while {i} > 0:", LOG, before=(f"{i} = {n}",), last=(step,))
            case "doubling":
                step = f"{i} *= {self._drawn('step', ('2', '2', '3'))}"
                return self._entered(f"while {i} < {n}:", LOG, before=(f"{i} = 1",), last=(step,))
            case "root":
                return self._entered(f"while {i} * {i} <= {n}:", ROOT, before=(f"{i} = 1",), last=(f"{i} += 1",))
            case "constant":
                return self._entered(f"for {i} in range({self._drawn('times', ('3', '5', '10', '26', '100'))}):", ONE)
            case "triangle" | "rest" | "multiples" | "kept" | "geometric":
                return self._by_another(kind)
            case "items" | "few" | "enumerated" | "every_second":
                return self._over_list(kind)
            case "cutoff" | "capped" | "once" | "square":
                return self._cut_short(kind)
            case _:
                return self._entered(f"for {i} in range({n}):", many, index=True)

    def _cut_short(self, kind: str) -> Entered:
        """Loops of which the header says one thing and a number or a `break` another."""
        i, n, many, c, key = self._i, self._size.text, self._size.cost, self._c, self._key
        if kind == "cutoff":
            limit, rounds = c.of(f"{key}.limit", (("9", ONE), (n, many), (f"{n} // 2", many), ("20", ONE)))
            return self._entered(f"for {i} in range({n}):", rounds, first=(nest(f"if {i} > {limit}:", "break"),))
        if kind == "once":
            leave = self._drawn("leave", ("break", "break", "continue"))
            return self._entered(f"for {i} in range({n}):", ONE if leave == "break" else many, last=(leave,))
        if kind == "capped":
            bounds = (f"min({n}, 10)", ONE), (f"max({n}, 10)", many), (f"{n} % 10", ONE), (f"{n} + 10", many)
        else:
            bounds = (f"{n} * {n}", many * many), (f"{n} ** 2", many * many), (f"{n} * 4", many)
        bound, rounds = c.of(f"{key}.bound", bounds)
        return self._entered(f"for {i} in range({bound}):", rounds)

    def _over_list(self, kind: str) -> Entered:
        name, x, many = self._size.name, self._x, self._size.cost
        if kind == "few":
            part, rounds = self._c.of(
                f"{self._key}.few", ((f"{name}[:3]", ONE), (f"{name}[3:]", many), (f"{name}[-5:]", ONE))
            )
            self._books.spend(ONE, rounds)
            return self._entered(f"for {x} in {part}:", rounds, item=x)
        if kind == "enumerated":
            return self._entered(f"for {self._i}, {x} in enumerate({name}):", many, index=True, item=x)
        if kind == "every_second":
            self._books.spend(ONE, many)
            return self._entered(f"for {x} in {name}[::2]:", many, item=x)
        return self._entered(f"for {x} in {name}:", many, item=x)

    def _by_another(self, kind: str) -> Entered:
        """Loops whose rounds hang on those of another."""
        i, n, many, outer = self._i, self._size.text, self._size.cost, self._place.index
        if kind == "triangle":
            ends = f"{outer}", f"{outer} + 1", f"{n} - {outer}"
            return self._entered(f"for {i} in range({self._drawn('to', ends)}):", many, index=True)
        if kind == "rest":
            begin = f"{outer} + {self._drawn('from', ('1', '1', '2'))}"
            return self._entered(f"for {i} in range({begin}, {n}):", many, index=True)
        if kind == "multiples":
            # n/1 + n/2 + n/3 + ... is about n log n.
            return self._entered(f"for {i} in range(0, {n}, {outer} + 1):", LOG)
        if kind == "kept":
            # The variable is not set back: over all rounds around it, the loop runs as often as the size says.
            i = f"$p{sum(line.startswith('$p') for line in self._books.head) + 1}"
            self._books.need(f"{i} = 0")
            back = self._drawn("back", ("", "", f"{i} = 0"))
            visits = self._place.visits * many if back else many
            self._books.spend(visits)
            inner = self._inside(visits, item=i)
            return Entered(lambda body: block(nest(f"while {i} < {n}:", body, f"{i} += 1"), back), inner)
        # The rounds of the inner loop halve each time: n + n/2 + ... is no more than 2n.
        j, step = self._j, self._drawn("step", ("//= 2", "//= 2", "-= 1"))
        visits = self._place.visits * (many if step == "//= 2" else many * many)
        self._books.spend(visits)
        inner = self._inside(visits, item=i)
        return Entered(
            lambda body: block(
                f"{j} = {n}", nest(f"while {j} > 0:", nest(f"for {i} in range({j}):", body), f"{j} {step}")
            ),
            inner,
        )

    def _drawn(self, what: str, options: tuple[str, ...]) -> str:
        return self._c.of(f"{self._key}.{what}", options)
