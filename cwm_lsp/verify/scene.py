"""What the program's scopes and objects hold by now: what a frame must show of them, and what a frame tells about them.

As long as each frame is what was expected, objects are shared as the program shares them. Once something unknown has happened,
values are read from the frames again, and who shares what is not known any more. Which frame must follow is `checker`'s work.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cwm_lsp.trace.frames import State
from cwm_lsp.verify.activation import Activation, forgotten
from cwm_lsp.verify.classes import Instance
from cwm_lsp.verify.evaluator import Evaluator
from cwm_lsp.verify.facts import Facts
from cwm_lsp.verify.holding import held
from cwm_lsp.verify.objects import GeneratorValue, Names, is_lasting
from cwm_lsp.verify.values import Foreign, Known, containers_in, is_plain, parse, show


class Scene:
    """The active scopes, innermost last, and their objects.

    Attributes:
        stack: the activations.
        asleep: those of generators that are suspended, by their scopes.
    """

    def __init__(self, ev: Evaluator, facts: Facts) -> None:
        self._ev = ev
        self._facts = facts
        self.stack: list[Activation] = []
        self.asleep: dict[int, Activation] = {}
        self._known_loose: set[int] = set()

    # What is claimed of a state

    def claims(self, act: Activation) -> dict[str, str | None]:
        """The names that a frame of the scope must show, in order, each with its repr, None where that is not known."""
        assert act.code is not None
        claims: dict[str, str | None] = {}
        for name in act.code.order:
            holder = act.holder(name)
            if holder is not None:
                value = holder.values[name]
                shown = self.shown(value)
                seen = act.seen.get(name)
                if shown is None and seen is not None and seen[0] is value and seen[1] == self._version(value):
                    shown = seen[2]
                claims[name] = shown
        return claims

    def _version(self, value: Any) -> int:
        return self._ev.versions.get(id(value), 0)

    def _remember(self, act: Activation, state: State) -> None:
        """Keep the reprs that can't be worked out but that stay as they are as long as nothing changes the value."""
        act.seen = {}
        for name, shown in state:
            holder = act.holder(name)
            value = holder.values[name] if holder is not None else None
            if (isinstance(value, Known) and not isinstance(value, Instance)) or (
                type(value) in (set, frozenset) and show(value) is None
            ):
                act.seen[name] = (value, self._version(value), shown)

    def shown(self, value: Any) -> str | None:
        """The repr of a value, None where it is not known."""
        return value.text if isinstance(value, Foreign) else show(value)

    def settle(self) -> None:
        """What is not known may be shown differently once an object that it may hold has changed."""
        if self._ev.loosely_changed or (self._ev.changed and self._facts.has_reprs):
            for names in self._scopes():
                for name, value in names.values.items():
                    if isinstance(value, Foreign):
                        names.values[name] = Foreign()

    @property
    def has_finalizers(self) -> bool:
        """Whether dropping a reference to something unknown may run code: a suspended generator's, or a `__del__`."""
        return self._facts.has_finalizers or not self.all_held

    @property
    def all_held(self) -> bool:
        """Whether every generator that has not ended is certainly held, so that none is closed now."""
        return not self._loose()

    def newly_loose(self) -> bool:
        """Whether a generator may have been dropped since this was last asked."""
        loose = self._loose()
        is_new = bool(loose - self._known_loose)
        self._known_loose = loose
        return is_new

    def _loose(self) -> set[int]:
        if not self.asleep and not self._ev.generators:
            return set()
        found = held(self.stack, (*self._ev.captured, self._ev.module), self._ev.holding)
        loose = {id(one) for one in self._ev.generators if id(one) not in found and not self._is_running(one)}
        # A suspended scope whose generator was never known is held by nobody that is known.
        return loose | {-scope - 1 for scope, act in self.asleep.items() if act.generator is None}

    def _is_running(self, one: GeneratorValue) -> bool:
        return one.scope is not None and any(act is one.scope for act in self.stack)

    def holds_unknown(self, act: Activation, name: str) -> bool:
        """Whether what a name is bound to may hold something unknown, such as a generator."""
        holder = act.holder(name)
        return holder is not None and not is_plain(holder.values[name])

    # Values from frames

    def refresh(self, act: Activation, state: State) -> None:
        """Take from a frame that is as expected what was not known."""
        found: dict[str, Any] = {}
        for name, shown in state:
            holder = act.holder(name)
            value = holder.values[name] if holder is not None else Foreign()
            if isinstance(value, Foreign) and value.text != shown:
                found[name] = self.parsed(shown)
        if any(containers_in(value) for value in found.values()):
            self.forget()
            self.read(act, state)
            return
        for name, value in found.items():
            (act.holder(name) or act.names).values[name] = value
        self._remember(act, state)

    def read(self, act: Activation, state: State) -> None:
        """Take a frame's state as it is; what can change shares nothing that is known with anything else."""
        shown_names = {name for name, _ in state}
        for name in [name for name in act.names.values if name not in shown_names]:
            del act.names.values[name]
        for name, shown in state:
            holder = act.holder(name) or act.names
            value = holder.values.get(name, None) if name in holder.values else Foreign()
            if not (is_lasting(value) and show(value) == shown):
                value = self.parsed(shown)
                self._ev.loosen(value)
            holder.values[name] = value
        self._remember(act, state)

    def parsed(self, shown: str) -> Any:
        """The value that a frame shows; not known where the program makes things that look like plain data."""
        return parse(shown) if self._facts.trusts_reprs else Foreign(shown)

    def _scopes(self) -> Iterable[Names]:
        yield from (act.names for act in self.stack)
        yield from (act.names for act in self.asleep.values())
        yield from self._ev.captured
        yield self._ev.module

    def forget(self) -> None:
        """Something unknown has happened."""
        self._ev.forget()
        for names in self._scopes():
            forgotten(names)
        for name in self._facts.rebound:
            if name in self._ev.module.values:
                self._ev.module.values[name] = Foreign()
        for function in self._ev.functions:
            function.defaults[:] = [one if is_lasting(one) else Foreign() for one in function.defaults]
            for name, one in function.keyword_defaults.items():
                if not is_lasting(one):
                    function.keyword_defaults[name] = Foreign()
        for made in self._ev.classes:
            made.forget(self._facts.stored_attributes, is_lasting)
        for act in self.stack:
            act.forget_held()
