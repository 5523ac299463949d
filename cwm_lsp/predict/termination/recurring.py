"""Whether a run comes back to where it has been in all that decides how its loop goes on. Counters and results may differ.

`slices` tells from the text what decides; here the run shows that it holds the same again, and that nothing else has a hand in it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from cwm_lsp.predict.literals import is_immutable, literal_repr
from cwm_lsp.predict.termination.changing import changes_nothing
from cwm_lsp.predict.termination.closed import is_closed, settled_names
from cwm_lsp.predict.termination.kinds import kinds_of, literal
from cwm_lsp.predict.termination.reading import definition
from cwm_lsp.predict.termination.slices import Slice, slice_of
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function
from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment

_MOST_PASSES = 40
"""Passes back to which a return is looked for."""


class Recurrence:
    """Looks for a state that comes back, in the passes of one loop.

    Args:
        document: the file.
        moments: the whole run, each of its steps verified.
        functions: the functions of the run's scopes.
        file_line: a moment's line in the file.
    """

    def __init__(
        self,
        document: Document,
        moments: Sequence[Moment],
        functions: Mapping[int, Function],
        file_line: Callable[[int | None], int | None],
    ) -> None:
        self.document = document
        self.moments = moments
        self.functions = functions
        self.file_line = file_line

    def found(self, loop: ast.While, scope: int) -> tuple[tuple[str, str], ...] | None:
        """What decides and has come back, as names and reprs; None where nothing does.

        Args:
            loop: a loop of the function that the scope runs.
            scope: an activation that the run has not left.
        """
        at = self._headers(loop, scope)
        if len(at) < 2:
            return None
        now = at[-1]
        slices: dict[frozenset[int], Slice | None] = {}
        for before in reversed(at[-1 - _MOST_PASSES : -1]):
            between = self.moments[before : now + 1]
            lines = frozenset(
                line for one in between if one.scope == scope and (line := self.file_line(one.line)) is not None
            )
            if lines not in slices:
                slices[lines] = slice_of(loop, lines, _kinds(between, scope))
            part = slices[lines]
            if part is None:
                return None
            state = self._came_back(part, before, now, scope)
            if state is not None:
                return state
        return None

    def _headers(self, loop: ast.While, scope: int) -> list[int]:
        """Where the run is at the loop's header, since it entered the loop last."""
        last = loop.body[-1].end_lineno or loop.lineno
        found: list[int] = []
        for index in range(len(self.moments) - 1, -1, -1):
            moment = self.moments[index]
            if moment.scope != scope:
                if scope not in moment.stack:
                    break
                continue
            line = self.file_line(moment.line)
            if moment.event is not Event.LINE or line is None or not loop.lineno <= line <= last:
                break
            if line == loop.lineno:
                found.append(index)
        return found[::-1]

    def _came_back(self, part: Slice, before: int, now: int, scope: int) -> tuple[tuple[str, str], ...] | None:
        first, second = dict(self.moments[before].state), dict(self.moments[now].state)
        own = part.deciding & (first.keys() | second.keys())
        for name in own:
            if name not in first or name not in second:
                return None
            if first[name] != second[name] and not self._same_hour(name, part, first, second):
                return None
            is_plain = _is_whole(first[name])
            if not is_plain and (name in part.bound | part.changed | part.used or part.calls):
                return None
        function = self.functions.get(scope)
        if function is None or not self._is_closed(part, own, function):
            return None
        if not self._others_keep_out(before, now, scope) or not self._is_unshared(part, own, before, now, scope):
            return None
        shown = [(name, value) for name, value in self.moments[now].state if name in own and name not in part.clocks]
        return tuple(shown)

    def _same_hour(self, name: str, part: Slice, first: Mapping[str, str], second: Mapping[str, str]) -> bool:
        moduli = part.clocks.get(name)
        if not moduli or not (first[name].isdigit() and second[name].isdigit()):
            return False
        values = [_modulus(one, first) for one in moduli]
        return all(one is not None and int(first[name]) % one == int(second[name]) % one for one in values)

    def _is_closed(self, part: Slice, own: frozenset[str], function: Function) -> bool:
        """Whether all that decides is in the function's own hands."""
        settled = settled_names(self.document)
        if any(name not in settled for name in part.deciding - own):
            return False
        if set(function.outer_names) & part.deciding:
            return False
        names = {one.name for one in self.document.functions if not one.is_method}
        return all(name in names for name in part.calls)

    def _others_keep_out(self, before: int, now: int, scope: int) -> bool:
        """Whether what is entered on the way depends on its arguments alone, and changes nothing."""
        for one in self.moments[before + 1 : now + 1]:
            if scope not in one.stack or one.event is Event.EXCEPTION:
                return False
            if one.scope == scope and one.event is not Event.LINE:
                return False
            if one.scope == scope or one.event is not Event.CALL:
                continue
            function = self.functions.get(one.scope)
            node = definition(self.document, function) if function is not None else None
            if function is None or node is None or function.is_generator or function.is_async:
                return False
            if not is_closed(self.document, function):
                return False
            if not all(is_immutable(value) for _, value in one.state) and not changes_nothing(
                [each for part in node.body for each in ast.walk(part)], {}
            ):
                return False
        return True

    def _is_unshared(self, part: Slice, own: frozenset[str], before: int, now: int, scope: int) -> bool:
        """Whether what is changed on the way, by whatever name, is none of the values that decide under another name."""
        states = [
            dict(one.state) for one in self.moments[before : now + 1] if one.scope == scope and one.event is Event.LINE
        ]
        first = states[0]
        mutable = {name for name in own if not is_immutable(first[name])}
        if not mutable or not part.changed:
            return True
        if not all(_is_flat(first[name]) for name in mutable & part.changed):
            return False
        for name in part.changed & first.keys():
            if name in part.rebound and name not in part.fresh:
                return False
            # What is not bound anew is the same thing all the time: it is enough that it looks different once.
            looked_at = states[:1] if (part.rebound & mutable) or name in part.rebound else states
            others = mutable - {name}
            if all(
                any(state.get(name) in _parts(state[other]) for other in others if other in state)
                for state in looked_at
            ):
                return False
        return True


def _kinds(between: Sequence[Moment], scope: int) -> dict[str, str]:
    return kinds_of([dict(one.state) for one in between if one.scope == scope and one.event is Event.LINE])


def _is_whole(shown: str) -> bool:
    return literal_repr(shown) == shown and not shown.endswith("...")


def _is_flat(shown: str) -> bool:
    """Whether this is a container of values that can't be changed."""
    value = literal(shown)
    if isinstance(value, set):
        return True
    return isinstance(value, (dict, list)) and all(is_immutable(repr(one)) for one in _held(cast("object", value)))


def _modulus(text: str, state: Mapping[str, str]) -> int | None:
    """What a modulus is: an integer, a name that holds one, or the length of what a name holds."""
    if text.isdigit():
        return int(text) or None
    if text.startswith("len(") and text.endswith(")"):
        value = literal(state.get(text[4:-1], ""))
        return len(value) or None if isinstance(value, (list, str, tuple, dict)) else None  # pyright: ignore[reportUnknownArgumentType]
    value = literal(state.get(text, ""))
    return value if type(value) is int and value > 0 else None


def _parts(shown: str) -> set[str]:
    """The reprs of a value that can be changed, and of all such values within."""
    pending, found = [literal(shown)], {shown}
    while pending:
        for one in _held(pending.pop()):
            if isinstance(one, (list, dict, set, tuple)):
                found.add(repr(one))  # pyright: ignore[reportUnknownArgumentType]
                pending.append(cast("object", one))
    return found


def _held(value: object) -> Sequence[object]:
    if isinstance(value, dict):
        return list(cast("dict[object, object]", value).values())
    return list(cast("Sequence[object]", value)) if isinstance(value, (list, tuple)) else ()
