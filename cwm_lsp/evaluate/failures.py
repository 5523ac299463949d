"""Where predictions first go wrong: by what was wrong, by the statement, by the value, by depth and by frame. Pure.

Every count of first errors stands beside the number of times that the same thing was reached with nothing wrong before it, so that
what is common is told apart from what is hard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cwm_lsp.evaluate.layout import aligned, share
from cwm_lsp.evaluate.steps import Step, Wrong
from cwm_lsp.evaluate.trial import Trial
from cwm_lsp.trace.frames import Event

NUMBERS = ((1, 3), (4, 10), (11, 30), (31, 100), (101, 300), (301, 1000))
DEEPEST = 6
ROWS = 25
"""Rows of a table at most; the JSON file has them all."""
EXAMPLE = 70
"""Characters of an example at most."""


@dataclass(frozen=True, slots=True)
class Failures:
    """One thing that can go wrong, counted.

    Attributes:
        name: what it is.
        wrong: how often it was the first error of a run.
        reached: how often it was reached with nothing wrong before it.
        example: the first such error: item, frame, what is and what was said.
    """

    name: str
    wrong: int
    reached: int
    example: str


@dataclass(frozen=True, slots=True)
class Section:
    """One way of sorting errors.

    Attributes:
        title: by what.
        names: what a step reaches.
        wrong: what of it a wrong step gets wrong.
    """

    title: str
    names: Callable[[Step], Sequence[str]]
    wrong: Callable[[Step], Sequence[str]]


def _possible(step: Step) -> list[str]:
    own = {Event.RETURN: [Wrong.RESULT], Event.EXCEPTION: [Wrong.EXCEPTION]}.get(step.event, [Wrong.NAMES, Wrong.VALUE])
    return [one.value for one in (Wrong.STOPPED, Wrong.EVENT, Wrong.LINE, *own)]


def _happened(step: Step) -> list[str]:
    return [step.wrong.value] if step.wrong is not None else []


def _statement(step: Step) -> list[str]:
    return [step.statement]


def _depth(step: Step) -> list[str]:
    return [f"depth {step.depth}" if step.depth <= DEEPEST else f"deeper than {DEEPEST}"]


def _number(step: Step) -> list[str]:
    found = next((f"frames {least}-{most}" for least, most in NUMBERS if least <= step.number <= most), None)
    return [found or f"after frame {NUMBERS[-1][1]}"]


SECTIONS = (
    Section("what went wrong first", _possible, _happened),
    Section("statement that was executing", _statement, _statement),
    Section("value told wrong (of values)", lambda step: step.values, lambda step: step.wrong_values),
    Section("depth of the stack", _depth, _depth),
    Section("number of the frame", _number, _number),
)


def failures(trials: Sequence[Trial], section: Section) -> tuple[Failures, ...]:
    """What goes wrong in a section's terms: the most frequent first, of equally frequent the likelier."""
    reached: dict[str, int] = {}
    wrong: dict[str, int] = {}
    examples: dict[str, str] = {}
    for trial in trials:
        for step in trial.steps:
            for name in section.names(step):
                reached[name] = reached.get(name, 0) + 1
            if step.wrong is not None:
                for name in section.wrong(step):
                    wrong[name] = wrong.get(name, 0) + 1
                    examples.setdefault(name, f"{trial.item.id}, frame {step.number}: {step.said or step.wrong.value}")
    found = [Failures(name, wrong.get(name, 0), reached[name], examples.get(name, "")) for name in reached]
    return tuple(sorted(found, key=lambda one: (-one.wrong, one.reached, one.name)))


def failures_table(trials: Sequence[Trial]) -> str:
    """All sections as tables."""
    errors = sum(step.wrong is not None for trial in trials for step in trial.steps)
    frames = sum(len(trial.steps) for trial in trials)
    head = (
        f"First errors: {errors} in {len(trials)} runs, in {frames} frames with nothing wrong before them.\n"
        "Of each kind: how often it was the first error, its share of all of them, how often it was reached with nothing wrong\n"
        "before, and how often it was then wrong."
    )
    return "\n\n".join([head, *(_table(trials, section, errors) for section in SECTIONS)])


def _table(trials: Sequence[Trial], section: Section, errors: int) -> str:
    found = [one for one in failures(trials, section) if one.wrong]
    rows = [(section.title, "first errors", "of all", "reached", "then wrong", "for example")]
    rows += [
        (
            one.name,
            str(one.wrong),
            share(one.wrong, errors),
            str(one.reached),
            share(one.wrong, one.reached),
            one.example if len(one.example) <= EXAMPLE else f"{one.example[: EXAMPLE - 1]}…",
        )
        for one in found[:ROWS]
    ]
    more = f"\nand {len(found) - ROWS} more kinds" if len(found) > ROWS else ""
    return aligned(rows, left=(0, 5)) + more


def failures_as_json(trials: Sequence[Trial]) -> dict[str, list[dict[str, Any]]]:
    """All sections, whole."""
    return {section.title: [asdict(one) for one in failures(trials, section)] for section in SECTIONS}


def first_errors(trials: Sequence[Trial]) -> Iterator[tuple[Trial, Step]]:
    """Every run that has an error, with the step that was wrong first."""
    for trial in trials:
        if trial.steps and trial.steps[-1].wrong is not None:
            yield trial, trial.steps[-1]
