"""What a frame's state must and may hold: the names in their order, and for each value whether it is known.

A plan answers two questions of the writer, which name can come next and what is known of its value. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cwm_lsp.predict.arguments import bound_arguments, captured
from cwm_lsp.predict.literals import is_immutable, literal_repr
from cwm_lsp.predict.program import Program
from cwm_lsp.predict.reaching import may_change
from cwm_lsp.trace.frames import UNCHANGED, State
from cwm_lsp.trace.timeline import Phase, TimelineBuilder


@dataclass(frozen=True, slots=True)
class Following:
    """What can come after the names that are written: one of `names`, or the state's end."""

    names: tuple[str, ...]
    may_close: bool


class StatePlan(Protocol):
    """The states that a frame can have."""

    def following(self, written: Sequence[str]) -> Following:
        """What can come after these names."""
        ...

    def known(self, name: str) -> str | None:
        """The value's repr, or `UNCHANGED`, where it is certain."""
        ...

    def may_keep(self, name: str) -> bool:
        """Whether the value can be unchanged."""
        ...


@dataclass(frozen=True, slots=True)
class Slot:
    """One name of a line frame.

    Attributes:
        name: the variable.
        is_sure: whether it is bound for certain.
        known: its value where that is certain.
        may_keep: whether it had a value before.
    """

    name: str
    is_sure: bool
    known: str | None
    may_keep: bool

    @property
    def is_kept(self) -> bool:
        """Whether it is certain to keep its value."""
        return self.is_sure and self.known == UNCHANGED


@dataclass(frozen=True, slots=True)
class LinePlan:
    """The state of a line frame: slots in the order of the scope's locals."""

    slots: tuple[Slot, ...]
    _at: dict[str, int] = field(default_factory=lambda: {})

    def __post_init__(self) -> None:
        self._at.update({slot.name: index for index, slot in enumerate(self.slots)})

    def without_kept(self) -> LinePlan:
        """The plan without the names that are certain to keep their values: there is nothing to tell of them."""
        return LinePlan(tuple(slot for slot in self.slots if not slot.is_kept))

    def with_kept(self, state: State) -> State:
        """A state written by `without_kept`, whole again."""
        written = dict(state)
        return tuple(
            (slot.name, UNCHANGED if slot.is_kept else written[slot.name])
            for slot in self.slots
            if slot.is_kept or slot.name in written
        )

    def following(self, written: Sequence[str]) -> Following:
        """The names up to the first that is sure."""
        names: list[str] = []
        start = self._at[written[-1]] + 1 if written else 0
        for slot in self.slots[start:]:
            names.append(slot.name)
            if slot.is_sure:
                return Following(tuple(names), may_close=False)
        return Following(tuple(names), may_close=True)

    def known(self, name: str) -> str | None:
        """The value where it is certain."""
        return self.slots[self._at[name]].known

    def may_keep(self, name: str) -> bool:
        """Whether the name had a value before."""
        return self.slots[self._at[name]].may_keep


@dataclass(frozen=True, slots=True)
class Entry:
    """One function that a call frame may enter: the names of its first state, and the values that are certain."""

    source: str
    names: tuple[str, ...]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CallPlan:
    """The state of a call frame: that of one of several entries."""

    entries: tuple[Entry, ...]

    def alive(self, written: Sequence[str]) -> tuple[Entry, ...]:
        """The entries whose names begin like this."""
        return tuple(entry for entry in self.entries if entry.names[: len(written)] == tuple(written))

    def following(self, written: Sequence[str]) -> Following:
        """The next name of each entry that is left."""
        alive = self.alive(written)
        at = len(written)
        names = dict.fromkeys(entry.names[at] for entry in alive if len(entry.names) > at)
        return Following(tuple(names), any(len(entry.names) == at for entry in alive))

    def known(self, name: str) -> str | None:
        """The value where there is one entry, and it settles it."""
        return self.entries[0].values.get(name) if len(self.entries) == 1 else None

    def may_keep(self, name: str) -> bool:
        """Never: call frames begin anew."""
        return False


def line_plan(builder: TimelineBuilder, program: Program) -> LinePlan:
    """The states that the innermost scope can have at its next line event."""
    function = builder.function
    state = dict(builder.state)
    if function is None or builder.phase is Phase.ENTERED or not builder.lines:
        return LinePlan(tuple(Slot(name, True, UNCHANGED, True) for name in state))
    completed = builder.phase in (Phase.AT_LINE, Phase.RESUMED)
    effects = [program.effects(function, line) for line in builder.lines]
    least = [program.bindings(function, line) for line in builder.lines]
    binds = {name for one in effects for name in one.binds}
    may_mutate = any(one.may_mutate for one in effects)
    reaches = [program.reach(function, line) for line in builder.lines] if may_mutate else []
    has_call = any(one.has_call for one in effects)
    inner = has_call and program.has_inner_functions(function)
    outer = set(program.function(function).outer_names) if has_call else set[str]()
    bound = {name for name in least[0].bound if completed and all(name in one.bound for one in least)}
    unbound = {name for name in least[0].unbound if completed and all(name in one.unbound for one in least)}
    loose = {name for one in least for name in (*one.maybe_unbound, *one.unbound)}
    given: Mapping[str, str] = least[0].given if completed and len(least) == 1 else {}
    order = program.function(function).locals
    slots: list[Slot] = []
    # `frame.f_locals` keeps the order in which names were first seen bound; what is new comes in the order of storage.
    for name in (*state, *(name for name in order if name not in state)):
        if name in unbound:
            continue
        if name in state:
            touched = name in binds or inner or name in outer
            changed = touched or (
                may_mutate
                and not is_immutable(state[name])
                and may_change(reaches, state, name, program.document.module_names)
            )
            slots.append(Slot(name, name not in loose, _given(given, name, state) if changed else UNCHANGED, True))
        elif name in binds:
            slots.append(Slot(name, name in bound, _given(given, name, state), False))
    return LinePlan(tuple(slots))


def _given(given: Mapping[str, str], name: str, state: Mapping[str, str]) -> str | None:
    """What `name = expression` gives where the expression is a literal or another local."""
    text = given.get(name)
    if text is None:
        return None
    value = state[text] if text in state else literal_repr(text)
    return UNCHANGED if value is not None and state.get(name) == value else value


def call_plan(builder: TimelineBuilder, program: Program, calls: Sequence[int], resumed: Sequence[Entry]) -> CallPlan:
    """The states of a call frame that enters one of these functions or resumes one of these generators.

    Args:
        builder: the innermost scope, if any, is the caller.
        program: the traced text.
        calls: functions, by the line of their call frames.
        resumed: suspended generators, their locals all known.
    """
    entries = [_entry(builder, program, callee) for callee in calls]
    return CallPlan((*entries, *resumed))


def _entry(builder: TimelineBuilder, program: Program, callee: int) -> Entry:
    function = program.function(callee)
    values = captured(builder, program, callee) if builder.depth else {}
    if builder.depth:
        values.update(bound_arguments(builder, program, callee) or {})
    parameters = {parameter.name for parameter in function.parameters} | set(function.outer_names)
    names = tuple(name for name in function.locals if name in parameters)
    return Entry(program.source(callee), names, values)
