"""The frames of CWM's trace language, and the special tokens that hold them together.

A frame is one event of a trace as the language writes it: states may still hold `..`, nothing is tied to a line number.
`timeline` resolves them; `writing` and `decoder` turn frames into text and back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

UNCHANGED = ".."
"""Stands in a state for a value that is the same as in the previous frame of the same scope."""

START_OF_TRACE = "# << START_OF_TRACE"
"""The comment that marks the entry point in the context."""


def without_marker(line: str) -> str:
    """The line without the entry point's marker comment, as frames repeat it."""
    return line.removesuffix(START_OF_TRACE).rstrip() if line.endswith(START_OF_TRACE) else line


class Special(str, Enum):
    """The special tokens, by their text in CWM's tokenizer (PROMPTING_GUIDE.md of facebookresearch/cwm)."""

    BEGIN_OF_TEXT = "<|begin_of_text|>"
    END_OF_TEXT = "<|end_of_text|>"
    FRAME_SEP = "<|frame_sep|>"
    ACTION_SEP = "<|action_sep|>"
    RETURN_SEP = "<|return_sep|>"
    CALL_SEP = "<|call_sep|>"
    LINE_SEP = "<|line_sep|>"
    EXCEPTION_SEP = "<|exception_sep|>"
    ARG_SEP = "<|arg_sep|>"
    TRACE_CONTEXT_START = "<|trace_context_start|>"


class Event(str, Enum):
    """What a frame reports; the values are `sys.settrace`'s words."""

    CALL = "call"
    LINE = "line"
    RETURN = "return"
    EXCEPTION = "exception"

    @property
    def special(self) -> Special:
        """The special token that opens a frame of this event."""
        return _SPECIAL_OF_EVENT[self]

    @property
    def has_state(self) -> bool:
        """Whether the frame carries locals (call and line) rather than a value (return and exception)."""
        return self in (Event.CALL, Event.LINE)


_SPECIAL_OF_EVENT = {
    Event.CALL: Special.CALL_SEP,
    Event.LINE: Special.LINE_SEP,
    Event.RETURN: Special.RETURN_SEP,
    Event.EXCEPTION: Special.EXCEPTION_SEP,
}

EVENT_OF_SPECIAL: Mapping[Special, Event] = {special: event for event, special in _SPECIAL_OF_EVENT.items()}

State = tuple[tuple[str, str], ...]
"""Names and reprs in the order of `frame.f_locals`; a repr is `UNCHANGED` where the value stayed the same."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One event of a trace.

    Attributes:
        event: what happened.
        source: the source line with its indentation and line end, as the trace language repeats it.
        state: the locals **before** the line runs, for call and line events; empty for the others.
        value: the repr of the returned value or of the exception type's name; None for call and line events.
    """

    event: Event
    source: str
    state: State = ()
    value: str | None = None

    def __post_init__(self) -> None:
        if self.event.has_state != (self.value is None):
            raise ValueError(f"a {self.event.value} frame {'has no' if self.event.has_state else 'needs a'} value")
        if not self.event.has_state and self.state:
            raise ValueError(f"a {self.event.value} frame has no state")


@dataclass(frozen=True, slots=True)
class Trace:
    """The frames of one whole execution, as a true run or a complete prediction gives them.

    Attributes:
        frames: in order of time.
        ended: True when the entry point's scope was left, False when the trace was cut off at a limit.
    """

    frames: tuple[Frame, ...]
    ended: bool
