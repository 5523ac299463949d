"""A request's arguments, read with care: whatever a client sends, the answer is a value or an error that names what was wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

MOST_INTEGER = 2**53
"""Beyond this JavaScript's clients can't count."""


class RequestError(Exception):
    """A request that can't be answered; the message is for people."""

    def __init__(self, message: str, *, show: bool = False) -> None:
        """Args:
        message: says what is wrong and, if it can be mended, how.
        show: whether the client should show it, rather than keep it in its log.
        """
        super().__init__(message)
        self.show = show


class Arguments:
    """The arguments of one request."""

    def __init__(self, given: object) -> None:
        """Args:
        given: as it came; what is no object has no arguments in it.
        """
        empty: Mapping[str, object] = {}
        self._given = cast(Mapping[str, object], given) if isinstance(given, Mapping) else empty

    def raw(self, name: str) -> object:
        """The argument as it came; None if there is none."""
        return self._given.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        """A string.

        Args:
            name: of the argument.
            default: for an argument that is missing; None if it must be there.

        Raises:
            RequestError: it is no string, or missing.
        """
        value = self._given.get(name)
        if isinstance(value, str):
            return value
        if value is None and default is not None:
            return default
        raise RequestError(f"{name} should be a text.")

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number.

        Raises:
            RequestError: it is none, or missing without a default.
        """
        value = self._given.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= MOST_INTEGER:
            return int(value)
        if value is None and default is not None:
            return default
        raise RequestError(f"{name} should be a whole number.")

    def optional_number(self, name: str) -> int | None:
        """A whole number, or None where it is missing.

        Raises:
            RequestError: it is something else.
        """
        return None if self._given.get(name) is None else self.number(name)

    def flag(self, name: str, default: bool = False) -> bool:
        """True or false.

        Raises:
            RequestError: it is something else.
        """
        value = self._given.get(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        raise RequestError(f"{name} should be true or false.")

    def below(self, name: str) -> Arguments:
        """An object within the arguments; an empty one where it is missing."""
        return Arguments(self._given.get(name))

    def list(self, name: str) -> list[object]:
        """A list; empty where it is missing.

        Raises:
            RequestError: it is something else.
        """
        value = self._given.get(name)
        if value is None:
            return []
        if isinstance(value, (list, tuple)):
            return list(cast(Sequence[object], value))
        raise RequestError(f"{name} should be a list.")

    def objects(self, name: str) -> list[Arguments]:
        """A list of objects; empty where it is missing.

        Raises:
            RequestError: it is something else.
        """
        return [Arguments(one) for one in self.list(name)]

    def texts(self, name: str) -> list[str]:
        """A list of strings; empty where it is missing.

        Raises:
            RequestError: it is something else.
        """
        values = self.list(name)
        found = [one for one in values if isinstance(one, str)]
        if len(found) != len(values):
            raise RequestError(f"{name} should be a list of texts.")
        return found
