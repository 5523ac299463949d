"""One sequence on a server, as a `Generation`. It lives here, as a list of ids; each question sends it whole, and the server's
prefix cache spares what was computed before. So a server that is started anew loses nothing but time.

A request costs more than a token. So where an option has always been followed by a completion, such as a name by its value, the
choice and the completion are asked for at once: should another option be chosen, the answer ends there. And choices that have
followed this one before are asked along with it, as further prompts of the same request, which the server answers in the same pass.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from cwm_lsp.engine.decoding import check_options, choice
from cwm_lsp.engine.protocol import Choice, ContextOverflow, EngineError, Token
from cwm_lsp.engine.sampling import Draw
from cwm_lsp.engine.server.foresight import Question
from cwm_lsp.engine.server.session import Habit, Misunderstood, Session
from cwm_lsp.engine.server.wire import Part, Seen

LOOKAHEAD = 32
"""The most tokens of a completion that are asked for together with a choice."""
MOST_AHEAD = 3
"""The most choices that are asked for before their turn."""
MOST_WEIGHED = 20
"""The most tokens whose chances one request may ask for."""


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What the server has said beyond a choice.

    Attributes:
        at: the length of the sequence that it goes on from.
        seen: the tokens.
        habit: the question that they answer.
    """

    at: int
    seen: tuple[Seen, ...]
    habit: Habit


@dataclass(frozen=True, slots=True)
class _Told:
    """An answer to a choice.

    Attributes:
        part: of the server.
        habit: the completion that it may go on with.
    """

    part: Part
    habit: Habit | None


class ServerGeneration:
    """One sequence of tokens under way, a `Generation`. A question that fails or is cancelled appends nothing."""

    def __init__(self, session: Session) -> None:
        """Args:
        session: a server that has been checked.
        """
        self._known = session
        self._ids: list[int] = []
        self._closed = False
        self._chosen = 0
        self._is_plain = False
        self._ahead: _Ahead | None = None
        self._told: dict[Question, _Told] = {}

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
        if self._is_plain:
            self._known.foresight.learn(self._ids[: self._chosen], self._ids[self._chosen :], options)
        questions = choice(options)
        path: Sequence[int] = next(questions)
        try:
            while True:
                remaining = [option for option in options if list(option[: len(path)]) == list(path)]
                following = tuple(sorted({option[len(path)] for option in remaining}))
                path = questions.send(await self._weighed(Question((*self._ids, *path), following), remaining))
        except StopIteration as end:
            answer: tuple[Choice, int] = end.value
        chosen, _ = answer
        self.append(options[chosen.index])
        self._chosen, self._is_plain = len(self._ids), True
        return chosen

    async def _weighed(self, question: Question, options: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Log-probabilities of the tokens that may follow, as far as the server tells them, in an array of all tokens."""
        known = self._known
        told = self._told.get(question) or await self._answered(question, options)
        first = told.part.tokens[0] if told.part.tokens else None
        if first is not None and told.habit is not None and known.habits.get(first.id or 0) == told.habit:
            self._ahead = _Ahead(len(question.ids) + 1, told.part.tokens[1:], told.habit)
        weights = np.full(known.words.size, -np.inf, np.float32)
        for token, chance in known.reader.chances(told.part, question.following).items():
            weights[token] = chance
        return weights

    async def _answered(self, question: Question, options: Sequence[Sequence[int]]) -> _Told:
        """The answer to a choice; those to choices that may come next are kept."""
        known = self._known
        self._told = {}
        if known.abilities.is_full and known.takes_several:
            room = known.served.context - 1
            ahead = (one for one in known.foresight.after(self._ids, options) if len(one.ids) < room)
            self._told = await self._with_more(question, islice(ahead, MOST_AHEAD))
        return self._told.get(question) or _Told(
            await known.ask(known.abilities.body(question.ids, 1, allowed=question.following)), None
        )

    async def _with_more(self, question: Question, further: Iterable[Question]) -> dict[Question, _Told]:
        """A choice with the completion and the choices that may follow it, in one; without those that got no answer."""
        known = self._known
        asked = [question]
        weighed = set(question.following)
        for one in further:
            if len(weighed.union(one.following)) <= MOST_WEIGHED:
                asked.append(one)
                weighed.update(one.following)
        habits = {token: habit for token in sorted(weighed) if (habit := known.habits.get(token)) is not None}
        habit = next(iter(habits.values()), None)
        if len(asked) == 1 and habit is None:
            return {}
        room = known.served.context - max(len(one.ids) for one in asked)
        # Not bound to the options, which would bind what follows them, too; but each of them ends the answer.
        ends = weighed.union(habit.stop, habit.banned) if habit else weighed
        ends = ends.difference(token for token, other in habits.items() if other == habit)
        limit = min(LOOKAHEAD + 1, room) if habit else 1
        body = known.abilities.body(question.ids, limit, weighed=sorted(weighed), stop=ends)
        try:
            parts = await known.ask_all(body, [one.ids for one in asked])
        except Misunderstood:
            if len(asked) == 1:
                raise
            known.takes_several = False
            return await self._with_more(question, ())
        return {
            one: _Told(part, habit)
            for one, part in zip(asked, parts, strict=True)
            if part.tokens and not {part.tokens[0].id, *part.tokens[0].others}.isdisjoint(one.following)
        }

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
        self._is_plain = False
        return tuple(tokens)

    async def stream(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> AsyncIterator[Token]:
        """As `complete`, token by token as they come. Leaving the loop or cancelling it stops the model."""
        async with aclosing(self._streamed(stop, banned, limit)) as streamed:
            async for token in streamed:
                yield token

    async def drawn(
        self, draw: Draw, *, stop: frozenset[int], banned: frozenset[int], limit: int
    ) -> AsyncIterator[Token]:
        """As `stream`, each token drawn; where a banned one was drawn the likeliest that is not stands in its place."""
        async with aclosing(self._streamed(stop, banned, limit, draw)) as streamed:
            async for token in streamed:
                yield token

    async def _streamed(
        self, stop: frozenset[int], banned: frozenset[int], limit: int, draw: Draw | None = None
    ) -> AsyncGenerator[Token, None]:
        async with aclosing(self._generated(stop, banned, limit, draw)) as generated:
            async for token in generated:
                self._ids.append(token.id)
                self._is_plain = False
                yield token

    def rewind(self, length: int) -> None:
        """Forget all tokens from position `length` on; the server may keep what it computed before it.

        Raises:
            ValueError: the sequence isn't that long, or nothing would be left of it.
        """
        if not 1 <= length <= len(self._ids):
            raise ValueError(f"can't rewind a sequence of {len(self._ids)} tokens to {length}")
        del self._ids[length:]
        self._is_plain = False

    def close(self) -> None:
        """Nothing is held on the server; its prefix cache keeps what it likes."""
        self._closed = True

    async def _generated(
        self, stop: frozenset[int], banned: frozenset[int], limit: int, draw: Draw | None = None
    ) -> AsyncGenerator[Token, None]:
        """Tokens as they come, a banned one replaced by the likeliest that is not; appends nothing itself."""
        self._check_open()
        banned |= self._known.reader.unused
        if limit < 1 or len(banned) >= self._known.words.size:
            raise EngineError("Nothing can be generated: every token is banned, or the limit is 0.")
        ids = list(self._ids)
        end = len(ids) + limit
        # What was said ahead is the likeliest.
        ahead = self._said_already(Habit(stop, banned)) if draw is None else ()
        while len(ids) < end:
            self._check_room(len(ids) + 1 - len(self._ids))
            before = len(ids)
            async with aclosing(self._run(ids, stop, banned, end - before, ahead, draw)) as run:
                async for token in run:
                    ids.append(token.id)
                    yield token
                    if token.id in stop or len(ids) == end:
                        return
            if len(ids) == before and not ahead:
                token = await self._asked_without(ids, banned)
                ids.append(token.id)
                yield token
                if token.id in stop:
                    return
            ahead = ()

    def _said_already(self, habit: Habit) -> tuple[Seen, ...]:
        """What came along with the choice just made; learns that such a choice has this question after it."""
        ahead, self._ahead = self._ahead, None
        if len(self._ids) == self._chosen:
            self._known.learn(self._ids[-1], habit)
        return ahead.seen if ahead and ahead.at == len(self._ids) and ahead.habit == habit else ()

    async def _run(
        self,
        ids: Sequence[int],
        stop: frozenset[int],
        banned: frozenset[int],
        limit: int,
        ahead: Sequence[Seen],
        draw: Draw | None,
    ) -> AsyncGenerator[Token, None]:
        """The tokens of one request, up to the first whose place another has to take; that one is the last."""
        # Banned tokens are rare: ending at them costs less than having the server weigh them down at every step.
        async with aclosing(self._said(ids, stop | banned, limit, ahead, draw)) as said:
            async for seen in said:
                token = self._known.reader.permitted(seen, banned)
                if token is None:
                    return
                yield token
                if token.id != seen.id:
                    return

    async def _said(
        self, ids: Sequence[int], ends: frozenset[int], limit: int, ahead: Sequence[Seen], draw: Draw | None
    ) -> AsyncGenerator[Seen, None]:
        """What was said ahead, or else the answer to a request."""
        for seen in ahead:
            yield seen
        if ahead:
            return
        limit = min(limit, self._known.served.context - len(ids))
        body = self._known.abilities.body(ids, limit, stop=ends, draw=draw)
        async with aclosing(self._known.parts(body)) as parts:
            async for part in parts:
                if part.finished is not None:
                    # To its end, so that the connection can be used again whoever stops listening now.
                    async for _ in parts:
                        pass
                for seen in self._known.reader.tokens(part):
                    yield seen

    async def _asked_without(self, ids: Sequence[int], banned: frozenset[int]) -> Token:
        """One token, asked for with the banned ones out of the race."""
        abilities, reader = self._known.abilities, self._known.reader
        part = await self._known.ask(abilities.body(ids, 1) | abilities.banning(banned, self._known.words.size))
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
