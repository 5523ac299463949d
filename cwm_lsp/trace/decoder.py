"""Reads CWM's trace language as it arrives: pieces in, cut anywhere, whole frames out.

Only the language is checked here; whether a frame can follow the one before it is `timeline`'s question.
"""

from __future__ import annotations

import codecs
import json
from dataclasses import dataclass
from enum import Enum, auto

from cwm_lsp.trace.faults import Fault, FaultKind, TraceFaultError
from cwm_lsp.trace.frames import EVENT_OF_SPECIAL, Event, Frame, Special, State

_SPECIAL_OF_TEXT = {special.value: special for special in Special}
_LONGEST_SPECIAL = max(len(text) for text in _SPECIAL_OF_TEXT)


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a stream held.

    Attributes:
        frames: all whole frames before the end or the fault.
        ended: the end token came after the last frame.
        fault: why reading stopped early; None when `ended`.
    """

    frames: tuple[Frame, ...]
    ended: bool
    fault: Fault | None


class _Part(Enum):
    EVENT = auto()
    STATE = auto()
    BEFORE_SOURCE = auto()
    SOURCE = auto()
    VALUE = auto()
    ENDED = auto()


class Decoder:
    """Feed it what the model says after the prompt; it never raises, and keeps the first fault.

    Special tokens come as `Special` members (an engine that gives ids), or, with `specials_in_text`, spelled out within
    the text (a server that gives none). The second way can't tell a special token from a program's text that looks like one.
    """

    def __init__(self, *, specials_in_text: bool = False) -> None:
        """Args:
        specials_in_text: look for special tokens in plain text too.
        """
        self._specials_in_text = specials_in_text
        self._held = ""
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")
        self._part = _Part.EVENT
        self._event = Event.CALL
        self._state: State = ()
        self._source = ""
        self._text: list[str] = []
        self._frames: list[Frame] = []
        self._fault: Fault | None = None

    @property
    def fault(self) -> Fault | None:
        """The first thing that was wrong, None so far."""
        return self._fault

    @property
    def ended(self) -> bool:
        """Whether the end token has come."""
        return self._part is _Part.ENDED

    def feed(self, piece: Special | str | bytes) -> tuple[Frame, ...]:
        """Take the next piece of the stream.

        Args:
            piece: a special token; plain text; or a token's bytes, which may end within a character.

        Returns:
            The frames that this piece completed.
        """
        before = len(self._frames)
        if self._fault is None:
            try:
                if isinstance(piece, Special):
                    self._flush()
                    self._take_special(piece)
                else:
                    text = piece if isinstance(piece, str) else self._utf8.decode(piece)
                    self._take_text(text)
            except TraceFaultError as error:
                self._fault = error.fault
        return tuple(self._frames[before:])

    def finish(self) -> Decoded:
        """The stream is over: all it held, with a fault if it stopped too soon."""
        if self._fault is None:
            try:
                self._flush()
                if self._part is not _Part.ENDED:
                    where = (
                        "between two frames"
                        if self._part is _Part.EVENT
                        else f"within a frame's {self._part.name.lower()}"
                    )
                    raise self._error(f"the stream stopped {where}", FaultKind.TRUNCATED)
            except TraceFaultError as error:
                self._fault = error.fault
        return Decoded(tuple(self._frames), self.ended and self._fault is None, self._fault)

    def _flush(self) -> None:
        rest = self._utf8.decode(b"", final=True) + self._held
        self._utf8.reset()
        self._held = ""
        if rest:
            self._take_plain(rest)

    def _take_text(self, text: str) -> None:
        if not self._specials_in_text:
            self._take_plain(text)
            return
        self._held += text
        while self._held:
            start = self._held.find("<|")
            if start < 0:
                # A lone `<` at the end may be the beginning of a special token.
                start = len(self._held) - 1 if self._held.endswith("<") else len(self._held)
            if start > 0:
                plain, self._held = self._held[:start], self._held[start:]
                self._take_plain(plain)
                continue
            end = self._held.find("|>")
            special = _SPECIAL_OF_TEXT.get(self._held[: end + 2]) if end >= 0 else None
            if special is not None:
                self._held = self._held[end + 2 :]
                self._take_special(special)
            elif any(known.startswith(self._held) for known in _SPECIAL_OF_TEXT):
                return
            else:
                plain, self._held = self._held[:1], self._held[1:]
                self._take_plain(plain)

    def _take_plain(self, text: str) -> None:
        if not text:
            return
        if self._part in (_Part.EVENT, _Part.BEFORE_SOURCE, _Part.ENDED):
            raise self._error(f"text {_shortened(text)} where a special token belongs")
        self._text.append(text)

    def _take_special(self, special: Special) -> None:
        if self._part is _Part.EVENT:
            self._begin(special)
        elif self._part is _Part.STATE and special is Special.ACTION_SEP:
            self._state = self._parsed_state(self._taken())
            self._part = _Part.SOURCE
        elif self._part is _Part.BEFORE_SOURCE and special is Special.ACTION_SEP:
            self._part = _Part.SOURCE
        elif self._part is _Part.SOURCE and special is Special.ARG_SEP and not self._event.has_state:
            self._source = self._taken()
            self._part = _Part.VALUE
        elif self._part is _Part.SOURCE and special is Special.FRAME_SEP and self._event.has_state:
            self._frames.append(Frame(self._event, self._taken(), self._state))
            self._part = _Part.EVENT
        elif self._part is _Part.VALUE and special is Special.FRAME_SEP:
            self._frames.append(Frame(self._event, self._source, value=self._parsed_value(self._taken())))
            self._part = _Part.EVENT
        else:
            raise self._error(f"{special.value} in a frame's {self._part.name.lower().replace('_', ' ')}")

    def _begin(self, special: Special) -> None:
        if special is Special.END_OF_TEXT:
            self._part = _Part.ENDED
            return
        event = EVENT_OF_SPECIAL.get(special)
        if event is None:
            raise self._error(f"{special.value} where a frame begins")
        self._event = event
        self._state = ()
        self._part = _Part.STATE if event.has_state else _Part.BEFORE_SOURCE

    def _taken(self) -> str:
        text = "".join(self._text)
        self._text = []
        return text

    def _parsed_state(self, text: str) -> State:
        pairs: object = self._parsed(text, "state", pairs=True)
        if not isinstance(pairs, _Pairs):
            raise self._error(f"a state that is no JSON object: {_shortened(text)}")
        names: set[str] = set()
        for name, value in pairs.items:
            if not isinstance(value, str):
                raise self._error(f"the value of {name!r} is no JSON string")
            if name in names:
                raise self._error(f"{name!r} stands twice in a state")
            names.add(name)
        return tuple((name, str(value)) for name, value in pairs.items)

    def _parsed_value(self, text: str) -> str:
        value = self._parsed(text, "value", pairs=False)
        if not isinstance(value, str):
            raise self._error(f"a value that is no JSON string: {_shortened(text)}")
        return value

    def _parsed(self, text: str, what: str, *, pairs: bool) -> object:
        try:
            return json.loads(text, object_pairs_hook=_Pairs if pairs else None)
        except (ValueError, RecursionError):
            raise self._error(f"a {what} that is no JSON: {_shortened(text)}") from None

    def _error(self, message: str, kind: FaultKind = FaultKind.MALFORMED) -> TraceFaultError:
        return TraceFaultError(Fault(kind, len(self._frames), message))


class _Pairs:
    """A JSON object as it was written, so that a name that stands twice is seen."""

    def __init__(self, items: list[tuple[str, object]]) -> None:
        self.items = items


def _shortened(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
