"""One sequence on a server, as a `Generation`. It lives here, as a list of ids; each question sends it whole, and the server's
prefix cache spares what was computed before. So a server that is started anew loses nothing but time.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing

import numpy as np
from numpy.typing import NDArray

from cwm_lsp.engine.decoding import check_options, choice
from cwm_lsp.engine.protocol import Choice, ContextOverflow, EngineError, Token
from cwm_lsp.engine.server.session import Session


class ServerGeneration:
    """One sequence of tokens under way, a `Generation`. A question that fails or is cancelled appends nothing."""

    def __init__(self, session: Session) -> None:
        """Args:
        session: a server that has been checked.
        """
        self._known = session
        self._ids: list[int] = []
        self._closed = False

    @property
    def length(self) -> int:
        """Tokens so far: prompt, appended and generated ones."""
        return len(self._ids)

    def append(self, ids: Sequence[int]) -> None:
        """Force tokens. They are computed together with the next question, in one pass.

        Raises:
            ContextOverflow: they don't fit; none is appended.
            ValueError: an id is outside the vocabulary.
        """
        self._check_room(len(ids))
        if ids and (min(ids) < 0 or max(ids) >= self._known.words.size):
            raise ValueError(f"token ids run from 0 to {self._known.words.size - 1}")
        self._ids.extend(ids)

    async def choose(self, options: Sequence[Sequence[int]]) -> Choice:
        """Pick the likelier continuation, token by token along the tree of the options, and append it.

        Args:
            options: at least two different, non-empty continuations, none the beginning of another.

        Raises:
            ContextOverflow: the longest option doesn't fit.
            EngineError: the engine can't answer.
            ValueError: the options are not as they should be.
        """
        check_options(options)
        self._check_open()
        self._check_room(max(len(option) for option in options))
        questions = choice(options)
        path: Sequence[int] = next(questions)
        try:
            while True:
                following = sorted({option[len(path)] for option in options if list(option[: len(path)]) == list(path)})
                path = questions.send(await self._weighed([*self._ids, *path], following))
        except StopIteration as end:
            answer: tuple[Choice, int] = end.value
            chosen, met = answer
        self._known.tally.count(generated=met)
        self.append(options[chosen.index])
        return chosen

    async def _weighed(self, ids: list[int], following: Sequence[int]) -> NDArray[np.float32]:
        """Log-probabilities of the tokens that may follow, as far as the server tells them, in an array of all tokens."""
        part = await self._known.ask(self._known.abilities.body(ids, 1, allowed=following))
        chances = self._known.reader.chances(part, following)
        weights = np.full(self._known.words.size, -np.inf, np.float32)
        for token, chance in chances.items():
            weights[token] = chance
        return weights

    async def complete(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> tuple[Token, ...]:
        """Go on greedily until a token of `stop` (included and appended), at most `limit` tokens.

        Args:
            stop: tokens that end the completion.
            banned: tokens that must not be generated.
            limit: the most tokens to generate, at least 1.

        Raises:
            ContextOverflow: the context was full before the completion ended.
            EngineError: the engine can't answer.
        """
        async with aclosing(self._generated(stop, banned, limit)) as generated:
            tokens = [token async for token in generated]
        self._ids.extend(token.id for token in tokens)
        return tuple(tokens)

    async def stream(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> AsyncIterator[Token]:
        """As `complete`, token by token as they come. Leaving the loop or cancelling it stops the model."""
        async with aclosing(self._generated(stop, banned, limit)) as generated:
            async for token in generated:
                self._ids.append(token.id)
                yield token

    def rewind(self, length: int) -> None:
        """Forget all tokens from position `length` on; the server may keep what it computed before it.

        Raises:
            ValueError: the sequence isn't that long, or nothing would be left of it.
        """
        if not 1 <= length <= len(self._ids):
            raise ValueError(f"can't rewind a sequence of {len(self._ids)} tokens to {length}")
        del self._ids[length:]

    def close(self) -> None:
        """Nothing is held on the server; its prefix cache keeps what it likes."""
        self._closed = True

    async def _generated(self, stop: frozenset[int], banned: frozenset[int], limit: int) -> AsyncGenerator[Token, None]:
        """Tokens as they come, a banned one replaced by the likeliest that is not; appends nothing itself."""
        self._check_open()
        banned |= self._known.reader.unused
        if limit < 1 or len(banned) >= self._known.words.size:
            raise EngineError("Nothing can be generated: every token is banned, or the limit is 0.")
        ids = list(self._ids)
        end = len(ids) + limit
        while len(ids) < end:
            self._check_room(len(ids) + 1 - len(self._ids))
            before = len(ids)
            async with aclosing(self._run(ids, stop, banned, end - before)) as run:
                async for token in run:
                    ids.append(token.id)
                    self._known.tally.count(generated=1)
                    yield token
                    if token.id in stop or len(ids) == end:
                        return
            if len(ids) == before:
                token = await self._asked_without(ids, banned)
                ids.append(token.id)
                self._known.tally.count(generated=1)
                yield token
                if token.id in stop:
                    return

    async def _run(
        self, ids: Sequence[int], stop: frozenset[int], banned: frozenset[int], limit: int
    ) -> AsyncGenerator[Token, None]:
        """The tokens of one request, up to the first whose place another has to take; that one is the last."""
        # Banned tokens are rare: ending at them costs less than having the server weigh them down at every step.
        limit = min(limit, self._known.served.context - len(ids))
        body = self._known.abilities.body(ids, limit, stop=stop | banned)
        async with aclosing(self._known.parts(body)) as parts:
            async for part in parts:
                for seen in self._known.reader.tokens(part):
                    token = self._known.reader.permitted(seen, banned)
                    if token is None:
                        return
                    yield token
                    if token.id != seen.id:
                        return

    async def _asked_without(self, ids: Sequence[int], banned: frozenset[int]) -> Token:
        """One token, asked for with the banned ones out of the race."""
        abilities, reader = self._known.abilities, self._known.reader
        part = await self._known.ask(abilities.body(ids, 1) | abilities.banning(banned))
        for seen in reader.tokens(part):
            token = reader.permitted(seen, banned)
            if token is not None:
                return token
        raise EngineError(
            f"{self._known.served.name} goes on only with tokens that can't stand here; it may be another model."
        )

    def _check_open(self) -> None:
        if self._closed:
            raise EngineError("This sequence is closed; start another one.")

    def _check_room(self, more: int) -> None:
        length, context = len(self._ids) + more, self._known.served.context
        if length > context:
            raise ContextOverflow(f"{length} tokens don't fit into the context of {context} that the server has.")
