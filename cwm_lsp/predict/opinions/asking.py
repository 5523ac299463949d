"""Asks an engine both questions: a chat prompt, then the probability of every label that may follow it.

So every answer is one of the labels by construction, whether a model has reasoned before or not. An engine is asked if its model
chats, or if it was trained for these two questions, which a calibration beside its weights tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing

from cwm_lsp.engine.chat import (
    END_OF_MESSAGE,
    END_OF_TEXT,
    THOUGHT,
    ChatSettings,
    Chatting,
    Message,
    Role,
    chat,
    prompt,
)
from cwm_lsp.engine.choosing import folder_of
from cwm_lsp.engine.protocol import ContextOverflow, Engine, EngineError, Generation
from cwm_lsp.predict.opinions.calibration import OpinionCalibrations, load_opinion_calibrations
from cwm_lsp.predict.opinions.opinion import (
    COMPLEXITY_LABELS,
    DOES_NOT_TERMINATE,
    TERMINATION_LABELS,
    ComplexityOpinion,
    OpinionSettings,
    Provenance,
    TerminationOpinion,
)
from cwm_lsp.predict.opinions.prompts import COMPLEXITY, TERMINATION, question
from cwm_lsp.predict.opinions.weighing import weigh
from cwm_lsp.source.calls import CallError, parse_call
from cwm_lsp.source.document import Document

TERMINATION_ANSWERS = ("yes", "no")
"""What `TERMINATION_LABELS` are in the answer."""
BEFORE_EXAMPLE = ": "
BETWEEN = " "


async def ask_termination(
    engine: Engine, source: str, function: str, settings: OpinionSettings | None = None
) -> TerminationOpinion:
    """Whether a function ends for all inputs of the kind that it expects.

    Args:
        engine: loaded if it isn't.
        source: the function's text and that of what it calls.
        function: its name.
        settings: how it is asked.

    Raises:
        EngineError: the engine can't be loaded or reached.
    """
    asked = await _asked(engine, TERMINATION, source, function, settings or OpinionSettings())
    if isinstance(asked, str):
        return TerminationOpinion((), Provenance(engine.model, TERMINATION), unknown=asked)
    generation, calibrations, provenance = asked
    calibration = calibrations.termination
    try:
        options = [engine.encode([answer]) for answer in TERMINATION_ANSWERS]
        chances = calibration.chances(TERMINATION_LABELS, await weigh(generation, options))
        label = chances[0][0]
        example = None
        if label == DOES_NOT_TERMINATE:
            generation.append(options[TERMINATION_LABELS.index(label)] + engine.encode([BEFORE_EXAMPLE]))
            example = await _example(engine, generation, source, function, (settings or OpinionSettings()).example)
    except ContextOverflow as error:
        return TerminationOpinion((), Provenance(engine.model, TERMINATION), unknown=str(error))
    finally:
        generation.close()
    return TerminationOpinion(chances, provenance, example, calibration.floor(label))


async def ask_complexity(
    engine: Engine, source: str, function: str, settings: OpinionSettings | None = None
) -> ComplexityOpinion:
    """How a function's time and space grow in the worst case.

    Args:
        engine: loaded if it isn't.
        source: the function's text and that of what it calls.
        function: its name.
        settings: how it is asked.

    Raises:
        EngineError: the engine can't be loaded or reached.
    """
    asked = await _asked(engine, COMPLEXITY, source, function, settings or OpinionSettings())
    if isinstance(asked, str):
        return ComplexityOpinion((), (), Provenance(engine.model, COMPLEXITY), unknown=asked)
    generation, calibrations, provenance = asked
    try:
        options = [engine.encode([label]) for label in COMPLEXITY_LABELS]
        time = calibrations.time.chances(COMPLEXITY_LABELS, await weigh(generation, options))
        generation.append(engine.encode([time[0][0]]) + engine.encode([BETWEEN]))
        space = calibrations.space.chances(COMPLEXITY_LABELS, await weigh(generation, options))
    except ContextOverflow as error:
        return ComplexityOpinion((), (), Provenance(engine.model, COMPLEXITY), unknown=str(error))
    finally:
        generation.close()
    return ComplexityOpinion(
        time, space, provenance, calibrations.time.floor(time[0][0]), calibrations.space.floor(space[0][0])
    )


async def _asked(
    engine: Engine, name: str, source: str, function: str, settings: OpinionSettings
) -> tuple[Generation, OpinionCalibrations, Provenance] | str:
    """The sequence up to where the answer begins; a sentence where the engine can't be asked."""
    await engine.load()
    folder = folder_of(engine)
    fitted = load_opinion_calibrations(folder) if folder else None
    chats = isinstance(engine, Chatting) and engine.chats
    if not chats and fitted is None:
        return f"{engine.model} was not trained for this question."
    reasoning = settings.reasoning and chats
    messages = [Message(Role.USER, question(name, source, function))]
    how = ChatSettings(reasoning=reasoning, thinking=settings.thinking, answer=1)
    try:
        ids = prompt(engine, messages, how)
        if reasoning:
            ids += await _thought(engine, messages, how)
        generation = await engine.start(ids)
    except ContextOverflow as error:
        return str(error)
    calibrations = fitted or OpinionCalibrations()
    return generation, calibrations, Provenance(engine.model, name, reasoning, calibrations.termination.fitted_on)


async def _thought(engine: Engine, messages: Sequence[Message], how: ChatSettings) -> list[int]:
    """What the model thinks about it, closed, up to where its answer begins."""
    thought = ""
    async with aclosing(chat(engine, messages, how)) as saying:
        async for said in saying:
            if not said.is_thinking:
                break
            thought += said.text
    try:
        closing = [engine.special(THOUGHT)]
    except EngineError:
        closing = engine.encode([THOUGHT])
    return [*engine.encode([thought.rstrip() + "\n"]), *closing, *engine.encode(["\n"])]


async def _example(engine: Engine, generation: Generation, source: str, function: str, limit: int) -> str | None:
    """The call that the model gives; None if it is no call of the function."""
    ends = frozenset(engine.special(name) for name in (END_OF_MESSAGE, END_OF_TEXT))
    tokens = await generation.complete(
        stop=ends | frozenset(engine.encode(["\n"])[-1:]), banned=frozenset(), limit=limit
    )
    return example_of(b"".join(token.data for token in tokens).decode("utf-8", "replace"), source, function)


def example_of(text: str, source: str, function: str) -> str | None:
    """The call in an answer, if that is all there is and it calls the function; strictly read."""
    call = text.strip().strip("`")
    parsed = parse_call(call, Document.parse(source))
    return None if isinstance(parsed, CallError) or not call.startswith(f"{function}(") else parsed.text
