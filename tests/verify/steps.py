"""What tests of the checker share: one step from a state, and a whole true run held against the checker."""

from __future__ import annotations

import sys
import textwrap
from dataclasses import dataclass

from cwm_lsp.trace.frames import Event, State
from cwm_lsp.trace.moments import Moment
from cwm_lsp.trace.sandbox import Sandbox
from cwm_lsp.verify.checker import Checker
from cwm_lsp.verify.facts import TextListing
from cwm_lsp.verify.limits import Limits
from cwm_lsp.verify.outcome import Expectation, Judgement, Verdict

VERSION = (sys.version_info.minor, sys.version_info.minor)
IMPORTS = "import re, math, string, itertools, functools, collections\n"
PATIENT = Limits(seconds=5.0)
"""Limits under which what is verified does not depend on the machine's speed."""


def step(lines: str, **state: str) -> Expectation:
    """What the checker expects after the first of these lines of a function, from a state of names and reprs."""
    body = textwrap.indent(textwrap.dedent(lines).strip("\n"), "    ")
    text = f"{IMPORTS}def f({', '.join(state)}):\n{body}\n    return 0\n"
    checker = Checker(TextListing(text, VERSION), PATIENT)
    shown: State = tuple(state.items())
    checker.add(Moment(Event.CALL, 0, 2, "", shown, None, (0,)))
    checker.add(Moment(Event.LINE, 0, 3, "", shown, None, (0,)))
    expected = checker.expected()
    assert not checker.faults
    return expected


def value(expression: str, **state: str) -> str | None:
    """The repr that an expression must have; None where it is not certain; an exception's name after `!`."""
    expected = step(f"y = {expression}", **state)
    if expected.event is Event.EXCEPTION:
        return "!" + (expected.value or "").strip("'")
    return expected.values.get("y")


@dataclass(frozen=True)
class Run:
    """A true run beside what the checker said before each of its moments."""

    moments: tuple[Moment, ...]
    judgements: tuple[Judgement, ...]

    @property
    def wrong(self) -> list[tuple[Moment, Expectation]]:
        """What was called certain and is not so."""
        return [
            (moment, judgement.expectation)
            for moment, judgement in zip(self.moments, self.judgements, strict=True)
            if judgement.verdict is Verdict.CONTRADICTED
        ]

    @property
    def reasons(self) -> list[str]:
        """Why steps were not certain, in order."""
        return [one.expectation.reason for one in self.judgements[2:] if one.verdict is Verdict.PREDICTED]

    @property
    def is_verified(self) -> bool:
        """Whether every step was certain, from the call of `main` on."""
        return all(one.verdict is Verdict.VERIFIED for one in self.judgements[2:])


def checked(sandbox: Sandbox, source: str, call: str) -> Run:
    """Run a program for real and hold the checker against the run."""
    text = f"{textwrap.dedent(source).strip()}\n\n\ndef main():  # << START_OF_TRACE\n    return {call}\n"
    moments = sandbox.record(text).moments
    assert moments, "the program did not run"
    checker = Checker(TextListing(text, VERSION), PATIENT)
    run = Run(moments, tuple(checker.add(moment) for moment in moments))
    assert not checker.faults
    return run
