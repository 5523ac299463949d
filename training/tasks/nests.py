"""Loops within and after each other, drawn at random, with work of many kinds in them; `algebra` says how the whole grows.

Every part tells how often its body runs, what its own work costs and what it allocates. The same decisions but one give a program
that looks alike and grows otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from training.tasks.algebra import LOG, ONE, ROOT, Cost, M, N, total
from training.tasks.blocks import Block, block, nest
from training.tasks.choices import Choices


@dataclass(frozen=True, slots=True)
class Grown:
    """A program and how it grows.

    Attributes:
        program: its text as a block.
        time: its class in the worst case; None where there is no label for it.
        space: the same, of what is allocated.
        args: how to call it at the sizes {n} and {m}.
    """

    program: Block
    time: str | None
    space: str | None
    args: str


@dataclass(slots=True)
class Books:
    """What has been spent so far, and the lines that belong at the function's head."""

    time: list[Cost] = field(default_factory=lambda: [ONE])
    space: list[Cost] = field(default_factory=lambda: [ONE])
    head: list[str] = field(default_factory=list[str])

    def spend(self, time: Cost, space: Cost = ONE) -> None:
        """Put down a cost of time, and one of space."""
        self.time.append(time)
        self.space.append(space)

    def need(self, line: str) -> None:
        """A line at the head, once."""
        if line not in self.head:
            self.head.append(line)


@dataclass(frozen=True, slots=True)
class Size:
    """Something that is large: a number or a list, and how large in the costs' terms."""

    name: str
    is_list: bool
    cost: Cost

    @property
    def text(self) -> str:
        """The number, as an expression."""
        return f"len({self.name})" if self.is_list else self.name


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece stands.

    Attributes:
        level: how many loops are around it.
        visits: how often it runs.
        index: the innermost variable that runs up to the size, if there is one; where it begins at 0 it may be 0.
        item: something to calculate with.
        size: of the loop around it.
    """

    level: int
    visits: Cost
    index: str | None
    item: str
    size: Size


@dataclass(frozen=True, slots=True)
class Entered:
    """A loop that is open: what stands around its body, and where the body is."""

    around: Callable[[Block], Block]
    place: Place


def plain_loop(c: Choices, key: str, place: Place, size: Size, books: Books) -> Entered:
    """A loop of one of many kinds."""
    level = place.level + 1
    i, x = f"$i{level}", f"$x{level}"
    many = size.cost
    kinds = [
        "range",
        "range",
        "part",
        "while",
        "down",
        "constant",
        "halving",
        "doubling",
        "root",
        "cutoff",
        "capped",
        "once",
        "geometric",
    ]
    if size.is_list:
        kinds += ["items", "items", "items", "few", "enumerated", "every_second"]
    if place.index is not None and place.size is size:
        kinds += ["triangle", "triangle", "rest", "multiples"]
    if place.level:
        kinds += ["kept", "constant"]
    if size.cost == N:
        kinds.append("square")
    kind = c.of(f"{key}.kind", kinds)
    n = size.text

    def entered(head: str, rounds: Cost, *, index: bool = True, item: str = i, first: Block = (), last: Block = (), outer: Block = ()) -> Entered:  # fmt: skip
        books.spend(place.visits * rounds)
        inner = Place(level, place.visits * rounds, i if index else None, item, size)
        return Entered(lambda body: block(outer, nest(head, first, body, last)), inner)

    match kind:
        case "range":
            return entered(f"for {i} in range({n}):", many)
        case "part":
            return entered(f"for {i} in {c.of(f'{key}.part', (f'range(1, {n})', f'range({n} // 2)', f'range(0, {n}, 3)', f'range({n} - 1, -1, -1)', f'range({n} * 2)'))}:", many, index=False)  # fmt: skip
        case "while":
            return entered(f"while {i} < {n}:", many, index=False, outer=(f"{i} = 0",), last=(c.of(f"{key}.step", (f"{i} += 1", f"{i} += 2", f"{i} += 1")),))  # fmt: skip
        case "down":
            return entered(f"while {i} > 0:", many, index=False, outer=(f"{i} = {n}",), first=(f"{i} -= {c.of(f'{key}.step', (1, 1, 2))}",))  # fmt: skip
        case "halving":
            return entered(f"while {i} > 0:", LOG, index=False, outer=(f"{i} = {n}",), last=(f"{i} //= {c.of(f'{key}.step', (2, 2, 3))}",)) if many == N else entered(f"for {i} in range(4):", ONE, index=False)  # fmt: skip
        case "doubling":
            return entered(f"while {i} < {n}:", LOG, index=False, outer=(f"{i} = 1",), last=(f"{i} *= {c.of(f'{key}.step', (2, 2, 3))}",)) if many == N else entered(f"for {i} in range(6):", ONE, index=False)  # fmt: skip
        case "root":
            return entered(f"while {i} * {i} <= {n}:", ROOT, index=False, outer=(f"{i} = 1",), last=(f"{i} += 1",)) if many == N else entered(f"for {i} in range({n}):", many)  # fmt: skip
        case "constant":
            return entered(f"for {i} in range({c.of(f'{key}.times', (3, 5, 10, 26, 100))}):", ONE, index=False)
        case "cutoff":
            limit, rounds = c.of(f"{key}.limit", (("9", ONE), (n, many), (f"{n} // 2", many), ("20", ONE)))
            return entered(f"for {i} in range({n}):", rounds, index=False, first=(nest(f"if {i} > {limit}:", "break"),))
        case "capped":
            head, rounds = c.of(f"{key}.cap", ((f"min({n}, 10)", ONE), (f"max({n}, 10)", many), (f"{n} % 10", ONE), (f"{n} + 10", many)))  # fmt: skip
            return entered(f"for {i} in range({head}):", rounds, index=False)
        case "once":
            leave = c.of(f"{key}.leave", ("break", "break", "continue"))
            return entered(f"for {i} in range({n}):", ONE if leave == "break" else many, index=False, last=(leave,))
        case "geometric" if many == N:
            # The rounds of the inner loop halve each time: n + n/2 + ... is no more than 2n.
            outer, step = f"$j{level}", c.of(f"{key}.step", ("//= 2", "//= 2", "-= 1"))
            rounds = many if step == "//= 2" else many * many
            books.spend(place.visits * rounds)
            inner = Place(level, place.visits * rounds, None, i, size)
            return Entered(
                lambda body: block(
                    f"{outer} = {n}",
                    nest(f"while {outer} > 0:", nest(f"for {i} in range({outer}):", body), f"{outer} {step}"),
                ),
                inner,
            )
        case "items":
            return entered(f"for {x} in {size.name}:", many, index=False, item=x)
        case "few":
            head, rounds = c.of(
                f"{key}.few", ((f"{size.name}[:3]", ONE), (f"{size.name}[3:]", many), (f"{size.name}[-5:]", ONE))
            )
            books.spend(place.visits * rounds, rounds)
            return entered(f"for {x} in {head}:", rounds, index=False, item=x)
        case "enumerated":
            return entered(f"for {i}, {x} in enumerate({size.name}):", many, item=x)
        case "every_second":
            books.spend(ONE, many)
            return entered(f"for {x} in {size.name}[::2]:", many, index=False, item=x)
        case "triangle":
            return entered(f"for {i} in range({c.of(f'{key}.to', (f'{place.index}', f'{place.index} + 1', f'{n} - {place.index}'))}):", many)  # fmt: skip
        case "rest":
            return entered(f"for {i} in range({place.index} + {c.of(f'{key}.from', (1, 1, 2))}, {n}):", many)
        case "multiples" if many == N and place.visits == N:
            # n/1 + n/2 + n/3 + ... is about n log n.
            return entered(f"for {i} in range(0, {n}, {place.index} + 1):", LOG, index=False)
        case "kept":
            # The variable is not set back: over all rounds around it, the loop runs as often as the size says.
            i = f"$p{sum(line.startswith('$p') for line in books.head) + 1}"
            books.need(f"{i} = 0")
            back = c.of(f"{key}.back", ("", "", f"{i} = 0"))
            rounds = place.visits * many if back else many
            books.spend(rounds)
            inner = Place(level, rounds, None, i, size)
            return Entered(lambda body: block(nest(f"while {i} < {n}:", body, f"{i} += 1"), back), inner)
        case "square":
            head, rounds = c.of(
                f"{key}.square", ((f"{n} * {n}", many * many), (f"{n} ** 2", many * many), (f"{n} * 4", many))
            )
            return entered(f"for {i} in range({head}):", rounds, index=False)
        case _:
            return entered(f"for {i} in range({n}):", many)


def work(c: Choices, key: str, place: Place, books: Books) -> Block:
    """Something that is done once a visit."""
    size, item = place.size, place.item
    kind = c.of(f"{key}.do", ("sum", "sum", "sum", "sum", "keep", "keep", "look", "whole", "collect", "table"))
    many = size.cost
    visits = place.visits
    if kind == "keep" and "$d = []" not in books.head:
        books.need("$d = []")
        line, time, space = c.of(
            f"{key}.keep",
            (
                (f"$d.append({item})", ONE, visits),
                (f"$d.append(({item}, $t))", ONE, visits),
                (f"$d = [{item}]", ONE, ONE),
                (f"$d = $d + [{item}]", visits, visits),
                (f"$d.insert(0, {item})", visits, visits),
                (f"$d = ($d + [{item}])[-3:]", ONE, ONE),
                (f"$d += [{item}]", ONE, visits),
            ),
        )
        books.spend(visits * time, space)
        return (line,)
    if kind == "look" and size.is_list:
        name = size.name
        where, head, time, space = c.of(
            f"{key}.look",
            (
                (name, "", many, ONE),
                ("$d1", f"$d1 = set({name})", ONE, many),
                ("$d1", f"$d1 = list({name})", many, many),
                ("$d1", f"$d1 = dict.fromkeys({name})", ONE, many),
                ("$d1", f"$d1 = {name}[:4]", ONE, ONE),
                (f"set({name})", "", many, many),
            ),
        )
        if head:
            # Only one of them is made beforehand: a second look reads what is there.
            if any(line.startswith("$d1 = ") for line in books.head):
                return ("$t += 3",)
            books.need(head)
            books.spend(space, space)
        test = c.of(
            f"{key}.test", (f"if {item} in {where}:", f"if {item} + 1 in {where}:", f"if {item} not in {where}:")
        )
        books.spend(visits * time, space)
        return (nest(test, "$t += 1"),)
    if kind == "whole":
        line, time, space = c.of(f"{key}.whole", _whole_list(size.name) if size.is_list else _whole_number(size.name))
        times = {"1": ONE, "n": many, "n log n": many * LOG}
        books.spend(visits * times[time], times[space])
        return (line,)
    if kind == "collect" and size.is_list:
        line, space = c.of(
            f"{key}.collect",
            ((f"$x9 = [one * 2 for one in {size.name}]", many), (f"$t += sum(one for one in {size.name})", ONE), (f"$t += max(one % 7 for one in {size.name})", ONE)),
        )  # fmt: skip
        books.spend(visits * many, space)
        return (line.replace("one", "$x8"),)
    if kind == "table":
        line, time, space = c.of(
            f"{key}.table",
            (
                (f"$d2 = [0] * {size.text}", many, many),
                ("$d2 = [0] * 8", ONE, ONE),
                (f"$d2 = [[0] * {size.text} for _ in range({size.text})]", many * many, many * many),
                (f"$d2 = list(range({size.text}))", many, many),
            ),
        )
        books.spend(visits * time, space)
        return (line,)
    line = c.of(
        f"{key}.sum",
        (
            f"$t += {item}",
            f"$t = ($t + {item}) % 13",
            f"$t = max($t, {item})",
            "$t += 1",
            f"$t ^= {item}",
            f"$t -= {item} % 3",
            (nest(f"if {item} % 2 == 0:", "$t += 1")),
            (nest(f"if {item} > $t:", f"$t = {item}")),
        ),
    )
    return block(line)


def _whole_list(name: str) -> tuple[tuple[str, str, str], ...]:
    return (
        (f"$t += sum({name})", "n", "1"),
        (f"$t = max($t, min({name}))", "n", "1"),
        (f"$t += len({name})", "1", "1"),
        (f"$t += {name}[-1]", "1", "1"),
        (f"$t += {name}.count($t)", "n", "1"),
        (f"$t += len(set({name}))", "n", "n"),
        (f"$t += sorted({name})[0]", "n log n", "n"),
        (f"$t += {name}[::-1][0]", "n", "n"),
        (f"$t += sum({name}[:4])", "1", "1"),
        (f"$t += len({name}[1:])", "n", "n"),
    )


def _whole_number(name: str) -> tuple[tuple[str, str, str], ...]:
    return (
        (f"$t += sum(range({name}))", "n", "1"),
        (f"$t += len(range({name}))", "1", "1"),
        (f"$t += {name} * {name}", "1", "1"),
        (f"$t += len(list(range({name})))", "n", "n"),
        (f"$t += {name} % 7", "1", "1"),
        (f"$t += {name} // 2", "1", "1"),
        (f"$t += sorted(range({name}), key=abs)[0]", "n log n", "n"),
        (f"$t += sum(range(min({name}, 9)))", "1", "1"),
    )


_DOMAINS = ("list", "list", "list", "number", "number", "number", "lists", "numbers", "both")


def nested(c: Choices) -> Grown:
    """One to three nests of loops after each other."""
    domain = c.of("domain", _DOMAINS)
    sizes = {
        "list": [Size("$xs", True, N)],
        "number": [Size("$n", False, N)],
        "lists": [Size("$xs1", True, N), Size("$xs2", True, M)],
        "numbers": [Size("$n1", False, N), Size("$n2", False, M)],
        "both": [Size("$xs", True, N), Size("$n", False, M)],
    }[domain]
    books = Books()
    body: list[Block] = []
    for part in range(c.of("parts", (1, 1, 1, 2, 2, 3))):
        place = Place(0, ONE, None, str(c.of(f"{part}.item", (1, 2, 3))), sizes[0])
        body.append(_nest(c, f"{part}", place, sizes, books, c.of(f"{part}.depth", (0, 1, 1, 2, 2, 2, 3))))
    result = "$t" if "$d = []" not in books.head else c.of("result", ("$t", "len($d)", "$d", "$d"))
    guard = c.of("guard", ("", "", "", "", f"if {sizes[0].text} < 2:"))
    lines = block(nest(guard, f"return {result}") if guard else "", body, f"return {result}")
    program = (nest(f"def $f({', '.join(size.name for size in sizes)}):", "$t = 0", books.head, lines),)
    if c.of("helper", (0, 0, 0, 0, 0, 0, 1)):
        given = ", ".join(size.name for size in sizes)
        program = (
            nest(f"def $h({given}):", "$t = 0", books.head, lines),
            nest(f"def $f({given}):", f"return $h({given})"),
        )
    args = ", ".join(
        f"list(range(9000, 9000 + {{{'n' if size.cost == N else 'm'}}}))"
        if size.is_list
        else "{n}"
        if size.cost == N
        else "{m}"
        for size in sizes
    )
    time, space = total(books.time), total(books.space)
    return Grown(program, time and time.label, space and space.label, args)


def _nest(c: Choices, key: str, place: Place, sizes: list[Size], books: Books, depth: int) -> Block:
    if depth == 0:
        many = c.of(f"{key}.works", (1, 1, 1, 2))
        return block(*(work(c, f"{key}.{index}", place, books) for index in range(many)))
    size = sizes[place.level % len(sizes)] if c.of(f"{key}.other", (1, 1, 1, 0)) else sizes[0]
    entered = plain_loop(c, f"{key}l", place, size, books)
    inner = _nest(c, f"{key}l", entered.place, sizes, books, depth - 1)
    beside = c.of(f"{key}.beside", ("", "", "", "", "before", "after"))
    if beside:
        extra = work(c, f"{key}.b", entered.place, books)
        inner = block(extra, inner) if beside == "before" else block(inner, extra)
    return entered.around(inner)
