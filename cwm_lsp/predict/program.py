"""The text of a context as prediction needs it: the timeline's `Listing`, and what each line may and must do.

Facts come from `source`, are asked for once, and are kept for the length of a prediction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from cwm_lsp.source.bindings import Bindings, Returned, bindings, returned, sole_call
from cwm_lsp.source.callees import callees
from cwm_lsp.source.control_flow import ControlFlow, Next, control_flow
from cwm_lsp.source.document import Document
from cwm_lsp.source.effects import Effects, effects
from cwm_lsp.source.functions import Function
from cwm_lsp.source.operands import Operands, operands
from cwm_lsp.source.reach import Reach, reach
from cwm_lsp.trace.frames import State, without_marker

CLASS_OF_REPR = re.compile(r"<?(?:[\w<>]+\.)*(\w+)(?: object>|\()")
"""The class's name in a default repr, or in one that looks like a call of the class."""


class Program:
    """A context and all that is asked about it. A function is named by the line its call frames stand on."""

    def __init__(self, text: str) -> None:
        """Args:
        text: the context, `main` included where the call is bound.
        """
        self.document = Document.parse(text)
        self.functions = {function.first_line: function for function in self.document.functions}
        self._flows: dict[int, ControlFlow] = {}
        self._next: dict[tuple[int, int], Next] = {}
        self._effects: dict[tuple[int, int], Effects] = {}
        self._bindings: dict[tuple[int, int], Bindings] = {}
        self._callees: dict[tuple[int, int], tuple[int, ...]] = {}
        self._reaches: dict[tuple[int, int], Reach | None] = {}
        self._operands: dict[tuple[int, int], Operands] = {}
        self._sources = [without_marker(line) + "\n" for line in self.document.lines]

    # What the timeline asks (trace.timeline.Listing)

    def entered(self, source: str, state: State) -> Sequence[int]:
        """The functions whose call frames show this source line; a method of the class of `self` comes first."""
        shown = dict(state).get("self", "")
        matched = CLASS_OF_REPR.match(shown)
        own = matched.group(1) if matched else None
        found = [
            (function.class_name != own, first)
            for first, function in self.functions.items()
            if source in (self.source(first), self.source(function.def_line))
        ]
        return [first for _, first in sorted(found)]

    def name(self, function: int) -> str:
        """The function's name."""
        return self.functions[function].name

    def first(self, function: int) -> Sequence[int]:
        """The lines that may run first once the function is entered."""
        return self.flow(function).entry

    def after(self, function: int, line: int) -> Sequence[int]:
        """The lines that may run after this one, exception handlers and resumptions included."""
        following = self.next(function, line)
        resumed = self.flow(function).resumed(line).lines if following.yields else ()
        return tuple(dict.fromkeys((*following.lines, *following.handlers, *resumed)))

    def suspended(self, function: int) -> Sequence[int]:
        """The lines where the function may yield."""
        return self.flow(function).resumes

    def only_reraises(self, function: int, line: int) -> bool:
        """Whether the scope can only be left at this line by an exception that was raised before it."""
        following = self.next(function, line)
        return following.reraises and not following.returns and not following.yields

    def source(self, line: int) -> str:
        """The line as frames repeat it."""
        return self._sources[line - 1] if 1 <= line <= len(self._sources) else "\n"

    # What decoding asks

    def flow(self, function: int) -> ControlFlow:
        """The function's control flow."""
        if function not in self._flows:
            self._flows[function] = control_flow(self.document, self.functions[function])
        return self._flows[function]

    def next(self, function: int, line: int) -> Next:
        """What may follow a line in its scope."""
        key = (function, line)
        if key not in self._next:
            self._next[key] = self.flow(function).after(line)
        return self._next[key]

    def effects(self, function: int, line: int) -> Effects:
        """What a line may do at most."""
        key = (function, line)
        if key not in self._effects:
            self._effects[key] = effects(self.document, self.functions[function], line)
        return self._effects[key]

    def bindings(self, function: int, line: int) -> Bindings:
        """What a line does to names at least."""
        key = (function, line)
        if key not in self._bindings:
            self._bindings[key] = bindings(self.functions[function], line)
        return self._bindings[key]

    def reach(self, function: int, line: int) -> Reach | None:
        """Whose objects a line can change; None where the text does not tell."""
        key = (function, line)
        if key not in self._reaches:
            self._reaches[key] = reach(self.document, self.functions[function], line)
        return self._reaches[key]

    def operands(self, function: int, line: int) -> Operands:
        """What a line reads."""
        key = (function, line)
        if key not in self._operands:
            self._operands[key] = operands(self.functions[function], line)
        return self._operands[key]

    def callees(self, function: int, line: int) -> tuple[int, ...]:
        """The functions that a line might enter.

        A generator function is entered where its values are asked for, which may be any line that calls or iterates.
        """
        key = (function, line)
        if key not in self._callees:
            entered = [one.first_line for one in callees(self.document, self.functions[function], line)]
            if self.may_iterate(function, line):
                entered += [one.first_line for one in self._generators if one.first_line not in entered]
            self._callees[key] = tuple(first for first in entered if first in self.functions)
        return self._callees[key]

    def may_iterate(self, function: int, line: int) -> bool:
        """Whether the line might ask an iterator that it did not make for a value."""
        found = self.effects(function, line)
        return found.may_mutate or found.has_call

    def returned(self, function: int, line: int) -> Returned:
        """What a return at the line gives."""
        return returned(self.functions[function], line)

    def arguments(self, function: int, line: int, callee: int) -> tuple[str, ...] | None:
        """The arguments' texts where the line calls the callee once, in the plain way."""
        return sole_call(self.functions[function], line, self.functions[callee].name)

    def has_inner_functions(self, function: int) -> bool:
        """Whether functions defined within it could rebind its names."""
        prefix = self.functions[function].qualname + ".<locals>."
        return any(other.qualname.startswith(prefix) for other in self.functions.values())

    def function(self, first: int) -> Function:
        """The function whose call frames stand on this line."""
        return self.functions[first]

    @cached_property
    def _generators(self) -> tuple[Function, ...]:
        return tuple(function for function in self.functions.values() if function.is_generator)
