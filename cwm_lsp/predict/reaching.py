"""Whether a line can have changed the object behind a name: the text's `Reach`, held against the values as they are shown.

Two names share an object only where the repr of one stands within that of the other; so a line that changes `xs` leaves alone every
name whose value does not look like it. That holds for plain containers alone, and of anything else nothing is concluded.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from cwm_lsp.predict.literals import LONGEST_LITERAL, is_immutable
from cwm_lsp.source.reach import Reach

BUILTIN_NAMES = frozenset(
    "True False None int str float list dict tuple set bool len abs ord chr sum min max any all sorted reversed range repr "
    "print zip map filter enumerate round divmod bin hex oct pow isinstance type math string".split()
)
"""What a line may read besides the scope's own names."""
_WRAPPED = re.compile(
    r"(?:deque|Counter|OrderedDict|frozenset|range|dict_keys|dict_values|dict_items)\((.*)\)", re.DOTALL
)


@lru_cache(maxsize=2048)
def is_plain(shown: str) -> bool:
    """Whether a repr is, in full, that of containers, numbers, strings and None."""
    if is_immutable(shown):
        return True
    wrapped = _WRAPPED.fullmatch(shown)
    inner = f"({wrapped.group(1)},)" if wrapped and wrapped.group(1) else shown
    if len(inner) > LONGEST_LITERAL or (wrapped and not wrapped.group(1)):
        return bool(wrapped and not wrapped.group(1))
    try:
        ast.literal_eval(inner)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return shown == "set()"
    return True


def may_change(reaches: Sequence[Reach | None], state: Mapping[str, str], name: str, known: frozenset[str]) -> bool:
    """Whether the object of a name may be another after one of several lines.

    Args:
        reaches: of the lines that it may have been.
        state: the values before the line.
        name: one of `state`.
        known: names of the file's module, which may stand for anything.
    """
    return any(one is None or _reached(one, state, name, known) for one in reaches)


def _reached(line: Reach, state: Mapping[str, str], name: str, known: frozenset[str]) -> bool:
    shown = state[name]
    if not is_plain(shown):
        return True
    for other in line.handled:
        value = state.get(other)
        if value is None:
            # Inner names of comprehensions hold elements of what is handled anyway.
            if other in known and other not in BUILTIN_NAMES:
                return True
        elif not is_plain(value):
            return True
    for other in line.mutated:
        value = state.get(other)
        if value is None or other == name or (not is_immutable(value) and (value in shown)):
            return True
    return any(
        other not in state or other == name or shown in state[other] or state[other] in shown or _is_nested(shown)
        for other in line.inside
    )


def _is_nested(shown: str) -> bool:
    return sum(shown.count(bracket) for bracket in "[({") > 1
