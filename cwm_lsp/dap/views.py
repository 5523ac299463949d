"""Variables as DAP shows them: references to scopes and parts of values, valid while one stands still."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cwm_lsp.dap.trees import Shape, Tree, tree

MOST_REFERENCES = 100_000


@dataclass(frozen=True, slots=True)
class Shown:
    """One variable, or one part of a value.

    Attributes:
        name: as it is shown.
        text: its repr.
        sure: how sure it is, in words.
        path: an expression for it; empty if there is none.
        kind: DAP's presentation hint.
        is_settable: whether it can be given another value.
    """

    name: str
    text: str
    sure: str
    path: str = ""
    kind: str = "data"
    is_settable: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What a reference stands for.

    Attributes:
        scope: the activation whose variables these are; None for the parts of a value.
        list: makes the variables.
        indexed: how many of them are named by numbers.
    """

    scope: int | None
    list: Callable[[], Sequence[Shown]]
    indexed: int = 0


class References:
    """Numbers for what can be unfolded."""

    def __init__(self) -> None:
        self._groups: dict[int, Group] = {}
        self._next = 1

    def clear(self) -> None:
        """Nothing that was given out is valid any more. Numbers are not given twice, so that a late question finds nothing."""
        self._groups.clear()

    def add(self, group: Group) -> int:
        """A number for a group; 0 where there are too many."""
        if len(self._groups) >= MOST_REFERENCES:
            return 0
        number, self._next = self._next, self._next + 1
        self._groups[number] = group
        return number

    def get(self, number: int) -> Group | None:
        """The group that a number stands for."""
        return self._groups.get(number)

    def variable(self, one: Shown) -> dict[str, Any]:
        """A variable as DAP has it; what can be unfolded gets a number."""
        found = tree(one.text)
        shown: dict[str, Any] = {
            "name": one.name,
            "value": one.text,
            "type": f"{found.type} · {one.sure}" if found.type else one.sure,
            "variablesReference": 0,
            "presentationHint": {"kind": one.kind, "attributes": [] if one.is_settable else ["readOnly"]},
        }
        if one.path:
            shown["evaluateName"] = one.path
        if found.parts:
            indexed = len(found.parts) if found.shape in (Shape.SEQUENCE, Shape.SET) else 0
            shown["variablesReference"] = self.add(Group(None, lambda: parts(one, found), indexed))
            shown["indexedVariables"] = indexed
            shown["namedVariables"] = len(found.parts) - indexed + found.is_cut
        return shown


def parts(whole: Shown, found: Tree) -> list[Shown]:
    """The parts of a value; how sure they are is how sure the whole is."""
    shown = [
        Shown(part.name, part.text, whole.sure, whole.path + part.path if whole.path and part.path else "", "property")
        for part in found.parts
    ]
    if found.is_cut:
        shown.append(Shown("…", "the trace cuts long values here", whole.sure, kind="virtual"))
    return shown
