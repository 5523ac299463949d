"""What a function's text says of its growth. How it is read is `reader`'s business; here symbols get their names."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from cwm_lsp.predict.complexity.classes import CONSTANT, ComplexityClass
from cwm_lsp.predict.complexity.estimates import LoopEstimate, TextEstimate
from cwm_lsp.predict.complexity.reader import Reader, TooMuchError
from cwm_lsp.predict.complexity.recursion import REMEMBERING
from cwm_lsp.predict.complexity.values import Definition, Value, parameter
from cwm_lsp.predict.termination.reading import definition
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function
from cwm_lsp.source.module import module_items

_SYMBOLS = "nmkpqrstuvwxyz"


def text_estimate(document: Document, function: Function) -> TextEstimate:
    """Estimate a function's growth from its text. Takes milliseconds for most functions, a second for the largest."""
    code = definition(document, function)
    if code is None:
        return TextEstimate(None, None, unsure=("the function's syntax",))
    reader = Reader(_Callable(document, function), _constants(document), _remembering(document))
    body = list(ast.walk(code))
    places = [*code.args.posonlyargs, *code.args.args, *code.args.kwonlyargs]
    given = {
        one.arg: Value("node", hint="self") if one.arg in ("self", "cls") else parameter(one.arg, one.annotation, body)
        for one in places
    }
    try:
        reader.enter(code, [], given, None)
    except (TooMuchError, RecursionError):
        return TextEstimate(None, None, unsure=("the function is too large to be read",))
    level = reader.levels[0]
    found = reader.found
    unsure = list(found.unsure)
    if function.is_generator:
        unsure.append("how many items are taken from the generator")
    variables = _variables(
        level.worst, *(one.passes for one in found.loops.values() if one.passes), found.space, level.best
    )
    short = {meaning: symbol for symbol, meaning in variables.items()}
    loops = tuple(
        replace(
            one,
            passes=one.passes and one.passes.renamed(short),
            total=one.total and one.total.renamed(short),
            reason=_named(one, short),
        )
        for _, one in sorted(found.loops.items())
    )
    time = level.worst.renamed(short)
    return TextEstimate(
        time,
        found.space.renamed(short),
        level.best.renamed(short),
        {
            symbol: meaning
            for symbol, meaning in variables.items()
            if symbol
            in {
                *time.variables,
                *found.space.renamed(short).variables,
                *(n for one in loops for c in (one.passes, one.total) if c for n in c.variables),
            }
        },
        loops,
        tuple(found.reasons),
        tuple(unsure),
        tuple(found.assumed),
    )


def _variables(*classes: ComplexityClass) -> dict[str, str]:
    """Symbols for what sizes are called, those of the time first; a parameter of one letter keeps it."""
    meanings = list(dict.fromkeys(name for one in classes for name in one.variables))
    meanings.sort(key=lambda name: (name not in classes[0].variables, name.startswith(("len of", "the ")), name))
    taken = {name: name for name in meanings if name in ("n", "m", "k")}
    free = iter(symbol for symbol in _SYMBOLS if symbol not in taken)
    found: dict[str, str] = {}
    for name in meanings:
        found[taken.get(name) or next(free, name)] = name
    return found


def _named(one: LoopEstimate, short: dict[str, str]) -> str:
    if one.passes is None:
        return one.reason
    return one.reason.replace(f"{str(one.passes)[2:-1]} passes", f"{str(one.passes.renamed(short))[2:-1]} passes")


class _Callable(Mapping[str, Definition]):
    """What can be called by its name: the module's functions, and the methods of the function's class. Parsed when it is called."""

    def __init__(self, document: Document, function: Function) -> None:
        self._document = document
        self._functions = {
            one.name: one
            for one in document.functions
            if one.qualname == one.name or (one.is_method and one.class_name == function.class_name)
        }

    def __getitem__(self, name: str) -> Definition:
        code = definition(self._document, self._functions[name])
        if code is None:
            raise KeyError(name)
        return code

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._functions if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@lru_cache(maxsize=8)
def _constants(document: Document) -> dict[str, Value]:
    """The module's own names: whatever they hold does not grow with a function's input."""
    own = (name for item in module_items(document) if item.kind == "statement" for name in item.binds)
    return {name: Value("any", CONSTANT) for name in own}


@lru_cache(maxsize=8)
def _remembering(document: Document) -> frozenset[str]:
    """The functions that a decorator makes remember their results."""
    found: set[str] = set()
    for one in document.functions:
        above = " ".join(document.line(number) for number in range(one.first_line, one.def_line))
        if REMEMBERING.search(above):
            found.add(one.name)
    return frozenset(found)
