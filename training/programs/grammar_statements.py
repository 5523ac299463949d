"""Statements: each writes one or more lines into a scope and returns whether it could.

Every loop ends: `for` runs over something that its body leaves alone, `while` has a counter or a stack that its body moves.
"""

from __future__ import annotations

from collections.abc import Callable

from training.programs import values
from training.programs.grammar_conditions import condition, condition_on
from training.programs.grammar_expressions import atom, constant, expression, formatted, initial, key
from training.programs.grammar_scope import Scope

Statement = Callable[[Scope], bool]


def new_variable(scope: Scope) -> bool:
    """`name = expression`."""
    kind = scope.kind()
    if kind in ("int", "str") and not scope.having(kind) and scope.chance(0.5):
        source = scope.pick("list_int", "str", "list_str", "dict", "tuple", "set")
        text = f"len({source})" if source is not None and kind == "int" else expression(scope, kind)
    else:
        text = expression(scope, kind)
    scope.emit(f"{scope.new_name(kind)} = {text}")
    scope.declare(scope.lines[-1].split(" =", 1)[0].strip(), kind)
    return True


def reassign(scope: Scope) -> bool:
    """`name = expression` for a name that exists."""
    kind = scope.kind()
    names = scope.changeable(kind)
    if not names or (scope.loops and kind not in ("int", "str", "bool", "float")):
        return False
    name = scope.rng.choice(names)
    text = atom(scope, kind, 0.5) if scope.loops and kind == "str" else expression(scope, kind)
    if text == name:
        return False
    scope.emit(f"{name} = {text}")
    scope.declare(name, kind)
    return True


def unpack(scope: Scope) -> bool:
    """Tuple unpacking: two new variables, a swap, `divmod`, or the ends of a list."""
    rng = scope.rng
    shape = rng.random()
    if shape < 0.35:
        names = scope.changeable("int")
        if len(names) < 2:
            return False
        a, b = rng.sample(names, 2)
        scope.emit(f"{a}, {b} = {b}, {rng.choice((a, a, f'{a} + {b}', f'{a} % {constant(scope, 2, 5)}'))}")
        scope.changed(a)
        scope.changed(b)
        return True
    if shape < 0.6:
        kinds = [rng.choice([k for k in ("int", "str", "list_int") if k in scope.weights] or ["int"]) for _ in range(2)]
        texts = [initial(scope, kind) if scope.chance(0.5) else atom(scope, kind) for kind in kinds]
        a, b = (scope.new_name(kind) for kind in kinds)
        scope.emit(f"{a}, {b} = {texts[0]}, {texts[1]}")
        scope.declare(a, kinds[0])
        scope.declare(b, kinds[1])
        return True
    if shape < 0.8:
        number = scope.pick("int")
        if number is None:
            return False
        a, b = scope.new_name("int"), scope.new_name("int")
        scope.emit(f"{a}, {b} = divmod({number}, {constant(scope, 2, 10)})")
        scope.declare(a, "int")
        scope.declare(b, "int")
        return True
    source = scope.pick_length(2, "list_int", "tuple", "list_str")
    if source is None:
        return False
    kind = "str" if scope.kinds[source] == "list_str" else "int"
    rest = "list_str" if kind == "str" else "list_int"
    a, b = scope.new_name(kind), scope.new_name(rest)
    scope.emit(f"{a}, *{b} = {source}" if scope.chance(0.6) else f"*{b}, {a} = {source}")
    scope.declare(b, rest, least=1)
    scope.declare(a, kind)
    return True


# --- changes in place ----------------------------------------------------------------------------------------------------


def update_int(scope: Scope, name: str, source: str | None = None) -> None:
    """An augmented assignment to an integer, by `source` if given; within loops it grows slowly."""
    rng = scope.rng
    operand = source or (scope.pick("int") if scope.chance(0.5) else None)
    if operand is None or (operand == name and scope.loops):
        operand = constant(scope)
    shape = rng.random()
    plain = scope.chance(0.2)
    if shape < 0.55:
        scope.emit(f"{name} = {name} + {operand}" if plain else f"{name} += {operand}")
    elif shape < 0.72:
        scope.emit(f"{name} = {name} - {operand}" if plain else f"{name} -= {operand}")
    elif shape < 0.8:
        if scope.loops:
            scope.emit(
                f"{name} = ({name} * {constant(scope, 2, 4)} + {operand}) % {rng.choice((7, 10, 13, 17, 50, 100, 97))}"
            )
        else:
            scope.emit(f"{name} *= {constant(scope, 2, 5)}")
    elif shape < 0.86:
        scope.emit(f"{name} //= {constant(scope, 2, 4)}")
    elif shape < 0.9:
        scope.emit(f"{name} %= {constant(scope, 3, 12)}")
    elif shape < 0.94:
        scope.emit(f"{name} = {rng.choice(('max', 'min'))}({name}, {operand})")
    elif shape < 0.96:
        scope.emit(f"{name} {rng.choice(('^=', '|=', '&='))} {operand}")
    else:
        scope.emit(f"{name} += {rng.choice((1, 1, 2))}" if scope.chance(0.7) else f"{name} = {name} + {operand} * 2")
    scope.changed(name)


def update_str(scope: Scope, name: str, source: str | None = None) -> None:
    """Something added to a string; `source` is a short string if given."""
    rng = scope.rng
    if source is None and not scope.loops:
        scope.emit(
            rng.choice((f"{name} += {values.word(rng)!r}", f"{name} = {name}.{rng.choice(('upper', 'lower', 'strip', 'title'))}()", f"{name} = {name}[::-1]",
                        f"{name} += {rng.choice('.,!-_ ')!r}", f"{name} = {name}[1:]", f"{name} = {name}.replace({rng.choice('aeiot')!r}, {rng.choice('*-_x')!r})"))
        )  # fmt: skip
    else:
        piece = source or repr(rng.choice("abcxyz-_*. "))
        if source is not None and scope.chance(0.35):
            piece = rng.choice(
                (
                    f"{source}.upper()",
                    f"{source}.lower()",
                    f"{source} + {rng.choice(' -_,.')!r}",
                    f"{source} * 2",
                    f"{source}.swapcase()",
                )
            )
        scope.emit(
            rng.choice(
                (f"{name} += {piece}", f"{name} += {piece}", f"{name} = {name} + {piece}", f"{name} = {piece} + {name}")
            )
        )
    scope.changed(name)


def update_list(scope: Scope, name: str, source: str | None = None) -> None:
    """A list's method; `source` is an element if given. Within loops the list grows by at most one element a turn."""
    rng = scope.rng
    kind = scope.kinds[name]
    item = (
        source
        or {
            "list_int": lambda: _item(scope, "int"),
            "list_float": lambda: _item(scope, "float"),
            "list_str": lambda: _item(scope, "str"),
            "list_list": lambda: f"[{constant(scope)}, {constant(scope)}]",
        }[kind]()
    )
    if source is not None or scope.loops or scope.chance(0.4):
        shape = rng.random()
        text = (
            f"{name}.append({item})"
            if shape < 0.8
            else f"{name}.insert(0, {item})"
            if shape < 0.9
            else f"{name} += [{item}]"
        )
        if kind == "list_int" and source is not None and scope.chance(0.25):
            text = f"{name}.append({item} {rng.choice(('* 2', '+ 1', '- 1', '** 2', '% 3', '* 3', '// 2'))})"
        scope.emit(text)
        scope.changed(name, shrinks=False)
        if not scope.blocks:
            scope.least[name] = scope.least.get(name, 0) + 1
        return
    if scope.chance(0.3) and _shrink(scope, name):
        return
    if kind == "list_int" and scope.chance(0.15):
        held = scope.pick_length(1, "list_int") if scope.kinds[name] == "list_int" else None
        if held == name and name not in scope.fixed:
            scope.emit(f"{name}[{rng.choice(('0', '-1'))}] {rng.choice(('=', '+=', '*=', '-='))} {item}")
            scope.changed(name, shrinks=False)
            return
    shrinks = False
    if kind == "list_list":
        text = rng.choice((f"{name}.reverse()", f"{name}.append({item})", f"{name}.sort()"))
    else:
        text = rng.choice(
            (f"{name}.reverse()", f"{name}.sort()", f"{name}.sort(reverse=True)", f"{name}.extend([{item}, {item if scope.chance(0.3) else _item(scope, kind[5:])}])",
             f"{name}.insert({rng.randint(0, 2)}, {item})", f"{name} = {name}[::-1]", f"{name}.append({item})")
        )  # fmt: skip
    scope.emit(text)
    scope.changed(name, shrinks)


def _item(scope: Scope, kind: str) -> str:
    return atom(scope, kind, 0.4)


def _shrink(scope: Scope, name: str) -> bool:
    rng = scope.rng
    if scope.least.get(name, 0) < 1 and name not in scope.parameters:
        if scope.chance(0.7):
            return False
        scope.emit(f"if {name}:")
        scope.emit(
            f"    {rng.choice((f'{name}.pop()', f'{name}.pop(0)', f'del {name}[0]', f'{name}.remove({name}[0])'))}"
        )
    else:
        if name in scope.parameters:
            scope.want(name, "length", 1 + (scope.chance(0.5)))
        kind = scope.kinds[name][5:]
        method = rng.choice(("pop()", "pop()", "pop(0)", "pop(-1)"))
        if scope.chance(0.5) and kind in scope.weights and kind != "list":
            variable = scope.new_name(kind)
            scope.emit(f"{variable} = {name}.{method}")
            scope.declare(variable, kind)
        else:
            scope.emit(rng.choice((f"{name}.{method}", f"del {name}[0]", f"del {name}[-1]")))
    scope.changed(name)
    return True


def update_dict(scope: Scope, name: str, source: str | None = None) -> None:
    """A change of a dict; `source` is a key if given."""
    rng = scope.rng
    k = source or (scope.pick("str") if scope.chance(0.5) else None) or key(scope)
    shape = rng.random()
    if shape < 0.4:
        scope.emit(f"{name}[{k}] = {name}.get({k}, 0) + {rng.choice((1, 1, 1, 2, constant(scope)))}")
    elif shape < 0.65:
        number = scope.pick("int") or constant(scope)
        scope.emit(f"{name}[{k}] = {rng.choice((number, f'len({source})' if source else number, constant(scope)))}")
    elif shape < 0.75:
        scope.emit(f"{name}.setdefault({k}, {rng.choice((0, 0, 1, 5))})")
    elif shape < 0.83:
        scope.emit(f"if {k} {'in' if scope.chance(0.7) else 'not in'} {name}:")
        member = scope.lines[-1].endswith(f" in {name}:") and " not in " not in scope.lines[-1]
        scope.emit(
            f"    {rng.choice((f'{name}[{k}] += 1', f'{name}[{k}] *= 2', f'del {name}[{k}]')) if member else f'{name}[{k}] = {constant(scope)}'}"
        )
        if member and scope.chance(0.7):
            scope.emit("else:")
            scope.emit(f"    {name}[{k}] = {rng.choice((1, 1, 0, constant(scope)))}")
    elif shape < 0.9:
        scope.emit(f"{name}.pop({k}, None)")
    else:
        scope.emit(f"{name}.update({{{k}: {atom(scope, 'int')}}})")
    scope.changed(name)


def update_set(scope: Scope, name: str, source: str | None = None) -> None:
    """A change of a set of integers; `source` is an integer if given."""
    rng = scope.rng
    x = source or atom(scope, "int", 0.4)
    scope.emit(
        rng.choice(
            (
                f"{name}.add({x})",
                f"{name}.add({x})",
                f"{name}.add({x} % {constant(scope, 3, 9)})",
                f"{name}.discard({x})",
                f"{name} |= {{{x}}}",
            )
        )
    )
    scope.changed(name)


def update_other(scope: Scope, name: str, source: str | None = None) -> None:
    """A change of a bool, a float or a tuple."""
    rng = scope.rng
    kind = scope.kinds[name]
    if kind == "bool":
        scope.emit(f"{name} = {rng.choice(('True', 'False', f'not {name}', condition(scope)))}")
    elif kind == "float":
        operand = source or rng.choice(("0.5", "1.5", "2", "0.1", scope.pick("int", "float") or "1.0"))
        scope.emit(
            f"{name} {rng.choice(('+=', '+=', '-='))} {operand}"
            if scope.loops or scope.chance(0.6)
            else f"{name} *= {rng.choice((2, 0.5, 1.1))}"
        )
    else:
        scope.emit(f"{name} {'+=' if scope.chance(0.5) else f'= {name} +'} ({source or atom(scope, 'int')},)")
    scope.changed(name, shrinks=kind != "tuple")


_UPDATES: dict[str, Callable[[Scope, str, str | None], None]] = {
    "int": update_int,
    "str": update_str,
    "list_int": update_list,
    "list_str": update_list,
    "list_list": update_list,
    "list_float": update_list,
    "dict": update_dict,
    "set": update_set,
    "bool": update_other,
    "float": update_other,
    "tuple": update_other,
}

_FED_BY = {
    "int": ("int", "str", "list_int", "dict", "set", "tuple", "list_str", "float"),
    "str": ("str", "list_str", "int", "dict"),
    "float": ("float", "list_float"),
}
"""element's kind -> the kinds of accumulators that can take it in."""


def update(scope: Scope) -> bool:
    """A change of a variable that exists."""
    kind = scope.kind()
    names = scope.changeable(kind)
    if not names or (scope.loops > 1 and kind in ("str", "list_list", "tuple") and scope.chance(0.5)):
        return False
    name = names[-1] if scope.chance(0.4) else scope.rng.choice(names)
    _UPDATES[kind](scope, name, None)
    return True


def feed(scope: Scope, element: str, kind: str, accumulator: str) -> None:
    """One statement that takes an element into an accumulator."""
    rng = scope.rng
    into = scope.kinds[accumulator]
    scope.read(element)
    if into == "int":
        if kind == "str":
            source = rng.choice((f"len({element})", "1", "1", f"{element}.count({rng.choice('aeiot')!r})"))
            if scope.chance(0.15):
                scope.emit(f"{accumulator} = max({accumulator}, len({element}))")
                scope.changed(accumulator)
            else:
                scope.emit(f"{accumulator} {rng.choice(('+=', '+=', '+=', '-='))} {source}")
                scope.changed(accumulator)
        else:
            term = (
                element
                if scope.chance(0.65)
                else rng.choice(
                    (
                        f"{element} * 2",
                        f"{element} % 3",
                        f"abs({element})",
                        f"{element} * {element}",
                        f"{element} // 2",
                        "1",
                    )
                )
            )
            update_int(scope, accumulator, term)
    elif into == "float":
        update_other(scope, accumulator, element if scope.chance(0.7) else f"{element} * 0.5")
    elif into == "str":
        update_str(scope, accumulator, element if kind == "str" else f"str({element})")
    elif into == "list_int":
        update_list(scope, accumulator, element if kind == "int" else f"len({element})")
    elif into == "list_str":
        update_list(scope, accumulator, element if kind == "str" else f"str({element})")
        if kind == "str" and scope.chance(0.3):
            scope.lines[-1] = scope.lines[-1].replace(
                f"({element})", f"({element}.{rng.choice(('upper', 'lower', 'strip', 'title'))}())"
            )
    elif into == "dict":
        update_dict(scope, accumulator, element if kind == "str" else f"str({element})")
    elif into == "set":
        update_set(scope, accumulator, element if kind == "int" else f"len({element})")
    else:
        update_other(scope, accumulator, element if kind == "int" else None)


# --- loops ---------------------------------------------------------------------------------------------------------------


def _accumulator(scope: Scope, kind: str) -> str:
    kinds = [each for each in _FED_BY.get(kind, ("int",)) if each in scope.weights] or ["int"]
    existing = scope.changeable(*kinds)
    weights = [scope.weights.get(each, 1.0) for each in kinds]
    if existing and (scope.loops or scope.chance(0.35)):
        return scope.rng.choice(existing)
    into = scope.rng.choices(kinds, weights)[0]
    name = scope.new_name(into)
    scope.emit(f"{name} = {initial(scope, into)}")
    return scope.declare(name, into)


def _loop_body(scope: Scope, element: str, kind: str, accumulator: str) -> None:
    """The lines of a loop over elements: a guard sometimes, something in between sometimes, the accumulator's update."""
    rng = scope.rng
    shape = rng.random()
    if shape < 0.12:
        scope.emit(f"if {condition_on(scope, element, kind)}:")
        scope.emit("    " + ("continue" if scope.can_continue and scope.chance(0.6) else "break"))
    elif shape < 0.27 and scope.loops < 2:
        temporary = rng.choice([each for each in ("int", "str", "bool") if each in scope.weights] or ["int"])
        name = scope.new_name(temporary)
        if kind == "int" and temporary == "int":
            text = rng.choice(
                (
                    f"{element} * 2",
                    f"{element} % 4",
                    f"{element} + 1",
                    f"{element} ** 2",
                    f"{accumulator} + {element}" if scope.kinds[accumulator] == "int" else f"abs({element})",
                )
            )
        elif kind == "str" and temporary == "str":
            text = rng.choice(
                (f"{element}.upper()", f"{element}.lower()", f"{element}[::-1]", f"{element} + {rng.choice('-_.')!r}")
            )
        elif kind == "str" and temporary == "int":
            text = rng.choice((f"len({element})", f"{element}.count('a')"))
        else:
            text = {"int": constant(scope), "str": f"str({element})", "bool": condition_on(scope, element, kind)}[
                temporary
            ]
        scope.emit(f"{name} = {text}")
        scope.declare(name, temporary)
        scope.reserved.add(name)
        if temporary in ("int", "str") and scope.chance(0.7):
            scope.fixed.add(name)
            feed(scope, name, temporary, accumulator)
            if scope.chance(0.6):
                return
    shape = rng.random()
    if shape < 0.4:
        feed(scope, element, kind, accumulator)
    elif shape < 0.9:
        scope.emit(f"if {condition_on(scope, element, kind)}:")
        with scope.block():
            feed(scope, element, kind, accumulator)
            if scope.chance(0.15):
                update(scope)
        if shape < 0.5:
            scope.emit(f"elif {condition_on(scope, element, kind)}:")
            with scope.block():
                feed(scope, element, kind, accumulator)
        if shape < 0.65:
            scope.emit("else:")
            with scope.block():
                if not (scope.chance(0.3) and update(scope)):
                    feed(scope, element, kind, accumulator)
    else:
        feed(scope, element, kind, accumulator)
        scope.emit(f"if {condition(scope)}:")
        scope.emit("    break")
    if scope.chance(0.12):
        update(scope)


def for_loop(scope: Scope) -> bool:
    """A `for` over a range, a container, `enumerate`, `zip`, `items()`; its body feeds an accumulator."""
    rng = scope.rng
    if scope.loops > 1:
        return False
    iterable = None
    source: str | None = None
    if not (scope.chance(0.25) and "int" in scope.weights):
        source = scope.pick("list_int", "str", "list_str", "dict", "tuple", "set", "list_float", "list_list")
    kind = "int"
    if source is None:
        element = scope.new_element("index")
        limit = scope.pick_small() if scope.chance(0.6) else None
        top = limit or str(rng.randint(2, 4 if scope.loops else 6))
        iterable = rng.choice((f"range({top})", f"range({top})", f"range(1, {top} + 1)" if limit else f"range(1, {rng.randint(3, 7)})",
                               f"range({top}, 0, -1)", f"range(0, {limit or rng.randint(4, 12)}, {rng.randint(2, 3)})"))  # fmt: skip
    else:
        kind = {"str": "char", "list_str": "str", "dict": "key", "list_float": "float", "list_list": "list"}.get(
            scope.kinds[source], "int"
        )
        element = scope.new_element(kind)
        iterable = source
        shape = rng.random()
        if scope.kinds[source] == "list_list":
            return _for_rows(scope, source, element)
        if scope.kinds[source] == "dict":
            return _for_items(scope, source)
        if scope.kinds[source] in ("list_int", "list_str", "str", "tuple", "list_float"):
            if shape < 0.12:
                return _for_enumerate(scope, source, element, "str" if kind in ("char", "str") else kind)
            if shape < 0.24 and scope.kinds[source] != "list_float":
                return _for_index(scope, source)
            if shape < 0.3:
                iterable = f"reversed({source})"
            elif shape < 0.36:
                iterable = f"sorted({source})"
            elif shape < 0.42:
                iterable = f"{source}{rng.choice(('[1:]', '[::2]', '[::-1]', '[:3]', '[:-1]'))}"
            elif shape < 0.48 and scope.kinds[source] == "str":
                iterable = f"{source}.split()"
        if kind == "char":
            kind = "str"
    accumulator = _accumulator(scope, kind)
    if accumulator == source:
        scope.fixed.add(source)
        accumulator = _accumulator(scope, kind)
    scope.emit(f"for {element} in {iterable}:")
    _run_loop(scope, [(element, kind)], [source] if source else [], element, kind, accumulator)
    if scope.chance(0.03) and not scope.loops and any(line.strip() == "break" for line in scope.lines[-4:]):
        scope.emit("else:")
        with scope.block():
            if not update(scope):
                scope.emit(f"{accumulator} = {initial(scope, scope.kinds[accumulator])}")
    return True


def _run_loop(
    scope: Scope, declared: list[tuple[str, str]], frozen: list[str], element: str, kind: str, accumulator: str
) -> None:
    fixed = set(scope.fixed)
    with scope.block(loop=True):
        for name, of in declared:
            scope.declare(name, of)
        scope.fixed |= {name for name, _ in declared} | set(frozen)
        for name in scope.kinds:
            if name not in scope.fixed:
                scope.least.pop(name, None)
        scope.reserved |= {name for name, _ in declared}
        if scope.loops == 1 and scope.chance(0.1):
            inner = scope.new_element("index")
            scope.emit(f"for {inner} in range({scope.rng.choice((2, 2, 3))}):")
            _run_loop(scope, [(inner, "int")], [], inner, "int", _accumulator(scope, "int"))
        else:
            _loop_body(scope, element, kind, accumulator)
    scope.fixed = fixed
    scope.parameters -= set(scope.changeable("int")) & {accumulator}


def _for_rows(scope: Scope, source: str, row: str) -> bool:
    accumulator = _accumulator(scope, "int")
    if scope.chance(0.5):
        scope.emit(f"for {row} in {source}:")
        x = scope.new_element("int")
        if x == row:
            x = f"{x}2"
        fixed = set(scope.fixed)
        with scope.block(loop=True):
            scope.fixed |= {source, row}
            scope.emit(f"for {x} in {row}:")
            _run_loop(scope, [(x, "int")], [source], x, "int", accumulator)
        scope.fixed = fixed
        return True
    scope.emit(f"for {row} in {source}:")
    _run_loop(scope, [(row, "list_int")], [source], f"{scope.rng.choice(('sum', 'len'))}({row})", "int", accumulator)
    return True


def _for_items(scope: Scope, source: str) -> bool:
    k, v = scope.new_element("key"), scope.new_element("value")
    if k == v or scope.chance(0.3):
        fixed = set(scope.fixed)
        scope.fixed.add(source)
        accumulator = _accumulator(scope, "str")
        scope.fixed = fixed
        shape = scope.rng.random()
        scope.emit(f"for {k} in {source}:" if shape < 0.6 else f"for {k} in sorted({source}):")
        if scope.kinds[accumulator] == "int" and scope.chance(0.5):
            _run_loop(scope, [(k, "str")], [source], f"{source}[{k}]", "int", accumulator)
        else:
            _run_loop(scope, [(k, "str")], [source], k, "str", accumulator)
        return True
    by_value = scope.chance(0.6)
    fixed = set(scope.fixed)
    scope.fixed.add(source)
    accumulator = _accumulator(scope, "int" if by_value else "str")
    scope.fixed = fixed
    scope.emit(
        f"for {k}, {v} in {source}.items():" if scope.chance(0.85) else f"for {k}, {v} in sorted({source}.items()):"
    )
    _run_loop(
        scope, [(k, "str"), (v, "int")], [source], v if by_value else k, "int" if by_value else "str", accumulator
    )
    return True


def _for_enumerate(scope: Scope, source: str, element: str, kind: str) -> bool:
    i = scope.new_element("index")
    if i == element:
        i = f"{i}{i}"
    other = scope.pick("list_int") if scope.chance(0.3) else None
    fixed = set(scope.fixed)
    scope.fixed.add(source)
    accumulator = _accumulator(scope, kind)
    scope.fixed = fixed
    if other is not None and other != source:
        scope.emit(f"for {i}, {element} in zip({other}, {source}):")
    else:
        scope.emit(f"for {i}, {element} in enumerate({source}{', 1' if scope.chance(0.15) else ''}):")
    use_index = scope.chance(0.3) and scope.kinds[accumulator] != "float"
    _run_loop(
        scope,
        [(i, "int"), (element, kind)],
        [source],
        i if use_index else element,
        "int" if use_index else kind,
        accumulator,
    )
    return True


def _for_index(scope: Scope, source: str) -> bool:
    i = scope.new_element("index")
    kind = "int" if scope.kinds[source] in ("list_int", "tuple") else "str"
    fixed = set(scope.fixed)
    scope.fixed.add(source)
    accumulator = _accumulator(scope, kind)
    scope.fixed = fixed
    pairwise = scope.chance(0.3)
    bounds = f"len({source}) - 1" if pairwise else f"len({source})"
    if pairwise or scope.chance(0.85):
        scope.emit(f"for {i} in range({bounds}):")
    else:
        scope.emit(f"for {i} in range(len({source}) - 1, -1, -1):")
    item = f"{source}[{i} + 1]" if pairwise and scope.chance(0.6) else f"{source}[{i}]"
    _run_loop(scope, [(i, "int")], [source], item, kind, accumulator)
    return True


def while_loop(scope: Scope) -> bool:
    """A `while` that counts, halves, strips digits, consumes a list, or grows a number towards a limit."""
    rng = scope.rng
    if scope.loops:
        return False
    shape = rng.random()
    fixed = set(scope.fixed)
    if shape < 0.35:
        counter = scope.new_name("int")
        source = scope.pick("list_int", "str", "list_str", "tuple") if scope.chance(0.5) else None
        limit = None if source else scope.pick_small()
        step = rng.choice((1, 1, 1, 2))
        accumulator_kind = "int" if source is None or scope.kinds[source] in ("list_int", "tuple") else "str"
        if source:
            scope.fixed.add(source)
        if limit:
            scope.fixed.add(limit)
        accumulator = _accumulator(scope, accumulator_kind)
        scope.emit(f"{counter} = {0 if source or limit else rng.randint(0, 2)}")
        scope.emit(f"while {counter} < {f'len({source})' if source else limit or rng.randint(3, 7)}:")
        scope.declare(counter, "int", small=True)
        scope.can_continue = False
        frozen = [counter] + ([source] if source else []) + ([limit] if limit else [])
        _run_loop(
            scope,
            [(counter, "int")],
            frozen,
            f"{source}[{counter}]" if source else counter,
            accumulator_kind,
            accumulator,
        )
        scope.can_continue = True
        scope.emit(f"    {counter} += {step}")
        scope.kinds[counter] = "int"
        scope.read(counter)
    elif shape < 0.65:
        numbers = [name for name in scope.changeable("int") if name in scope.parameters or name in scope.small]
        if not numbers:
            return False
        name = rng.choice(numbers)
        scope.fixed.add(name)
        accumulator = _accumulator(scope, "int")
        divisor = rng.choice((2, 2, 3, 10, 10, 5))
        scope.emit(f"while {name} > {rng.choice((0, 0, 0, 1))}:")
        scope.can_continue = False
        element = rng.choice((f"{name} % {divisor}", name, f"{name} % {divisor}"))
        _run_loop(scope, [], [name], element, "int", accumulator)
        scope.can_continue = True
        if name in scope.small or scope.wants.get(name, {}).get("small"):
            scope.emit(f"    {name} -= {rng.choice((1, 1, 2))}" if scope.chance(0.6) else f"    {name} //= {divisor}")
        else:
            scope.emit(f"    {name} //= {divisor}" if scope.chance(0.7) else f"    {name} = {name} // {divisor}")
        scope.changed(name)
        scope.read(name)
    elif shape < 0.85:
        stack = scope.changeable("list_int", "list_str")
        if not stack:
            return False
        name = rng.choice(stack)
        kind = scope.kinds[name][5:]
        scope.fixed.add(name)
        accumulator = _accumulator(scope, kind)
        element = scope.new_name(kind)
        scope.emit(f"while {rng.choice((name, name, f'len({name}) > {rng.randint(0, 2)}'))}:")
        scope.emit(f"    {element} = {name}.pop({rng.choice(('', '', '0'))})")
        _run_loop(scope, [(element, kind)], [name], element, kind, accumulator)
        scope.changed(name)
        scope.read(name)
    else:
        name = scope.new_name("int")
        scope.emit(f"{name} = {rng.randint(1, 3)}")
        accumulator = _accumulator(scope, "int")
        scope.emit(f"while {name} < {rng.choice((10, 20, 30, 50, 100))}:")
        scope.can_continue = False
        _run_loop(scope, [(name, "int")], [name], name, "int", accumulator)
        scope.can_continue = True
        scope.emit(
            f"    {rng.choice((f'{name} *= 2', f'{name} *= 3', f'{name} = {name} * 2 + 1', f'{name} += {rng.randint(5, 15)}'))}"
        )
        scope.declare(name, "int")
    scope.fixed = fixed
    return True


# --- branches ------------------------------------------------------------------------------------------------------------


def branch(scope: Scope) -> bool:
    """`if`, with `elif` and `else` sometimes; the blocks change what exists, or return."""
    rng = scope.rng
    if scope.blocks > 1 or not scope.kinds:
        return False
    scope.emit(f"if {condition(scope)}:")
    _branch_body(scope)
    shape = rng.random()
    if shape < 0.25:
        scope.emit(f"elif {condition(scope)}:")
        _branch_body(scope)
    if shape < 0.5:
        scope.emit("else:")
        _branch_body(scope)
    return True


def _branch_body(scope: Scope) -> None:
    written = False
    with scope.block():
        for _ in range(scope.rng.choice((1, 1, 1, 2))):
            for _ in range(6):
                if scope.chance(0.08) and not scope.loops and for_loop(scope):
                    written = True
                    break
                if (update if scope.chance(0.6) else reassign)(scope):
                    written = True
                    break
        if not written:
            scope.emit("pass" if scope.loops else f"return {atom(scope, scope.kind(), 0.4)}")


def choose_value(scope: Scope) -> bool:
    """A new variable that every branch of an `if` sets."""
    rng = scope.rng
    kind = rng.choice([kind for kind in ("int", "str", "str") if kind in scope.weights] or ["int"])
    if scope.blocks or not scope.kinds:
        return False
    name = scope.new_name(kind)

    def value() -> str:
        return (
            values.literal(rng, "int")
            if kind == "int" and scope.chance(0.5)
            else expression(scope, kind)
            if kind == "int" or scope.chance(0.3)
            else repr(values.word(rng))
        )

    if scope.chance(0.12) and scope.having("int"):
        scope.emit(f"match {scope.pick('int')}{rng.choice(('', ' % 3', ' % 4'))}:")
        for case in rng.sample(range(4), rng.choice((2, 3))):
            scope.emit(f"    case {case}:")
            scope.emit(f"        {name} = {value()}")
        scope.emit("    case _:")
        scope.emit(f"        {name} = {value()}")
    else:
        scope.emit(f"if {condition(scope)}:")
        scope.emit(f"    {name} = {value()}")
        if scope.chance(0.4):
            scope.emit(f"elif {condition(scope)}:")
            scope.emit(f"    {name} = {value()}")
        scope.emit("else:")
        scope.emit(f"    {name} = {value()}")
    scope.declare(name, kind)
    return True


def early_return(scope: Scope) -> bool:
    """`if condition: return value`."""
    if not scope.kinds or scope.loops:
        return False
    kind = scope.kind()
    scope.emit(f"if {condition(scope)}:")
    text = scope.rng.choice((atom(scope, kind), atom(scope, kind, 1.0), "None", initial(scope, kind)))
    scope.emit(f"    return {text}")
    return True


def remark(scope: Scope) -> bool:
    """An `assert` that holds."""
    names = scope.having("int", "list_int", "str")
    if not names:
        return False
    name = scope.rng.choice(names)
    scope.emit(
        f"assert {name} is not None"
        if scope.chance(0.4)
        else f"assert isinstance({name}, {scope.kinds[name].split('_')[0]})"
    )
    return True


def return_statement(scope: Scope) -> None:
    """Returns what was written last: one variable, a tuple of them, or an expression over them."""
    rng = scope.rng
    unread = [name for name in scope.unread if scope.kinds.get(name) is not None]
    local = [name for name in unread if name not in scope.parameters] or unread
    shape = rng.random()
    if not local:
        name = scope.pick(*scope.weights)
        scope.emit(f"return {name or 'None'}" if shape < 0.3 else f"return {expression(scope, scope.kind())}")
    elif len(local) == 1:
        name = local[0]
        kind = scope.kinds[name]
        if shape < 0.7:
            scope.emit(f"return {name}")
        else:
            scope.emit(f"return {_closing(scope, name, kind)}")
    elif len(local) <= 3 and shape < 0.6:
        scope.emit(
            f"return {', '.join(local)}"
            if shape < 0.4
            else f"return [{', '.join(local)}]"
            if shape < 0.45
            else f"return ({', '.join(local)})"
        )
    elif all(scope.kinds[name] in ("int", "float") for name in local[-2:]):
        scope.emit(
            f"return {local[-2]} {rng.choice(('+', '-', '+', '*'))} {local[-1]}"
            if not shape < 0.7
            else f"return {formatted(scope)}"
        )
    else:
        scope.emit(f"return {local[-2]}, {local[-1]}" if shape < 0.8 else f"return {local[-1]}")


def _closing(scope: Scope, name: str, kind: str) -> str:
    rng = scope.rng
    if kind == "int":
        return rng.choice(
            (
                f"{name} * 2",
                f"{name} % {constant(scope, 2, 10)}",
                f"{name} + {constant(scope)}",
                f"str({name})",
                f"{name} > {constant(scope)}",
                f"max({name}, 0)",
            )
        )
    if kind == "str":
        return rng.choice(
            (
                f"{name}.upper()",
                f"{name}.strip()",
                f"{name}[::-1]",
                f"len({name})",
                f"{name} or 'empty'",
                f"{name} + '!'",
            )
        )
    if kind == "list_int":
        return rng.choice(
            (
                f"sum({name})",
                f"len({name})",
                f"sorted({name})",
                f"{name}[::-1]",
                f"max({name}, default=0)",
                f"tuple({name})",
                f"{name}[:3]",
            )
        )
    if kind == "list_str":
        return rng.choice(
            (
                f"' '.join({name})",
                f"','.join({name})",
                f"len({name})",
                f"''.join({name})",
                f"sorted({name})",
                f"{name}[::-1]",
            )
        )
    if kind == "dict":
        return rng.choice(
            (
                f"len({name})",
                f"sorted({name}.items())",
                f"list({name})",
                f"sum({name}.values())",
                f"max({name}.values(), default=0)",
            )
        )
    if kind == "set":
        return rng.choice((f"sorted({name})", f"len({name})", f"sum({name})"))
    if kind == "float":
        return rng.choice((f"round({name}, 2)", f"round({name}, 1)", f"f'{{{name}:.2f}}'", f"int({name})"))
    return f"not {name}" if kind == "bool" else f"len({name})"
