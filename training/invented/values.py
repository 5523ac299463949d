"""Random values for invented statements: larger than programs usually come to, of every type that operations take."""

from __future__ import annotations

from random import Random
from typing import Any

from training.programs import values as literals

Made = tuple[str, dict[str, Any]]
"""A simple statement, and what its names are bound to."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
TABLES = (LETTERS, LETTERS.upper(), "0123456789", "0123456789abcdef", "aeiou", LETTERS + LETTERS.upper())
"""What letters are looked up in."""
PRINTED = LETTERS + LETTERS.upper() + "0123456789" + " .,:;-_()[]{}+*/=!?#'\"\\"


def number(rng: Random) -> int:
    """An integer: mostly of one or two digits, up to ten."""
    shape = rng.random()
    digits = 1 if shape < 0.4 else 2 if shape < 0.78 else 3 if shape < 0.9 else rng.randint(4, 10)
    found = rng.randrange(10 ** (digits - 1) if digits > 1 else 0, 10**digits)
    return -found if rng.random() < 0.18 else found


def text(rng: Random, most: int = 60) -> str:
    """A string: a word, some words, letters of a small alphabet, or anything that can be printed."""
    shape = rng.random()
    if shape < 0.3:
        return rng.choice(literals.WORDS)
    if shape < 0.5:
        return " ".join(rng.choice(literals.WORDS) for _ in range(rng.randint(1, 6)))[:most]
    if shape < 0.57:
        # Lines and fillings: the same letter over and over, and little else.
        few = [rng.choice(PRINTED) for _ in range(rng.randint(1, 3))]
        return "".join(rng.choice(few) * rng.randint(1, 9) for _ in range(rng.randint(1, 3)))[:most]
    length = rng.randint(0, 12) if rng.random() < 0.8 else rng.randint(0, most)
    alphabet = rng.choice((LETTERS, LETTERS[:3], "01", "0123456789", "()[]{}", LETTERS + LETTERS.upper(), PRINTED))
    return "".join(rng.choice(alphabet) for _ in range(length))


def atom(rng: Random) -> Any:
    """An integer, a string, a float, a truth value or None."""
    shape = rng.random()
    if shape < 0.5:
        return number(rng)
    if shape < 0.8:
        return rng.choice(literals.WORDS) if rng.random() < 0.7 else text(rng, 12)
    if shape < 0.9:
        return literals.floating(rng)
    return rng.choice((True, False, None))


def length(rng: Random) -> int:
    """How many elements: mostly few, up to 30."""
    shape = rng.random()
    return rng.randint(0, 6) if shape < 0.6 else rng.randint(3, 14) if shape < 0.9 else rng.randint(10, 30)


def sequence(rng: Random) -> list[Any]:
    """A list of elements of one kind."""
    count, shape = length(rng), rng.random()
    if rng.random() < 0.11:
        # The same few over and over: what is copied can't be found by what stands before it.
        few = [rng.choice((atom(rng), rng.randint(0, 4) / 2, rng.random() < 0.5)) for _ in range(rng.randint(1, 4))]
        return [few[at % len(few)] if rng.random() < 0.95 else rng.choice(few) for at in range(count)]
    if shape < 0.45:
        most = rng.choice((9, 20, 99, 99, 999))
        return [rng.randint(-9 if rng.random() < 0.2 else 0, most) for _ in range(count)]
    if shape < 0.7:
        return [rng.choice(literals.WORDS) for _ in range(min(count, 14))]
    if shape < 0.78:
        return [rng.choice(LETTERS) for _ in range(count)]
    if shape < 0.86:
        return [(rng.choice(literals.WORDS), rng.randint(0, 99)) for _ in range(min(count, 7))]
    if shape < 0.94:
        width = rng.randint(1, 4)
        return [[rng.randint(0, 9) for _ in range(width)] for _ in range(min(count, 6))]
    return [atom(rng) for _ in range(min(count, 8))]


def mapping(rng: Random) -> dict[Any, Any]:
    """A dict with keys of one kind and values of one kind."""
    count = min(length(rng), 12)
    keys: list[Any] = [rng.choice(literals.WORDS) for _ in range(count)]
    if rng.random() < 0.3:
        keys = [rng.randint(0, 30) for _ in range(count)]
    elif rng.random() < 0.25:
        letters = rng.choice((LETTERS, LETTERS + LETTERS.upper()))
        keys = [rng.choice(letters) for _ in range(count)]
    elif rng.random() < 0.2:
        keys = [text(rng, 9) for _ in range(count)]
    elif rng.random() < 0.15:
        states = [rng.choice(literals.WORDS) for _ in range(3)]
        keys = [(rng.choice(states), rng.choice("abc01")) for _ in range(min(count, 6))]
    shape = rng.random()
    if shape < 0.1:
        # Records: a value of its own kind under each key.
        return {key: atom(rng) if rng.random() < 0.7 else sequence(rng)[:3] for key in keys[:6]}
    if shape < 0.6:
        return {key: rng.randint(0, 99) for key in keys}
    if shape < 0.75:
        return {key: [rng.randint(0, 20) for _ in range(rng.randint(0, 3))] for key in keys[:6]}
    return {key: atom(rng) for key in keys[:8]}


def integers(rng: Random) -> list[int]:
    """Small integers."""
    return [rng.randint(0, 40) for _ in range(length(rng))]


def drawn(rng: Random, items: Any) -> Any:
    """Something that is in a container, most times; now and then what only looks like it."""
    found: list[Any] = list(items)
    if not found or rng.random() >= 0.7:
        return atom(rng)
    one, other = rng.choice(found), rng.choice(found)
    if isinstance(one, tuple) and isinstance(other, tuple) and rng.random() < 0.25:
        return (*one[:1], *other[1:])
    return near(rng, one) if isinstance(one, str) and rng.random() < 0.15 else one


def near(rng: Random, word: str) -> str:
    """A text that differs in one place: a letter more or less, another one, or the same in the other case."""
    at = rng.randrange(len(word) + 1)
    before, here, after = word[:at], word[at : at + 1], word[at + 1 :]
    return rng.choice(
        (f"{before}{here.swapcase()}{after}", f"{before}{rng.choice(LETTERS)}{after}", before + after, word.swapcase())
    )


def comparable(rng: Random) -> list[Any]:
    """A list whose elements can be compared."""
    if rng.random() < 0.65:
        most = rng.choice((9, 20, 99, 999))
        return [rng.randint(0, most) for _ in range(length(rng))]
    return [rng.choice(literals.WORDS) for _ in range(min(length(rng), 12))]
