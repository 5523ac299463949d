"""Decoding with an oracle in the model's place: what is forced must be true, and what is true must be possible."""

from __future__ import annotations

import sys
from random import Random
from textwrap import dedent

import pytest

from cwm_lsp.predict.trace import Status, TracePrediction, TraceSettings, predict_trace
from cwm_lsp.predict.writer import encode
from cwm_lsp.source.context import Context, context_for
from cwm_lsp.source.document import Document
from cwm_lsp.trace.frames import Trace
from cwm_lsp.trace.moments import frames_of
from cwm_lsp.trace.recorder import Limits, Recording
from cwm_lsp.trace.sandbox import Sandbox
from cwm_lsp.trace.writing import prompt_pieces, trace_pieces
from tests.predict.oracle import OracleEngine
from training.programs import families


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(Limits(frames=400)) as opened:
        yield opened


async def predicted(sandbox: Sandbox, source: str, call: str) -> tuple[Recording, TracePrediction, int] | None:
    """The true run and the oracle's prediction of it; None if the true run doesn't fit the limits."""
    engine = OracleEngine()
    document = Document.parse(source)
    function = document.function(call.partition("(")[0])
    if function is None:
        return None
    context = context_for(document, function, call, budget=1 << 20, measure=len, docstrings=False)
    if not isinstance(context, Context):
        return None
    recording = sandbox.record(context.text)
    if recording.failure is not None:
        return None
    trace = Trace(tuple(frames_of(recording.moments)), recording.ended)
    engine.truth = encode(engine, [*prompt_pieces(context.text), *trace_pieces(trace)])
    final = None
    async for latest in predict_trace(engine, document, function, call, TraceSettings(max_frames=1000)):
        final = latest
    assert final is not None
    return recording, final, engine.asked


def program(text: str) -> str:
    return dedent(text).lstrip("\n")


PROGRAMS = {
    "a return on its way through finally": (
        """
        def f(items, wanted):
            found = False
            try:
                return items.index(wanted)
            except ValueError:
                return -1
            finally:
                found = True
        """,
        "f([1, 2, 3], 2)",
    ),
    "a set that is shared with the caller, and changed by those called before": (
        """
        def f(edges):
            done, open_ones = set(), set()

            def cyclic(node):
                if node in open_ones:
                    return True
                if node in done:
                    return False
                open_ones.add(node)
                found = any(cyclic(other) for other in edges[node])
                open_ones.discard(node)
                done.add(node)
                return found

            return any(cyclic(node) for node in edges)
        """,
        "f({'a': [], 'b': ['a', 'b']})",
    ),
    "a counter of the outer function, raised by the inner one": (
        """
        def f(n):
            count = 0

            def visit(depth):
                nonlocal count
                count += 1
                if depth:
                    visit(depth - 1)
                    visit(depth - 1)

            visit(n)
            visit(n)
            return count
        """,
        "f(1)",
    ),
    "counting": (
        """
        def f(word, letter):
            total = 0
            for c in word:
                if c == letter:
                    total += 1
            return total
        """,
        "f('hello', 'l')",
    ),
    "names that come and go": (
        """
        def f(items):
            found = None
            for item in items:
                try:
                    value = int(item)
                except ValueError as error:
                    found = str(error)
                    continue
                del value
            with_rest = [x for x in items if x]
            return found
        """,
        "f(['1', 'a', '2'])",
    ),
    "names bound out of their order": (
        """
        def f(flag):
            if flag:
                b = 1
                a = 2
            else:
                a = 3
                b = 4
            c = a + b
            return c
        """,
        "f(False)",
    ),
    "a call over several lines": (
        """
        def g(a, b):
            return a + b
        def f(x):
            y = g(
                x,
                2,
            )
            return y
        """,
        "f(1)",
    ),
    "calls in arguments and defaults": (
        """
        def g(a, b=2):
            return a * b
        def f(x):
            return g(g(x), b=3)
        """,
        "f(1)",
    ),
    "closures that rebind": (
        """
        def f(n):
            count = 0
            def bump():
                nonlocal count
                count += n
                return count
            bump()
            bump()
            return count
        """,
        "f(3)",
    ),
    "a class with special methods": (
        """
        class Point:
            def __init__(self, x):
                self.x = x
            def __add__(self, other):
                return Point(self.x + other.x)
            def __repr__(self):
                return f'Point({self.x})'
        def f(a, b):
            p = Point(a) + Point(b)
            return p.x
        """,
        "f(1, 2)",
    ),
    "a value that looks like the language itself": (
        """
        def f(text):
            out = text + '"}<|frame_sep|>'
            quoted = out.replace('"', '\\\\')
            return quoted
        """,
        "f('a\"b\\n')",
    ),
    "uncaught": ("def f(x):\n    y = [x]\n    return y[x]\n", "f(1)"),
    "bodies on the line of their header": (
        """
        def f(digits):
            t = 0
            for d in digits:
                if d == 0: t += 1
                elif d > 8: t = 9
                else: break
            while t < 3: t += 2
            return t
        """,
        "f([0, 9, 0, 3, 0])",
    ),
    "a bare return and the end of the body": (
        """
        def g(x):
            if x:
                return
            x = 1
        def f():
            a = g(1)
            b = g(0)
        """,
        "f()",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
async def test_what_is_forced_is_true(sandbox: Sandbox, name: str):
    text, call = PROGRAMS[name]
    found = await predicted(sandbox, program(text), call)
    assert found is not None
    recording, prediction, _ = found
    assert prediction.status is Status.COMPLETE
    assert_same(prediction, recording)
    assert [one.line for one in prediction.timeline.moments] == [one.line for one in recording.moments]


def assert_same(prediction: TracePrediction, recording: Recording) -> None:
    """The same events, lines' texts, values and states. (Equal lines in two branches can stay ambiguous.)"""
    for one, true in zip(prediction.timeline.moments, recording.moments, strict=True):
        assert (one.event, one.value, one.source) == (true.event, true.value, true.source)
        # Before 3.11 variables that an inner function uses come after all others.
        is_ordered = sys.version_info >= (3, 11)
        same = one.state == true.state if is_ordered else dict(one.state) == dict(true.state)
        assert not true.event.has_state or same


@pytest.mark.parametrize("family", sorted(families()))
async def test_every_true_run_of_a_generated_program_is_possible(sandbox: Sandbox, family: str):
    random = Random(f"oracle/{family}")
    generator, _ = families()[family]
    tried = 0
    for _ in range(12):
        made = generator(random)
        found = await predicted(sandbox, made.source, made.calls[0])
        if found is not None:
            recording, prediction, _ = found
            assert_same(prediction, recording)
            tried += 1
        if tried == 3:
            return
    assert tried, family


async def test_the_model_is_asked_for_few_of_the_tokens(sandbox: Sandbox):
    text, call = PROGRAMS["counting"]
    found = await predicted(sandbox, program(text), call)
    assert found is not None
    recording, prediction, asked = found
    engine = OracleEngine()
    tokens = len(encode(engine, list(trace_pieces(Trace(tuple(frames_of(recording.moments)), ended=True)))))
    assert asked < tokens / 5
    assert all(one.decisions >= 0 for one in prediction.frames)
