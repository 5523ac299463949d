"""The sandbox against programs that misbehave: it always answers, and nothing is left behind."""

from __future__ import annotations

from textwrap import dedent

import pytest

from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(Limits(frames=60, repr_length=40, seconds=0.5)) as opened:
        yield opened


def values(sandbox: Sandbox, body: str) -> dict[str, str]:
    text = "def main():\n" + "".join(f"    {line}\n" for line in dedent(body).strip().split("\n")) + "    return None\n"
    recording = sandbox.record(text)
    return dict(recording.moments[-1].state)


def test_reprs_are_cut_and_bear_no_addresses(sandbox: Sandbox):
    assert values(sandbox, "x = 'a' * 100")["x"] == "'" + "a" * 36 + "..."
    assert values(sandbox, "x = object()")["x"] == "<object object>"


@pytest.mark.parametrize("behaviour", ["raise SystemExit", "raise KeyboardInterrupt", "return 3", "1 // 0"])
def test_a_hostile_repr_is_survived(sandbox: Sandbox, behaviour: str):
    shown = values(sandbox, f"class A:\n    def __repr__(self):\n        {behaviour}\na = A()\nb = 1")
    assert shown["a"].startswith("<A whose repr raises")
    assert shown["b"] == "1"


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        ("while True:\n        pass", "frames"),
        ("return sum(1 for _ in iter(int, 1))", "time"),
        ("while True:\n        try:\n            main()\n        except BaseException:\n            pass", "limit"),
    ],
)
def test_endless_runs_are_stopped(sandbox: Sandbox, body: str, failure: str):
    recording = sandbox.record(f"def main():\n    {body}\n")
    assert not recording.ended
    assert recording.failure is not None
    assert failure in recording.failure


def test_memory_files_and_modules_are_out_of_reach(sandbox: Sandbox):
    for line, error in (
        ("[0] * 10 ** 10", "MemoryError"),
        ("open('mark', 'w')", "NameError"),
        ("__import__('os')", "ImportError"),
    ):
        recording = sandbox.record(f"def main():\n    {line}\n")
        assert recording.moments[-2].value == repr(error), line


def test_programs_that_do_not_compile_or_have_no_entry_point_are_failures(sandbox: Sandbox):
    assert "SyntaxError" in str(sandbox.record("def main(:\n").failure)
    assert "KeyError" in str(sandbox.record("x = 1\n").failure)


def test_a_child_that_was_taken_down_is_replaced(sandbox: Sandbox):
    died = sandbox.record("def main():\n    import ctypes\n    return ctypes\n")
    assert died.moments
    recording = sandbox.record("def main():\n    return 3\n")
    assert recording.moments[-1].value == "3"
