"""Expressions by type: each production reads variables of a scope and gives source text of a known type, or None where it can't.

Statements stand in `grammar_statements`, conditions in `grammar_conditions`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

from training.programs import names, values
from training.programs.grammar_conditions import condition, condition_on
from training.programs.grammar_scope import Scope

Production = Callable[[Scope], "str | None"]

VOWELS = ("'aeiou'", "'aeiou'", "'aeiouAEIOU'", "'abc'", "'xyz'", "'0123456789'")
SEPARATORS = ("' '", "' '", "','", "', '", "'-'", "'_'", "''", "''", "'|'", "':'")


def constant(scope: Scope, low: int = 1, high: int = 10) -> str:
    """A small integer literal, not 0 by default."""
    return str(scope.rng.randint(low, high))


def letter(scope: Scope) -> str:
    """A literal of one character."""
    return repr(scope.rng.choice("aaeeiostrnlbcx._ -,1"))


def atom(scope: Scope, kind: str, literal: float = 0.25) -> str:
    """A variable, or a literal in this share of cases and where no variable is of the kind."""
    name = None if scope.chance(literal) else scope.pick(kind)
    if name is None:
        return constant(scope, 0, 12) if kind == "int" and scope.chance(0.8) else values.literal(scope.rng, kind)
    return name


def _binary(scope: Scope) -> str:
    left = scope.pick("int")
    if left is None:
        return constant(scope)
    operator = scope.rng.choice(("+", "+", "+", "-", "-", "*", "*", "//", "%", "%"))
    if operator in ("//", "%"):
        return f"{left} {operator} {constant(scope, 2, 10)}"
    if operator == "*":
        if scope.loops or scope.chance(0.6):
            return f"{left} * {constant(scope, 2, 5)}" if scope.chance(0.8) else f"{constant(scope, 2, 5)} * {left}"
        return f"{left} * {scope.pick('int')}"
    right = scope.pick("int") if scope.chance(0.6) else None
    return f"{left} {operator} {constant(scope) if right is None or right == left else right}"


def _nested(scope: Scope) -> str:
    inner = _binary(scope)
    return f"({inner}) {scope.rng.choice(('* 2', '// 2', '% 7', '% 10', '+ 1', '- 1', '* 3', '% 5', '// 3'))}"


def _int_of_two(scope: Scope) -> str:
    function = scope.rng.choice(("max", "min", "abs"))
    left = scope.pick("int")
    right = scope.pick("int") if scope.chance(0.6) else None
    right = constant(scope) if right is None or right == left else right
    left = left or constant(scope)
    return f"abs({left} - {right})" if function == "abs" else f"{function}({left}, {right})"


def _length(scope: Scope) -> str | None:
    name = scope.pick("str", "list_int", "list_str", "dict", "set", "tuple", "list_list")
    return name and f"len({name})"


def _sum(scope: Scope) -> str | None:
    name = scope.pick("list_int", "tuple", "set")
    return name and f"sum({name})"


def _extreme(scope: Scope) -> str | None:
    name = scope.pick_length(1, "list_int", "tuple")
    return name and f"{scope.rng.choice(('max', 'min'))}({name})"


def _element(scope: Scope) -> str | None:
    size = scope.rng.choice((1, 1, 1, 2, 3))
    name = scope.pick_length(size, "list_int", "list_int", "tuple")
    return name and f"{name}[{scope.rng.choice((size - 1, -size))}]"


def _sum_of(scope: Scope) -> str | None:
    name = scope.pick("list_int", "tuple", "list_int")
    if name is None:
        return None
    x = scope.new_element("int")
    shape = scope.rng.random()
    term = scope.rng.choice((x, f"{x} * {x}", f"{x} * 2", f"{x} + 1", f"abs({x})", f"{x} % 3"))
    if shape < 0.4:
        return f"sum({term} for {x} in {name})" if term != x else f"sum({x} for {x} in {name} if {_filter(scope, x)})"
    if shape < 0.7:
        return f"sum({term} for {x} in {name} if {_filter(scope, x)})"
    return f"sum(1 for {x} in {name} if {_filter(scope, x)})"


def _filter(scope: Scope, x: str) -> str:
    return condition_on(scope, x, "int")


def _count(scope: Scope) -> str | None:
    name = scope.pick("str", "list_int")
    if name is None:
        return None
    if scope.kinds[name] == "str":
        method = scope.rng.choice(("count", "count", "count", "find", "rfind"))
        return f"{name}.{method}({letter(scope)})"
    return f"{name}.count({atom(scope, 'int', 0.6)})"


def _get(scope: Scope) -> str | None:
    name = scope.pick("dict")
    return name and f"{name}.get({atom(scope, 'str', 0.5)}, {scope.rng.choice(('0', '0', '0', '1', '-1'))})"


def _bits(scope: Scope) -> str | None:
    name = scope.pick("int")
    return (
        name and f"{name} {scope.rng.choice(('& 1', '& 3', '| 1', '^ 1', '>> 1', '& 7', '<< 1', '^ 5', '| 4', '>> 2'))}"
    )


def _power(scope: Scope) -> str | None:
    if scope.loops:
        return None
    name = scope.pick_small()
    return name and f"{name} ** {scope.rng.choice((2, 2, 2, 3))}"


def _choice(kind: str) -> Production:
    def produce(scope: Scope) -> str | None:
        test = condition(scope)
        first, second = atom(scope, kind), atom(scope, kind, 0.5)
        if first == second or test is None:
            return None
        return f"{first} if {test} else {second}"

    return produce


def _ordinal(scope: Scope) -> str | None:
    name = scope.pick_length(1, "str")
    return name and f"ord({name}[{scope.rng.choice(('0', '-1'))}]) - {scope.rng.choice((97, 97, 65, 48))}"


def _rounded(scope: Scope) -> str | None:
    name = scope.pick("float")
    return name and f"{scope.rng.choice(('round', 'int'))}({name})"


def _bool_as_int(scope: Scope) -> str | None:
    name = scope.pick("bool")
    return name and f"int({name})"


def _row(scope: Scope) -> str | None:
    name = scope.pick_length(1, "list_list")
    if name is None:
        return None
    row = scope.new_element("list")
    return scope.rng.choice(
        (
            f"len({name}[0])",
            f"sum({name}[0])",
            f"sum(sum({row}) for {row} in {name})",
            f"sum(len({row}) for {row} in {name})",
        )
    )


# --- strings ------------------------------------------------------------------------------------------------------------

_METHODS = (
    *(
        "upper",
        "upper",
        "upper",
        "lower",
        "lower",
        "lower",
        "strip",
        "strip",
        "title",
        "capitalize",
        "swapcase",
        "lstrip",
    ),
    *("rstrip", "casefold"),
)


def _method(scope: Scope) -> str | None:
    name = scope.pick("str")
    if name is None:
        return None
    call = f"{name}.{scope.rng.choice(_METHODS)}()"
    return f"{call}.{scope.rng.choice(_METHODS)}()" if scope.chance(0.08) else call


def _slice_text(scope: Scope) -> str:
    number = scope.rng.randint(1, 4)
    return scope.rng.choice(
        (
            "[::-1]",
            "[::-1]",
            "[1:]",
            "[:-1]",
            f"[:{number}]",
            f"[{number}:]",
            f"[-{number}:]",
            "[::2]",
            "[1::2]",
            "[1:-1]",
        )
    )


def slice_of(*kinds: str) -> Production:
    """A production that slices a variable of one of these kinds."""

    def produce(scope: Scope) -> str | None:
        name = scope.pick(*kinds)
        return name and name + _slice_text(scope)

    return produce


def _concatenation(scope: Scope) -> str:
    left = scope.pick("str")
    if left is None:
        return values.literal(scope.rng, "str")
    right = scope.pick("str") if scope.chance(0.5) and not scope.loops else None
    if right is None or (right == left and scope.chance(0.7)):
        text = repr(values.word(scope.rng)) if scope.chance(0.5) else letter(scope)
        return f"{left} + {text}" if scope.chance(0.6) else f"{text} + {left}"
    return f"{left} + {right}" if scope.chance(0.6) else f"{left} + {scope.rng.choice(SEPARATORS)} + {right}"


def _repeat(scope: Scope) -> str | None:
    name = None if scope.loops else scope.pick("str")
    return name and f"{name} * {scope.rng.choice((2, 2, 3))}"


def _replace(scope: Scope) -> str | None:
    name = scope.pick("str")
    if name is None:
        return None
    limit = ", 1" if scope.chance(0.15) else ""
    new = "''" if scope.chance(0.3) else letter(scope)
    return f"{name}.replace({letter(scope)}, {new}{limit})"


def _join(scope: Scope) -> str | None:
    separator = scope.rng.choice(SEPARATORS)
    name = scope.pick("list_str")
    if name is not None and scope.chance(0.7):
        return f"{separator}.join({name})"
    text = scope.pick("str")
    if text is None:
        return None
    c = scope.new_element("char")
    test = condition_on(scope, c, "char")
    shape = scope.rng.random()
    if shape < 0.5:
        return f"''.join({c} for {c} in {text} if {test})"
    if shape < 0.7:
        return f"''.join({c}.upper() if {test} else {c} for {c} in {text})"
    return scope.rng.choice(
        (
            f"''.join(sorted({text}))",
            f"''.join(reversed({text}))",
            f"{separator}.join({text})",
            f"' '.join({text}.split()[::-1])",
        )
    )


def formatted(scope: Scope) -> str:
    """An f-string over one to three variables."""
    parts: list[str] = []
    used: set[str] = set()
    for _ in range(scope.rng.choice((1, 2, 2, 3))):
        name = scope.pick("int", "str", "int", "float", "bool", "str")
        if name is None or name in used:
            continue
        used.add(name)
        kind = scope.kinds[name]
        specification = ""
        if kind == "float":
            specification = scope.rng.choice((":.2f", ":.1f", ":.0f", ""))
        elif kind == "int" and scope.chance(0.15):
            specification = scope.rng.choice((":03d", ":>4", ":02x", ":b", ":5d", ":+d"))
        elif kind == "str" and scope.chance(0.1):
            specification = scope.rng.choice((":>8", ":<6", ":^9", "!r", ":*^10"))
        parts.append(f"{{{name}{specification}}}")
    separator = scope.rng.choice((" ", "-", ": ", ", ", "_", "/", "=", ""))
    text = separator.join(parts)
    if scope.chance(0.35) or not parts:
        text = f"{values.word(scope.rng)}{separator}{text}"
    return f"f'{text}'" if parts else repr(text)


def _to_string(scope: Scope) -> str | None:
    name = scope.pick("int", "float")
    return name and f"str({name})"


def _padded(scope: Scope) -> str | None:
    name = scope.pick("str")
    if name is None:
        return None
    width = scope.rng.randint(5, 12)
    fill = f", {scope.rng.choice('*-.0_#')!r}" if scope.chance(0.6) else ""
    return scope.rng.choice(
        (
            f"{name}.zfill({width})",
            f"{name}.ljust({width}{fill})",
            f"{name}.rjust({width}{fill})",
            f"{name}.center({width}{fill})",
        )
    )


def _character(scope: Scope) -> str | None:
    name = scope.pick_length(1, "str", "list_str")
    return name and f"{name}[{scope.rng.choice(('0', '-1', '0', 'len(' + name + ') // 2'))}]"


def _shifted(scope: Scope) -> str | None:
    name = scope.pick("int")
    return name and f"chr({scope.rng.choice((97, 65))} + {name} % 26)"


def _part(scope: Scope) -> str | None:
    name = scope.pick("str")
    if name is None:
        return None
    separator = scope.rng.choice(("' '", "' '", "'-'", "'a'", "'e'", "'_'"))
    return scope.rng.choice(
        (f"{name}.split({separator})[0]", f"{name}.partition({separator})[{scope.rng.choice((0, 2))}]",
         f"{name}.split({separator})[-1]", f"{name}.rpartition({separator})[2]", f"{name}.strip({letter(scope)})")
    )  # fmt: skip


# --- lists, dicts, sets, tuples, floats ---------------------------------------------------------------------------------


def _map_ints(scope: Scope) -> str | None:
    name = scope.pick("list_int", "list_int", "tuple")
    if name is None:
        return None
    x = scope.new_element("int")
    other = scope.pick("int") if scope.chance(0.3) else None
    other = constant(scope) if other is None or other == x else other
    operator = scope.rng.choice(("+", "+", "-", "*"))
    operand = constant(scope, 2, 5) if operator == "*" else other
    term = scope.rng.choice(
        (
            f"{x} {operator} {operand}",
            f"{x} * 2",
            f"{x} ** 2",
            f"{x} % {constant(scope, 2, 5)}",
            f"abs({x})",
            f"-{x}",
            f"{x} // 2",
        )
    )
    shape = scope.rng.random()
    if shape < 0.45:
        return f"[{term} for {x} in {name}]"
    if shape < 0.75:
        return f"[{x if scope.chance(0.7) else term} for {x} in {name} if {_filter(scope, x)}]"
    if shape < 0.83:
        return f"[{term} if {_filter(scope, x)} else {x} for {x} in {name}]"
    if shape < 0.92:
        return f"list(map(lambda {x}: {term}, {name}))"
    return f"list(filter(lambda {x}: {_filter(scope, x)}, {name}))"


def _sorted_ints(scope: Scope) -> str | None:
    name = scope.pick("list_int", "tuple", "set", "list_int")
    if name is None:
        return None
    x = scope.new_element("int")
    option = scope.rng.choice(
        (
            "",
            "",
            ", reverse=True",
            ", reverse=True",
            f", key=lambda {x}: -{x}",
            f", key=lambda {x}: {x} % 3",
            ", key=abs",
        )
    )
    return f"sorted({name}{option})"


def _range(scope: Scope) -> str | None:
    name = scope.pick_small()
    if name is None or scope.chance(0.3):
        start = scope.rng.randint(0, 5)
        return f"list(range({start}, {start + scope.rng.randint(2, 7)}))"
    i = scope.new_element("index")
    return scope.rng.choice(
        (f"list(range({name}))", f"list(range(1, {name} + 1))", f"[{i} * {i} for {i} in range({name})]", f"[0] * {name}",
         f"list(range(0, {name}, 2))", f"list(range({name}, 0, -1))")
    )  # fmt: skip


def _from_strings(scope: Scope) -> str | None:
    name = scope.pick("list_str", "list_str", "str")
    if name is None:
        return None
    if scope.kinds[name] == "str":
        c = scope.new_element("char")
        i = scope.new_element("index")
        return scope.rng.choice(
            (f"[ord({c}) for {c} in {name}]", f"[int({c}) for {c} in {name} if {c}.isdigit()]",
             f"[{i} for {i}, {c} in enumerate({name}) if {condition_on(scope, c, 'char')}]" if i != c else f"[len({name})]",
             f"[len({c}) for {c} in {name}.split()]")
        )  # fmt: skip
    w = scope.new_element("str")
    return f"[len({w}) for {w} in {name}]" if scope.chance(0.7) else f"list(map(len, {name}))"


def _zipped(scope: Scope) -> str | None:
    first = scope.pick("list_int")
    second = scope.pick("list_int", "tuple")
    if first is None or second is None or first == second:
        return None
    return scope.rng.choice(
        (f"[a + b for a, b in zip({first}, {second})]", f"[x * y for x, y in zip({first}, {second})]",
         f"[max(a, b) for a, b in zip({first}, {second})]", f"{first} + list({second})")
    )  # fmt: skip


def _extended(scope: Scope) -> str | None:
    name = scope.pick("list_int")
    return name and scope.rng.choice(
        (
            f"{name} + [{atom(scope, 'int')}]",
            f"[{atom(scope, 'int')}] + {name}",
            f"{name}.copy()",
            f"{name}[:]",
            f"list(reversed({name}))",
        )
    )


def _list_of(scope: Scope) -> str | None:
    name = scope.pick("dict", "set", "tuple", "list_list")
    if name is None:
        return None
    kind = scope.kinds[name]
    if kind == "dict":
        return f"list({name}.values())" if scope.chance(0.7) else f"sorted({name}.values())"
    if kind == "list_list":
        row, x = scope.new_element("list"), scope.new_element("int")
        if row == x:
            return None
        return (
            f"[sum({row}) for {row} in {name}]" if scope.chance(0.5) else f"[{x} for {row} in {name} for {x} in {row}]"
        )
    return f"sorted({name})" if kind == "set" else f"list({name})"


def _split(scope: Scope) -> str | None:
    name = scope.pick("str")
    if name is None:
        return None
    c = scope.new_element("char")
    return scope.rng.choice(
        (f"{name}.split()", f"{name}.split()", f"{name}.split(' ')", f"{name}.split(',')", f"{name}.split('-')", f"list({name})", f"list({name})",
         f"sorted({name})", f"[{c} for {c} in {name} if {condition_on(scope, c, 'char')}]", f"{name}.lower().split()",
         f"sorted(set({name}))", f"[{name}[i:i + 2] for i in range(0, len({name}), 2)]")
    )  # fmt: skip


def _map_strings(scope: Scope) -> str | None:
    name = scope.pick("list_str")
    if name is None:
        return None
    w = scope.new_element("str")
    term = scope.rng.choice(
        (
            f"{w}.upper()",
            f"{w}[::-1]",
            f"{w}.capitalize()",
            f"{w}[:2]",
            f"{w} + {letter(scope)}",
            f"{w}.strip()",
            f"{w}.lower()",
            f"f'{{{w}}}!'",
            f"{w}[:1]",
        )
    )
    shape = scope.rng.random()
    if shape < 0.45:
        return f"[{term} for {w} in {name}]"
    if shape < 0.7:
        return f"[{w} for {w} in {name} if {condition_on(scope, w, 'str')}]"
    return scope.rng.choice(
        (f"sorted({name})", f"sorted({name}, key=len)", f"sorted({name}, reverse=True)", f"{name}[::-1]", f"sorted(set({name}))",
         f"sorted({name}, key=lambda {w}: {w}[-1:])", f"sorted({name}, key=lambda {w}: (len({w}), {w}))")
    )  # fmt: skip


def _keys(scope: Scope) -> str | None:
    name = scope.pick("dict")
    if name is None:
        return None
    k, v = scope.new_element("key"), scope.new_element("value")
    if k == v:
        return f"list({name})"
    return scope.rng.choice(
        (f"list({name}.keys())", f"sorted({name})", f"[{k} for {k}, {v} in {name}.items() if {condition_on(scope, v, 'int')}]",
         f"sorted({name}, key={name}.get)", f"[f'{{{k}}}={{{v}}}' for {k}, {v} in {name}.items()]")
    )  # fmt: skip


def _numbers_as_strings(scope: Scope) -> str | None:
    name = scope.pick("list_int", "tuple")
    if name is None:
        return None
    x = scope.new_element("int")
    return f"[str({x}) for {x} in {name}]" if scope.chance(0.6) else f"list(map(str, {name}))"


def _dict_of(scope: Scope) -> str | None:
    name = scope.pick("dict", "dict", "list_str", "str")
    if name is None:
        return None
    kind = scope.kinds[name]
    k, v = scope.new_element("key"), scope.new_element("value")
    w = scope.new_element("str")
    if kind == "dict":
        if k == v:
            return f"dict({name})"
        return scope.rng.choice(
            (f"{{{k}: {v} + {constant(scope)} for {k}, {v} in {name}.items()}}", f"{{{k}: {v} * 2 for {k}, {v} in {name}.items()}}",
             f"{{{k}: {v} for {k}, {v} in {name}.items() if {condition_on(scope, v, 'int')}}}", f"dict({name})", f"{name}.copy()",
             f"{{{k}.upper(): {v} for {k}, {v} in {name}.items()}}", f"dict(sorted({name}.items()))",
             f"{{**{name}, {repr(values.key(scope.rng))}: {constant(scope)}}}")
        )  # fmt: skip
    if kind == "str":
        c = scope.new_element("char")
        return scope.rng.choice(
            (f"{{{c}: {name}.count({c}) for {c} in {name}}}", f"{{{c}: i for i, {c} in enumerate({name})}}" if c != "i" else f"{{{name}: 1}}",
             f"{{{w}: len({w}) for {w} in {name}.split()}}", f"dict.fromkeys({name}, 0)")
        )  # fmt: skip
    numbers = scope.pick("list_int")
    if numbers is not None and scope.chance(0.5):
        return f"dict(zip({name}, {numbers}))"
    return scope.rng.choice(
        (
            f"{{{w}: len({w}) for {w} in {name}}}",
            f"dict.fromkeys({name}, 0)",
            f"{{{w}: {name}.count({w}) for {w} in {name}}}",
        )
    )


def _set_of(scope: Scope) -> str | None:
    first = scope.pick("set")
    if first is not None and scope.chance(0.6):
        second = scope.pick("set", "set")
        right = f"{{{constant(scope)}, {constant(scope, 11, 15)}}}" if second is None or second == first else second
        return f"{first} {scope.rng.choice('|&-^')} {right}" if scope.chance(0.8) else f"{first}.union({right})"
    name = scope.pick("list_int", "tuple", "set")
    if name is None:
        return None
    x = scope.new_element("int")
    return scope.rng.choice(
        (f"set({name})", f"{{{x} % {constant(scope, 2, 5)} for {x} in {name}}}", f"{{{x} for {x} in {name} if {_filter(scope, x)}}}",
         f"{{{x} + 1 for {x} in {name}}}")
    )  # fmt: skip


def _tuple_of(scope: Scope) -> str | None:
    shape = scope.rng.random()
    if shape < 0.35:
        return f"({atom(scope, 'int', 0.1)}, {atom(scope, 'int')})"
    name = scope.pick("tuple")
    if name is not None and shape < 0.65:
        return scope.rng.choice(
            (
                f"{name}[::-1]",
                f"{name} + ({atom(scope, 'int')},)",
                f"{name}[1:]",
                f"tuple(sorted({name}))",
                f"{name}[:2]",
            )
        )
    if shape < 0.8:
        number = scope.pick("int")
        return number and f"divmod({number}, {constant(scope, 2, 9)})"
    name = scope.pick("list_int", "tuple")
    if name is None:
        return None
    x = scope.new_element("int")
    return scope.rng.choice(
        (f"tuple({name})", f"tuple(sorted({name}))", f"tuple({x} * 2 for {x} in {name})", f"(len({name}), sum({name}))")
    )


def _matrix_of(scope: Scope) -> str | None:
    name = scope.pick("list_list")
    row = scope.new_element("list")
    if name is not None and scope.chance(0.7):
        return scope.rng.choice(
            (f"[{row}[::-1] for {row} in {name}]", f"{name}[::-1]", f"[sorted({row}) for {row} in {name}]", f"[{row}[:] for {row} in {name}]",
             f"[list({row}) for {row} in zip(*{name})]", f"[[x + 1 for x in {row}] for {row} in {name}]" if row != "x" else f"{name}[:]",
             f"sorted({name}, key=sum)", f"[{row} for {row} in {name} if len({row}) > 1]")
        )  # fmt: skip
    name = scope.pick("list_int")
    return (
        name
        and f"[{name}[i:i + {scope.rng.choice((2, 2, 3))}] for i in range(0, len({name}), {scope.rng.choice((2, 2, 3))})]"
    )


def _float_of(scope: Scope) -> str | None:
    name = scope.pick("float", "float", "int")
    if name is None:
        return None
    shape = scope.rng.random()
    if shape < 0.3:
        return f"{name} {scope.rng.choice('+-*')} {scope.rng.choice(('0.5', '1.5', '2', '0.1', '10', '2.5', '0.25'))}"
    if shape < 0.5:
        return f"{name} / {scope.rng.choice((2, 2, 4, 5, 10, 100))}"
    if shape < 0.75:
        return f"round({name} {scope.rng.choice('*/')} {scope.rng.choice(('1.2', '3', '2.5', '7', '1.1', '0.9'))}, {scope.rng.choice((1, 2, 2))})"
    other = scope.pick("float", "int")
    if other is not None and other != name:
        return f"{name} {scope.rng.choice('+-')} {other}"
    return f"float({name})"


def _average(scope: Scope) -> str | None:
    name = scope.pick_length(1, "list_float", "list_int")
    return name and scope.rng.choice(
        (
            f"sum({name}) / len({name})",
            f"round(sum({name}) / len({name}), 2)",
            f"max({name}) / 2",
            f"{name}[0] * 0.5",
            f"sum({name}) * 0.1",
        )
    )


def _floats(scope: Scope) -> str | None:
    name = scope.pick("list_float", "list_float", "list_int")
    if name is None:
        return None
    x = scope.new_element("float")
    return scope.rng.choice(
        (f"[{x} * 2 for {x} in {name}]", f"[round({x} * 1.1, 2) for {x} in {name}]", f"[{x} / 2 for {x} in {name}]", f"sorted({name})",
         f"[{x} for {x} in {name} if {x} > {constant(scope, 1, 20)}]", f"[{x} + 0.5 for {x} in {name}]")
    )  # fmt: skip


def _literal(kind: str) -> Production:
    return lambda scope: values.literal(scope.rng, kind)


_TABLES: dict[str, list[tuple[float, Production]]] = {
    "int": [
        (6, _binary), (2, _nested), (1.2, _int_of_two), (2.5, _length), (1.5, _sum), (1, _extreme), (2, _element), (1.5, _sum_of),
        (1.2, _count), (1.5, _get), (0.7, _bits), (0.7, _power), (1, _choice("int")), (0.3, _ordinal), (0.6, _rounded),
        (0.3, _bool_as_int), (1, _row),
    ],
    "str": [
        (3, _method), (2.5, slice_of("str")), (3, _concatenation), (0.6, _repeat), (1.2, _replace), (2, _join), (2, formatted),
        (0.8, _to_string), (0.6, _padded), (1, _character), (0.4, _shifted), (0.7, _part), (0.8, _choice("str")),
    ],
    "bool": [(1, lambda scope: condition(scope))],
    "list_int": [
        (4, _map_ints), (1.5, slice_of("list_int")), (1.3, _sorted_ints), (1.2, _range), (1, _from_strings), (0.8, _zipped), (1.2, _extended),
        (1, _list_of), (0.5, _literal("list_int")),
    ],
    "list_str": [(3, _split), (3, _map_strings), (1, _keys), (0.6, _numbers_as_strings), (0.7, slice_of("list_str")), (0.4, _literal("list_str"))],
    "dict": [(4, _dict_of), (0.7, _literal("dict"))],
    "set": [(4, _set_of), (0.5, _literal("set"))],
    "tuple": [(4, _tuple_of), (0.3, _literal("tuple"))],
    "list_list": [(4, _matrix_of), (0.5, _literal("list_list"))],
    "float": [(4, _float_of), (1.5, _average)],
    "list_float": [(4, _floats), (0.5, _literal("list_float"))],
}  # fmt: skip

_CUMULATIVE = {kind: list(accumulate(weight for weight, _ in table)) for kind, table in _TABLES.items()}
_PRODUCTIONS = {kind: [production for _, production in table] for kind, table in _TABLES.items()}


def expression(scope: Scope, kind: str) -> str:
    """Source text of an expression of a kind: an operation where one applies, else a variable or a literal."""
    productions, cumulative = _PRODUCTIONS[kind], _CUMULATIVE[kind]
    for _ in range(6):
        text = scope.rng.choices(productions, cum_weights=cumulative)[0](scope)
        if text is not None:
            return text
    return atom(scope, kind)


def initial(scope: Scope, kind: str) -> str:
    """What an accumulator of a kind starts with: `0`, `''`, `[]`, ..."""
    rng = scope.rng
    if kind == "int":
        return rng.choice(("0", "0", "0", "0", "0", "1", "1", constant(scope)))
    if kind == "str":
        return "''" if rng.random() < 0.85 else repr(values.word(rng))
    if kind in ("list_int", "list_str", "list_list", "list_float"):
        return "[]"
    return {
        "dict": "{}",
        "set": "set()",
        "tuple": "()",
        "float": "0.0",
        "bool": rng.choice(("False", "True", "False")),
    }[kind]


def key(scope: Scope) -> str:
    """A literal for a dict's key."""
    return repr(values.key(scope.rng)) if scope.chance(0.7) else repr(scope.rng.choice(names.ATTRIBUTES))
