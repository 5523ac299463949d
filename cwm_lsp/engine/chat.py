"""Questions in words, in CWM's chat format, with and without reasoning, over any engine whose model chats.

Messages become token ids here and go the way of all prompts. A server's own chat endpoint is not used: it would read control tokens
in the user's text, and could not be told how long to think.
"""

from __future__ import annotations

import asyncio
import codecs
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable

from cwm_lsp.engine.protocol import ContextOverflow, Engine, EngineError, Generation, Token
from cwm_lsp.engine.sampling import Draw, Sampler

REASONING = (
    "You are a helpful AI assistant. You always reason before responding, using the following format:\n\n"
    "<think>\nyour internal reasoning\n</think>\nyour external response"
)
"""How the system prompt begins that makes CWM reason (its prompting guide)."""
THINK, THOUGHT = "<think>", "</think>"
END_OF_MESSAGE, END_OF_TEXT = "<|eot_id|>", "<|end_of_text|>"
_MARGIN = 16
"""Tokens that closing a thought may take."""


class NotSupported(EngineError):
    """The engine's model was not trained for this; the message says which would be."""


class Role(str, Enum):
    """Who says it."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """How an answer is asked for.

    Attributes:
        reasoning: whether the model thinks first.
        thinking: the most tokens of that; then the thought is closed, and the model has to answer.
        answer: the most tokens of the answer.
        told: whether a system prompt tells the model to think; one that was taught for a single question needs none.
    """

    reasoning: bool = False
    thinking: int = 4096
    answer: int = 1024
    told: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """A part of what the model says, as it comes.

    Attributes:
        text: never half a character.
        is_thinking: whether it belongs to the thought rather than the answer.
        is_cut: whether the budget ended it here.
    """

    text: str
    is_thinking: bool
    is_cut: bool = False


@runtime_checkable
class Chatting(Protocol):
    """An engine that knows whether its model chats."""

    @property
    def chats(self) -> bool:
        """Whether the loaded model was trained for conversations."""
        ...


async def chat(
    engine: Engine, messages: Sequence[Message], settings: ChatSettings | None = None
) -> AsyncGenerator[Said, None]:
    """Ask, and get the answer as it comes. Leaving the loop stops the model.

    Args:
        engine: loaded if it isn't.
        messages: the conversation so far; the last one is the user's.
        settings: budgets.

    Raises:
        NotSupported: the engine's model doesn't chat.
        ContextOverflow: the conversation is too long.
        EngineError: the engine can't answer.
    """
    settings = settings or ChatSettings()
    await engine.load()
    if not (isinstance(engine, Chatting) and engine.chats):
        raise NotSupported(
            f"{engine.model} was trained for traces, not for conversations. Choose Meta's CWM: "
            "cwm.engine = vllm with a server that `cwm-lsp serve` starts."
        )
    generation = await engine.start(prompt(engine, messages, settings))
    try:
        if settings.reasoning:
            async for said in think(engine, generation, settings):
                yield said
        async for said in _answer(engine, generation, settings.answer):
            yield said
    finally:
        generation.close()


def prompt(engine: Engine, messages: Sequence[Message], settings: ChatSettings) -> list[int]:
    """The conversation as token ids, up to where the model goes on.

    Args:
        engine: loaded.
        messages: the conversation.
        settings: whether the model reasons.
    """
    told = list(messages)
    if settings.reasoning and settings.told:
        system = [message.text for message in told if message.role is Role.SYSTEM]
        told = [message for message in told if message.role is not Role.SYSTEM]
        told.insert(0, Message(Role.SYSTEM, "\n\n".join((REASONING, *system))))
    ids = [engine.special("<|begin_of_text|>")]
    for message in told:
        ids += _header(engine, message.role)
        ids += engine.encode([message.text])
        ids.append(engine.special(END_OF_MESSAGE))
    ids += _header(engine, Role.ASSISTANT)
    if settings.reasoning:
        ids += [*_marker(engine, THINK), *engine.encode(["\n"])]
    return ids


def _header(engine: Engine, role: Role) -> list[int]:
    return [
        engine.special("<|start_header_id|>"),
        *engine.encode([role.value]),
        engine.special("<|end_header_id|>"),
        *engine.encode(["\n\n"]),
    ]


def thought_ids(engine: Engine, thought: str) -> list[int]:
    """A thought that is given rather than asked for, up to where the answer begins."""
    return [*engine.encode([thought, "\n"]), *_marker(engine, THOUGHT), *engine.encode(["\n"])]


def _marker(engine: Engine, name: str) -> list[int]:
    """`<think>` or `</think>`: a token of its own in some vocabularies, text in others."""
    token = _special(engine, name)
    return engine.encode([name]) if token is None else [token]


def _special(engine: Engine, name: str) -> int | None:
    try:
        return engine.special(name)
    except EngineError:
        return None


async def think(
    engine: Engine,
    generation: Generation,
    settings: ChatSettings,
    *,
    draw: Draw | None = None,
    until: float | None = None,
) -> AsyncGenerator[Said, None]:
    """Have the model think, up to where its answer begins. Leaving the loop stops the model.

    Args:
        engine: loaded.
        generation: behind a prompt that lets it reason; in the end behind the closed thought.
        settings: budgets; where one ends the thought is closed by force.
        draw: how tokens are drawn, for a `Sampler`; None for the likeliest.
        until: when the thought is closed, too, by the event loop's clock.

    Raises:
        ContextOverflow: there is no room for a thought.
        EngineError: the engine can't answer.
    """
    marks = await _marks_of(engine)
    closing = _special(engine, THOUGHT)
    stop = marks.ends if closing is None else marks.ends | {closing}
    room = engine.context_length - generation.length - settings.answer - _MARGIN
    if room < 1:
        raise ContextOverflow(
            f"The question leaves no room for a thought in a context of {engine.context_length} tokens."
        )
    limit = min(settings.thinking, room)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    clock = asyncio.get_running_loop()
    forced = [*engine.encode(["\n"]), *_marker(engine, THOUGHT), *engine.encode(["\n"])]
    held = ""
    is_cut = True
    async with _left(_thinking(generation, draw, stop, marks.banned, limit)) as tokens:
        async for token in tokens:
            if token.id in stop:
                is_cut = False
                forced = engine.encode(["\n"])
                if token.id != closing:
                    # It has ended its message within the thought: it has to answer all the same.
                    generation.rewind(generation.length - 1)
                    forced = [*_marker(engine, THOUGHT), *forced]
                break
            held += decoder.decode(token.data)
            held, found, rest = held.partition(THOUGHT)
            if found:
                is_cut = False
                # The end of the marker and the end of its line may be one token.
                forced = [] if rest else engine.encode(["\n"])
                break
            # What may be the beginning of the marker is held back.
            keep = next((size for size in range(len(THOUGHT) - 1, 0, -1) if held.endswith(THOUGHT[:size])), 0)
            out, held = held[: len(held) - keep], held[len(held) - keep :]
            if out:
                yield Said(out, is_thinking=True)
            if until is not None and clock.time() >= until:
                break
    generation.append(forced)
    if held or is_cut:
        yield Said(held, is_thinking=True, is_cut=is_cut)


def _thinking(
    generation: Generation, draw: Draw | None, stop: frozenset[int], banned: frozenset[int], limit: int
) -> AsyncIterator[Token]:
    if draw is not None and isinstance(generation, Sampler):
        return generation.drawn(draw, stop=stop, banned=banned, limit=limit)
    return generation.stream(stop=stop, banned=banned, limit=limit)


@asynccontextmanager
async def _left(tokens: AsyncIterator[Token]) -> AsyncGenerator[AsyncIterator[Token], None]:
    """Tokens whose source is closed at once when nobody wants more of them: what comes next needs the sequence."""
    try:
        yield tokens
    finally:
        if isinstance(tokens, AsyncGenerator):
            await tokens.aclose()


@dataclass(frozen=True, slots=True)
class _Marks:
    """What ends a message, and what can't be in one: special tokens but the marks of a thought."""

    ends: frozenset[int]
    thoughts: frozenset[int]
    banned: frozenset[int]


async def _marks_of(engine: Engine) -> _Marks:
    # Going through a vocabulary of 128,256 words takes long enough for typing to wait.
    return await asyncio.to_thread(_marks, engine)


def _marks(engine: Engine) -> _Marks:
    ends = frozenset(engine.special(name) for name in (END_OF_MESSAGE, END_OF_TEXT))
    thoughts = frozenset(token for name in (THINK, THOUGHT) if (token := _special(engine, name)) is not None)
    empty = frozenset(token for token in range(engine.vocabulary_size) if not engine.data(token))
    return _Marks(ends, thoughts, empty - ends - thoughts)


async def _answer(engine: Engine, generation: Generation, budget: int) -> AsyncGenerator[Said, None]:
    marks = await _marks_of(engine)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    async with _left(generation.stream(stop=marks.ends, banned=marks.banned | marks.thoughts, limit=budget)) as tokens:
        async for token in tokens:
            if token.id in marks.ends:
                return
            text = decoder.decode(token.data)
            if text:
                yield Said(text, is_thinking=False)
    yield Said(decoder.decode(b"", final=True), is_thinking=False, is_cut=True)
