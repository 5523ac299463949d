"""What is known while a program is put together whose growth is to be known: costs so far, sizes, and where a piece stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from training.tasks.algebra import ONE, Cost
from training.tasks.blocks import Block


@dataclass(frozen=True, slots=True)
class Grown:
    """A program and how it grows.

    Attributes:
        program: its text as a block.
        time: its class in the worst case; None where there is no label for it.
        space: the same, of what is allocated.
        args: how to call it at the sizes {n} and {m}.
    """

    program: Block
    time: str | None
    space: str | None
    args: str


@dataclass(slots=True)
class Books:
    """What has been spent so far, and the lines that belong at the function's head."""

    time: list[Cost] = field(default_factory=lambda: [ONE])
    space: list[Cost] = field(default_factory=lambda: [ONE])
    head: list[str] = field(default_factory=list[str])

    def spend(self, time: Cost, space: Cost = ONE) -> None:
        """Put down a cost of time, and one of space."""
        self.time.append(time)
        self.space.append(space)

    def need(self, line: str) -> None:
        """A line at the head, once."""
        if line not in self.head:
            self.head.append(line)


@dataclass(frozen=True, slots=True)
class Size:
    """Something that is large: a number or a list, and how large in the costs' terms."""

    name: str
    is_list: bool
    cost: Cost

    @property
    def text(self) -> str:
        """The number, as an expression."""
        return f"len({self.name})" if self.is_list else self.name


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece stands.

    Attributes:
        level: how many loops are around it.
        visits: how often it runs.
        index: the innermost variable that runs up to the size, if there is one; where it begins at 0 it may be 0.
        item: something to calculate with.
        size: of the loop around it.
    """

    level: int
    visits: Cost
    index: str | None
    item: str
    size: Size


@dataclass(frozen=True, slots=True)
class Entered:
    """A loop that is open: what stands around its body, and where the body is."""

    around: Callable[[Block], Block]
    place: Place
