"""Statements of one or a few lines that change a variable: outside of loops by anything, within loops by little at a time.

The statements themselves are text in `grammar_tables`; here stands when which of them is safe.
"""

from __future__ import annotations

from training.programs import grammar_tables, values
from training.programs.grammar_scope import Scope
from training.programs.grammar_templates import expression, fill, operand

LISTS = ("list_int", "list_str", "list_float", "list_list")
_FEED_KINDS = {"key": "str", "char": "str", "index": "int", "value": "int"}


def feeds(into: str, kind: str) -> bool:
    """Whether there is a way to take an element of a kind into an accumulator of a kind."""
    return f"{into}<{_FEED_KINDS.get(kind, kind)}" in grammar_tables.FEEDS


def feed(scope: Scope, source: str, kind: str, accumulator: str) -> None:
    """One statement that takes an element into an accumulator."""
    into = scope.kinds[accumulator]
    table = grammar_tables.FEEDS[f"{into}<{_FEED_KINDS.get(kind, kind)}"]
    for _ in range(5):
        text = fill(scope, table, accumulator, source)
        if (
            text is None or "'" not in source or f"{{{source}}}" not in text
        ):  # no quotes within quotes before Python 3.12
            break
    else:
        return
    if text is None:
        return
    scope.read(source)
    scope.emit(text)
    scope.changed(accumulator, shrinks=".append(" not in text and "+=" not in text)


def update(scope: Scope, name: str) -> None:
    """One statement, seldom two, that changes a variable."""
    kind = scope.kinds[name]
    if scope.loops:
        _update_slowly(scope, name, kind)
        return
    if kind in LISTS and scope.chance(0.22) and _shrink(scope, name):
        return
    if kind in grammar_tables.ELEMENT_CHANGES and scope.chance(0.2):
        held = scope.least.get(name, 0) > 0
        if not held and name in scope.parameters:
            scope.want(name, "length", 1)
            held = True
        if held:
            text = fill(scope, grammar_tables.ELEMENT_CHANGES[kind], name)
            if text is not None:
                scope.emit(text)
                scope.changed(name, shrinks=False)
                return
    if kind == "dict" and scope.chance(0.25):
        _update_entry(scope, name)
        return
    text = fill(scope, grammar_tables.CHANGES[kind], name)
    if text is None:
        return
    scope.emit(text)
    grows = any(method in text for method in (".append(", ".insert(", ".extend(", "+=", ".sort(", ".reverse("))
    scope.changed(name, shrinks=not (grows and kind in LISTS))
    if grows and kind in LISTS and ".append(" in text and not scope.blocks:
        scope.least[name] = scope.least.get(name, 0) + 1


def _update_slowly(scope: Scope, name: str, kind: str) -> None:
    element = {"list_int": "int", "list_str": "str", "str": "str", "list_float": "float", "float": "float"}.get(
        kind, "int"
    )
    if kind == "dict":
        element = "str"
    source = operand(scope, element, name, 0.5)
    if kind == "str" and not (source.startswith("'") and len(source) < 5):
        source = scope.rng.choice(("'a'", "'-'", "'x'", "'.'", "' '", "'_'"))
    if source == name:
        source = "1"
    feed(scope, source, element, name)


def _update_entry(scope: Scope, name: str) -> None:
    rng = scope.rng
    key = scope.pick("str") if scope.chance(0.5) else None
    key = key or repr(values.key(rng))
    if scope.chance(0.65):
        scope.emit(f"if {key} in {name}:")
        scope.emit(
            f"    {rng.choice((f'{name}[{key}] += 1', f'{name}[{key}] *= 2', f'del {name}[{key}]', f'{name}.pop({key})'))}"
        )
        if scope.chance(0.5):
            scope.emit("else:")
            scope.emit(f"    {name}[{key}] = {rng.choice((1, 1, 0, 5))}")
    else:
        scope.emit(f"if {key} not in {name}:")
        scope.emit(f"    {name}[{key}] = {rng.randint(0, 9)}")
    scope.changed(name)


def _shrink(scope: Scope, name: str) -> bool:
    """Takes an element out of a list, that has one or is asked whether it has."""
    rng = scope.rng
    if scope.least.get(name, 0) < 1 and name not in scope.parameters:
        scope.emit(f"if {name}:")
        scope.emit(
            f"    {rng.choice((f'{name}.pop()', f'{name}.pop(0)', f'del {name}[0]', f'{name}.remove({name}[0])'))}"
        )
        scope.changed(name)
        return True
    if name in scope.parameters:
        scope.want(name, "length", 1 + scope.chance(0.5))
    kind = scope.kinds[name][5:]
    method = rng.choice(("pop()", "pop()", "pop(0)", "pop(-1)"))
    if scope.chance(0.5) and kind in scope.weights and not scope.blocks:
        variable = scope.new_name(kind)
        scope.emit(f"{variable} = {name}.{method}")
        scope.changed(name)
        scope.declare(variable, kind)
    else:
        scope.emit(rng.choice((f"{name}.{method}", f"{name}.{method}", f"del {name}[0]", f"del {name}[-1]")))
        scope.changed(name)
    return True


def assign(scope: Scope, name: str) -> None:
    """`name = expression` for a name that exists."""
    kind = scope.kinds[name]
    text = expression(scope, kind)
    if text == name:
        text = values.literal(scope.rng, kind)
    scope.emit(f"{name} = {text}")
    scope.declare(name, kind)
