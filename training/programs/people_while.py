"""`while` loops as people write them; whether they end is found out on the examples."""

from __future__ import annotations

from training.programs.people_blocks import feed, guarded_feed, tried
from training.programs.people_expressions import expression, special
from training.programs.people_kinds import parts
from training.programs.people_live import GUARD, Live, NoFit
from training.programs.people_loops import accumulators


def write_while(live: Live) -> bool:
    """Writes one; False if its examples don't survive it."""
    rng = live.rng
    maker = rng.choice(
        (_by_index, _by_index, _digits, _until_empty, _two_ends, _up_to, _shrinking, _occurring, _for_ever)
    )
    return maker(live)


def _sequence(live: Live, *bases: str) -> str:
    names = [
        name
        for name, kind in live.kinds.items()
        if parts(kind)[0] in bases and "any" not in kind and name not in live.fixed
    ]
    if not names:
        raise NoFit
    return live.rng.choice([name for name in names if name in live.unread] or names)


def _inner(live: Live, targets: list[str], start: list[str], new: dict[str, str]) -> list[str]:
    """The body's own lines, written where the lines in `start` have been done once."""
    with live.trial():
        if not live.attempt(start, new):
            raise NoFit
        live.lines = []
        live.loops += 1
        live.fixed |= set(new)
        live.hot = set(new)
        live.hot_targets = set(targets)
        for name in targets:
            tried(
                live,
                (lambda own, each=name: guarded_feed(own, each))
                if live.chance(0.4)
                else (lambda own, each=name: feed(own, each)),
            )
        if not live.lines:
            raise NoFit
        return live.lines


def _written(live: Live, head: str, lines: list[str], kinds: dict[str, str]) -> bool:
    try:
        entered = any(live.evaluate(head))
    except Exception:
        return False
    if not entered and live.chance(0.9):
        return False
    return live.attempt([f"while {head}:", f"    {GUARD}", *("    " + line for line in lines)], kinds)


def _kinds(live: Live, names: list[str]) -> dict[str, str]:
    return {name: live.kinds[name] for name in names}


def _by_index(live: Live) -> bool:
    name = _sequence(live, "str", "list")
    targets = accumulators(live)
    i = live.new_element("index")
    if not live.attempt([f"{i} = 0"], {i: "int"}):
        return False
    live.fixed |= {name, i}
    item = live.new_element("char" if live.kinds[name] == "str" else parts(live.kinds[name])[1][0], name)
    named = live.chance(0.5)
    start = [f"{item} = {name}[{i}]"]
    lines = _inner(live, targets, start, {item: "any"})
    if not named:
        lines = (
            [line if item not in line else line.replace(item, f"{name}[{i}]") for line in lines]
            if len(item) > 2
            else [*start, *lines]
        )
    else:
        lines = [*start, *lines]
    step = live.rng.choice(("1", "1", "1", "2", special(live, "small") + " + 1"))
    ok = _written(
        live,
        live.rng.choice((f"{i} < len({name})", f"{i} < len({name})", f"{i} < len({name}) - 1")),
        [*lines, f"{i} += {step}"],
        {i: "int", **_kinds(live, targets)},
    )
    live.fixed -= {name, i}
    return ok


def _digits(live: Live) -> bool:
    names = [
        name for name in live.having("int") if all(each > 0 for each in live.values(name)) and name not in live.fixed
    ]
    if not names:
        raise NoFit
    number = live.rng.choice(names)
    targets = accumulators(live)
    if number in targets:
        return False
    base = live.rng.choice((10, 10, 10, 2, 3, 16))
    digit = live.rng.choice(("digit", "d", "r", "last", "rem"))
    if digit in live.kinds:
        return False
    start = live.rng.choice(([f"{digit} = {number} % {base}"], [f"{number}, {digit} = divmod({number}, {base})"]))
    lines = [*start, *_inner(live, targets, start, {digit: "int"})]
    if "divmod" not in start[0]:
        lines.append(f"{number} //= {base}")
    return _written(
        live,
        live.rng.choice((f"{number} > 0", number, f"{number} != 0", f"{number} >= {base}")),
        lines,
        {number: "int", **_kinds(live, targets)},
    )


def _until_empty(live: Live) -> bool:
    name = _sequence(live, "list", "deque")
    kind = live.kinds[name]
    targets = [each for each in accumulators(live) if each != name]
    item = live.new_element(parts(kind)[1][0], name)
    take = live.rng.choice((f"{name}.pop()", f"{name}.pop(0)")) if kind.startswith("list") else f"{name}.popleft()"
    start = [f"{item} = {take}"]
    lines = _inner(live, targets, start, {item: "any"})
    head = live.rng.choice(
        (name, name, f"len({name}) > {live.rng.randint(0, 2)}", f"{name} and {name}[-1] != {special(live, 'item')}")
    )
    return _written(live, head, [*start, *lines], {name: kind, **_kinds(live, targets)})


def _two_ends(live: Live) -> bool:
    name = _sequence(live, "str", "list")
    targets = accumulators(live)
    rng = live.rng
    left, right = rng.choice((("left", "right"), ("i", "j"), ("lo", "hi"), ("start", "end"), ("l", "r")))
    if {left, right} & set(live.kinds):
        return False
    if not live.attempt(
        [f"{left}, {right} = 0, len({name}) - 1"]
        if live.chance(0.6)
        else [f"{left} = 0", f"{right} = len({name}) - 1"],
        {left: "int", right: "int"},
    ):
        return False
    live.fixed |= {name, left, right}
    if live.kinds[name].startswith("list") and live.chance(0.3):
        lines = [f"{name}[{left}], {name}[{right}] = {name}[{right}], {name}[{left}]"]
    elif live.chance(0.4):
        feeding = _inner(live, targets, ["pass"], {})
        lines = [
            f"if {name}[{left}] {rng.choice(('==', '!=', '<'))} {name}[{right}]:",
            *("    " + line for line in feeding),
        ]
    else:
        a, b = rng.choice((("a", "b"), ("first", "last"), ("x", "y")))
        if {a, b} & set(live.kinds):
            return False
        start = [f"{a}, {b} = {name}[{left}], {name}[{right}]"]
        lines = [*start, *_inner(live, targets, start, {a: "any", b: "any"})]
    ok = _written(
        live,
        f"{left} < {right}",
        [*lines, f"{left} += 1", f"{right} -= 1"],
        {left: "int", right: "int", name: live.kinds[name], **_kinds(live, targets)},
    )
    live.fixed -= {name, left, right}
    return ok


def _up_to(live: Live) -> bool:
    """A value that is changed until it passes a limit, with a count of steps."""
    rng = live.rng
    names = [
        name
        for name in live.having("int")
        if name not in live.fixed and all(abs(each) < 10**5 for each in live.values(name))
    ]
    if not names:
        raise NoFit
    name = rng.choice(names)
    count = rng.choice(("steps", "count", "rounds", "tries", "turns", "i"))
    if count in live.kinds or not live.attempt([f"{count} = 0"], {count: "int"}):
        return False
    limit = rng.randint(20, 500)
    shapes = (
        (f"{name} < {limit}", [f"{name} = {name} * {rng.randint(2, 3)} + {rng.randint(0, 4)}"]),
        (f"{name} < {limit} and {count} < {rng.randint(3, 9)}", [f"{name} += {expression(live, 'int', 1)}"]),
        (f"{name} > {rng.randint(1, 9)}", [f"{name} //= {rng.randint(2, 4)}"]),
        (f"{name} > {rng.randint(1, 9)}", [f"{name} -= {rng.randint(2, 20)}"]),
        (
            f"{name} != 1 and {count} < {rng.randint(5, 12)}",
            [
                f"if {name} % 2 == 0:",
                f"    {name} //= 2",
                "else:",
                f"    {name} = {rng.choice(('3 * ', '', '5 * '))}{name} + 1",
            ],
        ),
        (f"{name} >= 10", [f"{name} = sum(int(d) for d in str({name}))"]),
        (f"{count} < {rng.randint(2, 8)}", [f"{name} = {expression(live, 'int', 1)}"]),
    )
    head, lines = rng.choice(shapes)
    return _written(live, head, [*lines, f"{count} += 1"], {name: "int", count: "int"})


def _shrinking(live: Live) -> bool:
    name = _sequence(live, "str", "list")
    targets = [each for each in accumulators(live) if each != name]
    rng = live.rng
    cut = rng.choice(("[1:]", "[:-1]", "[2:]", "[1:-1]", "[::2]", f"[:len({name}) // 2]"))
    live.hot = {name}
    lines = _inner(live, targets, ["pass"], {}) if targets else []
    head = rng.choice(
        (
            f"len({name}) > {rng.randint(1, 4)}",
            name,
            f"{name} and {name}[0] != {special(live, 'ch' if live.kinds[name] == 'str' else 'item')}",
        )
    )
    return _written(live, head, [*lines, f"{name} = {name}{cut}"], {name: live.kinds[name], **_kinds(live, targets)})


def _occurring(live: Live) -> bool:
    rng = live.rng
    if live.having("str") and live.chance(0.7):
        name = _sequence(live, "str")
        mark, other = special(live, rng.choice(("ch", "ch", "word"))), special(live, "ch")
        line = rng.choice(
            (
                f"{name} = {name}.replace({mark}, {other}, 1)",
                f"{name} = {name}.replace({mark}, '', 1)",
                f"{name} = {name}[:{name}.index({mark})] + {name}[{name}.index({mark}) + 1:]",
            )
        )
        return _written(live, f"{mark} in {name}", [line], {name: "str"})
    name = _sequence(live, "list")
    item = special(live, "item")
    return _written(live, f"{item} in {name}", [f"{name}.remove({item})"], {name: live.kinds[name]})


def _for_ever(live: Live) -> bool:
    """`while True` with a `break`."""
    rng = live.rng
    targets = accumulators(live)
    count = rng.choice(("i", "n_tries", "turn", "step", "k"))
    if count in live.kinds or not live.attempt([f"{count} = {rng.choice('001')}"], {count: "int"}):
        return False
    live.fixed.add(count)
    live.hot = {count}
    lines = _inner(live, targets, ["pass"], {})
    live.fixed.discard(count)
    stop = rng.choice(
        (
            f"{count} >= {special(live, 'small')}",
            f"{count} > {rng.randint(1, 6)}",
            f"{expression(live, 'bool', 1)} or {count} == {rng.randint(2, 8)}",
        )
    )
    return _written(
        live,
        "True",
        rng.choice(
            (
                [f"if {stop}:", "    break", *lines, f"{count} += 1"],
                [*lines, f"{count} += 1", f"if {stop}:", "    break"],
            )
        ),
        {count: "int", **_kinds(live, targets)},
    )
