"""Weighs what the text says, what predicted runs show and what the model thinks, into one verdict or none.

Right before all else: where sources that know contradict each other, nothing is shown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from cwm_lsp.predict.complexity.bounds import text_estimate
from cwm_lsp.predict.complexity.classes import ComplexityClass
from cwm_lsp.predict.complexity.confidence import FLOOR, text_chance
from cwm_lsp.predict.complexity.estimates import Growth, TextEstimate
from cwm_lsp.predict.complexity.growth import measure_growth
from cwm_lsp.predict.judging.verdicts import ComplexityVerdict
from cwm_lsp.predict.opinions.opinion import ComplexityOpinion
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function
from cwm_lsp.waiting import off_loop

_AGREED = 0.97
"""The chance that is claimed where the text, though unsure, and what runs show agree."""
_DOUBTED = 0.5
"""What is left of a chance where another source says otherwise."""


@dataclass(frozen=True, slots=True)
class JudgingSettings:
    """How much work a verdict may be.

    Attributes:
        runs: whether runs on growing inputs are predicted.
        floor: the least chance that is shown.
    """

    runs: bool = False
    floor: float = FLOOR


async def judge_complexity(
    document: Document,
    function: Function,
    settings: JudgingSettings | None = None,
    *,
    opinion: ComplexityOpinion | Callable[[], Awaitable[ComplexityOpinion]] | None = None,
) -> ComplexityVerdict:
    """How a function grows. May be cancelled at any await; reading the text and following runs are done off the event loop.

    Args:
        document: the file.
        function: one of its functions.
        settings: how much work it may be.
        opinion: the model's, or how to get it.

    Raises:
        EngineError: the opinion can't be had.
    """
    settings = settings or JudgingSettings()
    text = await asyncio.to_thread(text_estimate, document, function)
    growth = None
    if settings.runs:
        growth = await off_loop(lambda is_wanted: measure_growth(document, function, is_wanted))
    asked = await opinion() if callable(opinion) else opinion
    return weigh(function, text, growth, asked, settings.floor)


def weigh(
    function: Function,
    text: TextEstimate,
    growth: Growth | None = None,
    opinion: ComplexityOpinion | None = None,
    floor: float = FLOOR,
) -> ComplexityVerdict:
    """The verdict over what each source says.

    Args:
        function: what it is about.
        text, growth, opinion: the sources; None for those that were not asked.
        floor: the least chance that is shown.
    """
    chance, space_chance = text_chance(text), text_chance(text, "space:")
    sources = ["text"] if text.time is not None else []
    shown = growth.label if growth is not None else None
    if text.time is not None and shown is not None:
        if agrees(text.time, shown):
            sources.append("run")
            chance = max(chance, _AGREED)
        elif _is_less(text.time, shown):
            # Runs show the worst that these inputs bring out: more than the text says is evidence, less is none.
            chance *= _DOUBTED
    settled = opinion.settled if opinion is not None else None
    if text.time is not None and settled is not None:
        if settled == text.time.label:
            sources.append("model")
            chance = 1 - (1 - chance) * _DOUBTED
        elif text.unsure:
            chance *= _DOUBTED
    if opinion is not None and text.space is not None and opinion.settled_space == text.space.label:
        space_chance = 1 - (1 - space_chance) * _DOUBTED
    time = text.time if chance >= floor else None
    space = text.space if space_chance >= floor and not text.unsure else None
    best = text.best if time is not None and text.best is not None and text.best < time else None
    return ComplexityVerdict(
        function.qualname,
        function.def_line,
        time,
        space,
        best,
        text.variables,
        chance,
        space_chance,
        tuple(sources),
        text,
        growth,
        opinion,
    )


def agrees(time: ComplexityClass, label: str) -> bool:
    """Whether a class is what a run over inputs of one size can show: all variables count as one."""
    return time.merged().label == label


def _is_less(time: ComplexityClass, label: str) -> bool:
    return time.merged() < ComplexityClass.parse(label)
