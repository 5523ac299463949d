"""Work that is done once a visit, of many kinds: each tells what it costs and what it allocates."""

from __future__ import annotations

from training.tasks.algebra import LOG, ONE
from training.tasks.blocks import Block, block, nest
from training.tasks.books import Books, Place
from training.tasks.choices import Choices


def work(c: Choices, key: str, place: Place, books: Books) -> Block:
    """Something that is done once a visit.

    Args:
        c: decides.
        key: the name of this place among the decisions.
        place: where it stands.
        books: where its costs are put down.
    """
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
            (
                (f"$x9 = [one * 2 for one in {size.name}]", many),
                (f"$t += sum(one for one in {size.name})", ONE),
                (f"$t += max(one % 7 for one in {size.name})", ONE),
            ),
        )
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
