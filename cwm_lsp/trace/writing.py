"""Frames and prompts into the pieces of CWM's trace language: special tokens and plain text.

Pieces, not one string: a special token is an enum member and the user's text is `str`, so that no text can turn into a
special token on its way to a model. Reading the language back is `decoder`'s work.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from cwm_lsp.trace.frames import Event, Frame, Special, State, Trace

Piece = Special | str
"""A special token, or plain text that must never be read as one."""

OPEN_STATE = '{"'
NAME_END = '": "'
NEXT_NAME = '", "'
CLOSE_STATE = '"}'
EMPTY_STATE = "{}"
QUOTE = '"'


def json_text(text: str) -> str:
    """The inside of the JSON string that holds `text`: non-ASCII characters kept, lone surrogates escaped."""
    inside = json.dumps(text, ensure_ascii=False)[1:-1]
    return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in inside)


def prompt_pieces(context: str) -> Iterator[Piece]:
    """The prompt that asks for a trace: `<|begin_of_text|><|trace_context_start|>$CONTEXT<|frame_sep|>`."""
    yield Special.BEGIN_OF_TEXT
    yield Special.TRACE_CONTEXT_START
    yield context
    yield Special.FRAME_SEP


def state_pieces(state: State) -> Iterator[str]:
    """A `$LOCALS` object: name to repr, both as JSON strings."""
    if not state:
        yield EMPTY_STATE
        return
    yield OPEN_STATE
    for index, (name, value) in enumerate(state):
        if index:
            yield NEXT_NAME
        yield json_text(name)
        yield NAME_END
        if value:
            yield json_text(value)
    yield CLOSE_STATE


def frame_pieces(frame: Frame) -> Iterator[Piece]:
    """One frame, its closing `<|frame_sep|>` included."""
    yield frame.event.special
    if frame.event.has_state:
        yield from state_pieces(frame.state)
    yield Special.ACTION_SEP
    yield frame.source
    if frame.value is not None:
        yield Special.ARG_SEP
        yield QUOTE
        if frame.value:
            yield json_text(frame.value)
        yield QUOTE
    yield Special.FRAME_SEP


def trace_pieces(trace: Trace) -> Iterator[Piece]:
    """All frames, and `<|end_of_text|>` when the trace has ended."""
    for frame in trace.frames:
        yield from frame_pieces(frame)
    if trace.ended:
        yield Special.END_OF_TEXT


def as_text(pieces: Iterable[Piece]) -> str:
    """The pieces as one string, special tokens spelled out: for people and logs, not for a model."""
    return "".join(piece.value if isinstance(piece, Special) else piece for piece in pieces)


def opening_frames(call_line: str) -> tuple[Frame, Frame]:
    """The first two frames of a bound call: `main` entered, and about to run the line that makes the call.

    Args:
        call_line: `main`'s only line as the context holds it, with indentation and line end.
    """
    return (
        Frame(Event.CALL, "def main():\n"),
        Frame(Event.LINE, call_line),
    )
