"""Functions that call themselves: over a number, a list or a string, with or without a value handed down."""

# ruff: noqa: E501 - pieces of programs are read more easily on one line

from __future__ import annotations

from random import Random

from training.programs import names, values
from training.programs.grammar_scope import Scope
from training.programs.grammar_templates import condition_on
from training.programs.program import Generator, Program


def _recursion_over_int(rng: Random) -> tuple[list[str], str, tuple[str, ...]]:
    name = names.function(rng)
    n = rng.choice([each for each in ("n", "n", "n", "x", "num", "k", "total") if each != name])
    base = rng.choice((0, 0, 1))
    at_base = rng.choice((f"{base}", "0", "1", n))
    digits = rng.random() < 0.3
    smaller = f"{n} // {rng.choice((2, 10, 3))}" if digits else f"{n} - {rng.choice((1, 1, 1, 2))}"
    term = rng.choice((n, n, f"{n} % {rng.choice((2, 3, 10))}", "1", f"{n} * 2", f"{n} * {n}"))
    shape = rng.random()
    lines = [f"def {name}({n}):", f"    if {n} <= {base}:", f"        return {at_base}"]
    if shape < 0.25:
        lines += [
            f"    if {n} % {rng.choice((2, 2, 3))} == 0:",
            f"        return {rng.choice((f'{term} + {name}({smaller})', f'{name}({smaller})'))}",
        ]
    if shape < 0.15:
        lines.append(f"    return {name}({smaller}) + {rng.choice(('1', term))}")
    elif shape < 0.45:
        rest = names.variable(rng, "int", {n, name})
        lines += [
            f"    {rest} = {name}({smaller})",
            f"    return {rng.choice((f'{rest} + {term}', f'{rest} * 2 + 1', f'{term} - {rest}', f'{rest} + 1', f'max({rest}, {term})'))}",
        ]
    elif shape < 0.55:
        lines[-1] = "        return " + rng.choice(("''", "'.'", "'end'"))
        lines.append(
            f"    return {rng.choice((f'str({n} % 2) + {name}({n} // 2)', f'{name}({n} // 2) + str({n} % 2)', f'str({n}) + {name}({n} - 1)'))}"
        )
    elif shape < 0.65:
        lines[-1] = "        return []"
        lines.append(f"    return {rng.choice((f'[{n}] + {name}({smaller})', f'{name}({smaller}) + [{term}]'))}")
    elif shape < 0.72:
        lines.append(f"    return {name}({n} - 1) + {name}({n} - 2)")
        return lines, name, tuple(f"{name}({number})" for number in rng.sample(range(1, 6), 2))
    else:
        lines.append(
            f"    return {rng.choice((f'{term} + {name}({smaller})', f'{name}({smaller}) + {term}', f'{n} * {name}({n} - 1)'))}"
        )
    top = 60 if digits else 7
    return lines, name, tuple(f"{name}({number})" for number in rng.sample(range(1, top), rng.choice((1, 2))))


def _recursion_over_list(rng: Random) -> tuple[list[str], str, tuple[str, ...]]:
    name = names.function(rng)
    of_strings = rng.random() < 0.3
    scope = Scope(rng, {"str": 1} if of_strings else {"int": 1})
    items = names.variable(rng, "list_str" if of_strings else "list_int", {name})
    kind = "str" if of_strings else "int"
    first, rest = f"{items}[0]", f"{items}[1:]"
    lines = [f"def {name}({items}):", f"    if {rng.choice((f'not {items}', f'len({items}) == 0'))}:"]
    if rng.random() < 0.4:
        head, tail = rng.choice((("first", "rest"), ("head", "tail"), ("x", "xs"), ("a", "others")))
        if head != items and tail != items:
            unpacking, first, rest = f"    {head}, *{tail} = {items}", head, tail
        else:
            unpacking = None
    else:
        unpacking = None
    test = condition_on(scope, first, kind)
    gather = rng.random() < 0.5
    if gather:
        lines.append("        return []")
        element = first if rng.random() < 0.5 else f"{first} * 2" if kind == "int" else f"{first}.upper()"
        step = rng.choice((f"[{element}] + {name}({rest})", f"{name}({rest}) + [{element}]"))
    elif kind == "int":
        lines.append(f"        return {rng.choice((0, 0, 1))}")
        step = rng.choice(
            (
                f"{first} + {name}({rest})",
                f"{name}({rest}) + {first}",
                f"max({first}, {name}({rest}))",
                f"1 + {name}({rest})",
                f"{first} - {name}({rest})",
            )
        )
    else:
        lines.append("        return ''")
        step = rng.choice(
            (f"{first}[:1] + {name}({rest})", f"{name}({rest}) + {first}[-1:]", f"{first} + {name}({rest})")
        )
    if unpacking:
        lines.append(unpacking)
    if rng.random() < 0.55:
        lines += [f"    if {test}:", f"        return {step}", f"    return {name}({rest})"]
    else:
        lines.append(f"    return {step}")
    kinds = "list_str" if of_strings else "list_int"
    return lines, name, tuple(f"{name}({values.value(rng, kinds)[:5]!r})" for _ in range(rng.choice((1, 2))))


def _recursion_over_string(rng: Random) -> tuple[list[str], str, tuple[str, ...]]:
    name = names.function(rng)
    text = names.variable(rng, "str", {name})
    scope = Scope(rng, {"str": 1})
    test = condition_on(scope, f"{text}[0]", "char")
    counted = rng.random() < 0.35
    empty = "0" if counted else "''"
    lines = [
        f"def {name}({text}):",
        f"    if {rng.choice((f'not {text}', f'len({text}) == 0', f'{text} == ' + repr('')))}:",
        f"        return {empty}",
    ]
    rest = f"{name}({text}[1:])"
    if counted:
        if rng.random() < 0.4:
            lines.append(f"    return ({rng.choice((1, 2))} if {test} else 0) + {rest}")
        else:
            lines += [f"    if {test}:", f"        return {rng.choice((1, 1, 2))} + {rest}", f"    return {rest}"]
    else:
        kept = rng.choice(
            (f"{text}[0] + {rest}", f"{rest} + {text}[0]", f"{text}[0].upper() + {rest}", f"{text}[0] * 2 + {rest}")
        )
        if rng.random() < 0.6:
            lines += [
                f"    if {test}:",
                f"        return {kept}",
                f"    return {rng.choice((rest, rest, repr(rng.choice('-*_')) + ' + ' + rest, f'{text}[0] + {rest}'))}",
            ]
        else:
            lines.append(f"    return {kept}")
    return lines, name, tuple(f"{name}({values.string(rng)[:6]!r})" for _ in range(rng.choice((1, 2))))


def _recursion_with_state(rng: Random) -> tuple[list[str], str, tuple[str, ...]]:
    name = names.function(rng)
    n, total = rng.choice((("n", "acc"), ("n", "total"), ("x", "result"), ("k", "count"), ("a", "b"), ("num", "steps")))
    divided = rng.random() < 0.4
    smaller = f"{n} // {rng.choice((2, 3, 10))}" if divided else f"{n} - {rng.choice((1, 1, 2))}"
    step = rng.choice(
        (f"{total} + {n}", f"{total} + 1", f"{total} * 2", f"{total} + {n} % 3", f"{n} + {total} * 2", f"{total} - {n}")
    )
    lines = [
        f"def {name}({n}, {total}{rng.choice(('', '=0', '=1'))}):",
        f"    if {n} {rng.choice(('<= 0', '< 1', '<= 1'))}:",
        f"        return {total}",
    ]
    if rng.random() < 0.35:
        lines += [f"    if {n} % 2 == 0:", f"        return {name}({smaller}, {total})"]
    if rng.random() < 0.3:
        lines += [f"    {total} = {step}", f"    return {name}({smaller}, {total})"]
    else:
        lines.append(f"    return {name}({smaller}, {step})")
    top = 50 if divided else 7
    second = f", {rng.randint(0, 5)}"
    optional = "=" in lines[0]
    return (
        lines,
        name,
        tuple(
            f"{name}({rng.randint(1, top)}{'' if optional and rng.random() < 0.6 else second})"
            for _ in range(rng.choice((1, 2)))
        ),
    )


def recursive(rng: Random) -> Program:
    """A function that calls itself with something smaller."""
    make = rng.choice((_recursion_over_int, _recursion_over_list, _recursion_over_string, _recursion_with_state))
    lines, name, calls = make(rng)
    return Program("grammar_recursion", "\n".join(lines) + "\n", name, tuple(dict.fromkeys(calls)))


FAMILIES: dict[str, tuple[Generator, float]] = {"grammar_recursion": (recursive, 1.2)}
"""family -> (generator, weight)."""
