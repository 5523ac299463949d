"""Arguments for functions that nobody described: by annotation, else by the parameter's name, else by trial."""

# ruff: noqa: E501 - tables are read more easily on one line
from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from training.programs import people_values
from training.programs.people_words import DOMAINS


@dataclass(frozen=True, slots=True)
class Parameter:
    """One that an argument is made for.

    Attributes:
        name: its name.
        kinds: what may fit, the likeliest first; written as `people_values` reads them.
        optional: whether it has a default.
    """

    name: str
    kinds: tuple[str, ...]
    optional: bool


Signature = tuple[Parameter, ...]

_ANYTHING = (
    "str", "int", "list[int]", "str", "list[str]", "float", "dict[str,int]", "bool", "none", "list[list[int]]", "tuple[int]", "list[pair[str,int]]",
    "set[int]", "dict[str,str]", "list[float]", "dict[str,list[str]]", "pair[str,int]",
)  # fmt: skip
_BY_ANNOTATION = {
    "str": ("str",), "int": ("int",), "float": ("float", "int"), "bool": ("bool",), "list[str]": ("list[str]",), "List[str]": ("list[str]",),
    "list[int]": ("list[int]",), "Sequence[str]": ("list[str]",), "Iterable[str]": ("list[str]",), "Iterable[int]": ("list[int]",), "list": ("list[int]", "list[str]"),
    "dict": ("dict[str,int]",), "tuple": ("tuple[int]",), "str | None": ("str", "none"), "Optional[str]": ("str", "none"), "int | None": ("int", "none"),
    "Dict[str, str]": ("dict[str,str]",), "dict[str, str]": ("dict[str,str]",),
}  # fmt: skip
_BY_NAME: dict[str, tuple[str, ...]] = {
    **dict.fromkeys("s string text line name path p filename fname word value_str source data_string msg message url host prefix suffix pattern pat tag key".split(), ("str", "str", "str", "list[str]", "int")),
    **dict.fromkeys("n k i j m x y num number width size length start stop end count limit base year month day step pos index lo hi depth exp".split(), ("int", "int", "int", "float", "str")),
    **dict.fromkeys("seq iterable lst items data a b xs values it array list1 list2 sequence L row rows args population".split(), ("list[int]", "list[int]", "list[str]", "str", "list[list[int]]", "list[float]")),
    **dict.fromkeys("lines words names parts strings keys fields".split(), ("list[str]", "str")),
    **dict.fromkeys("d mapping dct table counts kwargs options attrs graph params".split(), ("dict[str,int]", "dict[str,str]", "dict[str,list[str]]")),
    **dict.fromkeys("flag reverse strict verbose quote safe force".split(), ("bool",)),
    **dict.fromkeys("r g h l v ratio theta".split(), ("float", "int", "str")),
}  # fmt: skip


def signature_of(source: str, name: str) -> Signature | None:
    """The parameters that arguments are made for; None where the function has none, is no plain function, or has too many."""
    try:
        module = ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    definition = next((node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == name), None)
    if (
        definition is None
        or definition.decorator_list
        or any(isinstance(node, (ast.Yield, ast.YieldFrom, ast.Await)) for node in ast.walk(definition))
    ):
        return None
    arguments = definition.args
    plain = [*arguments.posonlyargs, *arguments.args]
    required = len(plain) - len(arguments.defaults)
    if (
        not plain
        or required > 4
        or any(default is None for default in arguments.kw_defaults)
        or plain[0].arg in ("self", "cls", "mcls")
    ):
        return None
    return tuple(Parameter(each.arg, _kinds(each), at >= required) for at, each in enumerate(plain[:5]))


def _kinds(argument: ast.arg) -> tuple[str, ...]:
    if argument.annotation is not None and (known := _BY_ANNOTATION.get(ast.unparse(argument.annotation))):
        return known
    return (*_BY_NAME.get(argument.arg, ()), *_BY_NAME.get(argument.arg.split("_")[-1], ()))


def propose(
    signature: Signature, random: Random, worked: Sequence[tuple[str, ...]]
) -> tuple[tuple[str, ...], list[str]]:
    """Kinds and source texts of one call's arguments.

    Args:
        signature: the parameters.
        random: the random source.
        worked: kinds that have gone well before; taken again mostly.
    """
    if worked and random.random() < 0.8:
        kinds = list(random.choice(worked))
    else:
        kinds = []
        for parameter in signature:
            if parameter.optional and random.random() < 0.75:
                break
            guessed = parameter.kinds and random.random() < 0.8
            kinds.append(random.choice(parameter.kinds if guessed else _ANYTHING))
    domain = random.choice(list(DOMAINS.values()))
    made: list[str] = []
    for kind, parameter in zip(kinds, signature, strict=False):
        value = people_values.value(random, kind, domain, parameter.name)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 1000:
            value %= 1000
        made.append(people_values.text(value))
    return tuple(kinds), made
