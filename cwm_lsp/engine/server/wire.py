"""Answers of completion servers into tokens, whichever way the server writes them. Pure: JSON in, tokens out.

vLLM writes ids as `token_id:5`, llama.cpp writes objects with an `id`, others only text. Nothing here asks for anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

_ID = "token_id:"


class UnreadableAnswer(ValueError):
    """The answer is JSON, but not that of a completion."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One token as the server reports it.

    Attributes:
        id: None where the server gives only text.
        text: what it spells; may be empty or hold replacement characters.
        logprob: None where the server gives none.
        others: log-probabilities of the likeliest tokens at its place, by id.
    """

    id: int | None
    text: str
    logprob: float | None
    others: Mapping[int, float] = field(default_factory=lambda: {})


@dataclass(frozen=True, slots=True)
class Part:
    """An answer, or one part of a streamed one.

    Attributes:
        tokens: in order; may be empty.
        finished: why the server has stopped; None while it goes on.
        prompt: tokens of the prompt, 0 if not told.
        cached: how many of those were not computed anew, 0 if not told.
    """

    tokens: tuple[Seen, ...]
    finished: str | None
    prompt: int = 0
    cached: int = 0


def read(answer: object) -> Part:
    """One answer or one event of a stream.

    Raises:
        UnreadableAnswer: it is something else.
    """
    if not isinstance(answer, dict):
        raise UnreadableAnswer(f"not an object but {type(answer).__name__}")
    told = cast("dict[str, Any]", answer)
    try:
        choices: Sequence[dict[str, Any]] = told["choices"]
        prompt, cached = _usage(told.get("usage"))
        if not choices:
            return Part((), None, prompt, cached)
        (choice,) = choices
        finished = choice.get("finish_reason")
        return Part(_tokens(choice), None if finished is None else str(finished), prompt, cached)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise UnreadableAnswer(repr(error)) from error


def read_all(answer: object, count: int) -> tuple[Part, ...]:
    """The answer to several prompts at once, a part for each in their order; the first bears what all have used.

    Raises:
        UnreadableAnswer: it is something else, or not as many.
    """
    if not isinstance(answer, dict):
        raise UnreadableAnswer(f"not an object but {type(answer).__name__}")
    told = cast("dict[str, Any]", answer)
    try:
        choices: Sequence[dict[str, Any]] = sorted(told["choices"], key=lambda choice: int(choice["index"]))
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableAnswer(repr(error)) from error
    if len(choices) != count:
        raise UnreadableAnswer(f"{len(choices)} answers to {count} prompts")
    usage = told.get("usage")
    return tuple(read({"choices": [choice], "usage": None if place else usage}) for place, choice in enumerate(choices))


def _usage(usage: Mapping[str, Any] | None) -> tuple[int, int]:
    if not usage:
        return 0, 0
    details: Mapping[str, Any] = usage.get("prompt_tokens_details") or {}
    return int(usage.get("prompt_tokens") or 0), int(details.get("cached_tokens") or 0)


def _tokens(choice: Mapping[str, Any]) -> tuple[Seen, ...]:
    logprobs: Mapping[str, Any] | None = choice.get("logprobs")
    text: str = choice.get("text") or ""
    ids: Sequence[int] | None = choice.get("token_ids") or choice.get("tokens")
    if logprobs and logprobs.get("content"):
        return tuple(_from_object(one) for one in logprobs["content"])
    if logprobs and logprobs.get("tokens"):
        return _from_columns(logprobs, ids)
    if ids:
        # Which token has which part of the text isn't told, and doesn't matter where ids are.
        return tuple(Seen(int(token), "", None) for token in ids)
    return (Seen(None, text, None),) if text else ()


def _from_object(one: Mapping[str, Any]) -> Seen:
    others = {
        int(other["id"]): _number(other.get("logprob")) for other in one.get("top_logprobs") or () if "id" in other
    }
    token = one.get("id")
    return Seen(None if token is None else int(token), str(one.get("token") or ""), _number(one.get("logprob")), others)


def _from_columns(logprobs: Mapping[str, Any], ids: Sequence[int] | None) -> tuple[Seen, ...]:
    names: Sequence[str] = logprobs["tokens"]
    values: Sequence[float | None] = logprobs.get("token_logprobs") or [None] * len(names)
    tops: Sequence[Mapping[str, float] | None] = logprobs.get("top_logprobs") or [None] * len(names)
    seen: list[Seen] = []
    for place, name in enumerate(names):
        token = _id(name)
        if token is None and ids is not None and len(ids) == len(names):
            token = int(ids[place])
        others = {key: _number(value) for text, value in (tops[place] or {}).items() if (key := _id(text)) is not None}
        value = values[place]
        seen.append(
            Seen(token, "" if _id(name) is not None else name, None if value is None else _number(value), others)
        )
    return tuple(seen)


def _id(name: str) -> int | None:
    return int(name.removeprefix(_ID)) if name.startswith(_ID) and name[len(_ID) :].isdecimal() else None


def _number(value: object) -> float:
    # JSON has no infinity: servers write -9999 or null for what can't be.
    return float(value) if isinstance(value, (int, float)) else -9999.0
