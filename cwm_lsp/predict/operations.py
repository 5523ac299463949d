"""Single operations put to the model: `7 - 1`, `'a,b'.split(',')`, what `[1, 2]` is after `.append(3)`.

A small model that has to give the value of a whole line works out several operations in its head, and looks up every operand first.
Asked for one operation on values that stand in it, it needs neither. Only our own model was trained for that
(`engine.protocol.answers_operations`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from weakref import WeakKeyDictionary, ref

from cwm_lsp.engine.protocol import Engine, EngineError, Token
from cwm_lsp.predict.otherwise import otherwise
from cwm_lsp.predict.writer import encode
from cwm_lsp.trace.frames import Special
from cwm_lsp.trace.writing import Piece
from cwm_lsp.verify.asking import RAISED
from cwm_lsp.verify.indexing import plain
from cwm_lsp.verify.objects import Operation

LONGEST_ANSWER = 320
"""Tokens after which an answer is given up, workings included."""
SURE = log(0.98)
"""An answer that is less sure is asked for the other way round, too (`predict.otherwise`)."""
MOST_KEPT = 20_000
"""Answers that are kept; some megabytes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model says comes of an operation.

    Attributes:
        text: a repr, or an exception's name after `asking.RAISED`.
        logprob: natural logarithm of its probability with that of its workings: a slip on the way is a wrong answer.
    """

    text: str
    logprob: float


def operation_pieces(operation: Operation) -> list[Piece]:
    """The prompt: the operation, then whether its value is asked for or the object that it has changed."""
    return [Special.BEGIN_OF_TEXT, operation.words, Special.LINE_SEP if operation.is_effect else Special.ACTION_SEP]


def answer_pieces(text: str, workings: Sequence[str] = ()) -> list[Piece]:
    """The answer as the model writes it: workings, each before an `<|arg_sep|>`, and what comes of them."""
    pieces: list[Piece] = []
    for one in workings:
        pieces += [one, Special.ARG_SEP]
    pieces += [Special.EXCEPTION_SEP, text.removeprefix(RAISED)] if text.startswith(RAISED) else [text]
    return [*pieces, Special.FRAME_SEP]


class Operations:
    """What one engine's model says; it is asked for the same operation once, whichever prediction comes to it."""

    @classmethod
    def of(cls, engine: Engine) -> Operations:
        """Those of an engine, as long as it has the same model."""
        identity, known = _OF_ENGINES.get(engine, ("", None))
        if known is None or identity != engine.identity:
            known = cls(engine)
            _OF_ENGINES[engine] = engine.identity, known
        return known

    def __init__(self, engine: Engine) -> None:
        """Args:
        engine: one whose model answers operations.
        """
        # The answers are kept by the engine, and must not keep it in turn.
        self._engine = ref(engine)
        self._stop = frozenset({engine.special(Special.FRAME_SEP.value)})
        self._after = engine.special(Special.ARG_SEP.value)
        self._raised = engine.special(Special.EXCEPTION_SEP.value)
        allowed = {*self._stop, self._after, self._raised}
        self._banned = frozenset(
            token for token in range(engine.vocabulary_size) if not engine.data(token) and token not in allowed
        )
        self._known: dict[tuple[str, bool], Answer] = {}

    async def answer(self, operation: Operation) -> Answer:
        """What the model says.

        Raises:
            EngineError: the engine can't answer.
        """
        found = await self._remembered(operation)
        other = otherwise(operation.words) if found.logprob < SURE and not operation.is_effect else None
        if other is None:
            return found
        again = await self._remembered(Operation(other.words, operation.is_effect, operation.truth))
        return found if found.logprob >= again.logprob else replace(again, text=other.back(again.text))

    async def _remembered(self, operation: Operation) -> Answer:
        key = operation.words, operation.is_effect
        found = self._known.get(key)
        if found is None:
            found = await self._asked(operation)
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[key] = found
        return found

    async def _asked(self, operation: Operation) -> Answer:
        engine = self._engine()
        if engine is None:
            raise EngineError("The engine is gone; ask again.")
        generation = await engine.start(encode(engine, operation_pieces(operation)))
        try:
            limit = min(LONGEST_ANSWER, engine.context_length - generation.length)
            tokens = await generation.complete(stop=self._stop, banned=self._banned, limit=max(1, limit))
        finally:
            generation.close()
        return self._read(tokens)

    def _read(self, tokens: Sequence[Token]) -> Answer:
        after = max((at + 1 for at, token in enumerate(tokens) if token.id == self._after), default=0)
        written = tokens[after:]
        data = b"".join(token.data for token in written)
        text = data.decode("utf-8", "replace")
        if written and written[0].id == self._raised:
            text = RAISED + text
        return Answer(plain(text), sum(token.logprob for token in tokens))


_OF_ENGINES: WeakKeyDictionary[Engine, tuple[str, Operations]] = WeakKeyDictionary()
