"""What a line costs beside being a step: `sorted`, `in` a list, a comprehension work through as much as their operands hold.

An estimate by the lengths that a state shows, in elements or characters; never more than reading names and values.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from math import isqrt

from cwm_lsp.predict.termination.reading import called_name, integer

Values = Mapping[str, str]
"""Names and the reprs of what they hold."""

MOST = 10**6
_SORTING = frozenset(("sorted", "sort"))
_FUNCTIONS = frozenset(
    "sum max min list set tuple dict any all sorted Counter deque frozenset reversed heapify".split()
)
_METHODS = frozenset(
    "sort index count copy extend join split replace find remove insert reverse update strip lower upper startswith"
    " endswith isdigit union intersection difference".split()
)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)
_MAY_COST = (*_COMPREHENSIONS, ast.Call, ast.In, ast.NotIn, ast.Slice, ast.Add, ast.Mult)
_OF_ARGUMENTS = frozenset(("extend", "update", "join"))
"""Methods that go through what they are given, not through what they are called on."""
_DIGITS = 12


def headers(tree: ast.AST) -> dict[int, list[ast.expr]]:
    """For each line on which a statement begins, those expressions of a step on it that may hide a loop."""
    found: dict[int, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.setdefault(node.lineno, []).extend(
                one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr) and _may_cost(one)
            )
    return found


def _may_cost(node: ast.expr) -> bool:
    return any(isinstance(one, _MAY_COST) for one in ast.walk(node))


def cost(node: ast.AST, values: Values) -> int:
    """How many elements an expression's hidden loops go through."""
    if isinstance(node, _COMPREHENSIONS):
        return min(MOST, _of_comprehension(node, values))
    inner = sum(cost(one, values) for one in ast.iter_child_nodes(node))
    return min(MOST, inner + sum(_own(node, values)))


def _own(node: ast.AST, values: Values) -> Iterator[int]:
    if isinstance(node, ast.Call):
        owners = [node.func.value] if isinstance(node.func, ast.Attribute) else []
        called = called_name(node)
        if called in ("max", "min") and len(node.args) > 1:
            return  # of some values, not of all that one holds
        if called in (_METHODS if owners else _FUNCTIONS):
            through = node.args if owners and called in _OF_ARGUMENTS else owners + node.args
            length = max((size(one, values) for one in through), default=0)
            yield length * max(1, length.bit_length()) if called in _SORTING else length
        elif owners and called == "pop" and [integer(one) for one in node.args] == [0]:
            yield size(owners[0], values)
    elif isinstance(node, ast.Compare):
        for operator, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(operator, (ast.In, ast.NotIn)) and isinstance(right, ast.Name):
                yield 0 if values.get(right.id, "")[:1] == "{" else size(right, values)
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        yield size(node, values)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        if _is_sequence(node.left, values) or _is_sequence(node.right, values):
            yield size(node.left, values) + size(node.right, values)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        for repeated, times in ((node.left, node.right), (node.right, node.left)):
            if _is_sequence(repeated, values):
                yield max(0, _number(times, values) or 0)


def _is_sequence(node: ast.expr, values: Values) -> bool:
    """Whether adding to it copies it."""
    if isinstance(node, ast.Name):
        return values.get(node.id, "")[:1] in ("[", "(", "'", '"')
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Slice)
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    return isinstance(node, (ast.List, ast.ListComp, ast.Tuple, ast.JoinedStr))


def _of_comprehension(node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, values: Values) -> int:
    made = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    total = 1 + sum(cost(one, values) for one in made)
    for one in reversed(node.generators):
        total += sum(cost(test, values) for test in one.ifs)
        total = total * max(1, size(one.iter, values)) + cost(one.iter, values)
    return total


def size(node: ast.expr, values: Values) -> int:
    """How many elements an expression has: a range by its bounds, else as many as the largest value named in it.

    An element of a container is taken for none: the state doesn't say which.
    """
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id == "range" and node.args:
            ends = [_number(one, values) for one in node.args]
            known = [one for one in ends if one is not None]
            if len(known) == len(ends) and (len(known) < 3 or known[2]):
                return min(MOST, len(range(*known[:3])))
            return max(known, default=0)
        if node.func.id in ("len", "int", "abs"):
            return 1
    if isinstance(node, ast.Subscript):
        return _sliced(node.slice, size(node.value, values), values) if isinstance(node.slice, ast.Slice) else 0
    if isinstance(node, ast.Name):
        return length(values.get(node.id, ""))
    return max((size(one, values) for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)), default=0)


def _sliced(bounds: ast.Slice, length: int, values: Values) -> int:
    """How long a slice of something is; all of it where its bounds aren't numbers that are known."""
    ends: list[int | None] = []
    for one in (bounds.lower, bounds.upper, bounds.step):
        ends.append(_number(one, values) if one is not None else None)
        if one is not None and ends[-1] is None:
            return length
    return len(range(*slice(*ends).indices(length))) if ends[2] != 0 else 0


def length(shown: str) -> int:
    """Elements of a container, those of what it holds included, or characters of a text; 0 of anything else."""
    if shown[:1] in ("'", '"'):
        return len(shown) - 2
    if shown[-1:] not in ("]", "}", ")") or shown[-2:] in ("[]", "{}", "()"):
        return 0
    return shown.count(", ") + 1


def _number(node: ast.expr, values: Values) -> int | None:
    """The integer that an expression of bounds comes to; None where it is none, or not so simple."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, int) else None
    if isinstance(node, ast.Name):
        shown = values.get(node.id, "")
        return int(shown) if shown.lstrip("-").isdecimal() and len(shown) <= _DIGITS else None
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        found = _number(node.operand, values)
        return -found if found is not None else None
    if isinstance(node, ast.Call) and (name := called_name(node)) and len(node.args) == 1:
        if name == "len":
            return size(node.args[0], values)
        found = _number(node.args[0], values)
        if name in ("sqrt", "isqrt"):
            return isqrt(found) if found is not None and found >= 0 else None
        return found
    if not isinstance(node, ast.BinOp):
        return None
    left = _number(node.left, values)
    if isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant) and node.right.value == 0.5:
        return isqrt(left) if left is not None and left >= 0 else None
    right = _number(node.right, values)
    return _joined(node.op, left, right) if left is not None and right is not None else None


def _joined(operator: ast.operator, left: int, right: int) -> int | None:
    if isinstance(operator, ast.Add):
        return left + right
    if isinstance(operator, ast.Sub):
        return left - right
    if isinstance(operator, ast.Mult):
        return left * right
    if isinstance(operator, ast.FloorDiv) and right:
        return left // right
    return min(MOST, left**right) if isinstance(operator, ast.Pow) and 0 <= right < 8 and abs(left) < MOST else None
