"""Loops within and after each other, drawn at random, with work of many kinds in them; `algebra` says how the whole grows.

The same decisions but one give a program that looks alike and grows otherwise.
"""

from __future__ import annotations

from training.tasks.algebra import ONE, M, N, total
from training.tasks.blocks import Block, block, nest
from training.tasks.books import Books, Grown, Place, Size
from training.tasks.choices import Choices
from training.tasks.rounds import plain_loop
from training.tasks.works import work

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
