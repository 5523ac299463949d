"""What each kind of expression does: one handler for each node on the closed list; the walk itself is `evaluator`'s."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from cwm_lsp.verify.asking import asked, asked_membership
from cwm_lsp.verify.classes import Instance
from cwm_lsp.verify.comprehensions import collected, comprehended, generated, inner_name
from cwm_lsp.verify.formatting import converted, formatted, joined, percent
from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.methods_containers import missing
from cwm_lsp.verify.objects import (
    Evaluation,
    Finished,
    FunctionValue,
    GeneratorValue,
    Lazy,
    Names,
    Thrown,
    Yielded,
)
from cwm_lsp.verify.operators import (
    binary,
    compare,
    done,
    hashable,
    known,
    present,
    subscript,
    truth,
    unary,
)
from cwm_lsp.verify.special import (
    attribute,
    compared,
    got,
    iterated,
    negated,
    operated,
    superior,
    told,
    truth_of,
)
from cwm_lsp.verify.values import ITERATORS, has_order
from cwm_lsp.verify.wording import (
    words_of,
    words_of_binary,
    words_of_comparison,
    words_of_set,
    words_of_subscript,
    words_of_unary,
)

if TYPE_CHECKING:
    from cwm_lsp.verify.evaluator import Evaluator


def constant(ev: Evaluator, node: Any) -> Any:
    """The value of a literal, if it is not too large."""
    value = node.value
    if type(value) is int:
        ev.budget.bits(value.bit_length())
    elif type(value) in (str, bytes):
        ev.budget.elements(len(value))
    return value


def _pair(ev: Evaluator, first: ast.expr, second: ast.expr, names: Names) -> Evaluation:
    left = yield from ev.expression(first, names)
    epoch = ev.epoch
    right = yield from ev.expression(second, names)
    if epoch != ev.epoch:
        ev.guard(epoch, [left])
    return left, right


def _binary(ev: Evaluator, node: ast.BinOp, names: Names) -> Evaluation:
    left, right = yield from _pair(ev, node.left, node.right, names)
    own = yield from operated(ev, type(node.op), left, right)
    if own:
        return own[0]
    if ev.is_asking:
        words = words_of_binary(type(node.op), left, right)
        return (yield from asked(words, partial(operate, ev, type(node.op), left, right)))
    return operate(ev, type(node.op), left, right)


def operate(ev: Evaluator, kind: type[ast.operator], left: Any, right: Any) -> Any:
    """`left op right`, formats included."""
    if kind is ast.Mod and type(left) is str:
        return percent(ev.budget, left, right)
    return binary(ev.budget, kind, left, right)


def _unary(ev: Evaluator, node: ast.UnaryOp, names: Names) -> Evaluation:
    value = yield from ev.expression(node.operand, names)
    if isinstance(node.op, ast.Not):
        return not (yield from truth_of(ev, value))
    own = yield from negated(ev, type(node.op), value)
    if own:
        return own[0]
    if ev.is_asking and not isinstance(node.operand, ast.Constant):
        return (yield from asked(words_of_unary(type(node.op), value), partial(unary, type(node.op), value)))
    return unary(type(node.op), value)


def _boolean(ev: Evaluator, node: ast.BoolOp, names: Names) -> Evaluation:
    value: Any = None
    for part in node.values:
        value = yield from ev.expression(part, names)
        if part is not node.values[-1] and (yield from truth_of(ev, value)) is isinstance(node.op, ast.Or):
            return value
    return value


def _compare(ev: Evaluator, node: ast.Compare, names: Names) -> Evaluation:
    left = yield from ev.expression(node.left, names)
    result: Any = True
    for operation, part in zip(node.ops, node.comparators, strict=True):
        epoch = ev.epoch
        right = yield from ev.expression(part, names)
        if epoch != ev.epoch:
            ev.guard(epoch, [left])
        if (
            isinstance(operation, (ast.Is, ast.IsNot))
            and (ev.is_loose(left) or ev.is_loose(right))
            and type(left) is type(right)
            and left is not right
        ):
            refuse("two names that may hold one object")
        own = yield from compared(ev, type(operation), left, right)
        if own:
            result = own[0]
        elif isinstance(operation, (ast.In, ast.NotIn)) and (isinstance(right, Lazy) or type(right) in ITERATORS):
            result = yield from _sought(ev, left, right, isinstance(operation, ast.In))
        elif ev.is_asking and isinstance(operation, (ast.In, ast.NotIn)):
            result = yield from asked_membership(ev, type(operation), left, right)
        elif ev.is_asking and not isinstance(operation, (ast.Is, ast.IsNot)):
            words = words_of_comparison(type(operation), left, right)
            result = yield from asked(words, partial(compare, ev.budget, type(operation), left, right))
        else:
            result = compare(ev.budget, type(operation), left, right)
        if part is not node.comparators[-1] and not (yield from truth_of(ev, result)):
            return result
        left = right
    return result


def _sought(ev: Evaluator, wanted: Any, source: Any, answer: bool) -> Evaluation:
    known(wanted)
    while True:
        item = yield from ev.next_item(source)
        if not item:
            return not answer
        if item[0] is wanted or truth(compare(ev.budget, ast.Eq, item[0], wanted)):
            return answer


def _conditional(ev: Evaluator, node: ast.IfExp, names: Names) -> Evaluation:
    test = yield from ev.expression(node.test, names)
    chosen = node.body if (yield from truth_of(ev, test)) else node.orelse
    value = yield from ev.expression(chosen, names)
    return value


def _named(ev: Evaluator, node: ast.NamedExpr, names: Names) -> Evaluation:
    value = yield from ev.expression(node.value, names)
    holder = names
    while holder.outer is not None and node.target.id not in holder.local:
        holder = holder.outer
    if node.target.id not in holder.local:
        refuse("a name that is bound in another scope")
    holder.values[node.target.id] = value
    ev.changed = True
    return value


def _list(ev: Evaluator, node: ast.List, names: Names) -> Evaluation:
    values = yield from ev.expressions(node.elts, names)
    return values


def _tuple(ev: Evaluator, node: ast.Tuple, names: Names) -> Evaluation:
    values = yield from ev.expressions(node.elts, names)
    return tuple(values)


def _set(ev: Evaluator, node: ast.Set, names: Names) -> Evaluation:
    values = yield from ev.expressions(node.elts, names)
    known(*values)
    for one in values:
        hashable(ev.budget, one)
    if len(node.elts) <= _FEW or not all(_is_folded(one) for one in node.elts):
        return done(set, values)
    made = _poured(values)
    in_order: list[Any] = list(made)
    if has_order(made) and list(set(in_order)) != in_order:
        # Whether the frozen set was compiled just now or read from a file: all ways must give one order.
        if not ev.is_asking:
            refuse("the order of a set")
        return (yield from asked(words_of_set(values), partial(_poured, list(done(frozenset, values)))))
    return made


def _poured(values: list[Any]) -> set[Any]:
    """A set out of constants: the compiler makes a frozen set of them, which is poured into an empty one.

    That decides how large its table is. A constant that was compiled just now is made twice, the second time in the order of the
    first.
    """
    made = done(set)
    made.update(done(frozenset, values))
    return made


_FEW = 2
"""Elements up to which the compiler makes no constant of a display."""


def _is_folded(node: ast.expr) -> bool:
    """Whether the compiler makes a constant of an expression."""
    if isinstance(node, (ast.UnaryOp, ast.BinOp, ast.Tuple)):
        return all(_is_folded(one) for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr))
    return isinstance(node, ast.Constant)


def _dict(ev: Evaluator, node: ast.Dict, names: Names) -> Evaluation:
    pairs: list[tuple[Any, Any]] = []
    for key_node, value_node in zip(node.keys, node.values, strict=True):
        epoch = ev.epoch
        if key_node is None:
            other = yield from ev.expression(value_node, names)
            if type(other) not in (dict, defaultdict):
                refuse("a mapping that is unpacked")
            ev.budget.elements(len(pairs) + len(other))
            pairs += other.items()
        else:
            key, value = yield from _pair(ev, key_node, value_node, names)
            present(key)
            hashable(ev.budget, key)
            pairs.append((key, value))
        if epoch != ev.epoch:
            ev.guard(epoch, [value for _, value in pairs[:-1]])
    ev.budget.elements(len(pairs))
    try:
        # All are evaluated before the first is hashed, unless they are unpacked or many.
        return done(dict, pairs)
    except Thrown:
        if None in node.keys or len(pairs) > _LARGEST_BUILT:
            refuse("a key that can't be hashed")
        raise


_LARGEST_BUILT = 15
"""Pairs that are on the interpreter's stack at once."""


def _subscript(ev: Evaluator, node: ast.Subscript, names: Names) -> Evaluation:
    value, index = yield from _pair(ev, node.value, node.slice, names)
    own = yield from got(ev, value, index)
    if own:
        return own[0]
    if type(value) is defaultdict:
        hashable(ev.budget, index)
    return (yield from element(ev, value, index))


def element(ev: Evaluator, value: Any, index: Any) -> Evaluation:
    """`value[index]` where no method of the program's has a say."""
    picked = partial(missing, ev) if type(value) is defaultdict else partial(subscript, ev.budget)
    if ev.is_asking:
        return (yield from asked(words_of_subscript(value, index), partial(picked, value, index)))
    return picked(value, index)


def _slice(ev: Evaluator, node: ast.Slice, names: Names) -> Evaluation:
    start = None if node.lower is None else (yield from ev.expression(node.lower, names))
    stop = None if node.upper is None else (yield from ev.expression(node.upper, names))
    step = None if node.step is None else (yield from ev.expression(node.step, names))
    known(start, stop, step)
    return slice(start, stop, step)


def _attribute(ev: Evaluator, node: ast.Attribute, names: Names) -> Evaluation:
    value = yield from ev.expression(node.value, names)
    result = yield from attribute(ev, value, node.attr)
    return result


def _call(ev: Evaluator, node: ast.Call, names: Names) -> Evaluation:
    if isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args and not node.keywords:
        if "super" in ev.module.local:
            refuse("a builtin that has another meaning")
        return superior(ev, names)
    function = yield from ev.expression(node.func, names)
    present(function)
    epoch = ev.epoch
    arguments = yield from ev.expressions(node.args, names)
    named: dict[str, Any] = {}
    for keyword in node.keywords:
        before = ev.epoch
        value = yield from ev.expression(keyword.value, names)
        if before != ev.epoch:
            ev.guard(before, [*arguments, *named.values()])
        if keyword.arg is not None:
            named[keyword.arg] = value
            continue
        if type(value) is not dict or not all(type(key) is str and key not in named for key in value):
            refuse("a mapping that is unpacked")
        named.update(value)
    if epoch != ev.epoch:
        ev.guard(epoch, [function])
    result = yield from ev.call(function, arguments, named)
    return result


def defaults_of(ev: Evaluator, parameters: ast.arguments, names: Names) -> Evaluation:
    """The defaults of parameters as a definition evaluates them: the positional ones, the keyword-only ones by name."""
    defaults = yield from ev.expressions(parameters.defaults, names)
    named: dict[str, Any] = {}
    for parameter, default in zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True):
        if default is not None:
            named[parameter.arg] = yield from ev.expression(default, names)
    return defaults, named


def _lambda(ev: Evaluator, node: ast.Lambda, names: Names) -> Evaluation:
    defaults, named = yield from defaults_of(ev, node.args, names)
    return ev.function(FunctionValue(node, inner_name(names, "<lambda>"), names, defaults, named))


def _text(ev: Evaluator, node: ast.JoinedStr, names: Names) -> Evaluation:
    pieces: list[str] = []
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            value = yield from ev.expression(part.value, names)
            epoch = ev.epoch
            spec = "" if part.format_spec is None else (yield from ev.expression(part.format_spec, names))
            if epoch != ev.epoch:
                ev.guard(epoch, [value])
            conversion = chr(part.conversion) if part.conversion != -1 else None
            own = yield from told(ev, value, conversion)
            if own and isinstance(value, Instance) and value.kind.defines("__format__"):
                refuse("an operation that the program defines")
            value = own[0] if own else converted(ev.budget, value, conversion)
            if ev.is_asking and spec:
                words = f"format({words_of(value)}, {spec!r})"
                pieces.append((yield from asked(words, partial(formatted, ev.budget, value, spec))))
            else:
                pieces.append(formatted(ev.budget, value, spec))
        else:
            pieces.append((yield from ev.expression(part, names)))
    return joined(ev.budget, pieces)


def _yield(ev: Evaluator, node: ast.Yield, names: Names) -> Evaluation:
    value = None if node.value is None else (yield from ev.expression(node.value, names))
    sent = yield Yielded(value)
    return sent


def _yield_from(ev: Evaluator, node: ast.YieldFrom, names: Names) -> Evaluation:
    value = yield from ev.expression(node.value, names)
    source = yield from iterated(ev, value)
    with ev.held(source):
        while isinstance(source, GeneratorValue):
            answer = yield source.resumption
            if isinstance(answer, Finished):
                return answer.value
            yield Yielded(answer)
        epoch = ev.epoch
        while True:
            item = yield from ev.next_item(source)
            if epoch != ev.epoch:
                refuse("a value that something unknown may have changed")
            if not item:
                return None
            yield Yielded(item[0])


def _list_comprehension(ev: Evaluator, node: ast.ListComp, names: Names) -> Evaluation:
    items: list[Any] = []
    yield from collected(ev, node, names, items)
    return items


def _set_comprehension(ev: Evaluator, node: ast.SetComp, names: Names) -> Evaluation:
    items: list[Any] = []
    yield from collected(ev, node, names, items)
    known(*items)
    for one in items:
        hashable(ev.budget, one)
    return done(set, items)


def _dict_comprehension(ev: Evaluator, node: ast.DictComp, names: Names) -> Evaluation:
    made: dict[Any, Any] = {}

    def emit(inner: Names) -> Evaluation:
        epoch = ev.epoch
        key, value = yield from _pair(ev, node.key, node.value, inner)
        if epoch != ev.epoch:
            ev.guard(epoch, list(made.values()))
        present(key)
        hashable(ev.budget, key)
        done(made.__setitem__, key, value)
        if len(made) > ev.budget.limits.length:
            refuse("a sequence that is too long")

    yield from comprehended(ev, node.generators, names, emit)
    return made


def _generator(ev: Evaluator, node: ast.GeneratorExp, names: Names) -> Evaluation:
    result = yield from generated(ev, node, names)
    return result


EXPRESSIONS: dict[type[ast.AST], Callable[[Evaluator, Any, Names], Evaluation]] = {
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.Compare: _compare,
    ast.IfExp: _conditional,
    ast.NamedExpr: _named,
    ast.List: _list,
    ast.Tuple: _tuple,
    ast.Set: _set,
    ast.Dict: _dict,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Lambda: _lambda,
    ast.JoinedStr: _text,
    ast.ListComp: _list_comprehension,
    ast.SetComp: _set_comprehension,
    ast.DictComp: _dict_comprehension,
    ast.GeneratorExp: _generator,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
}
"""The handler of each kind; what is not here is not worked out."""
