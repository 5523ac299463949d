"""Comprehensions and generator expressions: their loops, with a scope of their own."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cwm_lsp.verify.binding import unpacked
from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.objects import Evaluation, Lazy, Names
from cwm_lsp.verify.special import iterated, truth_of
from cwm_lsp.verify.values import ATOMS

if TYPE_CHECKING:
    from cwm_lsp.verify.evaluator import Evaluator

Emit = Callable[[Names], Evaluation]


def bound_names(generators: list[ast.comprehension]) -> frozenset[str]:
    """The names that belong to a comprehension's own scope."""
    return frozenset(
        one.id for generator in generators for one in ast.walk(generator.target) if isinstance(one, ast.Name)
    )


def inner_name(names: Names, name: str) -> str:
    """The qualified name of what has a scope of its own within a function's; empty where that is not known."""
    return f"{names.qualname}.<locals>.{name}" if names.qualname else ""


def comprehended(ev: Evaluator, generators: list[ast.comprehension], names: Names, emit: Emit) -> Evaluation:
    """Walk the loops of a comprehension and emit what each innermost turn gives."""
    if any(generator.is_async for generator in generators):
        refuse("an asynchronous comprehension")
    first = yield from ev.expression(generators[0].iter, names)
    inner = Names({}, bound_names(generators), names)
    source = yield from iterated(ev, first)
    yield from _loop(ev, generators, 0, source, first, inner, emit)


def _loop(
    ev: Evaluator, generators: list[ast.comprehension], index: int, source: Any, origin: Any, names: Names, emit: Emit
) -> Evaluation:
    generator = generators[index]
    epoch = ev.epoch
    with ev.held(source):
        while True:
            item = yield from ev.next_item(source)
            if epoch != ev.epoch and type(origin) not in ATOMS:
                refuse("a value that something unknown may have changed")
            if not item:
                return
            yield from _assign(ev, generator.target, item[0], names)
            for condition in generator.ifs:
                if not (yield from truth_of(ev, (yield from ev.expression(condition, names)))):
                    break
            else:
                if index + 1 == len(generators):
                    yield from emit(names)
                else:
                    value = yield from ev.expression(generators[index + 1].iter, names)
                    inner = yield from iterated(ev, value)
                    yield from _loop(ev, generators, index + 1, inner, value, names, emit)


def _assign(ev: Evaluator, target: ast.expr, value: Any, names: Names) -> Evaluation:
    if isinstance(target, ast.Name):
        names.values[target.id] = value
    elif isinstance(target, (ast.Tuple, ast.List)):
        items = yield from ev.drain(value)
        for inner, item in unpacked(target.elts, items):
            yield from _assign(ev, inner, item, names)
    else:
        refuse("a comprehension that assigns to something else than names")


def collected(ev: Evaluator, node: ast.ListComp | ast.SetComp, names: Names, items: list[Any]) -> Evaluation:
    """Collect what the turns of a list or set comprehension give."""

    def emit(inner: Names) -> Evaluation:
        epoch = ev.epoch
        value = yield from ev.expression(node.elt, inner)
        if epoch != ev.epoch:
            ev.guard(epoch, items)
        items.append(value)
        if len(items) > ev.budget.limits.length:
            refuse("a sequence that is too long")

    yield from comprehended(ev, node.generators, names, emit)


def generated(ev: Evaluator, node: ast.GeneratorExp, names: Names) -> Evaluation:
    """A generator expression: only its first iterable is evaluated now."""
    generators = node.generators
    if any(generator.is_async for generator in generators):
        refuse("an asynchronous comprehension")
    if any(isinstance(one, ast.NamedExpr) for one in ast.walk(node)):
        # Whoever asks it for items binds the name, whenever that is.
        refuse("a generator that binds a name of its function's")
    first = yield from ev.expression(generators[0].iter, names)
    inner = Names({}, bound_names(generators), names)

    def emit(scope: Names) -> Any:
        value = yield from ev.expression(node.elt, scope)
        yield (value,)

    source = yield from iterated(ev, first)
    name = inner_name(names, "<genexpr>")
    shown = f"<generator object {name}>" if name else None
    return Lazy(shown, _loop(ev, generators, 0, source, first, inner, emit), ev.run, (source,))
