"""From a server's answers to an engine's: ids for what came as text, the next best for what is banned, chances among options."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cwm_lsp.engine.protocol import Token
from cwm_lsp.engine.server.abilities import UNKNOWN
from cwm_lsp.engine.server.wire import Part, Seen
from cwm_lsp.engine.tokenizer import SPECIAL_TOKENS
from cwm_lsp.engine.words import Words

_LESS = 0.01


class Reader:
    """Reads answers with one vocabulary.

    Attributes:
        unused: ids that stand for nothing and must never come out.
    """

    def __init__(self, words: Words) -> None:
        """Args:
        words: the served model's vocabulary.
        """
        self._words = words
        self._names = {token: name for name in SPECIAL_TOKENS if (token := words.special(name)) is not None}
        self.unused = frozenset(
            token for token in range(words.size) if not words.data(token) and token not in self._names
        )

    def tokens(self, part: Part) -> Iterator[Seen]:
        """The tokens of an answer, every one with an id; text without ids becomes plain tokens."""
        for seen in part.tokens:
            if seen.id is not None:
                yield seen
                continue
            # What was one token there may be several here: the first bears the chance of all.
            logprob = seen.logprob
            for token in self._words.encode([seen.text]):
                yield replace(seen, id=token, logprob=logprob)
                logprob = 0.0

    def permitted(self, seen: Seen, banned: frozenset[int]) -> Token | None:
        """The likeliest token at a place, of those that are not banned; None if the server has named only banned ones.

        Args:
            seen: with an id.
            banned: tokens that can't stand there.
        """
        chances = dict(seen.others)
        if seen.id is not None:
            chances[seen.id] = UNKNOWN if seen.logprob is None else seen.logprob
        allowed = {token: chance for token, chance in chances.items() if token not in banned}
        if not allowed:
            return None
        best = seen.id if seen.id in allowed else max(allowed, key=lambda token: allowed[token])
        assert best is not None
        # The protocol wants the chance among tokens that are allowed: what is known of the others is taken away.
        lost = min(sum(math.exp(chance) for token, chance in chances.items() if token in banned), 0.999999)
        return Token(best, self._words.data(best), min(0.0, allowed[best] - math.log1p(-lost)))

    def chances(self, part: Part, options: Sequence[int]) -> dict[int, float]:
        """Log-probabilities of some tokens at the beginning of an answer, as far as they are told; at least one is.

        Args:
            part: an answer of one token.
            options: different tokens.
        """
        if not part.tokens:
            return dict.fromkeys(options, 0.0)
        first = part.tokens[0]
        told = {token: chance for token, chance in first.others.items() if token in options}
        chosen = first.id if first.id is not None else self._of_text(first.text, options)
        if chosen is None or chosen not in options:
            return told or dict.fromkeys(options, 0.0)
        if first.logprob is None:
            rest = math.log(-math.expm1(UNKNOWN) / max(1, len(options) - 1))
            return {token: UNKNOWN if token == chosen else rest for token in options}
        # Those that aren't told can't be likelier than the last that is, nor than the chosen one.
        most = min((first.logprob - _LESS, *first.others.values()))
        return dict.fromkeys(options, most) | told | {chosen: first.logprob}

    def _of_text(self, text: str, options: Sequence[int]) -> int | None:
        """Which of the tokens a text stands for."""
        data = text.encode("utf-8", "replace")
        found = [token for token in options if self._words.data(token) == data or self._names.get(token) == text]
        return found[0] if len(found) == 1 else None
