"""With a vocabulary whose tokens reach over our pieces, as Llama's do, the model is never asked behind half a token.

The reference vocabulary is not to be had; one in its manner is trained on the traces of these programs. In the model's place is
one that knows true runs as that vocabulary writes them, and nothing else: it can't answer behind another spelling of the same text.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

from cwm_lsp.engine.decoding import check_options, choice
from cwm_lsp.engine.protocol import Choice, Counters, Token
from cwm_lsp.engine.tokenizer import SPECIAL_TOKENS
from cwm_lsp.engine.words import Words, words_in
from cwm_lsp.predict import writer
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.trace import TraceSettings, predict_trace
from cwm_lsp.predict.writer import encode
from cwm_lsp.source.context import Context, context_for
from cwm_lsp.source.document import Document
from cwm_lsp.trace.frames import Frame, Special, Trace
from cwm_lsp.trace.moments import frames_of
from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox
from cwm_lsp.trace.writing import Piece, prompt_pieces, trace_pieces

LLAMA_SPLIT = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
"""How Llama 3's tokenizer cuts text before it merges."""

CALLS = {
    "grow([3, 1], 4)": """
        def grow(items, limit):
            names = {}
            for item in items:
                names[item] = "x" * item
                if item < limit:
                    items.append(-item)
                    limit -= 2
            return names
    """,
    "words('a b a')": """
        def words(text):
            found = None
            for word in text.split():
                if found is None:
                    found = (word, 1)
                else:
                    found = (found[0] + word, len(found))
            return found
    """,
    "swapped(True)": """
        def swapped(flag):
            if flag:
                first, second = [2], "b"
            else:
                second, first = {}, (1,)
            first, second = second, first
            return {"k": first}
    """,
    "nothing(['', 'q'])": """
        def nothing(given):
            while given:
                last = given.pop()
                if last:
                    continue
                return None
            return False
    """,
}


def true_runs() -> dict[str, tuple[Document, list[Piece], list[Frame]]]:
    """Of each call: the file, prompt and trace in pieces, and the frames."""
    runs: dict[str, tuple[Document, list[Piece], list[Frame]]] = {}
    with Sandbox(Limits(frames=400)) as sandbox:
        for call, text in CALLS.items():
            document = Document.parse(dedent(text).lstrip("\n"))
            function = document.function(call.partition("(")[0])
            assert function is not None
            context = context_for(document, function, call, budget=1 << 20, measure=len, docstrings=False)
            assert isinstance(context, Context)
            recording = sandbox.record(context.text)
            assert recording.ended
            frames = list(frames_of(recording.moments))
            pieces = [*prompt_pieces(context.text), *trace_pieces(Trace(tuple(frames), ended=True))]
            runs[call] = document, pieces, frames
    return runs


RUNS = true_runs()


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Words:
    library: Any = pytest.importorskip("tokenizers")
    tokenizer = library.Tokenizer(library.models.BPE())
    split = library.pre_tokenizers.Split(library.Regex(LLAMA_SPLIT), "isolated")
    letters = library.pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = library.pre_tokenizers.Sequence([split, letters])
    tokenizer.decoder = library.decoders.ByteLevel()
    alphabet = library.pre_tokenizers.ByteLevel.alphabet()
    trainer = library.trainers.BpeTrainer(
        vocab_size=900, initial_alphabet=alphabet, special_tokens=list(SPECIAL_TOKENS), show_progress=False
    )
    texts = [
        "".join("\n" if isinstance(piece, Special) else piece for piece in pieces) for _, pieces, _ in RUNS.values()
    ]
    tokenizer.train_from_iterator(texts * 3, trainer)
    folder: Path = tmp_path_factory.mktemp("bpe")
    tokenizer.save(str(folder / "tokenizer.json"))
    return words_in(folder)


class NaturalEngine:
    """Knows one true run, as the vocabulary writes it."""

    identity = "natural"
    model = "natural"
    context_length = 1 << 20
    counters = Counters()

    def __init__(self, words: Words, pieces: Sequence[Piece]) -> None:
        self.words = words
        self.vocabulary_size = words.size
        own: Any = self  # without `stream`, which nothing asks for
        self.truth = encode(own, pieces)
        self.asked = 0

    def encode(self, pieces: Sequence[str]) -> list[int]:
        return self.words.encode(pieces)

    def special(self, text: str) -> int:
        token = self.words.special(text)
        assert token is not None
        return token

    def data(self, token: int) -> bytes:
        return self.words.data(token)

    async def load(self) -> None:
        pass

    async def start(self, prompt: Sequence[int]) -> NaturalGeneration:
        return NaturalGeneration(self, list(prompt))

    async def close(self) -> None:
        pass


class NaturalGeneration:
    def __init__(self, engine: NaturalEngine, ids: list[int]) -> None:
        self.engine = engine
        self.ids = ids

    @property
    def length(self) -> int:
        return len(self.ids)

    def append(self, ids: Sequence[int]) -> None:
        self.ids += ids

    def next(self, ids: Sequence[int]) -> int:
        """The token that truly follows."""
        engine = self.engine
        engine.asked += 1
        truth = engine.truth[: len(ids)]
        if list(ids) != truth:
            raise AssertionError(f"half a token: {self.shown(ids)} where {self.shown(truth)} is written")
        return engine.truth[len(ids)]

    def shown(self, ids: Sequence[int]) -> str:
        return "|".join(self.engine.data(token).decode("utf-8", "replace") or "<>" for token in ids[-6:])

    async def choose(self, options: Sequence[Sequence[int]]) -> Choice:
        check_options(options)
        questions = choice(options)
        path = next(questions)
        try:
            while True:
                logits = np.full(self.engine.vocabulary_size, -50, np.float32)
                logits[self.next([*self.ids, *path])] = 0
                path = questions.send(logits)
        except StopIteration as end:
            chosen: Choice = end.value[0]
        self.ids += options[chosen.index]
        return chosen

    async def complete(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> tuple[Token, ...]:
        found: list[Token] = []
        while len(found) < limit:
            token = self.next(self.ids)
            assert token not in banned
            found.append(Token(token, self.engine.data(token), -0.01))
            self.ids.append(token)
            if token in stop:
                break
        return tuple(found)

    def rewind(self, length: int) -> None:
        del self.ids[length:]

    def close(self) -> None:
        pass


async def predicted(words: Words, call: str) -> list[Frame]:
    document, pieces, _ = RUNS[call]
    engine: Any = NaturalEngine(words, pieces)
    function = document.function(call.partition("(")[0])
    assert function is not None
    settings = TraceSettings(max_frames=100, verify=Verify.OFF)
    predictions = [one async for one in predict_trace(engine, document, function, call, settings)]
    assert engine.asked > 20
    return [one.frame for one in predictions[-1].frames]


@pytest.mark.parametrize("call", CALLS)
async def test_a_model_that_knows_only_whole_tokens_can_answer(call: str, words: Words):
    assert await predicted(words, call) == RUNS[call][2]


@pytest.mark.parametrize("call", CALLS)
async def test_forcing_up_to_the_mark_would_ask_behind_half_a_token(
    call: str, words: Words, monkeypatch: pytest.MonkeyPatch
):
    """What the care is for: without it, the first list, string or None of each run is asked for in a way never seen."""

    def never(_: object) -> bool:
        return False

    monkeypatch.setattr(writer, "_joins", never)
    with pytest.raises(AssertionError, match="half a token"):
        await predicted(words, call)


def test_the_vocabulary_joins_as_llamas_does(words: Words):
    whole = words.encode(['"xs": "[1, 2]"'])
    parts = [*words.encode(['"xs": "']), *words.encode(["[1, 2]"])]
    assert whole[: len(parts)] != parts
