from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.trace.decoder import Decoded, Decoder
from cwm_lsp.trace.faults import FaultKind
from cwm_lsp.trace.frames import Event, Frame, Special, Trace
from cwm_lsp.trace.writing import Piece, as_text, trace_pieces
from tests.trace.strategies import TRACES

CALL = Frame(Event.CALL, "def f(x):\n", (("x", "3"),))
LINE = Frame(Event.LINE, "    return x\n", (("x", ".."),))
RETURN = Frame(Event.RETURN, "    return x\n", value="3")


def decoded(pieces: Sequence[Piece | bytes], *, specials_in_text: bool = False) -> Decoded:
    decoder = Decoder(specials_in_text=specials_in_text)
    for piece in pieces:
        decoder.feed(piece)
    return decoder.finish()


def test_a_run_as_the_language_writes_it():
    text = as_text(trace_pieces(Trace((CALL, LINE, RETURN), ended=True)))
    assert text == (
        '<|call_sep|>{"x": "3"}<|action_sep|>def f(x):\n<|frame_sep|>'
        '<|line_sep|>{"x": ".."}<|action_sep|>    return x\n<|frame_sep|>'
        '<|return_sep|><|action_sep|>    return x\n<|arg_sep|>"3"<|frame_sep|>'
        "<|end_of_text|>"
    )
    assert decoded([text], specials_in_text=True) == Decoded((CALL, LINE, RETURN), ended=True, fault=None)


@given(TRACES, st.data())
def test_decoding_what_was_written_gives_the_same_frames_however_it_is_cut(trace: Trace, data: st.DataObject):
    cut: list[Piece] = []
    for piece in trace_pieces(trace):
        if isinstance(piece, Special):
            cut.append(piece)
            continue
        while piece:
            size = data.draw(st.integers(1, len(piece)))
            cut.append(piece[:size])
            piece = piece[size:]
    found = decoded(cut)
    assert found.frames == trace.frames
    assert found.ended == trace.ended


@given(TRACES, st.data())
def test_bytes_may_be_cut_within_a_character(trace: Trace, data: st.DataObject):
    cut: list[Piece | bytes] = []
    for piece in trace_pieces(trace):
        if isinstance(piece, Special):
            cut.append(piece)
            continue
        raw = piece.encode("utf-8", "replace")
        while raw:
            size = data.draw(st.integers(1, len(raw)))
            cut.append(raw[:size])
            raw = raw[size:]
    sound = Trace(
        tuple(
            Frame(
                one.event,
                one.source.encode("utf-8", "replace").decode(),
                one.state,
                one.value,
            )
            for one in trace.frames
        ),
        trace.ended,
    )
    assert decoded(cut).frames == sound.frames


@given(st.lists(st.sampled_from([CALL, LINE, RETURN]), max_size=6), st.integers(1, 9))
def test_special_tokens_may_be_spelled_out_and_cut_anywhere(frames: list[Frame], size: int):
    text = as_text(trace_pieces(Trace(tuple(frames), ended=True)))
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert decoded(pieces, specials_in_text=True).frames == tuple(frames)


def test_a_special_token_in_the_program_s_text_stays_text():
    frame = Frame(Event.RETURN, "    return '<|frame_sep|>'\n", value="'<|frame_sep|>'")
    assert decoded(list(trace_pieces(Trace((frame,), ended=True)))).frames == (frame,)


@given(st.integers(0, 200))
def test_a_stream_that_stops_too_soon_keeps_its_whole_frames_and_says_where_it_stopped(length: int):
    text = as_text(trace_pieces(Trace((CALL, LINE, RETURN), ended=True)))
    found = decoded([text[: min(length, len(text) - 1)]], specials_in_text=True)
    assert not found.ended
    assert found.fault is not None
    assert found.fault.frame == len(found.frames)
    assert found.frames == (CALL, LINE, RETURN)[: len(found.frames)]


@pytest.mark.parametrize(
    ("pieces", "message"),
    [
        (["hello"], "text 'hello' where a special token belongs"),
        ([Special.FRAME_SEP], "where a frame begins"),
        ([Special.LINE_SEP, "[1]", Special.ACTION_SEP], "no JSON object"),
        ([Special.LINE_SEP, '{"x": 3}', Special.ACTION_SEP], "'x' is no JSON string"),
        ([Special.LINE_SEP, '{"x": "1", "x": "2"}', Special.ACTION_SEP], "'x' stands twice"),
        ([Special.LINE_SEP, '{"x": "1', Special.ACTION_SEP], "no JSON"),
        ([Special.RETURN_SEP, Special.ACTION_SEP, "x\n", Special.FRAME_SEP], "<|frame_sep|> in a frame's source"),
        ([Special.RETURN_SEP, Special.ACTION_SEP, "x\n", Special.ARG_SEP, "3", Special.FRAME_SEP], "no JSON string"),
        ([Special.END_OF_TEXT, Special.LINE_SEP], "in a frame's ended"),
    ],
)
def test_what_breaks_the_language_is_a_fault_with_its_reason(pieces: list[Piece], message: str):
    found = decoded([*trace_pieces(Trace((CALL,), ended=False)), *pieces])
    assert found.frames == (CALL,)
    assert found.fault is not None
    assert found.fault.kind is FaultKind.MALFORMED
    assert found.fault.frame == 1
    assert message in found.fault.message


@given(st.lists(st.one_of(st.sampled_from(Special), st.text(max_size=8), st.binary(max_size=8)), max_size=30))
def test_no_stream_raises(pieces: list[Piece | bytes]):
    for specials_in_text in (False, True):
        found = decoded(pieces, specials_in_text=specials_in_text)
        assert found.ended == (found.fault is None)
