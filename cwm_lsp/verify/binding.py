"""Arguments to parameters, and values to assignment targets, as CPython binds them."""

from __future__ import annotations

import ast
from typing import Any

from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.objects import FunctionValue, throw


def positional(arguments: list[Any], named: dict[str, Any], least: int, most: int) -> None:
    """Make sure that a builtin is called with so many positional arguments and no others.

    Raises:
        Unknowable: it is not; what CPython makes of that depends on its version.
    """
    if named or not least <= len(arguments) <= most:
        refuse("a call that does not fit")


def bound(function: FunctionValue, arguments: list[Any], named: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a call with their values, in the order in which a frame shows them.

    Raises:
        Thrown: a TypeError, the arguments do not fit.
        Unknowable: a default that something unknown may have changed.
    """
    parameters = function.node.args
    positional = [*parameters.posonlyargs, *parameters.args]
    values: dict[str, Any] = {}
    rest = dict(named)
    for parameter, value in zip(positional, arguments, strict=False):
        values[parameter.arg] = value
    extra = arguments[len(positional) :]
    if extra and parameters.vararg is None:
        raise throw(TypeError)
    first_default = len(positional) - len(function.defaults)
    for index, parameter in enumerate(positional):
        name = parameter.arg
        can_be_named = index >= len(parameters.posonlyargs)
        if can_be_named and name in rest:
            if name in values:
                raise throw(TypeError)
            values[name] = rest.pop(name)
        elif name not in values:
            if index < first_default:
                raise throw(TypeError)
            values[name] = function.defaults[index - first_default]
    for parameter in parameters.kwonlyargs:
        name = parameter.arg
        if name in rest:
            values[name] = rest.pop(name)
        elif name in function.keyword_defaults:
            values[name] = function.keyword_defaults[name]
        else:
            raise throw(TypeError)
    if rest and parameters.kwarg is None:
        raise throw(TypeError)
    ordered = {one.arg: values[one.arg] for one in (*positional, *parameters.kwonlyargs)}
    if parameters.vararg is not None:
        ordered[parameters.vararg.arg] = tuple(extra)
    if parameters.kwarg is not None:
        ordered[parameters.kwarg.arg] = rest
    return ordered


def unpacked(targets: list[ast.expr], items: list[Any]) -> list[tuple[ast.expr, Any]]:
    """Which item goes to which target of `a, *b, c = items`.

    Raises:
        Thrown: a ValueError, their numbers do not fit.
    """
    starred = [index for index, one in enumerate(targets) if isinstance(one, ast.Starred)]
    if len(starred) > 1:
        refuse("two starred targets")
    if not starred:
        if len(items) != len(targets):
            raise throw(ValueError)
        return list(zip(targets, items, strict=True))
    at = starred[0]
    after = len(targets) - at - 1
    if len(items) < at + after:
        raise throw(ValueError)
    middle = items[at : len(items) - after]
    target = targets[at]
    assert isinstance(target, ast.Starred)
    return [
        *zip(targets[:at], items[:at], strict=True),
        (target.value, middle),
        *zip(targets[at + 1 :], items[len(items) - after :], strict=True),
    ]
