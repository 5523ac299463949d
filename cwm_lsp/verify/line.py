"""One line, executed: its statements in order, or its header; loops keep their iterators from turn to turn."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from cwm_lsp.verify.activation import Activation, Loop
from cwm_lsp.verify.facts import Place
from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.matching import fits
from cwm_lsp.verify.objects import Evaluation, Lazy, is_lasting
from cwm_lsp.verify.special import iterated, truth_of
from cwm_lsp.verify.statements import NEXT, Executor, Left, Way

_HEADERS = (ast.If, ast.While, ast.For, ast.Try, ast.ExceptHandler, ast.Match, ast.match_case)
_NOT_SIMPLE = (*_HEADERS, ast.With, ast.AsyncWith, ast.AsyncFor)


def execute_line(executor: Executor, act: Activation) -> Evaluation:
    """Execute what stands on the activation's line; gives the place that was left last, and how it was left."""
    assert act.code is not None and act.line is not None
    line = act.line
    places = act.code.places.get(line, [])
    if not places or any(place.first < line <= place.last for place in act.code.around[line]):
        refuse("a line in the middle of a statement")
    if any(place.last != place.first for place in places):
        refuse("a statement of several lines")
    first, *rest = places
    if isinstance(first.node, _HEADERS):
        if not rest:
            left = yield from _header(executor, act, first)
            return first, left
        # A `while` on one line tests its condition before the line begins anew, and so has one turn less.
        if not isinstance(first.node, (ast.If, ast.For)):
            refuse("a compound statement on one line")
        left = yield from _header(executor, act, first)
        if left.way is Way.FALSE:
            if any(place.within == "orelse" for place in rest):
                refuse("a compound statement on one line")
            return first, left
        places = rest
    place, left = places[0], NEXT
    for place in places:
        if isinstance(place.node, _NOT_SIMPLE):
            refuse("a compound statement of a kind that is not worked out")
        assert isinstance(place.node, ast.stmt)
        handled = act.handled[-1][1] if act.handled else None
        left = yield from executor.simple(place.node, act.names, handled)
        if left.way is not Way.NEXT:
            break
    if left.way is Way.BREAK:
        _break(act, place)
    elif left.way is Way.RETURN:
        # The loops' iterators go before the function does: a generator that nobody else holds is closed by now.
        act.loops.clear()
    return place, left


def execute_statement(executor: Executor, act: Activation, place: Place) -> Evaluation:
    """Execute a simple statement whose parts stand on several lines, as `execute_line` does one on a line of its own."""
    assert isinstance(place.node, ast.stmt)
    left = yield from executor.simple(place.node, act.names, act.handled[-1][1] if act.handled else None)
    return place, left


def _header(executor: Executor, act: Activation, place: Place) -> Evaluation:
    node = place.node
    ev = executor.ev
    if isinstance(node, (ast.If, ast.While)):
        value = yield from ev.expression(node.test, act.names)
        return Left(Way.TRUE if (yield from truth_of(ev, value)) else Way.FALSE)
    if isinstance(node, ast.Match):
        if not all(executor.begins(case.pattern.lineno, "case") for case in node.cases):
            refuse("a pattern on another line than its case")
        value = yield from ev.expression(node.subject, act.names)
        act.subjects[id(node)] = value, ev.epoch
        return NEXT
    if isinstance(node, ast.match_case):
        result = yield from _case(executor, act, place, node)
        return result
    if isinstance(node, ast.For):
        result = yield from _for(executor, act, place, node)
        return result
    if isinstance(node, ast.ExceptHandler):
        if not act.is_raising or act.raising is None:
            refuse("an exception that is not known")
        caught = yield from executor.catches(node, act.raising, act.names)
        if not caught:
            return Left(Way.FALSE)
        act.handled.append((place, act.raising))
        act.is_raising, act.raising = False, None
        return Left(Way.TRUE)
    return NEXT


def _case(executor: Executor, act: Activation, place: Place, node: ast.match_case) -> Evaluation:
    ev = executor.ev
    subject = act.subjects.get(id(place.holder.node)) if place.holder is not None else None
    if subject is None or (subject[1] != ev.epoch and not is_lasting(subject[0])):
        refuse("what a match looks at")
    bound: dict[str, Any] = {}
    if not fits(ev, node.pattern, subject[0], act.names, bound):
        return Left(Way.FALSE)
    for name, value in bound.items():
        executor.bind(name, value, act.names)
    if node.guard is not None and not (yield from truth_of(ev, (yield from ev.expression(node.guard, act.names)))):
        return Left(Way.FALSE)
    return Left(Way.TRUE)


def _for(executor: Executor, act: Activation, place: Place, node: ast.For) -> Evaluation:
    ev = executor.ev
    loop = act.loops.get(id(node))
    if loop is None:
        if act.before is not None and act.broken != id(node):
            body = node.body[0].lineno, node.body[-1].end_lineno or node.body[-1].lineno
            if act.before == -1 or body[0] <= act.before <= body[1]:
                refuse("how far a loop is")
        act.broken = 0
        value = yield from ev.expression(node.iter, act.names)
        loop = Loop((yield from iterated(ev, value)), value, ev.epoch)
        act.loops[id(node)] = loop
    elif loop.iterator is None:
        refuse("how far a loop is")
    elif loop.epoch != ev.epoch and not is_lasting(loop.origin):
        _resume(act, node, loop, ev.epoch)
    epoch = ev.epoch
    item = yield from ev.next_item(loop.iterator)
    if epoch != ev.epoch and isinstance(loop.iterator, Lazy):
        refuse("a value that something unknown may have changed")
    if not item:
        del act.loops[id(node)]
        return Left(Way.FALSE)
    loop.taken += 1
    yield from executor.assign(node.target, item[0], act.names)
    return Left(Way.TRUE)


def _resume(act: Activation, node: ast.For, loop: Loop, epoch: int) -> None:
    """Something unknown has happened since: take the loop up again where the list it walks over is still known by its name."""
    name = node.iter.id if isinstance(node.iter, ast.Name) else ""
    rebound = names_bound(node.body) | names_bound([node], headers=True)
    if act.code is None or name not in act.code.own or name in rebound or name in act.code.shared:
        refuse("a value that something unknown may have changed")
    value = act.names.values.get(name)
    if type(value) is not list or type(loop.origin) is not list:
        refuse("a value that something unknown may have changed")
    walking: Any = iter(value)  # pyright: ignore[reportUnknownArgumentType]
    walking.__setstate__(loop.taken)
    loop.iterator, loop.origin, loop.epoch = walking, value, epoch


def _break(act: Activation, place: Place) -> None:
    holder = place.holder
    within = place.within
    while holder is not None:
        if isinstance(holder.node, (ast.For, ast.While)) and within == "body":
            act.loops.pop(id(holder.node), None)
            act.broken = id(holder.node)
            return
        holder, within = holder.holder, holder.within


def header_nodes(root: ast.AST) -> Iterable[ast.AST]:
    """The nodes of a statement, without the blocks of a compound one."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        for name, value in ast.iter_fields(node):
            if name in _BLOCKS and isinstance(node, (ast.stmt, ast.ExceptHandler)):
                continue
            if isinstance(value, ast.AST):
                pending.append(value)
            elif isinstance(value, list):
                pending += [one for one in value if isinstance(one, ast.AST)]


def names_bound(nodes: Iterable[ast.AST], *, headers: bool = False) -> frozenset[str]:
    """The names that statements may bind or unbind; with `headers` only those of compound statements' headers."""
    found: set[str] = set()
    pending = list(nodes)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
            continue
        elif isinstance(node, ast.ExceptHandler) and node.name is not None:
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name.partition(".")[0])
        elif isinstance(node, (ast.MatchAs, ast.MatchStar)) and node.name is not None:
            found.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest is not None:
            found.add(node.rest)
        for name, value in ast.iter_fields(node):
            if headers and isinstance(node, (ast.stmt, ast.ExceptHandler)) and name in _BLOCKS:
                continue
            if isinstance(value, ast.AST):
                pending.append(value)
            elif isinstance(value, list):
                pending += [one for one in value if isinstance(one, ast.AST)]  # pyright: ignore[reportUnknownVariableType]
    return frozenset(found)


_BLOCKS = frozenset({"body", "orelse", "finalbody", "handlers"})
