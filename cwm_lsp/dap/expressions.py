"""Conditions and watches on predicted values: worked out by `verify`'s evaluator over plain data, never by Python's `eval`.

It knows a closed list of operations and is bounded in time and size; what it does not know it refuses.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections import Counter
from collections.abc import Mapping
from typing import Any

from cwm_lsp.dap.trees import resolve
from cwm_lsp.trace.frames import State
from cwm_lsp.verify.evaluator import Evaluator
from cwm_lsp.verify.facts import LONGEST_TEXT
from cwm_lsp.verify.limits import Budget, Limits, Unknowable
from cwm_lsp.verify.objects import Names, Thrown, kind_name
from cwm_lsp.verify.operators import truth
from cwm_lsp.verify.values import Foreign, is_immutable, parse, show

LONGEST = 2_000
"""Characters of an expression."""
_PATH = re.compile(r"([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*|\[[^\[\]]+\])*)\Z")
_LIMITS = Limits()


class ExpressionError(Exception):
    """An expression has no value that could be known; the message says why."""


class Expressions:
    """Evaluates for one program: its constants are known besides the variables of a position."""

    def __init__(self, text: str) -> None:
        """Args:
        text: the file, whose top level is read for constants.
        """
        self._constants = _constants(text)

    def check(self, text: str) -> None:
        """Make sure that a text is an expression.

        Raises:
            ExpressionError: it isn't.
        """
        _parsed(text)

    def value(self, text: str, state: State) -> str:
        """The repr of an expression's value.

        Args:
            text: as somebody has typed it.
            state: the variables.

        Raises:
            ExpressionError: it is no expression, or its value can't be known.
        """
        held = dict(state)
        path = _PATH.match(text.strip())
        if path is not None and path.group(1) in held:
            # As the trace shows it, also where it is not plain data.
            found = resolve(held[path.group(1)], path.group(2))
            if found is not None:
                return found
        value = self._evaluated(text, held)
        shown = value.text if isinstance(value, Foreign) else show(value)
        if shown is None:
            raise ExpressionError("its value can't be shown")
        return shown

    def is_true(self, text: str, state: State) -> bool:
        """Whether an expression's value counts as true.

        Raises:
            ExpressionError: it is no expression, or its value can't be known.
        """
        value = self._evaluated(text, dict(state))
        try:
            return truth(value)
        except Unknowable as error:
            raise ExpressionError(f"not known from the predicted values: {error.reason}") from error

    def _evaluated(self, text: str, state: Mapping[str, str]) -> Any:
        node = _parsed(text)
        evaluator = Evaluator(Budget(_LIMITS), Names(dict(self._constants), frozenset()))
        used = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        values = {name: parse(shown) for name, shown in state.items() if name in used}
        names = Names(values, frozenset(state))
        try:
            return evaluator.run(evaluator.expression(node, names))
        except Unknowable as error:
            raise ExpressionError(f"not known from the predicted values: {error.reason}") from error
        except Thrown as error:
            raise ExpressionError(f"it would raise {kind_name(error.value.kind)}") from error
        except (RecursionError, MemoryError) as error:
            raise ExpressionError("it is too large") from error


def _parsed(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise ExpressionError("it is too long")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(f"not a Python expression: {error.msg}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError("not a Python expression") from error


def _constants(text: str) -> dict[str, Any]:
    """The names that the top level gives a plain value that can't change."""
    found: dict[str, Any] = {}
    if len(text) > LONGEST_TEXT:
        return found
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return found
    stored = (node for node in ast.walk(ast.Module(body, [])) if isinstance(node, ast.Name))
    assigned = Counter(node.id for node in stored if isinstance(node.ctx, ast.Store))
    evaluator = Evaluator(Budget(_LIMITS), Names({}, frozenset()))
    for node in body:
        if not isinstance(node, ast.Assign) or len(node.targets) != 1 or not isinstance(node.targets[0], ast.Name):
            continue
        name = node.targets[0].id
        evaluator.budget.restart()
        try:
            value = evaluator.run(evaluator.expression(node.value, Names(dict(found), frozenset())))
        except (Unknowable, Thrown, RecursionError, MemoryError):
            continue
        if is_immutable(value) and assigned[name] == 1:
            found[name] = value
    return found
