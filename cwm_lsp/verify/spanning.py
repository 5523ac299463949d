"""Statements of several lines: their parts are evaluated line by line, and what they do is done on the line they begin on, last.

CPython gives a line event for each line that such a statement comes to. Which follows the control flow says; that nothing else
happens on the way is made sure here, by working out the parts that can neither call the program nor change anything.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from cwm_lsp.source.control_flow import Next
from cwm_lsp.verify.activation import Activation
from cwm_lsp.verify.evaluator import Evaluator
from cwm_lsp.verify.facts import Place
from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.objects import Builtin, Names
from cwm_lsp.verify.operators import done
from cwm_lsp.verify.special import attribute
from cwm_lsp.verify.values import ATOMS, ITERATORS

_STATEMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return)
_PURE = frozenset(
    "len str int float bool abs min max sum sorted range ord chr repr round divmod list tuple dict set pow bin hex oct".split()
)
"""Builtins that change nothing, as long as no iterator is among their arguments."""
_PARTS = (
    ast.Constant,
    ast.Name,
    ast.BinOp,
    ast.UnaryOp,
    ast.Compare,
    ast.Subscript,
    ast.Slice,
    ast.List,
    ast.Tuple,
    ast.Dict,
    ast.Call,
    ast.Attribute,
    ast.JoinedStr,
    ast.FormattedValue,
    ast.keyword,
    ast.operator,
    ast.unaryop,
    ast.cmpop,
    ast.expr_context,
)


def spanning(act: Activation) -> Place | None:
    """The simple statement of several lines that the scope stands within; None where it stands in none."""
    assert act.code is not None
    for place in reversed(act.code.around.get(act.line or 0, ())):
        if place.first < place.last and isinstance(place.node, ast.stmt):
            return place if isinstance(place.node, _STATEMENTS) else None
    return None


def next_line(ev: Evaluator, act: Activation, place: Place, following: Next) -> int | None:
    """The next line within a statement of several lines; None where its parts have been evaluated and it is done now.

    Raises:
        Unknowable: which line that is, or whether a part raises an exception or calls the program, is not certain.
        Thrown: a part raises an exception.
    """
    inside = [line for line in following.lines if place.first <= line <= place.last]
    if not inside:
        return None
    if len(following.lines) != 1 or following.returns or following.yields or following.reraises:
        refuse("a statement of several lines")
    value = _value(place)
    for part in _operands(value):
        _check(ev, part, act.names)
    return inside[0]


def _value(place: Place) -> ast.expr:
    """What the statement evaluates, as long as its last operation stands on the statement's own line."""
    node = place.node
    value = getattr(node, "value", None)
    targets: list[ast.expr] = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", ast.Name("_"))]
    if not isinstance(value, ast.expr) or not all(isinstance(one, ast.Name) for one in targets):
        refuse("a statement of several lines")
    last = value.func.end_lineno if isinstance(value, ast.Call) else value.lineno
    if last != place.first or value.lineno != place.first:
        refuse("a statement of several lines")
    return value


def _operands(value: ast.expr) -> Iterator[ast.expr]:
    match value:
        case ast.Call(func=function, args=arguments, keywords=keywords):
            yield function
            yield from arguments
            yield from (one.value for one in keywords)
        case ast.Dict(keys=keys, values=values):
            for one in (*keys, *values):
                if one is None:
                    refuse("a statement of several lines")
                yield one
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            yield from elements
        case ast.BinOp(left=left, right=right):
            yield left
            yield right
        case _:
            refuse("a statement of several lines")


def _check(ev: Evaluator, part: ast.expr, names: Names) -> None:
    """Work a part out, and what it is made of: it must neither raise an exception nor ask for a call nor change anything."""
    for node in ast.walk(part):
        if not isinstance(node, _PARTS):
            refuse("a statement of several lines")
        if isinstance(node, ast.Call):
            _check_call(ev, node, names)
    before = ev.changed
    if isinstance(part, ast.Attribute):
        ev.run(attribute(ev, ev.run(ev.expression(part.value, names)), part.attr))
    else:
        ev.run(ev.expression(part, names))
    if ev.changed != before:
        refuse("a statement of several lines")


def _check_call(ev: Evaluator, node: ast.Call, names: Names) -> None:
    if isinstance(node.func, ast.Name):
        function = ev.lookup(node.func.id, names)
        is_pure = node.func.id in _PURE and (isinstance(function, (Builtin, type)))
    elif isinstance(node.func, ast.Attribute):
        owner: Any = ev.run(ev.expression(node.func.value, names))
        is_pure = type(owner) in ATOMS
    else:
        is_pure = False
    if not is_pure or any(_gives_items(ev, one, names) for one in node.args):
        refuse("a statement of several lines")


def _gives_items(ev: Evaluator, node: ast.expr, names: Names) -> bool:
    """Whether a value is an iterator: asking it for items would change it."""
    value = ev.run(ev.expression(node, names))
    return type(value) in ITERATORS or not (done(type, value) in ATOMS or hasattr(value, "__len__"))
