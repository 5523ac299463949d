"""Why a loop ends that goes on as long as a pass has changed something: swaps bring order, and what is remembered gets complete.

Each swap of neighbours that stand the wrong way round leaves fewer pairs that do. Of what is found there is only so much, which the
text can't show: the reason says that this is relied on.
"""

from __future__ import annotations

import ast

from cwm_lsp.predict.termination.reading import own_nodes
from cwm_lsp.predict.termination.worklists import (
    ONLY_SO_MUCH,
    conjuncts,
    gone_over,
    is_place,
    loses,
    missing_from,
    remembered,
)


def why_changes_run_out(loop: ast.While) -> str | None:
    """One phrase that says why a loop ends that goes on as long as a pass has changed something; None where that is not plain."""
    flag = _flag(loop)
    if flag is None:
        return None
    name, again = flag
    sets = [one for one in own_nodes(loop.body) if _sets(one, name) is not None]
    first = next((one for one in loop.body if _sets(one, name) is not None), None)
    stores = sum(
        isinstance(one, ast.Name) and one.id == name and not isinstance(one.ctx, ast.Load)
        for one in own_nodes(loop.body)
    )
    if first is None or _sets(first, name) is again or stores != len(sets):
        return None
    reasons: set[str] = set()
    held = 0
    for one in own_nodes(loop.body):
        if isinstance(one, ast.If) and any(_sets(each, name) is again for each in one.body):
            reason = _swap(one, loop) or _finding(one, loop)
            if reason is None:
                return None
            reasons.add(reason)
            held += sum(_sets(each, name) is again for each in one.body)
    if held != sum(_sets(one, name) is again for one in sets) or len(reasons) != 1:
        return None
    return reasons.pop()


def _flag(loop: ast.While) -> tuple[str, bool] | None:
    """The name that says whether there is one more pass, and what it holds then."""
    test = loop.test
    if isinstance(test, ast.Constant) and test.value:
        last = loop.body[-1]
        if not isinstance(last, ast.If) or last.orelse or not isinstance(last.body[-1], (ast.Break, ast.Return)):
            return None
        if any(isinstance(one, ast.Continue) for one in own_nodes(loop.body)):
            return None
        is_negated = isinstance(last.test, ast.UnaryOp) and isinstance(last.test.op, ast.Not)
        inner = last.test.operand if isinstance(last.test, ast.UnaryOp) and is_negated else last.test
        return (inner.id, is_negated) if isinstance(inner, ast.Name) else None
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) and isinstance(test.operand, ast.Name):
        return test.operand.id, False
    return (test.id, True) if isinstance(test, ast.Name) else None


def _sets(node: ast.AST, name: str) -> bool | None:
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and _is_name(node.targets[0], name):
        return node.value.value if isinstance(node.value, ast.Constant) and isinstance(node.value.value, bool) else None
    return None


def _swap(statement: ast.If, loop: ast.While) -> str | None:
    """Neighbours that stand the wrong way round are swapped, and nothing else is done to what they stand in."""
    test = statement.test
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], (ast.Lt, ast.Gt)):
        return None
    one, other = test.left, test.comparators[0]
    if (
        not isinstance(one, ast.Subscript)
        or not isinstance(other, ast.Subscript)
        or not isinstance(one.value, ast.Name)
    ):
        return None
    name = one.value.id
    if not _is_name(other.value, name) or not (_follows(other.slice, one.slice) or _follows(one.slice, other.slice)):
        return None
    pair = (ast.unparse(one), ast.unparse(other))
    wanted = {f"{pair[0]}, {pair[1]} = {pair[1]}, {pair[0]}", f"{pair[1]}, {pair[0]} = {pair[0]}, {pair[1]}"}
    wanted |= {f"({a}) = ({b})" for a, _, b in (text.partition(" = ") for text in list(wanted))}
    swaps = [each for each in statement.body if ast.unparse(each).replace("(", "").replace(")", "") in wanted]
    writes = [
        each
        for each in own_nodes(loop.body)
        if (isinstance(each, ast.Subscript) and not isinstance(each.ctx, ast.Load) and _is_name(each.value, name))
        or (isinstance(each, ast.Name) and each.id == name and not isinstance(each.ctx, ast.Load))
        or (isinstance(each, ast.Attribute) and _is_name(each.value, name))
    ]
    if len(swaps) != 1 or len(writes) != 2:
        return None
    return f"each pass that is not the last leaves fewer pairs in {name} that stand the wrong way round"


def _follows(later: ast.expr, earlier: ast.expr) -> bool:
    """Whether one index is the other's next."""
    return ast.unparse(later) == f"{ast.unparse(earlier)} + 1" or ast.unparse(earlier) == f"{ast.unparse(later)} - 1"


def _finding(statement: ast.If, loop: ast.While) -> str | None:
    """Something new is remembered that a `for` of the loop has found."""
    found = dict(gone_over(loop))
    for body in statement.body:
        for memory, name in remembered(body):
            if name not in found or not any(missing_from(one, memory) == name for one in conjuncts(statement.test)):
                continue
            place = found[name]
            is_itself = isinstance(place, ast.Name) and place.id == memory
            if not is_itself and is_place(place, loop) and not loses(loop, memory):
                return f"each pass that is not the last adds something new to {memory}, {ONLY_SO_MUCH}"
    return None


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
