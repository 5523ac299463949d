"""True runs, written as frames and read back: the timeline must find every scope, state and line again."""

from __future__ import annotations

from random import Random
from textwrap import dedent

import pytest

from cwm_lsp.predict.program import Program
from cwm_lsp.trace.faults import FaultKind
from cwm_lsp.trace.frames import Event, Frame
from cwm_lsp.trace.loops import Loop, iterations, visits
from cwm_lsp.trace.moments import frames_of, rebased
from cwm_lsp.trace.recorder import Limits, Recording
from cwm_lsp.trace.sandbox import Sandbox
from cwm_lsp.trace.timeline import Change, Timeline, read_timeline
from training.programs import sample
from training.samples import bound_context


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(Limits(frames=400)) as opened:
        yield opened


def program(text: str) -> str:
    return dedent(text).lstrip("\n")


def recorded(sandbox: Sandbox, text: str) -> tuple[Recording, Timeline]:
    recording = sandbox.record(text)
    assert recording.failure is None
    return recording, read_timeline(frames_of(recording.moments), Program(text), ended=recording.ended)


def assert_read_back(recording: Recording, timeline: Timeline) -> None:
    assert timeline.fault is None
    for true, read in zip(recording.moments, timeline.moments, strict=True):
        assert (read.event, read.scope, read.line, read.value, read.stack) == (
            true.event,
            true.scope,
            true.line,
            true.value,
            true.stack,
        )
        if true.event.has_state:
            assert read.state == true.state


PROGRAMS = {
    "equal lines in two branches": """
        def f(x):
            if x > 2:
                y = x + 1
                x = 0
            else:
                y = x + 1
                x = 9
            return x + y
        def main():
            return f(1) + f(5)
    """,
    "recursion": """
        def fib(n):
            if n < 2:
                return n
            return fib(n - 1) + fib(n - 2)
        def main():
            return fib(4)
    """,
    "a generator that is resumed while another function runs": """
        def count(n):
            i = 0
            while i < n:
                yield i
                i += 1
        def double(x):
            return 2 * x
        def main():
            total = 0
            for value in count(3):
                total += double(value)
            return total
    """,
    "two generators of one function": """
        def pair(a):
            yield a
            yield a + 1
        def main():
            first = pair(1)
            second = pair(5)
            result = [next(first), next(second), next(first), next(second)]
            return result
    """,
    "an exception that passes through two scopes": """
        def inner(x):
            return 1 // x
        def outer(x):
            y = inner(x)
            return y
        def main():
            try:
                return outer(0)
            except ZeroDivisionError as error:
                kind = type(error).__name__
            return kind
    """,
    "an exception that nobody catches": """
        def f(items):
            return items[3]
        def main():
            return f([1])
    """,
    "finally, on the way out": """
        def f(x):
            done = []
            try:
                done.append(10 // x)
            finally:
                done.append('closed')
            return done
        def main():
            try:
                f(0)
            except ZeroDivisionError:
                pass
            return f(2)
    """,
    "methods and a nested function": """
        class Stack:
            def __init__(self):
                self.items = []
            def push(self, item):
                self.items.append(item)
                return len(self.items)
        def f(values):
            stack = Stack()
            def put(value):
                return stack.push(value)
            return [put(value) for value in values]
        def main():
            return f([4, 5])
    """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_timeline_finds_scopes_states_and_lines_again(sandbox: Sandbox, name: str):
    assert_read_back(*recorded(sandbox, program(PROGRAMS[name])))


def test_it_does_so_for_generated_programs(sandbox: Sandbox):
    random = Random(3)
    checked = 0
    while checked < 60:
        made = sample(random)
        text = bound_context(made.source, made.calls[0])
        recording = sandbox.record(text)
        if recording.failure is not None:
            continue
        timeline = read_timeline(frames_of(recording.moments), Program(text), ended=recording.ended)
        assert timeline.fault is None, (text, timeline.fault)
        for true, read in zip(recording.moments, timeline.moments, strict=True):
            assert (read.event, read.value, read.stack) == (true.event, true.value, true.stack), text
            assert not true.event.has_state or read.state == true.state, text
            assert read.source == true.source, text
        checked += 1


def test_what_a_line_gave_is_in_the_next_frame_of_its_scope(sandbox: Sandbox):
    text = program(
        """
        def f(n):
            total = 0
            for i in range(n):
                total += i
            return total
        def main():
            return f(3)
        """
    )
    _, timeline = recorded(sandbox, text)
    given = [(moment.line, timeline.given(index)) for index, moment in enumerate(timeline.moments) if moment.line == 4]
    assert given == [(4, ()), (4, (Change("total", "0", "1"),)), (4, (Change("total", "1", "3"),))]


def test_iterations_of_nested_loops(sandbox: Sandbox):
    text = program(
        """
        def f():
            for i in range(2):
                for j in range(2):
                    i + j
        def main():
            return f()
        """
    )
    recording, _ = recorded(sandbox, text)
    inside = [index for index, moment in enumerate(recording.moments) if moment.line == 4]
    passes = iterations(recording.moments, {1: (Loop(2, 3, 4), Loop(3, 4, 4))})
    assert [passes[index] for index in inside] == [
        ((2, 1), (3, 1)),
        ((2, 1), (3, 2)),
        ((2, 2), (3, 1)),
        ((2, 2), (3, 2)),
    ]
    assert visits(recording.moments, 1)[4] == tuple(inside)


def test_a_rebased_history_keeps_the_stack_and_the_values_its_lines_still_need(sandbox: Sandbox):
    recording, _ = recorded(sandbox, program(PROGRAMS["recursion"]))
    second_call = [index for index, one in enumerate(recording.moments) if one.event is Event.CALL][4]
    kept = rebased(recording.moments[: second_call + 1])
    assert kept[-1] == recording.moments[second_call]
    assert {moment.scope for moment in kept} >= set(kept[-1].stack)
    assert len(kept) < second_call + 1


BROKEN = program(
    """
    def f(x):
        y = x
        return y
    def main():
        return f(1)
    """
)
CALL = Frame(Event.CALL, "def f(x):\n", (("x", "1"),))
LINE = Frame(Event.LINE, "    y = x\n", (("x", ".."),))


@pytest.mark.parametrize(
    ("frames", "good", "message"),
    [
        ((LINE,), 0, "before any call"),
        ((Frame(Event.CALL, "def g():\n"),), 0, "no function of the context"),
        ((CALL, Frame(Event.LINE, "    z = 1\n")), 1, "can't run here"),
        ((CALL, Frame(Event.LINE, "    return y\n")), 1, "can't run here"),
        ((CALL, Frame(Event.LINE, "    y = x\n", (("q", ".."),))), 1, "has no value yet"),
        ((CALL, LINE, Frame(Event.RETURN, "    return y\n", value="1")), 2, "the scope is at"),
        (
            (CALL, LINE, Frame(Event.LINE, "    return y\n"), Frame(Event.RETURN, "    return y\n", value="1"), CALL),
            4,
            "after the outermost scope was left",
        ),
    ],
)
def test_a_contradiction_ends_the_timeline_with_the_frames_so_far(frames: tuple[Frame, ...], good: int, message: str):
    timeline = read_timeline(frames, Program(BROKEN), ended=False)
    assert len(timeline.moments) == good
    assert timeline.fault is not None
    assert timeline.fault.kind is FaultKind.CONTRADICTORY
    assert message in timeline.fault.message
