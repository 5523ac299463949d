"""The commands that lenses, hints and actions carry, by name, and how they are written down. What they do is in `api`.

Each takes one object. Editors send back what they were given, so its form is ours; people may bind keys to some of them too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from lsprotocol import types

from cwm_lsp.session import Loop

PICK_CALL = "cwm.pickCall"
"""Predict another call of a function: `uri`, `function`, `call` (none for the first one)."""
PICK_PASS = "cwm.pickIteration"
"""Show one pass of loops: `uri`, `function`, `passes` (pairs of lines below the `def` and number; an empty list for all)."""
STEP = "cwm.stepIteration"
"""Show the next pass of the shown loop, or the one before: `uri`, `function`, `by`."""
PICK_ACTIVATION = "cwm.pickActivation"
"""Show another activation of a function: `uri`, `function`, `activation` (none for the first one)."""
PREDICT = "cwm.predict"
"""Predict a function anew and before all others: `uri`, `function`, or `uri`, `line` (from 0)."""
CANCEL = "cwm.cancel"
"""Stop predicting a function: `uri`, `function`."""
REVEAL = "cwm.reveal"
"""Go to a line of a file: `uri`, `line` (from 0)."""

ALL = (PICK_CALL, PICK_PASS, STEP, PICK_ACTIVATION, PREDICT, CANCEL, REVEAL)


class ArgumentError(ValueError):
    """A command was given something it can't use; the message says what it needs."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a command was given."""

    held: Mapping[str, object]

    @classmethod
    def of(cls, given: Sequence[object]) -> Arguments:
        """Take the arguments of `workspace/executeCommand`.

        Raises:
            ArgumentError: they are not one object.
        """
        if len(given) != 1 or not isinstance(given[0], Mapping):
            raise ArgumentError('This command takes one object, such as {"uri": …, "function": …}.')
        return cls(cast("Mapping[str, object]", given[0]))

    def text(self, name: str) -> str:
        """A text that must be there."""
        value = self.held.get(name)
        if not isinstance(value, str):
            raise ArgumentError(f"This command needs {name!r}, a text.")
        return value

    def text_or_none(self, name: str) -> str | None:
        """A text that may be missing."""
        return None if self.held.get(name) is None else self.text(name)

    def number(self, name: str) -> int:
        """A whole number that must be there."""
        return _whole(self.held.get(name), name)

    def number_or_none(self, name: str) -> int | None:
        """A whole number that may be missing."""
        return None if self.held.get(name) is None else self.number(name)

    def pairs(self, name: str) -> tuple[tuple[int, int], ...]:
        """Pairs of whole numbers."""
        value = self.held.get(name)
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise ArgumentError(f"This command needs {name!r}, a list of pairs of numbers.")
        found: list[tuple[int, int]] = []
        for pair in cast("Sequence[object]", value):
            if not isinstance(pair, Sequence) or len(cast("Sequence[object]", pair)) != 2:
                raise ArgumentError(f"This command needs {name!r}, a list of pairs of numbers.")
            one, other = cast("Sequence[object]", pair)
            found.append((_whole(one, name), _whole(other, name)))
        return tuple(found)


def _whole(value: object, name: str) -> int:
    # Some clients write whole numbers as 3.0.
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value):
        raise ArgumentError(f"This command needs {name!r}, a whole number.")
    return int(value)


def pick_call(title: str, uri: str, function: str, call: str | None) -> types.Command:
    """A command that predicts a call."""
    return _command(PICK_CALL, title, uri, function, {"call": call})


def pick_pass(title: str, uri: str, passes: Sequence[tuple[Loop, int]], function: str) -> types.Command:
    """A command that shows one pass of loops of a function; all passes if there are none."""
    return _command(PICK_PASS, title, uri, function, {"passes": [[loop[1], number] for loop, number in passes]})


def step(title: str, uri: str, function: str, by: int) -> types.Command:
    """A command that shows the next pass of the shown loop, or the one before."""
    return _command(STEP, title, uri, function, {"by": by})


def pick_activation(title: str, uri: str, function: str, activation: int | None) -> types.Command:
    """A command that shows another activation of a function."""
    return _command(PICK_ACTIVATION, title, uri, function, {"activation": activation})


def predict(title: str, uri: str, function: str) -> types.Command:
    """A command that predicts a function anew."""
    return _command(PREDICT, title, uri, function, {})


def cancel(title: str, uri: str, function: str) -> types.Command:
    """A command that stops predicting a function."""
    return _command(CANCEL, title, uri, function, {})


def reveal(title: str, uri: str, line: int) -> types.Command:
    """A command that goes to a line, counted from 0."""
    return types.Command(title, REVEAL, arguments=[{"uri": uri, "line": line}])


def _command(name: str, title: str, uri: str, function: str, more: Mapping[str, object]) -> types.Command:
    return types.Command(title, name, arguments=[{"uri": uri, "function": function, **more}])
