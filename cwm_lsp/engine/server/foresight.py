"""Which choice follows which: learned from the questions asked so far, so that a server can be asked several at once.

Pure: token ids in, questions out. A guess that fails costs the server a token; it never changes an answer.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WINDOW = 12
"""Tokens by which a place is known again. In a trace that is the line with the event that follows it, whatever the values are."""
LONGEST = 160
"""Tokens between two choices; what is longer holds values, and doesn't come again."""
MOST_PLACES = 4096
_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Question:
    """One decision that the model is asked for.

    Attributes:
        ids: the sequence that it goes on from.
        following: the different tokens to choose from, in order.
    """

    ids: tuple[int, ...]
    following: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Next:
    more: tuple[int, ...]
    options: tuple[tuple[int, ...], ...]


class Foresight:
    """Remembers, of the places where something was chosen, what was appended then and what was asked next."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, ...], _Next] = OrderedDict()

    def learn(self, chosen: Sequence[int], more: Sequence[int], options: Sequence[Sequence[int]]) -> None:
        """A choice has followed another.

        Args:
            chosen: the sequence up to the former choice, what was chosen included.
            more: what was appended since.
            options: of the latter choice.
        """
        key = tuple(chosen[-WINDOW:])
        if len(more) > LONGEST:
            return
        self._known[key] = _Next(tuple(more), tuple(tuple(option) for option in options))
        self._known.move_to_end(key)
        if len(self._known) > MOST_PLACES:
            self._known.popitem(last=False)

    def after(self, ids: Sequence[int], options: Sequence[Sequence[int]], depth: int = _DEPTH) -> Iterator[Question]:
        """The questions that may come after a choice, the nearest first.

        Args:
            ids: the sequence at which the choice is made.
            options: of the choice.
            depth: how many choices ahead.
        """
        # Only what was chosen once is known, so what is never chosen costs nothing.
        found = [
            ([*ids, *option, *known.more], known.options)
            for option in options
            if (known := self._known.get(tuple([*ids[-WINDOW:], *option][-WINDOW:]))) is not None
        ]
        for further, following in found:
            yield first_branch(further, following)
        if depth > 1:
            for further, following in found:
                yield from self.after(further, following, depth - 1)


def first_branch(ids: Sequence[int], options: Sequence[Sequence[int]]) -> Question:
    """Where several continuations part for the first time.

    Args:
        ids: the sequence.
        options: at least two, none the beginning of another.
    """
    shared = 0
    while len({option[shared] for option in options}) == 1:
        shared += 1
    return Question((*ids, *options[0][:shared]), tuple(sorted({option[shared] for option in options})))
