"""Has an engine answer a question: a chat prompt, a thought where it reasons, then the probability of every label that may follow.

So every answer is one of the labels by construction. Where several thoughts are to vote they are thought side by side, and as soon
as the others can't change the answer any more they are stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing

from cwm_lsp.engine.chat import (
    END_OF_MESSAGE,
    END_OF_TEXT,
    ChatSettings,
    Chatting,
    Message,
    Role,
    prompt,
    think,
    thought_ids,
)
from cwm_lsp.engine.protocol import Engine, Generation
from cwm_lsp.engine.sampling import Draw, Sampler
from cwm_lsp.predict.opinions.answers import Answer
from cwm_lsp.predict.opinions.opinion import OpinionSettings
from cwm_lsp.predict.opinions.prompts import question as worded
from cwm_lsp.predict.opinions.questions import Question
from cwm_lsp.predict.opinions.voting import Vote, counted, is_decided
from cwm_lsp.predict.opinions.weighing import weigh
from cwm_lsp.source.calls import CallError, parse_call
from cwm_lsp.source.document import Document

BEFORE_EXAMPLE = ": "
BETWEEN = " "
_LABELS = 32
"""Tokens that the labels of an answer may take."""


async def heard(engine: Engine, question: Question, source: str, function: str, settings: OpinionSettings) -> Answer:
    """The answer. May be cancelled at any time, which stops every thought.

    Args:
        engine: one that knows its words.
        question: one of the two.
        source: the function's text and that of what it calls.
        function: its name.
        settings: how it is asked; `reasoning` only of a model that can.

    Raises:
        ContextOverflow: the question is too long.
        EngineError: the engine can't answer.
    """
    told = isinstance(engine, Chatting) and engine.chats
    how = ChatSettings(settings.reasoning, settings.thinking, _LABELS + settings.example, told)
    ids = prompt(engine, [Message(Role.USER, worded(question.prompt, source, function))], how)
    most = settings.samples if settings.reasoning and settings.samples > 1 and await _samples(engine, ids) else 1
    until = asyncio.get_running_loop().time() + settings.seconds

    async def vote(number: int) -> Vote:
        generation = await engine.start(ids)
        try:
            if settings.thought is not None:
                generation.append(thought_ids(engine, settings.thought))
            elif settings.reasoning:
                draw = Draw(number) if most > 1 else None
                async with aclosing(think(engine, generation, how, draw=draw, until=until)) as thought:
                    async for _ in thought:
                        pass
            return await _answered(engine, generation, question, source, function, settings, number)
        finally:
            generation.close()

    if most == 1:
        votes = [await vote(0)]
    else:
        votes = await _votes(vote, most, settings.at_once, until)
    example = next((one.example for one in votes if one.example is not None), None)
    return Answer(counted(votes, most), settings.reasoning, most, len(votes), example)


async def _samples(engine: Engine, ids: Sequence[int]) -> bool:
    """Whether the engine can go on by chance. Opening a sequence computes nothing."""
    generation = await engine.start(ids)
    try:
        return isinstance(generation, Sampler)
    finally:
        generation.close()


async def _votes(vote: Callable[[int], Awaitable[Vote]], most: int, at_once: int, until: float) -> list[Vote]:
    """As many votes as it takes, in the order of their numbers."""
    clock = asyncio.get_running_loop()
    votes: list[Vote] = []
    every: list[asyncio.Future[Vote]] = []
    running: set[asyncio.Future[Vote]] = set()
    try:
        while not is_decided(votes, most - len(votes)):
            if votes and clock.time() >= until:
                # What is still being thought is closed by now, and will be heard; nothing else is begun.
                most = len(every)
            while len(every) < most and len(running) < at_once:
                every.append(asyncio.ensure_future(vote(len(every))))
                running.add(every[-1])
            if not running:
                break
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            votes += [task.result() for task in done]
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*every, return_exceptions=True)
    return sorted(votes, key=lambda one: one.number)


async def _answered(
    engine: Engine,
    generation: Generation,
    question: Question,
    source: str,
    function: str,
    settings: OpinionSettings,
    number: int,
) -> Vote:
    weights: list[tuple[float, ...]] = []
    label = ""
    for part in question.parts:
        if weights:
            generation.append(engine.encode([BETWEEN]))
        options = [engine.encode([spelled]) for spelled in part.spelled]
        found = await weigh(generation, options)
        weights.append(tuple(found))
        best = max(range(len(found)), key=found.__getitem__)
        label = part.labels[best]
        generation.append(options[best])
    example = None
    if label == question.exemplified:
        generation.append(engine.encode([BEFORE_EXAMPLE]))
        example = await _example(engine, generation, source, function, settings.example)
    return Vote(number, tuple(weights), example)


async def _example(engine: Engine, generation: Generation, source: str, function: str, limit: int) -> str | None:
    """The call that the model gives; None if it is no call of the function, not even when its beginning is given."""
    ends = frozenset(engine.special(name) for name in (END_OF_MESSAGE, END_OF_TEXT))
    stop = ends | frozenset(engine.encode(["\n"])[-1:])
    begin = generation.length
    for given in ("", f"{function}("):
        if given:
            generation.rewind(begin)
            generation.append(engine.encode([given]))
        tokens = await generation.complete(stop=stop, banned=frozenset(), limit=limit)
        said = given + b"".join(token.data for token in tokens).decode("utf-8", "replace")
        example = example_of(said, source, function)
        if example is not None:
            return example
    return None


def example_of(text: str, source: str, function: str) -> str | None:
    """The call in an answer, if that is all there is and it calls the function; strictly read."""
    call = text.strip().strip("`")
    parsed = parse_call(call, Document.parse(source))
    return None if isinstance(parsed, CallError) or not call.startswith(f"{function}(") else parsed.text
