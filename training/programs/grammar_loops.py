"""Loops: over ranges, containers and counters; each feeds an accumulator. Every loop ends.

`for` runs over something that its body leaves alone, `while` has a counter, a number or a stack that its body moves.
"""

# ruff: noqa: E501 - pieces of programs are read more easily on one line

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from training.programs.grammar_changes import feed, feeds, update
from training.programs.grammar_scope import Scope
from training.programs.grammar_templates import condition_on, initial

_ELEMENTS = {"str": "char", "list_str": "str", "list_float": "float", "list_list": "list", "dict": "key"}
_ITERABLES = ("list_int", "str", "list_str", "dict", "tuple", "set", "list_float", "list_list")
_TEMPORARIES = {
    "int": (("int", "{} * 2"), ("int", "{} % 4"), ("int", "{} + 1"), ("int", "{} ** 2"), ("int", "abs({})"), ("int", "{} // 2"), ("bool", "{} > 3")),
    "str": (("str", "{}.upper()"), ("str", "{}.lower()"), ("str", "{}[::-1]"), ("str", "{} + '-'"), ("int", "len({})"), ("int", "{}.count('a')")),
    "char": (("str", "{}.upper()"), ("str", "{}.lower()"), ("int", "ord({})"), ("bool", "{} in 'aeiou'"), ("str", "{} * 2"), ("int", "ord({}) - 97")),
    "float": (("float", "{} * 2"), ("float", "round({}, 1)"), ("int", "int({})")),
    "list": (("int", "sum({})"), ("int", "len({})"), ("list_int", "{}[::-1]"), ("list_int", "sorted({})")),
}  # fmt: skip
"""element's kind -> (kind, expression) of something in between."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn of a loop works with.

    Attributes:
        source: the expression of the element that is taken in.
        kind: its kind; `char`, `index`, `key`, `value` are elements' kinds.
        accumulator: the variable that takes it in.
    """

    source: str
    kind: str
    accumulator: str


def _plain(kind: str) -> str:
    return {"char": "str", "key": "str", "index": "int", "value": "int", "list": "list_int"}.get(kind, kind)


def accumulator(scope: Scope, kind: str, apart_from: Iterable[str | None] = ()) -> str:
    """A variable that takes in elements of a kind: an old one, or a new one with its first value."""
    fixed = set(scope.fixed)
    scope.fixed |= {name for name in apart_from if name is not None}
    kinds = [each for each in scope.weights if feeds(each, kind)] or ["int"]
    existing = scope.changeable(*kinds)
    scope.fixed = fixed
    if existing and (scope.loops or scope.chance(0.25)):
        return existing[-1] if scope.chance(0.6) else scope.rng.choice(existing)
    weights = [scope.weights.get(each, 1.0) * (0.3 if each == "bool" else 1) for each in kinds]
    into = scope.rng.choices(kinds, weights)[0]
    name = scope.new_name(into)
    scope.emit(f"{name} = {initial(scope, into)}")
    return scope.declare(name, into)


def run(
    scope: Scope,
    turn: Turn,
    declared: Iterable[tuple[str, str]],
    frozen: Iterable[str | None],
    can_continue: bool = True,
) -> None:
    """Writes a loop's body.

    Args:
        scope: the scope; its last line is the loop's header.
        turn: what the body takes in, and where.
        declared: the loop's variables with their kinds.
        frozen: what the body must leave alone.
        can_continue: whether `continue` would still let the loop end.
    """
    fixed, before = set(scope.fixed), scope.can_continue
    scope.can_continue = can_continue
    with scope.block(loop=True):
        names = {name for name, _ in declared}
        for name, kind in declared:
            scope.declare(name, kind)
        scope.reserved |= names
        scope.fixed |= names | {name for name in frozen if name is not None}
        for name in scope.kinds:
            if scope.may_change(name):
                scope.least.pop(name, None)
                scope.parameters.discard(name)
        if scope.loops == 1 and scope.chance(0.1):
            inner = scope.new_element("index")
            into = accumulator(scope, "index")
            scope.emit(f"for {inner} in range({scope.rng.choice((2, 2, 3))}):")
            run(scope, Turn(inner, "index", into), [(inner, "int")], [])
        else:
            _body(scope, turn)
    scope.fixed, scope.can_continue = fixed, before


def _body(scope: Scope, turn: Turn) -> None:
    """A guard sometimes, something in between sometimes, the accumulator's update, under a condition or not."""
    rng = scope.rng
    shape = rng.random()
    asked = _plain(turn.kind) if turn.kind != "char" else "char"
    if shape < 0.14:
        scope.emit(f"if {condition_on(scope, turn.source, asked)}:")
        if scope.chance(0.15):
            with scope.block():
                update(scope, turn.accumulator)
        scope.emit("    " + ("continue" if scope.can_continue and scope.chance(0.6) else "break"))
    elif shape < 0.3:
        kind, text = rng.choice(_TEMPORARIES.get(turn.kind, _TEMPORARIES.get(asked, _TEMPORARIES["int"])))
        if feeds(scope.kinds[turn.accumulator], kind):
            name = scope.new_name(kind)
            scope.emit(f"{name} = {text.format(turn.source)}")
            scope.declare(name, kind)
            scope.fixed.add(name)
            turn = Turn(name, kind, turn.accumulator)
            asked = kind
    shape = rng.random()
    if shape < 0.38:
        feed(scope, turn.source, turn.kind, turn.accumulator)
    elif shape < 0.9:
        scope.emit(f"if {condition_on(scope, turn.source, asked)}:")
        with scope.block():
            feed(scope, turn.source, turn.kind, turn.accumulator)
            if scope.chance(0.1):
                _something_else(scope, turn)
            elif scope.chance(0.06):
                scope.emit("break")
        if shape < 0.47:
            scope.emit(f"elif {condition_on(scope, turn.source, asked)}:")
            with scope.block():
                feed(scope, turn.source, turn.kind, turn.accumulator)
        if shape < 0.64:
            scope.emit("else:")
            with scope.block():
                if not (scope.chance(0.3) and _something_else(scope, turn)):
                    feed(scope, turn.source, turn.kind, turn.accumulator)
    else:
        feed(scope, turn.source, turn.kind, turn.accumulator)
        name = turn.accumulator if scope.chance(0.7) else turn.source
        scope.emit(f"if {condition_on(scope, name, scope.kinds.get(name, asked))}:")
        scope.emit("    break")
    if scope.chance(0.12):
        _something_else(scope, turn)


def _something_else(scope: Scope, turn: Turn) -> bool:
    names = [
        name
        for name in scope.changeable("int", "list_int", "list_str", "dict", "bool", "set")
        if name != turn.accumulator
    ]
    if not names:
        return False
    update(scope, scope.rng.choice(names))
    return True


def for_loop(scope: Scope) -> bool:
    """A `for` over a range, a container, `enumerate`, `zip`, `items()`."""
    if scope.loops > 1:
        return False
    source = None if scope.chance(0.16) else scope.pick(*_ITERABLES)
    if source is None:
        return _over_range(scope)
    kind = scope.kinds[source]
    if kind == "dict":
        return _over_dict(scope, source)
    if kind == "list_list" and scope.chance(0.5):
        return _over_cells(scope, source)
    shape = scope.rng.random()
    if kind != "set" and shape < 0.13:
        return _over_enumerate(scope, source)
    if kind not in ("set", "list_list") and shape < 0.25:
        return _over_indices(scope, source)
    element_kind = _ELEMENTS.get(kind, "int")
    iterable = source
    if kind != "set" and 0.25 < shape < 0.4:
        iterable = scope.rng.choice(
            (
                f"reversed({source})",
                f"sorted({source})",
                f"{source}[1:]",
                f"{source}[::2]",
                f"{source}[::-1]",
                f"{source}[:3]",
            )
        )
    elif kind == "set":
        iterable = f"sorted({source})" if scope.chance(0.5) else source
    elif kind == "str" and shape < 0.48:
        iterable, element_kind = f"{source}.split()", "str"
    into = accumulator(scope, element_kind, (source,))
    element = scope.new_element(element_kind)
    scope.emit(f"for {element} in {iterable}:")
    start = len(scope.lines)
    run(scope, Turn(element, element_kind, into), [(element, _plain(element_kind))], [source])
    if scope.chance(0.25) and any(line.strip() == "break" for line in scope.lines[start:]) and not scope.loops:
        scope.emit("else:")
        with scope.block():
            update(scope, into)
    return True


def _over_range(scope: Scope) -> bool:
    rng = scope.rng
    limit = scope.pick_small() if scope.chance(0.75) else None
    top = limit or str(rng.randint(2, 3 if scope.loops else 6))
    shapes = [f"range({top})", f"range({top})", f"range(1, {top} + 1)" if limit else f"range(1, {rng.randint(3, 7)})",
              f"range({top}, 0, -1)", f"range(0, {limit or rng.randint(4, 12)}, {rng.randint(2, 3)})", f"range(1, {top})",
              f"range({rng.randint(2, 3)}, {top} + {rng.randint(2, 3)})"]  # fmt: skip
    into = accumulator(scope, "index", (limit,))
    element = scope.new_element("index")
    scope.emit(f"for {element} in {rng.choice(shapes)}:")
    run(scope, Turn(element, "index", into), [(element, "int")], [limit])
    return True


def _over_dict(scope: Scope, source: str) -> bool:
    k, v = scope.new_element("key"), scope.new_element("value")
    if k == v or scope.chance(0.25):
        into = accumulator(scope, "key", (source,))
        scope.emit(f"for {k} in {source if scope.chance(0.7) else f'sorted({source})'}:")
        by_value = feeds(scope.kinds[into], "int") and scope.chance(0.5)
        turn = Turn(f"{source}[{k}]", "int", into) if by_value else Turn(k, "key", into)
        run(scope, turn, [(k, "str")], [source])
        return True
    if scope.chance(0.2):
        into = accumulator(scope, "value", (source,))
        scope.emit(f"for {v} in {source}.values():")
        run(scope, Turn(v, "value", into), [(v, "int")], [source])
        return True
    by_value = scope.chance(0.6)
    into = accumulator(scope, "value" if by_value else "key", (source,))
    scope.emit(
        f"for {k}, {v} in {source}.items():" if scope.chance(0.85) else f"for {k}, {v} in sorted({source}.items()):"
    )
    if scope.kinds[into] == "dict" and scope.chance(0.6):
        fixed = set(scope.fixed)
        with scope.block(loop=True):
            scope.fixed |= {k, v, source}
            guarded = scope.chance(0.5)
            if guarded:
                scope.emit(f"if {condition_on(scope, v, 'int')}:")
            target = scope.rng.choice((f"{into}[{k}] = {v}", f"{into}[{k}] = {v} * 2", f"{into}[{k}] = {into}.get({k}, 0) + {v}", f"{into}[{k}.upper()] = {v}",
                                       f"{into}[str({v})] = len({k})"))  # fmt: skip
            scope.emit("    " * guarded + target)
        scope.fixed = fixed
        scope.changed(into)
        return True
    run(scope, Turn(v, "value", into) if by_value else Turn(k, "key", into), [(k, "str"), (v, "int")], [source])
    return True


def _over_cells(scope: Scope, source: str) -> bool:
    into = accumulator(scope, "int", (source,))
    row, cell = scope.new_element("list"), scope.new_element("int")
    if row == cell or scope.loops:
        cell = f"{cell}2"
    by_index = scope.chance(0.25)
    if by_index:
        row, cell = "i", "j"
        if {"i", "j"} & set(scope.kinds):
            return False
    scope.emit(f"for {row} in range(len({source})):" if by_index else f"for {row} in {source}:")
    fixed = set(scope.fixed)
    with scope.block(loop=True):
        scope.fixed |= {source, row, cell}
        scope.emit(f"for {cell} in range(len({source}[{row}])):" if by_index else f"for {cell} in {row}:")
        item = f"{source}[{row}][{cell}]" if by_index else cell
        run(scope, Turn(item, "int", into), [(cell, "int")], [source, row])
        if scope.chance(0.2):
            update(scope, into)
    scope.fixed = fixed
    return True


def _over_enumerate(scope: Scope, source: str) -> bool:
    kind = _ELEMENTS.get(scope.kinds[source], "int")
    element, index = scope.new_element(kind), scope.new_element("index")
    if index == element:
        index = f"{index}{index}"
    other = scope.pick("list_int", "tuple") if scope.chance(0.35) else None
    by_index = scope.chance(0.3)
    taken = "index" if by_index else kind
    into = accumulator(scope, taken, (source, other))
    if other is not None and other != source:
        scope.emit(f"for {index}, {element} in zip({other}, {source}):")
    else:
        scope.emit(f"for {index}, {element} in enumerate({source}{', 1' if scope.chance(0.15) else ''}):")
    turn = Turn(index if by_index else element, taken, into)
    run(scope, turn, [(index, "int"), (element, _plain(kind))], [source, other])
    return True


def _over_indices(scope: Scope, source: str) -> bool:
    kind = _ELEMENTS.get(scope.kinds[source], "int")
    into = accumulator(scope, kind, (source,))
    index = scope.new_element("index")
    pairwise = scope.chance(0.3)
    if pairwise or scope.chance(0.85):
        scope.emit(f"for {index} in range(len({source}){' - 1' if pairwise else ''}):")
    else:
        scope.emit(f"for {index} in range(len({source}) - 1, -1, -1):")
    item = f"{source}[{index} + 1]" if pairwise and scope.chance(0.6) else f"{source}[{index}]"
    run(scope, Turn(item, kind, into), [(index, "int")], [source])
    return True


def while_loop(scope: Scope) -> bool:
    """A `while` that counts, strips a number of its digits, consumes a list, or grows towards a limit."""
    if scope.loops:
        return False
    shape = scope.rng.random()
    if shape < 0.4:
        return _counting(scope)
    if shape < 0.65:
        return _dividing(scope)
    return _consuming(scope) if shape < 0.85 else _growing(scope)


def _counting(scope: Scope) -> bool:
    rng = scope.rng
    source = scope.pick("list_int", "str", "list_str", "tuple") if scope.chance(0.5) else None
    limit = None if source else scope.pick_small()
    kind = "index" if source is None else _ELEMENTS.get(scope.kinds[source], "int")
    into = accumulator(scope, kind, (source, limit))
    counter = rng.choice(
        [name for name in ("i", "i", "j", "k", "pos", "idx") if name not in scope.reserved] or [scope.new_name("int")]
    )
    scope.emit(f"{counter} = {0 if source or limit else rng.randint(0, 2)}")
    scope.emit(f"while {counter} < {f'len({source})' if source else limit or rng.randint(3, 7)}:")
    turn = Turn(f"{source}[{counter}]" if source else counter, kind, into)
    run(scope, turn, [(counter, "int")], [source, limit], can_continue=False)
    scope.emit(f"    {counter} {f'= {counter} +' if scope.chance(0.15) else '+='} {rng.choice((1, 1, 1, 2))}")
    scope.declare(counter, "int")
    scope.read(counter)
    return True


def _dividing(scope: Scope) -> bool:
    rng = scope.rng
    numbers = [name for name in scope.changeable("int") if name in scope.parameters or name in scope.small]
    if not numbers:
        return False
    name = rng.choice(numbers)
    little = name in scope.small or "small" in scope.wants.get(name, {})
    into = accumulator(scope, "int", (name,))
    divisor = rng.choice((2, 2, 3, 10, 10, 5))
    scope.emit(f"while {name} > {rng.choice((0, 0, 0, 1))}:")
    turn = Turn(rng.choice((f"{name} % {divisor}", name)), "int", into)
    run(scope, turn, [], [name], can_continue=False)
    step = (
        f"-= {rng.choice((1, 1, 2))}"
        if little and scope.chance(0.6)
        else f"//= {divisor}"
        if scope.chance(0.7)
        else f"= {name} // {divisor}"
    )
    scope.emit(f"    {name} {step}")
    scope.changed(name)
    scope.read(name)
    return True


def _consuming(scope: Scope) -> bool:
    rng = scope.rng
    stacks = scope.changeable("list_int", "list_str")
    if not stacks:
        return False
    name = rng.choice(stacks)
    kind = scope.kinds[name][5:]
    into = accumulator(scope, kind, scope.aliases.get(name, {name}))
    scope.emit(f"while {rng.choice((name, name, f'len({name}) > {rng.randint(0, 2)}'))}:")
    element = scope.new_name(kind)
    scope.emit(f"    {element} = {name}.pop({rng.choice(('', '', '0'))})")
    run(scope, Turn(element, kind, into), [(element, kind)], [name])
    scope.changed(name)
    scope.read(name)
    return True


def _growing(scope: Scope) -> bool:
    rng = scope.rng
    into = accumulator(scope, "int")
    name = scope.new_name("int")
    scope.emit(f"{name} = {rng.randint(1, 3)}")
    scope.emit(f"while {name} < {rng.choice((10, 20, 30, 50, 100))}:")
    run(scope, Turn(name, "int", into), [(name, "int")], [], can_continue=False)
    step = rng.choice((f"{name} *= 2", f"{name} *= 3", f"{name} = {name} * 2 + 1", f"{name} += {rng.randint(5, 15)}"))
    scope.emit(f"    {step}")
    scope.declare(name, "int")
    return True
