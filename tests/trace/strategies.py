"""Hypothesis strategies for frames and traces: any text in any place, as hostile as it comes."""

from __future__ import annotations

from hypothesis import strategies as st

from cwm_lsp.trace.frames import Event, Frame, Special, Trace

TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "..", '"', "\\", "'a\\n'", "<|frame_sep|>", "<|", "|>", "\u2028", "𝔘", '{"', "{}", "\ud800", "None"]
    ),
    st.sampled_from([special.value for special in Special]),
)
NAMES = st.text(min_size=1, max_size=6)
STATES = st.lists(st.tuples(NAMES, TEXTS), max_size=4, unique_by=lambda pair: pair[0]).map(tuple)


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    event = draw(st.sampled_from(Event))
    source = draw(TEXTS) + "\n"
    if event.has_state:
        return Frame(event, source, draw(STATES))
    return Frame(event, source, value=draw(TEXTS))


TRACES = st.builds(Trace, st.lists(frames(), max_size=5).map(tuple), st.booleans())
