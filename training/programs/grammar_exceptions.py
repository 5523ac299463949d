"""Programs in which something may raise: caught, with `else` and `finally`, raised on purpose, passed on, or caught by nobody.

The statements around it are those of `grammar_statements` and `grammar_loops`.
"""

# ruff: noqa: E501 - pieces of programs are read more easily on one line

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from training.programs import names, values
from training.programs.grammar_functions import calls_of, signature, write_statements
from training.programs.grammar_scope import Scope
from training.programs.grammar_statements import write_return
from training.programs.grammar_templates import condition_on, expression, operand
from training.programs.program import Generator, Program

_ERRORS = (
    "ValueError",
    "ValueError",
    "ValueError",
    "TypeError",
    "KeyError",
    "IndexError",
    "RuntimeError",
    "ZeroDivisionError",
)
_MESSAGES = (
    "negative",
    "too big",
    "empty",
    "bad value",
    "invalid input",
    "not found",
    "out of range",
    "odd",
    "stop",
    "limit",
    "no data",
    "missing",
)
_CUSTOM = ("InvalidValue", "LimitError", "EmptyError", "ParseError", "BadInput", "OutOfStock", "StopHere")


@dataclass(frozen=True, slots=True)
class Risk:
    """An expression that may raise.

    Attributes:
        parameters: the parameters it reads, with their kinds.
        text: the expression; `{0}`, `{1}` stand for the parameters.
        kind: the kind of its value.
        error: the exception it may raise.
        arguments: for each parameter the texts of arguments, some of which make it raise; empty means any of the kind.
    """

    parameters: tuple[str, ...]
    text: str
    kind: str
    error: str
    arguments: tuple[tuple[str, ...], ...]


_NUMERALS = ("'12'", "'7'", "'abc'", "'-3'", "''", "'4.5'", "'0'", "' 8 '", "'1a'", "'100'", "'x'")
_DIVISORS = ("0", "0", "1", "2", "3", "-2", "5")
_INDICES = ("0", "1", "2", "3", "5", "-1", "-4", "10")
_KEYS = ("'a'", "'b'", "'x'", "'z'")
_TABLES = {
    "indices": ("[4, 7, 1]", "[2, 9]", "[]", "[5, 6, 7, 8]"),
    "keys": ("{}", "{'a': 3, 'b': 5}", "{'x': 1, 'z': 8, 'a': 2}"),
}
_RISKS: tuple[Risk, ...] = (
    Risk(("str",), "int({0})", "int", "ValueError", (_NUMERALS,)),
    Risk(("str",), "int({0}) * 2", "int", "ValueError", (_NUMERALS,)),
    Risk(("int", "int"), "{0} // {1}", "int", "ZeroDivisionError", ((), _DIVISORS)),
    Risk(("int", "int"), "{0} % {1}", "int", "ZeroDivisionError", ((), _DIVISORS)),
    Risk(("int",), "100 // {0}", "int", "ZeroDivisionError", (_DIVISORS,)),
    Risk(
        ("int", "int"),
        "{0} / {1}",
        "float",
        "ZeroDivisionError",
        (("10", "8", "6", "1", "0"), ("0", "2", "4", "5", "0")),
    ),
    Risk(("list_int", "int"), "{0}[{1}]", "int", "IndexError", ((), _INDICES)),
    Risk(("list_str", "int"), "{0}[{1}]", "str", "IndexError", ((), _INDICES)),
    Risk(("str", "int"), "{0}[{1}]", "str", "IndexError", ((), _INDICES)),
    Risk(("list_int",), "{0}.pop()", "int", "IndexError", (("[]", "[1, 2]", "[5]", "[3, 0, 7]"),)),
    Risk(("list_int",), "max({0})", "int", "ValueError", (("[]", "[4, 9, 2]", "[-1]", "[3, 3]"),)),
    Risk(
        ("list_int", "int"), "{0}.index({1})", "int", "ValueError", (("[1, 2, 3]", "[5, 0, 2]", "[]"), ("2", "5", "9"))
    ),
    Risk(("str",), "{0}.index('a')", "int", "ValueError", (("'banana'", "'xyz'", "'cat'", "'Hello'"),)),
    Risk(
        ("dict", "str"),
        "{0}[{1}]",
        "int",
        "KeyError",
        (("{'a': 1, 'b': 2}", "{}", "{'x': 10, 'a': 0}"), ("'a'", "'b'", "'x'", "'z'")),
    ),
    Risk(("dict",), "{0}['a'] + 1", "int", "KeyError", (("{'a': 4}", "{'b': 2}", "{}", "{'a': 1, 'c': 3}"),)),
    Risk(
        ("dict", "str"),
        "{0}.pop({1})",
        "int",
        "KeyError",
        (("{'a': 1, 'b': 2}", "{}", "{'k': 5}"), ("'a'", "'k'", "'q'")),
    ),
    Risk(("int", "any"), "{0} + {1}", "int", "TypeError", ((), ("3", "'3'", "None", "7", "[1]"))),
    Risk(("str", "any"), "{0} + {1}", "str", "TypeError", ((), ("'x'", "3", "'ab'", "None"))),
    Risk(("any",), "len({0})", "int", "TypeError", (("'abc'", "5", "[1, 2]", "None", "{}"),)),
    Risk(("any",), "int({0})", "int", "(ValueError, TypeError)", (("'5'", "None", "'q'", "3.7", "[1]", "True"),)),
    Risk(("any",), "{0}.upper()", "str", "AttributeError", (("'abc'", "5", "'Mix'", "None"),)),
    Risk(("set", "int"), "{0}.remove({1})", "none", "KeyError", (("{1, 2}", "{3}", "set()"), ("1", "3", "8"))),
    Risk(("list_int",), "sum({0}) // len({0})", "int", "ZeroDivisionError", (("[]", "[4, 6]", "[1, 2, 9]", "[0]"),)),
)


class _Writer:
    """A function around one risk."""

    def __init__(self, rng: Random, risk: Risk, taken: set[str]) -> None:
        self.rng = rng
        self.risk = risk
        self.name = names.function(rng, taken)
        self.scope = Scope(rng, {"int": 4, "str": 2, "list_int": 2})
        self.scope.reserved |= taken | {self.name}
        self.parameters = [(self.scope.parameter(kind), kind) for kind in risk.parameters]
        for each, kind in self.parameters:
            if kind == "any":
                del self.scope.kinds[each]
        self.scope.fixed |= {each for each, _ in self.parameters}
        self.text = risk.text.format(*[each for each, _ in self.parameters])

    def calls(self) -> tuple[str, ...]:
        """Two or three calls; about half of them raise."""
        calls: list[str] = []
        for _ in range(self.rng.choice((2, 2, 3))):
            arguments = [
                self.rng.choice(texts) if texts else self.scope.argument(each, kind)
                for texts, (each, kind) in zip(self.risk.arguments, self.parameters, strict=True)
            ]
            calls.append(f"{self.name}({', '.join(arguments)})")
        return tuple(dict.fromkeys(calls))

    def head(self) -> str:
        """The `def` line; without annotations, since the arguments may be of a wrong type."""
        return f"def {self.name}({', '.join(each for each, _ in self.parameters)}):"

    def fallback(self, kind: str) -> str:
        """A value for when it raised."""
        rng = self.rng
        return rng.choice(
            {
                "int": ("0", "-1", "1", "99", "10"),
                "str": ("''", "'?'", "'none'", "'error'"),
                "float": ("0.0", "1.0", "-1.0"),
            }.get(kind, ("0", "-1"))
        )


def _handled(rng: Random) -> Program:
    """`try` around the risk, as part of a longer function."""
    writer = _Writer(rng, rng.choice(_RISKS), set())
    scope, risk = writer.scope, writer.risk
    if rng.random() < 0.35:
        write_statements(scope, rng.choice((1, 1, 2)), may_return=False)
    log = None
    if rng.random() < 0.3:
        log = scope.new_name("list_str")
        scope.emit(f"{log} = []")
        scope.declare(log, "list_str")
    kind = risk.kind if risk.kind != "none" else "int"
    result = scope.new_name(kind)
    preset = rng.random() < 0.2
    if preset:
        scope.emit(f"{result} = {writer.fallback(kind)}")
    scope.emit("try:")
    if log and rng.random() < 0.5:
        scope.emit(f"    {log}.append({rng.choice(('try', 'start', 'begin'))!r})")
    returns = rng.random() < 0.2 and risk.kind != "none"
    if risk.kind == "none":
        scope.emit(f"    {writer.text}")
        scope.emit(f"    {result} = {rng.choice(('1', '0', 'len(' + writer.parameters[0][0] + ')'))}")
    elif returns:
        scope.emit(f"    return {writer.text}")
    else:
        scope.emit(f"    {result} = {writer.text}")
        if kind == "int" and rng.random() < 0.25:
            scope.emit(f"    {result} {rng.choice(('+=', '*=', '-='))} {rng.randint(1, 5)}")
    error = (
        risk.error
        if rng.random() < 0.75
        else "Exception"
        if rng.random() < 0.6
        else f"({risk.error}, {rng.choice(('KeyError', 'OSError', 'AttributeError'))})"
        if "(" not in risk.error
        else risk.error
    )
    if rng.random() < 0.1 and "(" not in risk.error and error == risk.error:
        other = rng.choice([each for each in ("KeyError", "TypeError", "ValueError") if each != risk.error])
        scope.emit(f"except {other}:")
        scope.emit(f"    {result} = {writer.fallback(kind)}")
    bound = rng.random() < 0.3
    handle = rng.choice(("e", "e", "err", "exc", "error"))
    scope.emit(f"except {error}{f' as {handle}' if bound else ''}:")
    if log:
        scope.emit(
            f"    {log}.append({(f'str({handle})' if rng.random() < 0.5 else f'type({handle}).__name__') if bound else repr(rng.choice(_MESSAGES))})"
        )
        bound = False
    if bound and kind == "str":
        scope.emit(f"    {result} = type({handle}).__name__")
    elif bound:
        scope.emit(
            f"    return {rng.choice((f'str({handle})', f'type({handle}).__name__', repr(rng.choice(_MESSAGES))))}"
        )
    else:
        scope.emit(f"    {result} = {writer.fallback(kind)}")
    if rng.random() < 0.2 and not returns:
        scope.emit("else:")
        scope.emit(
            f"    {log}.append('ok')"
            if log
            else f"    {result} {'+=' if kind != 'float' else '*='} {repr('!') if kind == 'str' else rng.randint(1, 9)}"
        )
    if rng.random() < 0.25:
        scope.emit("finally:")
        flag = scope.new_name("bool")
        scope.emit(f"    {log}.append('done')" if log else f"    {flag} = True")
        if not log:
            scope.declare(flag, "bool")
    scope.declare(result, kind)
    if log:
        scope.written(log)
    if rng.random() < 0.3:
        write_statements(scope, rng.choice((1, 2)), may_return=False)
    write_return(scope)
    return Program("grammar_caught", "\n".join([writer.head(), *scope.lines]) + "\n", writer.name, writer.calls())


def _handled_in_loop(rng: Random) -> Program:
    """`try` in a loop: `continue`, a default, a count of failures, or `break`."""
    name = names.function(rng)
    scope = Scope(rng, {"int": 1, "list_int": 1, "list_str": 1})
    scope.reserved.add(name)
    shape = rng.choice(("numerals", "divisors", "indices", "keys"))
    kind = {"numerals": "list_str", "divisors": "list_int", "indices": "list_int", "keys": "list_str"}[shape]
    items = scope.parameter(kind)
    element = scope.new_element("str" if kind == "list_str" else "int")
    scope.reserved.add(element)
    total, other = scope.new_name("int"), scope.new_name("int")
    parameters = [items]
    if shape == "numerals":
        risk, error = f"int({element})", "ValueError"
        arguments = [[rng.choice(_NUMERALS) for _ in range(rng.randint(1, 4))] for _ in range(2)]
        extra = [""] * 2
    elif shape == "divisors":
        risk, error = f"{rng.choice((10, 12, 20, 100))} // {element}", "ZeroDivisionError"
        arguments = [[rng.choice(_DIVISORS) for _ in range(rng.randint(1, 4))] for _ in range(2)]
        extra = [""] * 2
    else:
        table = scope.parameter("list_int" if shape == "indices" else "dict")
        parameters.append(table)
        risk, error = f"{table}[{element}]", "IndexError" if shape == "indices" else "KeyError"
        arguments = [
            [rng.choice(_INDICES[:6] if shape == "indices" else _KEYS) for _ in range(rng.randint(1, 4))]
            for _ in range(2)
        ]
        extra = [f", {rng.choice(_TABLES[shape])}" for _ in range(2)]
    collects = rng.random() < 0.4
    lines = scope.lines
    scope.emit(f"{total} = {'[]' if collects else '0'}")
    counts = rng.random() < 0.4
    if counts:
        scope.emit(f"{other} = 0")
    scope.emit(f"for {element} in {items}:")
    scope.emit("    try:")
    if rng.random() < 0.6:
        value = scope.new_name("int")
        scope.emit(f"        {value} = {risk}")
        action = f"{total}.append({value})" if collects else f"{total} += {value}"
        scope.emit(f"        {action}")
    else:
        scope.emit(f"        {f'{total}.append({risk})' if collects else f'{total} += {risk}'}")
    scope.emit(f"    except {error if rng.random() < 0.85 else 'Exception'}:")
    shape = rng.random()
    if counts:
        scope.emit(f"        {other} += 1")
    elif shape < 0.35:
        scope.emit(f"        {rng.choice(('continue', 'continue', 'pass', 'break'))}")
    else:
        scope.emit(
            f"        {total}.append({rng.choice((0, -1, None))})"
            if collects
            else f"        {total} -= {rng.choice((1, 1, 10))}"
        )
    if rng.random() < 0.15:
        scope.emit("    finally:")
        scope.emit(f"        {f'{total}.append(9)' if collects else f'{total} += 10'}")
    scope.emit(
        f"return {total}, {other}"
        if counts
        else f"return {total}"
        if rng.random() < 0.8 or not collects
        else f"return sum(x for x in {total} if x)"
    )
    calls = tuple(
        dict.fromkeys(f"{name}([{', '.join(first)}]{second})" for first, second in zip(arguments, extra, strict=True))
    )
    return Program("grammar_caught", "\n".join([f"def {name}({', '.join(parameters)}):", *lines]) + "\n", name, calls)


def _raising(rng: Random) -> Program:
    """A function that raises under a condition; another that catches it, or nobody does."""
    inner = names.function(rng)
    kind = rng.choice(("int", "int", "str", "list_int"))
    scope = Scope(rng, {kind: 1, "int": 2})
    scope.reserved.add(inner)
    argument = scope.parameter(kind)
    custom = rng.random() < 0.25
    error = rng.choice(_CUSTOM) if custom else rng.choice(_ERRORS[:6])
    prefix = (
        [f"class {error}({rng.choice(('Exception', 'Exception', 'ValueError'))}):", "    pass", ""] if custom else []
    )
    test = condition_on(scope, argument, kind)
    message = rng.choice(
        (
            repr(rng.choice(_MESSAGES)),
            repr(rng.choice(_MESSAGES)),
            f"f'{rng.choice(_MESSAGES)}: {{{argument}}}'",
            argument,
        )
    )
    if rng.random() < 0.15:
        scope.emit(f"assert {test}{f', {message}' if rng.random() < 0.6 else ''}")
        error = "AssertionError"
        prefix = []
    else:
        scope.emit(f"if {test}:")
        scope.emit(f"    raise {error}({message})" if rng.random() < 0.9 else f"    raise {error}")
    if rng.random() < 0.4:
        write_statements(scope, rng.choice((1, 2)), may_return=False)
        local = [each for each in scope.unread if each in scope.kinds]
        result_kind = scope.kinds[local[-1]] if local else "int"
        scope.emit(f"return {local[-1]}" if local else "return 0")
    else:
        result_kind = rng.choice(("int", kind))
        scope.emit(f"return {expression(scope, result_kind)}")
    first = [f"def {inner}({argument}):", *scope.lines]
    if rng.random() < 0.3:
        calls = calls_of(scope, inner, [(argument, kind)])
        return Program("grammar_raised", "\n".join([*prefix, *first]) + "\n", inner, calls)
    name = names.function(rng, {inner})
    outer = Scope(rng, {result_kind: 2, "int": 2})
    outer.reserved |= {inner, name}
    parameter = outer.parameter(kind)
    for what, size in scope.wants.get(argument, {}).items():
        outer.want(parameter, what, size)
    result = outer.new_name(result_kind)
    if rng.random() < 0.25:
        outer.emit(f"{result} = {inner}({parameter})")
        outer.declare(result, result_kind)
    else:
        given = operand(outer, kind, literal=0.1)
        outer.emit("try:")
        outer.emit(f"    {result} = {inner}({given})")
        shape = rng.random()
        base = error if shape < 0.75 else "Exception"
        handle = rng.choice(("e", "err", "exc"))
        if shape < 0.4:
            outer.emit(f"except {base} as {handle}:")
            outer.emit(
                f"    return {rng.choice((f'str({handle})', f'type({handle}).__name__', f'{handle}.args', repr('failed')))}"
            )
        elif shape < 0.55:
            outer.emit(f"except {base}:")
            outer.emit(
                f"    raise {rng.choice(('RuntimeError', 'ValueError'))}({rng.choice(_MESSAGES)!r}){rng.choice(('', ' from None'))}"
            )
        else:
            outer.emit(f"except {base}:")
            outer.emit(f"    {result} = {values.literal(rng, result_kind)}")
        if rng.random() < 0.2:
            flag = outer.new_name("int")
            outer.emit("finally:")
            outer.emit(f"    {flag} = {rng.randint(0, 9)}")
            outer.declare(flag, "int")
        outer.declare(result, result_kind)
    if rng.random() < 0.3:
        write_statements(outer, 1)
    write_return(outer)
    lines = [*prefix, *first, "", signature(rng, name, [(parameter, kind)]), *outer.lines]
    return Program("grammar_raised", "\n".join(lines) + "\n", name, calls_of(outer, name, [(parameter, kind)]))


def _uncaught(rng: Random) -> Program:
    """A function in which the risk has no handler."""
    writer = _Writer(rng, rng.choice(_RISKS), set())
    scope, risk = writer.scope, writer.risk
    if rng.random() < 0.5:
        write_statements(scope, rng.choice((1, 2, 3)), may_return=False)
    if risk.kind == "none":
        scope.emit(writer.text)
    else:
        result = scope.new_name(risk.kind)
        scope.emit(f"{result} = {writer.text}")
        scope.declare(result, risk.kind)
    if rng.random() < 0.3:
        write_statements(scope, 1, may_return=False)
    write_return(scope)
    return Program("grammar_uncaught", "\n".join([writer.head(), *scope.lines]) + "\n", writer.name, writer.calls())


def caught(rng: Random) -> Program:
    """A risk within `try`, in a straight function or in a loop."""
    return _handled(rng) if rng.random() < 0.65 else _handled_in_loop(rng)


FAMILIES: dict[str, tuple[Generator, float]] = {
    "grammar_caught": (caught, 1.2),
    "grammar_raised": (_raising, 0.8),
    "grammar_uncaught": (_uncaught, 0.5),
}
"""family -> (generator, weight); the last two raise often, on purpose."""
