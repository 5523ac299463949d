"""What a server can do, found out by asking it once: how tokens are allowed and stopped, whether ids and chances come back.

What it lacks is done without, and put into words for the user.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from cwm_lsp.engine.protocol import EngineError
from cwm_lsp.engine.sampling import Draw
from cwm_lsp.engine.server.client import Client, Refused
from cwm_lsp.engine.server.wire import Part, UnreadableAnswer, read

COMPLETIONS = "/v1/completions"
TOP = 5
"""How many of the likeliest tokens are asked for while a value is written: one that is banned is replaced by the next."""
MOST_TOP = 20
"""What servers give at most."""
UNKNOWN = -0.1
"""The logarithm of the chance that a decision counts with where a server gives none: what it decides is marked as doubtful."""
FIRST_ANSWER = 180.0
"""Seconds: the first question of a server's life compiles what it runs."""
_FAVOUR = 100.0


class Steering(str, Enum):
    """How a server is told which tokens it may choose from."""

    ALLOWED = "allowed_token_ids"
    BIAS = "logit_bias"
    BIAS_PAIRS = "logit_bias as pairs"
    NOT = "not at all"


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a server can do.

    Attributes:
        model: what requests call the model.
        steering: how it is told what it may choose from.
        has_ids: whether it says which tokens it has generated, rather than only their text.
        has_logprobs: whether it says how likely they were.
        stops: whether it heeds `stop_token_ids`; else the connection is closed at such a token.
        weighs: whether it tells the chances of tokens that are named (`logprob_token_ids`); vLLM doesn't while it speculates.
        is_strict: whether it refuses fields it doesn't know, so that only OpenAI's are sent.
    """

    model: str
    steering: Steering = Steering.ALLOWED
    has_ids: bool = True
    has_logprobs: bool = True
    stops: bool = True
    weighs: bool = True
    is_strict: bool = False

    @property
    def is_full(self) -> bool:
        """Whether nothing is lacking."""
        return self.steering is Steering.ALLOWED and self.has_ids and self.has_logprobs and self.stops

    @property
    def losses(self) -> tuple[str, ...]:
        """What the user does without, a sentence each; empty for a server that can do everything."""
        lost: list[str] = []
        if not self.has_logprobs:
            lost.append(
                "It gives no log-probabilities: how sure a value is can't be told, so all but forced ones are marked."
            )
        if not self.has_ids:
            lost.append("It gives no token ids: values are read as text, and unusual characters may come out wrong.")
        if self.steering is Steering.NOT:
            lost.append("It can't be told which tokens may follow: what it answers otherwise is replaced by a guess.")
        if not self.stops:
            lost.append("It ignores stop tokens: each value costs some tokens more, until the connection is closed.")
        return tuple(lost)

    def body(
        self,
        prompt: Sequence[int],
        limit: int,
        *,
        allowed: Sequence[int] | None = None,
        weighed: Sequence[int] | None = None,
        stop: Iterable[int] = (),
        draw: Draw | None = None,
    ) -> dict[str, Any]:
        """A question.

        Args:
            prompt: token ids.
            limit: the most tokens to generate.
            allowed: the only tokens that may come; None for all.
            weighed: tokens whose chances are wanted, where all may come; for servers that can do everything.
            stop: tokens that end the answer, which hold them.
            draw: how tokens are drawn; None for the likeliest.
        """
        body: dict[str, Any] = {"model": self.model, "prompt": list(prompt), "max_tokens": limit, "temperature": 0}
        if draw is not None:
            body |= {"temperature": draw.temperature, "top_p": draw.top_p, "seed": draw.seed}
        if self.has_logprobs:
            is_exact = allowed is not None and self.steering is Steering.ALLOWED
            body["logprobs"] = min(MOST_TOP, len(allowed)) if allowed and is_exact else MOST_TOP if allowed else TOP
        if not self.is_strict:
            body |= {"skip_special_tokens": False, "spaces_between_special_tokens": False, "cache_prompt": True}
            # With log-probabilities the ids come in their place, and the prompt isn't sent back with every answer.
            body["return_tokens_as_token_ids" if self.has_logprobs else "return_token_ids"] = True
            stops = list(stop)
            if stops and self.stops:
                body["stop_token_ids"] = stops
        if allowed is not None:
            body |= self._allowing(allowed)
        if weighed is not None:
            body["logprobs"] = min(MOST_TOP, max(TOP, len(weighed))) if self.weighs else MOST_TOP
            body |= {"logprob_token_ids": list(weighed)} if self.weighs else {}
        return body

    def banning(self, banned: frozenset[int], size: int) -> dict[str, Any]:
        """Fields that keep tokens from coming.

        Args:
            banned: those tokens.
            size: of the vocabulary.
        """
        if self.steering is Steering.ALLOWED:
            # Long, and rarely needed; a bias would be shorter, but vLLM takes none while it speculates.
            return {"allowed_token_ids": [token for token in range(size) if token not in banned]}
        return self._biased(dict.fromkeys(banned, -_FAVOUR)) if self.steering is not Steering.NOT else {}

    def _allowing(self, allowed: Sequence[int]) -> dict[str, Any]:
        if self.steering is Steering.NOT:
            return {}
        if self.steering is not Steering.ALLOWED:
            return self._biased(dict.fromkeys(allowed, _FAVOUR))
        fields: dict[str, Any] = {"allowed_token_ids": list(allowed)}
        if self.has_logprobs and self.weighs:
            fields["logprob_token_ids"] = list(allowed)
        return fields

    def _biased(self, bias: Mapping[int, float]) -> dict[str, Any]:
        if self.steering is Steering.BIAS_PAIRS:
            return {"logit_bias": [[token, value] for token, value in bias.items()]}
        return {"logit_bias": {str(token): value for token, value in bias.items()}}


async def find_abilities(client: Client, model: str, prompt: Sequence[int], wanted: int, spelled: str) -> Abilities:
    """Ask the server for a token that it would hardly give by itself, in every way there is.

    Args:
        client: of the server.
        model: what it calls the model.
        prompt: a short beginning that makes sense to the model.
        wanted: the token.
        spelled: its text.

    Raises:
        EngineError: it can't complete token ids at all, or nothing can answer.
    """
    refusal: EngineError | None = None
    for asked in _ways(model):
        body = asked.body(prompt, 2, allowed=[wanted], stop=[wanted])
        try:
            part = read(await client.post(COMPLETIONS, body, first=FIRST_ANSWER))
        except Refused as error:
            # A server that stumbles over a field may do without it.
            if error.status not in (400, 422, 500):
                raise _no_completions(error, model) from error
            refusal = error
        except UnreadableAnswer as error:
            raise EngineError(f"The server's answer is no completion ({error}). Is the address right?") from error
        else:
            seen = _abilities(asked, part, wanted, spelled)
            if seen is not None:
                return seen
    if isinstance(refusal, Refused) and refusal.status == 500:
        raise refusal
    raise EngineError(
        "The server takes no token ids as a prompt, and text would not be safe: "
        f"your code could be read as control tokens. Serve the model with vLLM, llama.cpp or SGLang. ({refusal})"
    )


def _ways(model: str) -> Iterator[Abilities]:
    """Ways of asking, the best first."""
    yield Abilities(model)
    yield Abilities(model, weighs=False)
    for is_strict in (False, True):
        for steering in (Steering.ALLOWED, Steering.BIAS, Steering.BIAS_PAIRS, Steering.NOT):
            if not (is_strict and steering is Steering.ALLOWED):
                for has_logprobs in (True, False):
                    yield Abilities(model, steering, has_logprobs=has_logprobs, weighs=False, is_strict=is_strict)


def _abilities(asked: Abilities, part: Part, wanted: int, spelled: str) -> Abilities | None:
    """What an answer shows; None if the wanted token is not in it, though it should be."""
    if not part.tokens:
        return None
    first = part.tokens[0]
    is_wanted = first.text.startswith(spelled) if first.id is None else first.id == wanted
    if not is_wanted and asked.steering is not Steering.NOT:
        return None
    if asked.has_logprobs and first.logprob is None:
        return None
    return replace(
        asked,
        has_ids=first.id is not None,
        has_logprobs=first.logprob is not None,
        stops=first.id is not None and not asked.is_strict and len(part.tokens) == 1 and part.finished == "stop",
    )


def _no_completions(error: Refused, model: str) -> EngineError:
    if error.status in (404, 405, 501):
        return EngineError(
            f"The server has no {COMPLETIONS} for {model!r}: it only chats, and traces need completions of token ids. "
            "Serve the model with vLLM, llama.cpp or SGLang."
        )
    return error
