"""Random literals as people write them: small, short, of a given type; as Python values or as source text.

`value(rng, kind)` is the one door; the functions behind it are public, for generators that need a length or a range.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, cast

from training.programs import names

WORDS: tuple[str, ...] = names.split_words(
    "apple banana cherry grape lemon melon orange peach pear plum kiwi mango red green blue black white "
    "yellow pink gray dog cat bird fish horse mouse snake lion tiger bear hello world python code test "
    "data alpha beta gamma delta omega north south east west open closed new old hot cold small large "
    "fast slow one two three four five six seven eight nine ten foo bar baz qux alice bob carol dave erin "
    "frank grace henry ivan judy mon tue wed thu fri sat sun level radar noon civic banana mississippi "
    "book pen paper desk chair lamp door window house car bike train plane milk bread egg rice tea coffee "
    "sugar salt paris london rome tokyo berlin madrid oslo start stop pause play error warning info debug "
    "yes no maybe true false abc xyz abcd aab abba the quick brown fox jumps over lazy a an and is in of "
    "to it this that key value name item user admin guest root"
)
"""Words that literals are made of."""

_LOWER = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_PUNCTUATION = ".,!?-_:;/*#@$%&+=()[]'\""
_MIXED = _LOWER + _LOWER.upper() + _DIGITS + "  "


def integer(rng: Random, low: int = -20, high: int = 100) -> int:
    """An integer within [low, high], more often a small one."""
    shape = rng.random()
    if shape < 0.5:
        return rng.randint(max(low, min(0, high)), min(high, max(10, low)))
    return rng.randint(low, high)


def any_integer(rng: Random) -> int:
    """Mostly 0 to 10, often -20 to 100, sometimes up to four digits."""
    shape = rng.random()
    if shape < 0.4:
        return rng.randint(0, 10)
    if shape < 0.65:
        return rng.randint(0, 30)
    if shape < 0.75:
        return rng.randint(-20, -1)
    if shape < 0.93:
        return rng.randint(10, 100)
    return rng.randint(100, 999) if shape < 0.98 else rng.randint(1000, 9999)


def floating(rng: Random) -> float:
    """A float of one or two decimals, seldom negative."""
    shape = rng.random()
    if shape < 0.25:
        return rng.randint(0, 20) / 2
    number = round(rng.uniform(0, 10 if shape < 0.7 else 100), rng.choice((1, 1, 2)))
    return -number if rng.random() < 0.1 else number


def word(rng: Random) -> str:
    """A word: lower case mostly, sometimes capitalised or in capitals, seldom random letters."""
    shape = rng.random()
    if shape < 0.15:
        return "".join(rng.choices(_LOWER, k=rng.randint(2, 7)))
    text = rng.choice(WORDS) if shape < 0.85 else rng.choice(names.NOUNS)
    case = rng.random()
    return text if case < 0.8 else text.capitalize() if case < 0.93 else text.upper()


def string(rng: Random) -> str:
    """A string of 0 to 12 characters mostly, sometimes about 25; of any make a person would try a function with."""
    shape = rng.random()
    if shape < 0.04:
        return ""
    if shape < 0.34:
        return word(rng)
    if shape < 0.42:
        return "".join(rng.choices(_LOWER, k=rng.randint(1, 9)))
    if shape < 0.50:
        return "".join(rng.choices("abc" if rng.random() < 0.6 else "aAbBxyz", k=rng.randint(2, 9)))
    if shape < 0.66:
        return rng.choice((" ", " ", " ", "_", "-", ",", ", ", "  ")).join(word(rng) for _ in range(rng.randint(2, 3)))
    if shape < 0.72:
        return " ".join(word(rng) for _ in range(rng.randint(3, 5)))[:32].strip()
    if shape < 0.80:
        return "".join(rng.choices(_LOWER + _DIGITS + _DIGITS, k=rng.randint(3, 10)))
    if shape < 0.86:
        return "".join(rng.choices(_MIXED, k=rng.randint(2, 12)))
    if shape < 0.91:
        return "".join(rng.choices(_LOWER + _PUNCTUATION + " ", k=rng.randint(2, 10)))
    if shape < 0.95:
        return word(rng) + rng.choice(_PUNCTUATION)
    if shape < 0.975:
        return rng.choice((" ", "  ")) * rng.randint(0, 1) + word(rng) + rng.choice((" ", "  ", "\n", "\t"))
    return str(rng.randint(0, 99999))


def numeral(rng: Random) -> str:
    """A string that `int` accepts."""
    return str(any_integer(rng))


def length(rng: Random, low: int = 0) -> int:
    """The number of elements of a list: 2 to 6 mostly, sometimes up to 12, at least `low`."""
    shape = rng.random()
    size = 0 if shape < 0.04 else 1 if shape < 0.1 else rng.randint(2, 6) if shape < 0.9 else rng.randint(6, 12)
    return max(low, size)


def list_of_integers(rng: Random, low: int = 0) -> list[int]:
    """A list of integers; the range, the order and the repetition differ from list to list."""
    size = length(rng, low)
    shape = rng.random()
    if shape < 0.15:
        start = rng.randint(0, 5)
        return list(range(start, start + size))
    if shape < 0.4:
        return [rng.randint(0, 9) for _ in range(size)]
    if shape < 0.55:
        return [rng.randint(1, 4) for _ in range(size)]
    if shape < 0.65:
        return sorted(rng.randint(0, 30) for _ in range(size))
    if shape < 0.8:
        return [rng.randint(-10, 10) for _ in range(size)]
    return [any_integer(rng) for _ in range(size)]


def list_of_floats(rng: Random, low: int = 0) -> list[float]:
    """A short list of floats."""
    return [floating(rng) for _ in range(min(5, length(rng, low)))]


def list_of_strings(rng: Random, low: int = 0) -> list[str]:
    """A list of words, letters or short strings, seldom with repetitions."""
    size = min(7, length(rng, low))
    shape = rng.random()
    if shape < 0.15:
        return rng.choices(_LOWER[: rng.randint(3, 26)], k=size)
    if shape < 0.8:
        pool = [word(rng) for _ in range(max(1, size - (rng.random() < 0.3)))]
        return [pool[i] if i < len(pool) else rng.choice(pool) for i in range(size)]
    return [string(rng)[:12] for _ in range(size)]


def list_of_lists(rng: Random, low: int = 0) -> list[list[int]]:
    """A small matrix, or lists of unequal lengths."""
    rows = max(low, rng.randint(1, 4))
    columns = rng.randint(1, 4)
    if rng.random() < 0.7:
        return [[rng.randint(0, 9) for _ in range(columns)] for _ in range(rows)]
    return [[rng.randint(0, 20) for _ in range(rng.randint(0, 4))] for _ in range(rows)]


def key(rng: Random) -> str:
    """A key of a dict: a letter or a word in lower case."""
    return rng.choice(_LOWER[:6] + "xyz") if rng.random() < 0.5 else rng.choice(WORDS)


def dict_of_integers(rng: Random, low: int = 0) -> dict[str, int]:
    """A dict from strings to integers, 0 to 5 entries."""
    size = max(low, rng.choice((0, 1, 2, 2, 3, 3, 3, 4, 5)))
    result: dict[str, int] = {}
    letters = rng.random() < 0.4
    for i in range(size):
        result["abcdef"[i] if letters else key(rng)] = any_integer(rng) if rng.random() < 0.3 else rng.randint(0, 12)
    return result


def set_of_integers(rng: Random, low: int = 0) -> set[int]:
    """A set of small non-negative integers."""
    return set(rng.sample(range(16), k=max(low, rng.choice((0, 1, 2, 3, 3, 4, 5)))))


_MAKERS: dict[str, Callable[[Random], Any]] = {
    "int": any_integer,
    "float": floating,
    "str": string,
    "bool": lambda rng: rng.random() < 0.5,
    "none": lambda rng: None,
    "list_int": list_of_integers,
    "list_float": list_of_floats,
    "list_str": list_of_strings,
    "list_list": list_of_lists,
    "dict": dict_of_integers,
    "dict_str": lambda rng: {key(rng): word(rng) for _ in range(rng.randint(0, 4))},
    "dict_int": lambda rng: {rng.randint(0, 20): word(rng) for _ in range(rng.randint(0, 4))},
    "dict_list": lambda rng: {key(rng): list_of_integers(rng)[:4] for _ in range(rng.randint(1, 3))},
    "set": set_of_integers,
    "tuple": lambda rng: tuple(list_of_integers(rng)[:5]),
    "tuple_str": lambda rng: tuple(list_of_strings(rng)[:4]),
    "pairs": lambda rng: [(word(rng), rng.randint(0, 20)) for _ in range(rng.randint(1, 4))],
}

KINDS: tuple[str, ...] = tuple(_MAKERS)
"""The kinds that `value` and `literal` know."""


def value(rng: Random, kind: str) -> Any:
    """A random value of a kind of `KINDS`; `any` is one of the simple kinds.

    Raises:
        KeyError: no such kind.
    """
    if kind == "any":
        kind = rng.choice(
            ("int", "int", "str", "str", "bool", "none", "float", "list_int", "tuple", "list_str", "dict")
        )
    return _MAKERS[kind](rng)


def text(value: Any) -> str:
    """The source text of a value: its repr, with sets in sorted order so that equal seeds give equal programs."""
    if isinstance(value, set):
        members: set[Any] = cast("set[Any]", value)
        return "{" + ", ".join(repr(each) for each in sorted(members)) + "}" if members else "set()"
    return repr(value)


def literal(rng: Random, kind: str) -> str:
    """The source text of a random value of a kind."""
    return text(value(rng, kind))
