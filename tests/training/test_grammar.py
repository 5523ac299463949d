"""The random grammar: its programs compile, are the same for the same seed, end, and seldom raise by accident.

Generated programs are run here in process, with a limit on the number of lines.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from random import Random
from types import FrameType
from typing import Any

import pytest

from training.programs import (
    families,
    grammar_calls,
    grammar_classes,
    grammar_exceptions,
    grammar_functions,
    grammar_generators,
    grammar_recursion,
    sample,
)
from training.programs.grammar_changes import feed
from training.programs.grammar_scope import Scope
from training.programs.program import Generator, Program

_MODULES = (
    grammar_calls,
    grammar_classes,
    grammar_exceptions,
    grammar_functions,
    grammar_generators,
    grammar_recursion,
)
GENERATORS: dict[str, Generator] = {
    name: generator for module in _MODULES for name, (generator, _) in module.FAMILIES.items()
}
RAISES_ON_PURPOSE = {"grammar_raised", "grammar_uncaught"}
LINES = 400


class TooLong(BaseException):
    pass


@pytest.fixture(autouse=True)
def no_endless_generator() -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError("a generator of programs did not end")

    previous = signal.signal(signal.SIGALRM, stop)
    signal.alarm(30)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, previous)


def run(program: Program, call: str) -> str:
    """How a call ended: `returned`, `raised` or `too long`."""
    namespace: dict[str, Any] = {"__name__": "generated"}
    exec(compile(program.source, "<generated>", "exec", dont_inherit=True), namespace)
    lines = 0

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal lines
        if frame.f_code.co_filename != "<generated>":
            return None
        lines += event == "line"
        if lines > LINES:
            raise TooLong
        return trace

    previous = sys.gettrace()
    sys.settrace(trace)
    try:
        eval(call, namespace)
    except TooLong:
        return "too long"
    except Exception:
        return "raised"
    finally:
        sys.settrace(previous)
    return "returned"


@pytest.mark.parametrize("name", GENERATORS)
def test_programs_compile_end_and_seldom_raise(name: str) -> None:
    random = Random(7)
    outcomes: list[str] = []
    for _ in range(120):
        program = GENERATORS[name](random)
        assert program.family == name
        assert program.calls and all(call.startswith(f"{program.entry}(") for call in program.calls)
        outcomes += [run(program, call) for call in program.calls]
    assert outcomes.count("too long") <= len(outcomes) * 0.05
    if name not in RAISES_ON_PURPOSE:
        assert outcomes.count("raised") < len(outcomes) * 0.10


@pytest.mark.parametrize("name", GENERATORS)
def test_equal_seeds_give_equal_programs(name: str) -> None:
    for seed in range(20):
        assert GENERATORS[name](Random(seed)) == GENERATORS[name](Random(seed))


def test_programs_differ() -> None:
    random = Random(3)
    sources = [sample(random).source for _ in range(500)]
    assert len(set(sources)) > 480


def test_a_quoted_text_is_taken_in_or_left_out_and_never_put_into_an_f_string() -> None:
    random = Random(5)
    for accumulator in ("str", "list_str", "dict"):
        for _ in range(300):
            scope = Scope(random, {accumulator: 1})
            scope.declare("result", accumulator)
            feed(scope, "'of'", "str", "result")
            assert all("{'of'}" not in line for line in scope.lines)


def test_every_family_is_known_by_its_name() -> None:
    assert set(GENERATORS) <= set(families())
    assert all(weight > 0 for _, weight in families().values())
