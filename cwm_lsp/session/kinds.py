"""Which values a setting takes, told to people, checked, and described to editors by JSON Schema."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from cwm_lsp.predict.complexity.classes import ComplexityClass


class Kind(Protocol):
    """A type of settings."""

    @property
    def words(self) -> str:
        """What a value should be, as in "a number from 0 to 1"."""
        ...

    @property
    def schema(self) -> dict[str, object]:
        """As JSON Schema has it."""
        ...

    def read(self, given: object) -> object:
        """The value.

        Raises:
            ValueError: it is none; the message is `words`.
        """
        ...

    def shown(self, value: object) -> str:
        """A value as one writes it."""
        ...


@dataclass(frozen=True, slots=True)
class Switch:
    """True or false."""

    words = "true or false"

    @property
    def schema(self) -> dict[str, object]:
        """As JSON Schema has it."""
        return {"type": "boolean"}

    def read(self, given: object) -> bool:
        """The value, or a ValueError."""
        if isinstance(given, bool):
            return given
        raise ValueError(self.words)

    def shown(self, value: object) -> str:
        """A value as one writes it."""
        return "true" if value else "false"


@dataclass(frozen=True, slots=True)
class Number:
    """A number within limits.

    Attributes:
        least, most: both included.
        whole: whether it has no fraction.
    """

    least: int
    most: int
    whole: bool = False

    @property
    def words(self) -> str:
        """What a value should be."""
        return f"a {'whole ' if self.whole else ''}number from {self.least} to {self.most}"

    @property
    def schema(self) -> dict[str, object]:
        """As JSON Schema has it."""
        return {"type": "integer" if self.whole else "number", "minimum": self.least, "maximum": self.most}

    def read(self, given: object) -> int | float:
        """The value, or a ValueError."""
        if isinstance(given, (int, float)) and not isinstance(given, bool) and self.least <= given <= self.most:
            if not self.whole:
                return float(given)
            if given == int(given):
                return int(given)
        raise ValueError(self.words)

    def shown(self, value: object) -> str:
        """A value as one writes it."""
        return str(value)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words.

    Attributes:
        choices: their values are the words.
    """

    choices: type[Enum]

    @property
    def words(self) -> str:
        """What a value should be."""
        return f"one of {', '.join(self._words())}"

    @property
    def schema(self) -> dict[str, object]:
        """As JSON Schema has it."""
        return {"type": "string", "enum": self._words()}

    def read(self, given: object) -> Enum:
        """The value, or a ValueError."""
        for choice in self.choices:
            if choice.value == given:
                return choice
        raise ValueError(self.words)

    def shown(self, value: object) -> str:
        """A value as one writes it."""
        return str(value.value) if isinstance(value, Enum) else str(value)

    def _words(self) -> list[str]:
        return [str(choice.value) for choice in self.choices]


@dataclass(frozen=True, slots=True)
class Text:
    """Any text."""

    words = "a text"

    @property
    def schema(self) -> dict[str, object]:
        """As JSON Schema has it."""
        return {"type": "string"}

    def read(self, given: object) -> str:
        """The value, or a ValueError."""
        if isinstance(given, str):
            return given
        raise ValueError(self.words)

    def shown(self, value: object) -> str:
        """A value as one writes it."""
        return f'"{value}"'


@dataclass(frozen=True, slots=True)
class Growth(Text):
    """A class of growth, or nothing."""

    words = "a class of growth such as O(n log n), or empty"

    def read(self, given: object) -> str:
        """The value, or a ValueError."""
        if not isinstance(given, str):
            raise ValueError(self.words)
        try:
            return str(ComplexityClass.parse(given)) if given.strip() else ""
        except ValueError as error:
            raise ValueError(self.words) from error
