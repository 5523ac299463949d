"""What an expression costs and what its value is like: operators, subscripts, comprehensions. Calls are `calls`'."""

from __future__ import annotations

import ast
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from cwm_lsp.predict.complexity.classes import CONSTANT, ComplexityClass, linear
from cwm_lsp.predict.complexity.values import CONTAINERS, NODE_FIELDS, SMALL, UNKNOWN, Value, container, joined

if TYPE_CHECKING:
    from cwm_lsp.predict.complexity.reader import Reader


def evaluate(reader: Reader, node: ast.expr) -> Value:
    """Read an expression: charge its cost, give its value."""
    match node:
        case ast.Constant():
            return _constant(node)
        case ast.Name():
            return _name(reader, node)
        case ast.Call():
            from cwm_lsp.predict.complexity.calls import call

            return call(reader, node)
        case ast.BinOp():
            return _binary(reader, node)
        case ast.UnaryOp():
            return reader.expression(node.operand)
        case ast.BoolOp():
            values = [reader.expression(one) for one in node.values]
            return reduce(lambda a, b: joined(a, b) or UNKNOWN, values)
        case ast.IfExp():
            reader.expression(node.test)
            return joined(reader.expression(node.body), reader.expression(node.orelse)) or UNKNOWN
        case ast.Compare():
            return _compare(reader, node)
        case ast.Subscript():
            return _subscript(reader, node)
        case ast.Attribute():
            return _attribute(reader, node)
        case ast.List() | ast.Tuple() | ast.Set():
            items = [reader.expression(one) for one in node.elts]
            kind = "list" if isinstance(node, ast.List) else "tuple" if isinstance(node, ast.Tuple) else "set"
            item = reduce(joined, items, None) if items else None
            spread = reduce(
                ComplexityClass.__or__,
                (reader.size(v) for v, n in zip(items, node.elts, strict=True) if isinstance(n, ast.Starred)),
                CONSTANT,
            )
            reader.charge(spread)
            return reader.allocate(container(kind, spread, item))
        case ast.Dict():
            values = [reader.expression(one) for one in node.values]
            for key in node.keys:
                if key is not None:
                    reader.expression(key)
            return reader.allocate(container("dict", CONSTANT, reduce(joined, values, None)))
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            return comprehension(reader, node)
        case ast.Lambda():
            return Value("function", code=node)
        case ast.JoinedStr():
            sizes = [reader.expression(one.value) for one in node.values if isinstance(one, ast.FormattedValue)]
            known = [one.size for one in sizes if one.kind in CONTAINERS and one.size is not None]
            size = reduce(ComplexityClass.__or__, known, CONSTANT)
            reader.charge(size)
            return reader.allocate(container("str", size))
        case ast.NamedExpr():
            value = reader.expression(node.value)
            reader.bind(node.target.id, value)
            return value
        case ast.Starred():
            return reader.expression(node.value)
        case ast.Await() | ast.YieldFrom():
            return reader.expression(node.value)
        case ast.Yield():
            return reader.expression(node.value) if node.value is not None else UNKNOWN
        case _:
            return UNKNOWN


def _constant(node: ast.Constant) -> Value:
    if isinstance(node.value, bool):
        return Value("bool", CONSTANT)
    if isinstance(node.value, int):
        return SMALL
    if isinstance(node.value, float):
        return Value("float", CONSTANT)
    if isinstance(node.value, (str, bytes)):
        return Value("str", CONSTANT, item=Value("str", CONSTANT))
    return Value("any", CONSTANT)


def _name(reader: Reader, node: ast.Name) -> Value:
    value = reader.lookup(node.id)
    if value is not None:
        return value
    if node.id in reader.functions:
        return Value("function", code=reader.functions[node.id])
    return Value(hint=node.id)


def _binary(reader: Reader, node: ast.BinOp) -> Value:
    left, right = reader.expression(node.left), reader.expression(node.right)
    made = arithmetic(reader, left, node.op, right, node.right)
    if isinstance(node.op, ast.Mult) and (left.kind in CONTAINERS or right.kind in CONTAINERS):
        return made
    if left.kind in CONTAINERS or right.kind in CONTAINERS:
        return replace(made, shrinks=_cut_out(node, left, right))
    return replace(made, shrinks=_shrunk(reader, node, left, right))


def _cut_out(node: ast.BinOp, left: Value, right: Value) -> str:
    if isinstance(node.op, ast.Add) and left.shrinks and right.shrinks:
        return "minus"
    return ""


def _is_parameter(reader: Reader, value: Value, node: ast.expr) -> bool:
    return bool(reader.active) and isinstance(node, ast.Name) and node.id in reader.active[-1].arguments


def _shrunk(reader: Reader, node: ast.BinOp, left: Value, right: Value) -> str:
    """How the result is smaller than the parameter that it is made from."""
    middle = (left.shrinks if left.shrinks in ("half", "later") else "") or (
        right.shrinks if right.shrinks == "half" else ""
    )
    if isinstance(node.op, (ast.FloorDiv, ast.Div, ast.RShift)):
        names = {one.id for one in ast.walk(node.left) if isinstance(one, ast.Name)}
        if reader.active and names & set(reader.active[-1].arguments):
            return "half"
        return "half" if left.kind == "int" and left.size is not None and left.size.terms else middle
    if middle:
        return middle
    if isinstance(node.op, ast.Mod):
        return "half" if _is_parameter(reader, left, node.left) else ""
    if isinstance(node.op, ast.Sub) and _is_parameter(reader, left, node.left):
        return "minus"
    if isinstance(node.op, ast.Add) and (
        _is_parameter(reader, left, node.left) or _is_parameter(reader, right, node.right)
    ):
        return "up"
    return ""


def arithmetic(reader: Reader, left: Value, operator: ast.operator, right: Value, right_node: ast.expr) -> Value:
    """The value of an operation; charges what containers cost."""
    if isinstance(operator, ast.Mult) and (
        left.kind in ("list", "str", "tuple") or right.kind in ("list", "str", "tuple")
    ):
        held, times = (left, right) if left.kind in ("list", "str", "tuple") else (right, left)
        size = (held.size or CONSTANT) * (times.size or CONSTANT)
        reader.charge(size)
        return reader.allocate(container(held.kind, size, held.item))
    if left.kind in CONTAINERS or right.kind in CONTAINERS:
        if isinstance(operator, ast.Mod) and left.kind == "str":
            return container("str", CONSTANT)
        sizes = [one.size for one in (left, right) if one.size is not None]
        size = reduce(ComplexityClass.__or__, sizes, CONSTANT)
        reader.charge(size, "concatenating copies both sides" if size.terms else "")
        kind = left.kind if left.kind in CONTAINERS else right.kind
        return reader.allocate(container(kind, size, joined(left.item, right.item), weight=size))
    one, two = left.size, right.size
    kind = (
        "float"
        if "float" in (left.kind, right.kind) or isinstance(operator, ast.Div)
        else "int"
        if left.kind == "int"
        else left.kind
    )
    scalar = left.is_scalar or right.is_scalar
    hint = left.hint if one is None else ""
    match operator:
        case ast.Add() | ast.Sub() | ast.BitOr() | ast.BitXor():
            size = None if one is None and two is None else (one or CONSTANT) | (two or CONSTANT)
        case ast.LShift() if two is not None and two.terms:
            size = two.exponential()
        case ast.Mult() | ast.LShift():
            size = None if one is None or two is None else one * two
        case ast.Mod() | ast.BitAnd():
            size = two if two is not None else one
        case ast.FloorDiv() | ast.Div() | ast.RShift():
            size = one
        case ast.Pow():
            size = _raised(one, two, right_node)
            if one is not None and one.terms and two is not None and two.terms:
                reader.unsure("what a power of one parameter by another is")
        case _:
            size = one
    return Value(kind, size, hint=hint, is_scalar=scalar)


def _raised(base: ComplexityClass | None, exponent: ComplexityClass | None, node: ast.expr) -> ComplexityClass | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and base is not None and node.value >= 0:
        return base.power(Fraction(node.value).limit_denominator(12))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and base is not None:
        below = node.right
        if isinstance(below, ast.Constant) and isinstance(below.value, (int, float)) and below.value:
            return base.power(Fraction(1) / Fraction(below.value).limit_denominator(12))
    if exponent is not None and exponent.terms:
        return exponent.exponential()
    return base


def _compare(reader: Reader, node: ast.Compare) -> Value:
    values = [reader.expression(one) for one in (node.left, *node.comparators)]
    for operator, left, right, shown in zip(node.ops, values, values[1:], node.comparators, strict=False):
        if isinstance(operator, (ast.In, ast.NotIn)):
            if right.kind in ("list", "tuple", "str", "iter"):
                size = right.size if right.size is not None else CONSTANT
                reader.charge(size, f"`in {ast.unparse(shown)}` looks through it" if size.terms else "")
            elif right.kind == "any" and right.size is None and not isinstance(shown, ast.Attribute):
                reader.assume(f"`in {ast.unparse(shown)}` is a look-up by hash")
        elif (
            isinstance(operator, (ast.Eq, ast.NotEq, ast.Lt, ast.Gt, ast.LtE, ast.GtE))
            and left.kind in CONTAINERS
            and right.kind in CONTAINERS
        ):
            sizes = [one.size for one in (left, right) if one.size is not None]
            if all(size.terms for size in sizes):
                reader.charge(reduce(ComplexityClass.__or__, sizes, CONSTANT))
    return Value("bool", CONSTANT)


def _subscript(reader: Reader, node: ast.Subscript) -> Value:
    held = reader.expression(node.value)
    if isinstance(node.slice, ast.Slice):
        return _slice(reader, node, node.slice, held)
    reader.expression(node.slice)
    if held.item is not None:
        return held.item
    if held.kind == "str":
        return Value("str", CONSTANT)
    return Value(hint=f"an item of {held.hint}" if held.hint else "", size=None if held.hint else CONSTANT)


def _slice(reader: Reader, node: ast.Subscript, cut: ast.Slice, held: Value) -> Value:
    lower = reader.expression(cut.lower) if cut.lower is not None else None
    upper = reader.expression(cut.upper) if cut.upper is not None else None
    whole = reader.size(held, ast.unparse(node.value))
    size = whole
    if cut.upper is not None and upper is not None:
        negative = isinstance(cut.upper, ast.UnaryOp)
        if not negative and upper.size is not None and upper.size <= whole:
            size = upper.size
        width = _width(reader, cut)
        if width is not None:
            size = width
    elif isinstance(cut.lower, ast.UnaryOp) and lower is not None and lower.size is not None and lower.size <= whole:
        # The last k.
        size = lower.size
    reader.charge(size, f"`{ast.unparse(node)}` copies" if size.terms else "")
    shrinks = "minus"
    if any(one is not None and one.shrinks == "half" for one in (lower, upper)):
        shrinks = "half"
    elif cut.lower is None and cut.upper is None:
        shrinks = held.shrinks
    item = held.item if held.item is not None else Value(hint=f"an item of {held.hint}" if held.hint else "")
    kind = held.kind if held.kind in CONTAINERS else "list"
    made = container(kind, size, item, weight=size)
    return reader.allocate(replace(made, shrinks=shrinks))


def _width(reader: Reader, cut: ast.Slice) -> ComplexityClass | None:
    """Of `a[i:i + k]`: k."""
    if cut.lower is None or cut.upper is None:
        return None
    for one in ast.walk(cut.upper):
        if (
            isinstance(one, ast.BinOp)
            and isinstance(one.op, ast.Add)
            and ast.unparse(one.left) == ast.unparse(cut.lower)
        ):
            return reader.expression(one.right).size
    return None


def _attribute(reader: Reader, node: ast.Attribute) -> Value:
    held = reader.expression(node.value)
    if held.kind == "node" and node.attr in NODE_FIELDS:
        item = Value("node", held.size, hint=held.hint, shrinks="child" if node.attr != "next" else "minus")
        return Value("list", None, hint="the children of a node", item=item) if node.attr == "children" else item
    if node.attr in NODE_FIELDS:
        size = linear(f"the number of nodes below {held.hint}") if held.hint else None
        item = Value("node", size, hint=held.hint, shrinks="child" if node.attr != "next" else "minus")
        return Value("list", None, hint="the children of a node", item=item) if node.attr == "children" else item
    shown = ast.unparse(node)
    found = reader.lookup(shown)
    return found if found is not None else Value(hint=shown)


def comprehension(reader: Reader, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
    """A comprehension; also a generator expression, whose items are made when they are taken: its cost is charged here once."""
    sizes: list[ComplexityClass] = []
    made: list[Value] = []
    before = dict(reader.names)
    filtered = ""

    def level(index: int) -> None:
        nonlocal filtered
        if index == len(node.generators):
            if isinstance(node, ast.DictComp):
                reader.expression(node.key)
                made.append(reader.expression(node.value))
            else:
                made.append(reader.expression(node.elt))
            return
        one = node.generators[index]
        over = reader.expression(one.iter)
        shown = ast.unparse(one.iter)
        passes = reader.size(over, shown)
        if index == len(sizes):
            sizes.append(CONSTANT if over.is_part and index else passes)
        if one.ifs and isinstance(one.iter, ast.Name) and (over.kind in CONTAINERS):
            filtered = "part"

        def body(item: Value) -> None:
            reader.assign(one.target, item)
            for test in one.ifs:
                reader.expression(test)
            level(index + 1)

        word = "comprehension" if not isinstance(node, ast.GeneratorExp) else "generator"
        reason = f"the {word} over {shown} makes {str(passes)[2:-1]} passes" if passes.terms else ""
        if reason and len(reader.active) <= 1:
            reader.found.reasons.setdefault(reason)
        reader.loop(over, passes, body, line=None, reason=reason)

    level(0)
    reader.names = {**before, **{name: value for name, value in reader.names.items() if name in before}}
    size = reduce(ComplexityClass.__mul__, sizes, CONSTANT)
    item = made[-1] if made else None
    is_part = item is not None and any(
        name.startswith("@") for name in (*item.weight.variables, *(item.size.variables if item.size else ()))
    )
    if is_part and item is not None:
        item = replace(item, weight=CONSTANT, size=None)
    if isinstance(node, ast.GeneratorExp):
        return Value("iter", size, item=item, is_part=is_part)
    kind = "list" if isinstance(node, ast.ListComp) else "set" if isinstance(node, ast.SetComp) else "dict"
    return reader.allocate(replace(container(kind, size, item), shrinks=filtered, is_part=is_part))
