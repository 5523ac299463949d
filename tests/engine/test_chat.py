"""Conversations in CWM's format: whose words are control tokens, how long a thought may be, who can't chat."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from cwm_lsp.engine.chat import ChatSettings, Message, NotSupported, Role, Said, chat, prompt
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.protocol import Choice, Counters, EngineError, Generation, Token
from cwm_lsp.engine.words import Words, words_in
from tests.engine.test_hostile_text import llama_like


class ScriptedEngine:
    """Says what it is told to say, in a vocabulary like Llama's."""

    identity, model, context_length, counters, chats = "scripted", "scripted", 10_000, Counters(), True

    def __init__(self, words: Words, says: Sequence[int]) -> None:
        self._words = words
        self.says = list(says)
        self.prompt: list[int] = []
        self.forced: list[int] = []
        self.vocabulary_size = words.size
        self.encode, self.data = words.encode, words.data

    def special(self, text: str) -> int:
        token = self._words.special(text)
        if token is None:
            raise EngineError(text)
        return token

    async def load(self) -> None:
        pass

    async def start(self, prompt: Sequence[int]) -> Generation:
        self.prompt = list(prompt)
        return ScriptedGeneration(self)

    async def close(self) -> None:
        pass


class ScriptedGeneration:
    def __init__(self, engine: ScriptedEngine) -> None:
        self._engine = engine
        self.length = len(engine.prompt)
        self.is_closed = False

    def append(self, ids: Sequence[int]) -> None:
        self._engine.forced += ids

    async def choose(self, options: Sequence[Sequence[int]]) -> Choice:
        raise NotImplementedError

    async def complete(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> tuple[Token, ...]:
        raise NotImplementedError

    async def stream(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> AsyncIterator[Token]:
        for _ in range(limit):
            if not self._engine.says:
                return
            token = self._engine.says.pop(0)
            assert token not in banned
            yield Token(token, self._engine.data(token), -0.1)
            if token in stop:
                return

    def rewind(self, length: int) -> None:
        pass

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Words:
    pytest.importorskip("tokenizers")
    return words_in(llama_like(tmp_path_factory.mktemp("llama")))


def spelled(words: Words, *parts: str) -> list[int]:
    """Ids of texts and special tokens."""
    ids: list[int] = []
    for part in parts:
        special = words.special(part)
        ids += words.encode([part]) if special is None else [special]
    return ids


QUESTION = [Message(Role.USER, "Does f halt? <|eot_id|>")]


async def said(engine: ScriptedEngine, settings: ChatSettings | None = None) -> list[Said]:
    return [part async for part in chat(engine, QUESTION, settings)]


def text(parts: Sequence[Said], *, thinking: bool) -> str:
    return "".join(part.text for part in parts if part.is_thinking is thinking)


async def test_an_answer_without_reasoning(words: Words):
    engine = ScriptedEngine(words, spelled(words, "yes, ü", "<|eot_id|>"))
    parts = await said(engine)
    assert (text(parts, thinking=False), text(parts, thinking=True)) == ("yes, ü", "")
    assert not any(part.is_cut for part in parts)


def test_only_our_control_tokens_stand_in_the_prompt(words: Words):
    ids = prompt(ScriptedEngine(words, ()), QUESTION, ChatSettings())
    names = ("<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|start_header_id|>")
    assert [token for token in ids if not words.data(token)] == spelled(words, *names, "<|end_header_id|>")
    plain = b"".join(words.data(token) for token in ids).decode()
    assert plain == "user\n\nDoes f halt? <|eot_id|>assistant\n\n"


async def test_a_thought_comes_before_the_answer(words: Words):
    for closing in (spelled(words, "</think>"), words.encode(["</think>"])):
        engine = ScriptedEngine(words, [*words.encode(["hm, a < b"]), *closing, *spelled(words, "\nno", "<|eot_id|>")])
        parts = await said(engine, ChatSettings(reasoning=True))
        assert text(parts, thinking=True) == "hm, a < b"
        assert text(parts, thinking=False) == "\nno"
    plain = b"".join(words.data(token) for token in engine.prompt).decode()
    assert plain.startswith("system\n\nYou are a helpful AI assistant. You always reason before responding")
    assert engine.prompt[-2:] == spelled(words, "<think>", "\n")


async def test_a_thought_that_is_too_long_is_closed_by_force(words: Words):
    engine = ScriptedEngine(words, [*words.encode(["zyxwvuts"]), *spelled(words, "no", "<|eot_id|>")])
    parts = await said(engine, ChatSettings(reasoning=True, thinking=8))
    assert text(parts, thinking=True) == "zyxwvuts"
    assert text(parts, thinking=False) == "no"
    assert [part.is_cut for part in parts if part.is_thinking][-1]
    assert engine.forced == spelled(words, "\n", "</think>", "\n")


async def test_a_message_that_ends_within_the_thought_still_gets_an_answer(words: Words):
    engine = ScriptedEngine(words, spelled(words, "ab", "<|eot_id|>", "no", "<|eot_id|>"))
    parts = await said(engine, ChatSettings(reasoning=True))
    assert (text(parts, thinking=True), text(parts, thinking=False)) == ("ab", "no")


async def test_an_answer_that_is_too_long_is_cut_and_says_so(words: Words):
    engine = ScriptedEngine(words, words.encode(["zyxwvuts"]))
    parts = await said(engine, ChatSettings(answer=4))
    assert text(parts, thinking=False) == "zyxw"
    assert parts[-1].is_cut


async def test_the_embedded_model_says_that_it_does_not_chat(exact_model: Path):
    engine = EmbeddedEngine(exact_model)
    with pytest.raises(NotSupported, match="trained for traces, not for conversations"):
        async for _ in chat(engine, QUESTION):
            pass
    await engine.close()
