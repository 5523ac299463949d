"""Asks an engine both questions, and calibrates what it answers.

An engine is asked if its model chats, or if it was trained for these two questions, which a calibration tells; of others not even
the weights are read. Answers are kept as they came, so that a calibration that is fitted later applies to them, too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cwm_lsp.engine.chat import Chatting
from cwm_lsp.engine.choosing import make_ready_to_encode
from cwm_lsp.engine.protocol import ContextOverflow, Engine
from cwm_lsp.predict.opinions.answers import Answer, read_answer, written
from cwm_lsp.predict.opinions.calibration import PLAIN, Calibrations, way
from cwm_lsp.predict.opinions.hearing import heard
from cwm_lsp.predict.opinions.keeping import calibrations_for
from cwm_lsp.predict.opinions.opinion import (
    DOES_NOT_TERMINATE,
    Chances,
    ComplexityOpinion,
    OpinionSettings,
    Provenance,
    TerminationOpinion,
    is_told,
)
from cwm_lsp.predict.opinions.questions import ENDING, GROWTH, Part, Question
from cwm_lsp.predict.opinions.thoughts import thoughts


async def ask_termination(
    engine: Engine, source: str, function: str, settings: OpinionSettings | None = None
) -> TerminationOpinion:
    """Whether a function ends for all inputs of the kind that it expects.

    Args:
        engine: loaded if it isn't and has to be.
        source: the function's text and that of what it calls.
        function: its name.
        settings: how it is asked.

    Raises:
        EngineError: the engine can't be loaded or reached.
    """
    asked = await _asked(engine, ENDING, source, function, settings or OpinionSettings())
    if asked.unknown is not None:
        return TerminationOpinion((), asked.provenance, unknown=asked.unknown)
    (ending,) = asked.judged
    example = asked.example if ending.chances[0][0] == DOES_NOT_TERMINATE else None
    return TerminationOpinion(ending.chances, asked.provenance, example, ending.floor)


async def ask_complexity(
    engine: Engine, source: str, function: str, settings: OpinionSettings | None = None
) -> ComplexityOpinion:
    """How a function's time and space grow in the worst case.

    Args:
        engine: loaded if it isn't and has to be.
        source: the function's text and that of what it calls.
        function: its name.
        settings: how it is asked.

    Raises:
        EngineError: the engine can't be loaded or reached.
    """
    asked = await _asked(engine, GROWTH, source, function, settings or OpinionSettings())
    if asked.unknown is not None:
        return ComplexityOpinion((), (), asked.provenance, unknown=asked.unknown)
    time, space = asked.judged
    return ComplexityOpinion(time.chances, space.chances, asked.provenance, time.floor, space.floor)


@dataclass(frozen=True, slots=True)
class _Judged:
    chances: Chances
    floor: float | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question has led to: something for each of its parts, or the reason why not."""

    provenance: Provenance
    judged: tuple[_Judged, ...] = ()
    example: str | None = None
    unknown: str | None = None


async def _asked(engine: Engine, question: Question, source: str, function: str, settings: OpinionSettings) -> _Asked:
    provenance = Provenance(engine.model, question.prompt)
    await make_ready_to_encode(engine)
    if not _is_known(engine, question):
        return _Asked(provenance, unknown=f"{engine.model} was not trained for this question.")
    found = await answered(engine, question, source, function, settings)
    if isinstance(found, str):
        return _Asked(provenance, unknown=found)
    answer, fitted = found
    judged: list[_Judged] = []
    told: list[str] = []
    for part, weights in zip(question.parts, answer.weights, strict=True):
        calibration = fitted.get(way_of(question, part, answer), PLAIN)
        chances = calibration.chances(part.labels, weights)
        if not is_told(chances):
            return _Asked(provenance, unknown=f"{engine.model} gives no answer that could be told from others.")
        judged.append(_Judged(chances, calibration.floor(chances[0][0])))
        told.append(calibration.fitted_on)
    provenance = replace(provenance, reasoned=answer.reasoned, calibrated_on=told[0], samples=answer.heard)
    return _Asked(provenance, tuple(judged), answer.example)


def _is_known(engine: Engine, question: Question) -> bool:
    """Whether the model chats, or what its answers to this question are worth has been measured."""
    if isinstance(engine, Chatting) and engine.chats:
        return True
    return any(name.startswith(question.prompt) for name in calibrations_for(engine) or ())


def way_of(question: Question, part: Part, answer: Answer) -> str:
    """What a calibration of such answers is kept by."""
    return way(question.prompt, part.name, reasoned=answer.reasoned, samples=answer.asked)


async def answered(
    engine: Engine, question: Question, source: str, function: str, settings: OpinionSettings
) -> tuple[Answer, Calibrations] | str:
    """An answer as it came, and the calibrations that there are for its engine; a sentence where it can't be asked.

    Raises:
        EngineError: the engine can't be loaded or reached.
    """
    await make_ready_to_encode(engine)
    fitted = calibrations_for(engine)
    chats = isinstance(engine, Chatting) and engine.chats
    if not chats and fitted is None:
        return f"{engine.model} was not trained for this question."
    if chats:
        # Without a thought there is nothing to vote on: the probabilities are all there is to know.
        asked = [(source, settings if settings.reasoning else replace(settings, samples=1))]
    else:
        told = await thoughts(question, source, function)
        if isinstance(told, str):
            return told
        asked = [(one, replace(settings, reasoning=True, samples=1, thought=thought)) for one, thought in told]
    try:
        answers = [await _remembered(engine, question, one, function, how) for one, how in asked]
        return _gravest(answers), fitted or {}
    except ContextOverflow as error:
        return str(error)


def _gravest(answers: Sequence[Answer]) -> Answer:
    """Of answers on each of a function's loops the one that decides: the likeliest not to end."""
    return max(answers, key=lambda one: one.weights[0][-1] - one.weights[0][0]) if len(answers) > 1 else answers[0]


async def _remembered(
    engine: Engine, question: Question, source: str, function: str, settings: OpinionSettings
) -> Answer:
    """The answer that was kept, or the engine's, which is kept from now on."""
    memory = settings.memory
    if memory is None:
        return await heard(engine, question, source, function, settings)
    key = _key(engine, question, source, function, settings)
    kept = await memory.recall(key)
    answer = read_answer(kept, [len(part.labels) for part in question.parts]) if kept is not None else None
    if answer is None:
        answer = await heard(engine, question, source, function, settings)
        memory.keep(key, written(answer))
    return answer


def _key(engine: Engine, question: Question, source: str, function: str, settings: OpinionSettings) -> str:
    """All that an answer depends on."""
    budget = (settings.samples, settings.thinking, settings.seconds, settings.thought) if settings.reasoning else ()
    return json.dumps([engine.identity, question.prompt, *budget, settings.example, function, source])
