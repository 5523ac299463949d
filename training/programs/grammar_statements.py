"""Statements other than loops: new variables, unpacking, branches, early returns, the last `return`.

Each writes one or more lines into a scope and returns whether it could.
"""

from __future__ import annotations

from collections.abc import Callable

from training.programs import values
from training.programs.grammar_changes import LISTS, assign, update
from training.programs.grammar_loops import for_loop
from training.programs.grammar_scope import Scope
from training.programs.grammar_templates import closing, condition, expression, initial, operand

Statement = Callable[[Scope], bool]


def new_variable(scope: Scope) -> bool:
    """`name = expression`."""
    kind = scope.kind()
    mutable = scope.changeable("list_int", "list_str", "dict", "set")
    if mutable and not scope.blocks and scope.chance(0.03):
        other = scope.rng.choice(mutable)
        kind, text = scope.kinds[other], other
    else:
        other, text = None, expression(scope, kind)
    name = scope.new_name(kind)
    scope.emit(f"{name} = {text}")
    scope.declare(name, kind, least=_certain_length(text))
    if other is not None:
        scope.alias(name, other)
        scope.read(other)
    return True


def _certain_length(text: str) -> int:
    """The length of a plain list literal; 0 for everything else."""
    if text.startswith("[") and text.endswith("]") and " for " not in text and len(text) > 2 and "'" not in text:
        return text.count(",") + 1 if text.count("[") == 1 else 0
    return 0


def change(scope: Scope) -> bool:
    """A change of a variable that exists, by an operation or by a new value."""
    kind = scope.kind()
    names = scope.changeable(kind)
    if not names:
        return False
    fresh = [name for name in names if name not in scope.unread] or names
    name = scope.rng.choice(fresh if scope.chance(0.4) else names)
    if scope.chance(0.3) and not scope.loops:
        assign(scope, name)
    else:
        update(scope, name)
    return True


def unpack(scope: Scope) -> bool:
    """Tuple unpacking: a swap, two new variables, `divmod`, or an end of a list and its rest."""
    shape = scope.rng.random()
    if shape < 0.35:
        return _swap(scope)
    if shape < 0.6:
        return _two_at_once(scope)
    if shape < 0.8:
        return _divmod(scope)
    return _rest(scope)


def _swap(scope: Scope) -> bool:
    rng = scope.rng
    kind = rng.choice([kind for kind in ("int", "int", "str", "list_int") if kind in scope.weights] or ["int"])
    names = scope.changeable(kind)
    if len(names) < 2:
        return False
    a, b = rng.sample(names, 2)
    second = rng.choice((a, a, f"{a} + {b}", f"{a} % {rng.randint(2, 5)}")) if kind == "int" else a
    scope.emit(f"{a}, {b} = {b}, {second}")
    scope.declare(a, kind)
    scope.declare(b, kind)
    return True


def _two_at_once(scope: Scope) -> bool:
    rng = scope.rng
    kinds = [
        rng.choice([kind for kind in ("int", "str", "list_int") if kind in scope.weights] or ["int"]) for _ in range(2)
    ]
    texts = [initial(scope, kind) if scope.chance(0.5) else operand(scope, kind) for kind in kinds]
    texts = [
        f"{text}[:]" if kind in LISTS and text in scope.kinds else text for text, kind in zip(texts, kinds, strict=True)
    ]
    a, b = (scope.new_name(kind) for kind in kinds)
    scope.emit(f"{a}, {b} = {texts[0]}, {texts[1]}")
    scope.declare(a, kinds[0])
    scope.declare(b, kinds[1])
    return True


def _divmod(scope: Scope) -> bool:
    number = scope.pick("int")
    if number is None:
        return False
    a, b = scope.new_name("int"), scope.new_name("int")
    scope.emit(f"{a}, {b} = divmod({number}, {scope.rng.randint(2, 10)})")
    scope.declare(a, "int")
    scope.declare(b, "int")
    return True


def _rest(scope: Scope) -> bool:
    source = scope.pick_length(2, "list_int", "tuple", "list_str")
    if source is None:
        return False
    kind = "str" if scope.kinds[source] == "list_str" else "int"
    a, b = scope.new_name(kind), scope.new_name(f"list_{kind}")
    scope.emit(f"{a}, *{b} = {source}" if scope.chance(0.6) else f"*{b}, {a} = {source}")
    scope.declare(b, f"list_{kind}", least=1)
    scope.declare(a, kind)
    return True


def branch(scope: Scope) -> bool:
    """`if`, with `elif` and `else` sometimes; mostly every block changes the same variable."""
    rng = scope.rng
    if scope.blocks > 1:
        return False
    kind = scope.kind()
    names = scope.changeable(kind)
    if not names:
        return False
    target = rng.choice(names)
    scope.emit(f"if {condition(scope)}:")
    _branch_body(scope, target)
    shape = rng.random()
    if shape < 0.25:
        scope.emit(f"elif {condition(scope)}:")
        _branch_body(scope, target)
    if shape < 0.5:
        scope.emit("else:")
        _branch_body(scope, target)
    return True


def _branch_body(scope: Scope, target: str) -> None:
    start = len(scope.lines)
    with scope.block():
        if scope.chance(0.08) and not scope.loops:
            for_loop(scope)
        for _ in range(scope.rng.choice((1, 1, 1, 1, 2))):
            name = target
            if scope.chance(0.2):
                name = scope.rng.choice(scope.changeable(*scope.weights))
            if scope.chance(0.35) and not scope.loops:
                assign(scope, name)
            else:
                update(scope, name)
        if len(scope.lines) == start:
            scope.emit("pass")


def choose_value(scope: Scope) -> bool:
    """A new variable that every branch of an `if` or a `match` sets."""
    rng = scope.rng
    if scope.blocks or not scope.kinds:
        return False
    kind = rng.choice([kind for kind in ("int", "str", "str", "list_int", "float") if kind in scope.weights] or ["int"])
    name = scope.new_name(kind)

    def value() -> str:
        if kind == "str" and scope.chance(0.6):
            return repr(values.word(rng))
        return values.literal(rng, kind) if kind == "int" and scope.chance(0.4) else expression(scope, kind)

    subject = scope.pick("int") if scope.chance(0.12) else None
    if subject is not None:
        scope.emit(f"match {subject}{rng.choice(('', ' % 3', ' % 4'))}:")
        for case in rng.sample(range(4), rng.choice((2, 3))):
            scope.emit(f"    case {case}:")
            scope.emit(f"        {name} = {value()}")
        scope.emit("    case _:")
    else:
        scope.emit(f"if {condition(scope)}:")
        scope.emit(f"    {name} = {value()}")
        if scope.chance(0.4):
            scope.emit(f"elif {condition(scope)}:")
            scope.emit(f"    {name} = {value()}")
        scope.emit("else:")
    scope.emit(f"    {'    ' if subject is not None else ''}{name} = {value()}")
    scope.declare(name, kind)
    return True


def early_return(scope: Scope) -> bool:
    """`if condition: return value`."""
    if not scope.kinds or scope.loops:
        return False
    rng = scope.rng
    unread = list(scope.unread)
    scope.emit(f"if {condition(scope)}:")
    kind = scope.kind()
    text = rng.choice(
        (
            operand(scope, kind),
            operand(scope, kind, literal=1.0),
            "None",
            initial(scope, kind),
            rng.choice(("-1", "'empty'", "False", "[]")),
        )
    )
    scope.emit(f"    return {text}")
    scope.unread = unread
    return True


def promise(scope: Scope) -> bool:
    """An `assert` that holds."""
    names = scope.having("int", "list_int", "str")
    if not names:
        return False
    name = scope.rng.choice(names)
    kind = scope.kinds[name].split("_")[0]
    scope.emit(
        scope.rng.choice(
            (
                f"assert {name} is not None",
                f"assert isinstance({name}, {kind})",
                f"assert {name} == {name}, 'unexpected'",
            )
        )
    )
    return True


def write_return(scope: Scope) -> None:
    """Returns what was written last: one variable, several, or an expression over them."""
    rng = scope.rng
    unread = [name for name in scope.unread if name in scope.kinds]
    local = [name for name in unread if name not in scope.parameters or name in scope.touched] or unread
    shape = rng.random()
    if not local:
        scope.emit(f"return {expression(scope, scope.kind())}")
    elif len(local) == 1:
        scope.emit(f"return {local[0] if shape < 0.68 else closing(scope, local[0])}")
    elif len(local) == 2 and shape < 0.3 and all(scope.kinds[name] in ("int", "float") for name in local):
        scope.emit(f"return {local[0]} {rng.choice(('+', '-', '+', '*'))} {local[1]}")
    elif (
        len(local) == 2
        and shape < 0.3
        and scope.kinds[local[0]] == scope.kinds[local[1]]
        and scope.kinds[local[0]] in ("str", "list_int", "list_str")
    ):
        scope.emit(f"return {local[0]} + {local[1]}")
    elif shape < 0.75:
        texts = [name if scope.chance(0.75) else closing(scope, name) for name in local[-3:]]
        inner = ", ".join(texts)
        scope.emit(rng.choice((f"return {inner}", f"return {inner}", f"return ({inner})", f"return [{inner}]")))
    elif shape < 0.85:
        parts = [f"{{{name}}}" for name in local[-3:]]
        scope.emit(f"return f'{rng.choice((' ', '-', ', ', ':', '/')).join(parts)}'")
    elif shape < 0.9:
        scope.emit("return {" + ", ".join(f"'{name}': {name}" for name in local[-3:]) + "}")
    else:
        scope.emit(f"return {local[-1]}")
