"""Conditions: what an `if`, a `while`'s guard or a comprehension's filter asks of the variables of a scope.

Kept apart from the other expressions because those need them too.
"""

from __future__ import annotations

from training.programs import values
from training.programs.grammar_scope import Scope

_COMPARISONS = ("<", ">", ">", "<", "<=", ">=", "==", "!=")
_TESTS = ("isalpha", "isdigit", "isupper", "islower", "isalnum", "isalpha", "isdigit", "isspace")
_CHARACTER_SETS = ("'aeiou'", "'aeiou'", "'aeiouAEIOU'", "'abc'", "'xyz'", "'0123456789'", "'.,!?'")


def condition_on(scope: Scope, name: str, kind: str) -> str:
    """A condition on one variable; `char` is a string of one character."""
    rng = scope.rng
    shape = rng.random()
    if kind == "int":
        if shape < 0.3:
            modulus = rng.choice((2, 2, 2, 3, 4, 5))
            if rng.random() < 0.1:
                return f"{name} % {modulus}"
            return f"{name} % {modulus} {rng.choice(('==', '==', '==', '!='))} {rng.choice((0, 0, 0, 1))}"
        if shape < 0.5:
            return f"{name} {rng.choice(('>', '>', '<', '!=', '==', '>='))} 0"
        if shape < 0.65:
            other = scope.pick("int")
            if other is not None and other != name:
                return f"{name} {rng.choice(_COMPARISONS)} {other}"
        if shape < 0.72:
            low = rng.randint(0, 5)
            return f"{low} {rng.choice(('<', '<='))} {name} {rng.choice(('<', '<='))} {low + rng.randint(3, 15)}"
        if shape < 0.77:
            container = scope.pick("list_int", "tuple", "set")
            if container is not None and container != name:
                return f"{name} {rng.choice(('in', 'not in'))} {container}"
        return f"{name} {rng.choice(_COMPARISONS)} {values.integer(rng, 0, 20)}"
    if kind == "char":
        if shape < 0.45:
            return f"{name}.{rng.choice(_TESTS)}()"
        if shape < 0.75:
            return f"{name} {rng.choice(('in', 'in', 'not in'))} {rng.choice(_CHARACTER_SETS)}"
        if shape < 0.92:
            return f"{name} {rng.choice(('==', '==', '!='))} {rng.choice('aeiost lrnbc')!r}"
        return f"{name} {rng.choice('<>')} {rng.choice('mhnt')!r}"
    if kind == "str":
        if shape < 0.25:
            return f"len({name}) {rng.choice(('>', '>', '<', '==', '>='))} {rng.randint(2, 8)}"
        if shape < 0.4:
            return f"{name}.{rng.choice(_TESTS)}()"
        if shape < 0.55:
            return f"{rng.choice('aeiostrlnc')!r} {rng.choice(('in', 'in', 'not in'))} {name}"
        if shape < 0.75:
            return f"{name}.{rng.choice(('startswith', 'endswith'))}({rng.choice('abcdehlmnorst')!r})"
        if shape < 0.85:
            return f"{name} == {name}[::-1]"
        if shape < 0.93:
            return name
        return f"{name} {rng.choice(('==', '!='))} {values.word(rng)!r}"
    if kind == "bool":
        return name if shape < 0.7 else f"not {name}"
    if kind == "float":
        return f"{name} {rng.choice(('<', '>', '>=', '<='))} {rng.choice((0, 1, 2, 5, 10, 20, 0.5, 7.5))}"
    if kind in ("list_int", "tuple", "set") and shape < 0.35:
        return f"{rng.randint(0, 10)} {rng.choice(('in', 'in', 'not in'))} {name}"
    if kind in ("list_str", "dict") and shape < 0.4:
        text = scope.pick("str")
        return f"{text or repr(values.key(rng))} {rng.choice(('in', 'in', 'not in'))} {name}"
    if kind == "list_int" and shape < 0.5:
        x = scope.new_element("int")
        return f"{rng.choice(('any', 'all'))}({x} {rng.choice('<>')} {rng.randint(0, 9)} for {x} in {name})"
    if shape < 0.65:
        return name
    if shape < 0.75:
        return f"not {name}"
    return f"len({name}) {rng.choice(('>', '>', '<', '==', '>='))} {rng.randint(1, 5)}"


def condition(scope: Scope) -> str:
    """A condition on variables of the scope; `True` only where there is no variable at all."""
    rng = scope.rng
    name = scope.pick(*scope.weights)
    if name is None:
        return "True"
    text = condition_on(scope, name, scope.kinds[name])
    if rng.random() < 0.12:
        other = scope.pick(*scope.weights)
        if other is not None and other != name:
            return f"{text} {rng.choice(('and', 'or'))} {condition_on(scope, other, scope.kinds[other])}"
    return text
