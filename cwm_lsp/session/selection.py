"""What is picked of a file for display: a function's call, a loop's pass, a function's activation.

Pure. Loops are named by their function and by how far below its `def` they stand, so that a pick moves with the text.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from cwm_lsp.predict.calls import OfferedCall
from cwm_lsp.source.calls import CallError, parse_call
from cwm_lsp.source.document import Document

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

Loop: TypeAlias = "tuple[str, int]"
"""A loop: its function's qualified name, and the lines from that function's `def` to the loop's header."""


@dataclass(frozen=True, slots=True)
class PickedCall:
    """A call that somebody wants to see.

    Attributes:
        expression: the call, on one line.
        is_offered: whether it stood somewhere when it was picked; it goes when it no longer does.
    """

    expression: str
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class Selection:
    """What is picked; where nothing is, the first call, all passes and the first activation are shown.

    Attributes:
        calls: by the function's qualified name.
        passes: for loops the pass that is shown, from 1.
        activations: for functions which of their activations is shown, from 1.
    """

    calls: Mapping[str, PickedCall] = field(default_factory=lambda: MappingProxyType({}))
    passes: Mapping[Loop, int] = field(default_factory=lambda: MappingProxyType({}))
    activations: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def with_call(self, function: str, call: PickedCall | None) -> Selection:
        """The selection with a call picked for a function, or none any more."""
        return replace(self, calls=_with(self.calls, function, call))

    def with_pass(self, loop: Loop, number: int | None) -> Selection:
        """The selection with a pass picked for a loop, or all of them."""
        return replace(self, passes=_with(self.passes, loop, number))

    def with_activation(self, function: str, number: int | None) -> Selection:
        """The selection with an activation of a function; passes of its loops belong to another one and are dropped."""
        kept = self.without_places({function})
        return replace(kept, activations=_with(kept.activations, function, number))

    def without_places(self, functions: Collection[str]) -> Selection:
        """The selection without passes and activations of these functions; their calls stay."""
        passes = {loop: number for loop, number in self.passes.items() if loop[0] not in functions}
        activations = {name: number for name, number in self.activations.items() if name not in functions}
        if len(passes) == len(self.passes) and len(activations) == len(self.activations):
            return self
        return replace(self, passes=passes, activations=activations)


def picked_call(document: Document, function: str, call: str, offered: Sequence[OfferedCall]) -> PickedCall | CallError:
    """A call that somebody names for a function, checked.

    Args:
        document: the file.
        function: its qualified name.
        call: as somebody wrote it.
        offered: the calls of the function that stand somewhere.
    """
    parsed = parse_call(call, document)
    if isinstance(parsed, CallError):
        return parsed
    if parsed.function.qualname != function:
        return CallError(f"{parsed.text} calls {parsed.function.qualname}, not {function}.")
    for one in offered:
        if one.expression in (call, parsed.text):
            return PickedCall(one.expression)
    return PickedCall(parsed.text, is_offered=False)


def _with(held: Mapping[_Key, _Value], key: _Key, value: _Value | None) -> Mapping[_Key, _Value]:
    found = {one: other for one, other in held.items() if one != key}
    return found if value is None else {**found, key: value}
