"""The repr of a literal, worked out from its text: the arguments of a bound call need no model.

`ast.literal_eval` builds constants and containers of constants and nothing else; no name is looked up and nothing is called.
"""

from __future__ import annotations

import ast
import warnings
from typing import cast

LONGEST_LITERAL = 4000
REPR_LENGTH = 200
"""Characters after which true traces cut a repr (`cwm_lsp.trace.recorder.Limits`)."""


def literal_repr(text: str) -> str | None:
    """The repr of the literal's value, cut as true traces cut it.

    Args:
        text: source text of an expression.

    Returns:
        None if it is no literal, or one whose repr depends on the interpreter's hashing (a set of several elements).
    """
    if len(text) > LONGEST_LITERAL:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value: object = ast.literal_eval(text.strip())
        if _holds_set(value):
            return None
        shown = repr(value)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    return shown if len(shown) <= REPR_LENGTH else shown[: REPR_LENGTH - 3] + "..."


def _holds_set(value: object) -> bool:
    if isinstance(value, (set, frozenset)):
        return len(cast("set[object]", value)) > 1
    if isinstance(value, (list, tuple)):
        return any(map(_holds_set, cast("list[object]", value)))
    if isinstance(value, dict):
        return any(map(_holds_set, cast("dict[object, object]", value).values()))
    return False


def is_immutable(shown: str) -> bool:
    """Whether a repr can only be that of a plain immutable value: a number, a string, a bool, None, or a tuple of such.

    A class may write any repr it likes, so `<`, names and brackets of other kinds are taken for mutable.
    """
    if shown in ("True", "False", "None"):
        return True
    if not shown:
        return False
    if shown[0] in ("'", '"') or shown[:2] in ("b'", 'b"'):
        return True
    if shown[0].isdigit() or (shown[0] == "-" and shown[1:2].isdigit()):
        return True
    return shown[0] == "(" and literal_repr(shown) == shown and not any(bracket in shown for bracket in "[{")
