"""Which line follows: the control flow's candidates, and of those the one that a statement's outcome selects.

A line is only named if the control flow allows it; what the two do not settle together stays open.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from cwm_lsp.source.control_flow import Next
from cwm_lsp.verify.facts import Code, Place
from cwm_lsp.verify.statements import Way

_LOOPS = (ast.For, ast.While, ast.AsyncFor)
_WITH = (ast.With, ast.AsyncWith)


@dataclass(frozen=True, slots=True)
class Course:
    """Where control goes: to a line, out of the function, or somewhere that is not certain (neither)."""

    line: int | None = None
    returns: bool = False


UNCERTAIN = Course()


def course(code: Code, place: Place, way: Way, following: Next) -> Course:
    """Where control goes from a statement that was left in this way.

    Args:
        code: its function.
        place: the statement that was left last.
        way: how.
        following: what the control flow allows from here.
    """
    lines = following.lines
    if _in_group(place):
        return UNCERTAIN
    if way is Way.RETURN:
        return _returning(code, place, following)
    candidates = lines
    if way in (Way.TRUE, Way.FALSE):
        first, last = _body(place)
        if first == place.first:
            return _chosen(_target(code, place, way), following)
        inside = tuple(line for line in lines if first <= line <= last)
        if way is Way.TRUE:
            candidates = inside or lines
            if len(inside) == 1:
                return Course(inside[0])
        else:
            candidates = tuple(line for line in lines if line not in inside)
    if len(candidates) == 1 and not following.returns and not following.reraises:
        return Course(candidates[0])
    if not candidates and following.returns and not following.reraises:
        return Course(returns=True)
    if way is Way.TRUE:
        return UNCERTAIN
    return _chosen(_target(code, place, way), following)


def _returning(code: Code, place: Place, following: Next) -> Course:
    if following.lines and is_sheltered(code, place.first):
        shelter = final_block(place)
        if shelter is None or following.returns or following.lines != (shelter.finalbody[0].lineno,):
            return UNCERTAIN
        return Course(shelter.finalbody[0].lineno)
    return Course(returns=True) if following.returns else UNCERTAIN


def _in_group(place: Place | None) -> bool:
    """Whether a statement belongs to a `try` with `except*`, whose course is not worked out."""
    while place is not None:
        if is_group(place.node):
            return True
        place = place.holder
    return False


def is_group(node: ast.AST) -> bool:
    """Whether this is a `try` with `except*` (`ast.TryStar`, which Python 3.10 does not have)."""
    return hasattr(node, "handlers") and not isinstance(node, ast.Try)


def final_block(place: Place) -> ast.Try | None:
    """The innermost `try` whose `finally` is executed when control leaves the function here; None where a `with` lies between."""
    while place.holder is not None:
        node = place.holder.node
        if isinstance(node, _WITH):
            return None
        if isinstance(node, ast.Try) and node.finalbody and place.within != "finalbody":
            return node
        place = place.holder
    return None


def enclosing_finally(place: Place) -> ast.Try | None:
    """The innermost `try` in whose `finally` a statement stands."""
    while place.holder is not None:
        if isinstance(place.holder.node, ast.Try) and place.within == "finalbody":
            return place.holder.node
        place = place.holder
    return None


def _chosen(target: int | None, following: Next) -> Course:
    if target is None or (following.reraises and following.returns):
        return UNCERTAIN
    if target == 0:
        return Course(returns=True) if following.returns else UNCERTAIN
    return Course(target) if target in following.lines else UNCERTAIN


def _target(code: Code, place: Place, way: Way) -> int | None:
    if way in (Way.BREAK, Way.CONTINUE):
        loop = loop_around(place)
        if loop is None or _finally_between(place, loop):
            return None
        return loop.first if way is Way.CONTINUE else follow(code, loop)
    if way is Way.FALSE:
        rest: list[ast.stmt] = getattr(place.node, "orelse", [])
        if rest:
            return rest[0].lineno
    return follow(code, place)


def loop_around(place: Place) -> Place | None:
    """The innermost loop whose body a statement is in."""
    while place.holder is not None:
        if isinstance(place.holder.node, _LOOPS) and place.within == "body":
            return place.holder
        place = place.holder
    return None


def _finally_between(place: Place, loop: Place) -> bool:
    while place.holder is not None and place.holder is not loop:
        if isinstance(place.holder.node, (ast.Try, *_WITH)):
            return True
        place = place.holder
    return False


def _body(place: Place) -> tuple[int, int]:
    body: list[ast.stmt] = getattr(place.node, "body", [])
    if not body:
        return place.first, place.last
    first = min([body[0].lineno, *(one.lineno for one in getattr(body[0], "decorator_list", []))])
    return first, body[-1].end_lineno or first


def follow(code: Code, place: Place) -> int | None:
    """The line of the statement that comes after one that has ended; 0 for the end of the function, None if it depends."""
    while True:
        holder = place.holder
        siblings = _siblings(code, place)
        if siblings is None:
            return None
        if place.index + 1 < len(siblings):
            return siblings[place.index + 1].lineno
        if holder is None:
            return 0
        node = holder.node
        if isinstance(node, _LOOPS) and place.within == "body":
            return holder.first
        if isinstance(node, _WITH):
            return None
        if isinstance(node, ast.Try):
            if place.within == "finalbody":
                return None
            if place.within == "body" and node.orelse:
                return node.orelse[0].lineno
            if node.finalbody:
                return node.finalbody[0].lineno
        place = holder


def _siblings(code: Code, place: Place) -> list[ast.stmt] | None:
    if place.within in ("handlers", "case"):
        return []
    node = code.node if place.holder is None else place.holder.node
    if place.within.startswith("cases"):
        if not isinstance(node, ast.Match):
            return None
        return node.cases[int(place.within.split()[1])].body
    found: list[ast.stmt] = getattr(node, place.within)
    return found


def is_sheltered(code: Code, line: int) -> bool:
    """Whether something runs before control can leave the function at this line."""
    return any(
        isinstance(place.node, _WITH) or (isinstance(place.node, ast.Try) and bool(place.node.finalbody))
        for place in code.around.get(line, ())
    )


def begins_without_line(code: Code) -> bool:
    """Whether a function's first statement may begin with an instruction that belongs to no line: a line event at the `def` then.

    Some versions of CPython turn `'...' % (a, b)` into an f-string whose text has no place in the file.
    """
    first = code.node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and len(code.node.body) > 1:
        first = code.node.body[1]
    return any(
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mod)
        and isinstance(node.left, ast.Constant)
        and isinstance(node.right, ast.Tuple)
        for node in ast.walk(first)
    )


def handler_line(code: Code, line: int, following: Next) -> Course:
    """Where an exception that was raised at a line goes: to a clause, to a `finally`, or out of the function."""
    for place in reversed(code.around.get(line, ())):
        node = place.node
        if isinstance(node, _WITH) or is_group(node):
            return UNCERTAIN
        if not isinstance(node, ast.Try) or line == place.first:
            continue
        target = _handled_at(node, line)
        if target is not None:
            return Course(target) if target in following.handlers else UNCERTAIN
    return Course(returns=True) if following.escapes else UNCERTAIN


def _handled_at(node: ast.Try, line: int) -> int | None:
    if node.handlers and line <= (node.body[-1].end_lineno or 0):
        return node.handlers[0].lineno
    if node.finalbody and line < node.finalbody[0].lineno:
        return node.finalbody[0].lineno
    return None
