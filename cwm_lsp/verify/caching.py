"""Functions behind `functools.cache` and `lru_cache`: a call that was made before gives its value without any frame.

Only what is called with positional arguments, and never so often that something is dropped from the cache.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from cwm_lsp.verify.facts import Facts
from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.objects import Evaluation, FunctionValue
from cwm_lsp.verify.operators import done, hashable, known
from cwm_lsp.verify.values import Known

if TYPE_CHECKING:
    from cwm_lsp.verify.evaluator import Evaluator

USUAL_SIZE = 128
"""Results that `lru_cache` keeps unless it is told otherwise."""


@dataclass(slots=True, eq=False, repr=False)
class CachedFunction(Known):
    """A function of the program's whose results are kept.

    Attributes:
        function: what is called for what is not there yet.
        most: results that are kept; None for all.
        results: by arguments; None once something unknown may have added some.
    """

    function: FunctionValue
    most: int | None
    results: dict[Any, Any] | None = field(default_factory=lambda: {})
    lasts: ClassVar[bool] = True

    @property
    def text(self) -> str:
        """Its repr without the address."""
        return "<functools._lru_cache_wrapper object>"


def cache_size(facts: Facts, decorator: ast.expr) -> int | None:
    """How many results a decorator keeps; None for all of them.

    Raises:
        Unknowable: it is another decorator.
    """
    call = decorator if isinstance(decorator, ast.Call) else None
    name = _origin(facts, call.func if call is not None else decorator)
    if name == "cache" and call is None:
        return None
    if name != "lru_cache":
        refuse("a decorator")
    if call is None or not (call.args or call.keywords):
        return USUAL_SIZE
    given = call.args[0] if call.args else call.keywords[0].value
    is_size = len(call.args) + len(call.keywords) == 1 and (call.args or call.keywords[0].arg == "maxsize")
    if not is_size or not isinstance(given, ast.Constant) or not (given.value is None or type(given.value) is int):
        refuse("a cache of a special kind")
    return given.value


def _origin(facts: Facts, node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        module, name = facts.imported.get(node.id, ("", ""))
        return name if module == "functools" else ""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in facts.modules:
        return node.attr if facts.modules[node.value.id] == "functools" else ""
    return ""


def cached_call(ev: Evaluator, cached: CachedFunction, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    """What a call gives: what is kept for these arguments, or what the function returns now."""
    if named or cached.results is None:
        refuse("a cache whose contents are not known")
    known(*arguments)
    # As CPython makes its keys: a single int or str is its own key, unlike a float that equals it.
    is_plain = len(arguments) == 1 and type(arguments[0]) in (int, str)
    key: Any = arguments[0] if is_plain else (CachedFunction, *arguments)
    hashable(ev.budget, key)
    if done(cached.results.__contains__, key):
        return cached.results[key]
    epoch = ev.epoch
    value = yield from ev.call(cached.function, arguments, {})
    if epoch == ev.epoch:
        if cached.most is not None and len(cached.results) >= cached.most:
            refuse("a cache that is full")
        cached.results[key] = value
        ev.changed = True
    return value
