"""Arguments a person would type when trying a small function: short, often plain, now and then an edge case.

Each kind is one letter; `argument_list` gives Python expressions. Templates that use the letters live in `idioms_*.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from training.programs import values

WORDS = [
    "apple",
    "banana",
    "cherry",
    "kiwi",
    "lemon",
    "mango",
    "pear",
    "plum",
    "cat",
    "dog",
    "bird",
    "fish",
    "horse",
    "mouse",
    "tiger",
    "red",
    "green",
    "blue",
    "black",
    "white",
    "one",
    "two",
    "three",
    "four",
    "five",
    "hello",
    "world",
    "python",
    "code",
    "test",
    "data",
    "list",
    "word",
    "level",
    "radar",
    "noon",
    "civic",
    "stats",
    "abc",
    "xyz",
    "aab",
    "abba",
    "aabbcc",
    "foo",
    "bar",
    "baz",
    "spam",
    "eggs",
    "ham",
    "alice",
    "bob",
    "carol",
    "dave",
    "eve",
    "north",
    "south",
    "east",
    "west",
    "sun",
    "moon",
    "star",
    "tree",
    "leaf",
    "river",
    "stone",
    "bread",
    "milk",
    "tea",
    "salt",
    "sugar",
    "rice",
    "book",
    "pen",
    "desk",
    "lamp",
    "door",
    "key",
    "lock",
    "a",
    "be",
    "to",
    "up",
    "on",
    "in",
    "it",
    "of",
    "key",
    "go",
    "ok",
    "Hello",
    "World",
    "Python",
    "Alice",
    "Bob",
    "Anna",
    "Kayak",
    "OK",
    "ABC",
    "Zed",
    "Monday",
    "june",
    "Tea",
    "banana",
    "mississippi",
    "committee",
    "bookkeeper",
]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ANNOTATIONS: dict[str, str] = {
    "s": "str", "w": "str", "c": "str", "B": "str", "E": "str", "t": "str", "n": "int", "i": "int", "k": "int", "p": "int",
    "I": "list[int]", "J": "list[int]", "P": "list[int]", "S": "list[int]", "W": "list[str]", "Z": "list[str]",
    "D": "dict[str, int]", "U": "dict[str, int]", "G": "list[tuple[str, int]]", "M": "list[list[int]]", "F": "list[float]",
    "x": "float", "N": "list", "Q": "list", "L": "list[dict]", "A": "dict", "V": "dict", "z": "str",
    "O": "list[str]", "R": "list[tuple[int, int]]",
}  # fmt: skip


def word(rng: Random) -> str:
    """A short word, mostly an English one, sometimes letters at random."""
    form = rng.random()
    if form < 0.25:
        return values.word(rng)
    if form < 0.65:
        return rng.choice(WORDS)
    alphabet = rng.choice((LETTERS, "abc", "aeioubcd", "xyz", "abAB"))
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(1, 8)))


def text(rng: Random) -> str:
    """A string to play with: a word, a phrase, digits mixed in, capitals, punctuation, seldom empty."""
    if rng.random() < 0.35:
        return values.string(rng)
    form = rng.random()
    if form < 0.04:
        return ""
    if form < 0.30:
        return word(rng)
    if form < 0.55:
        return rng.choice((" ", " ", " ", "-", "_", ",", ", ")).join(word(rng) for _ in range(rng.randint(2, 3)))
    if form < 0.62:
        return word(rng).capitalize() + rng.choice(" ,!?.")
    if form < 0.72:
        return "".join(rng.choice(LETTERS[:6] + "0123456789") for _ in range(rng.randint(2, 9)))
    if form < 0.80:
        return "".join(rng.choice("ab cdAB12-!.") for _ in range(rng.randint(3, 12)))
    if form < 0.86:
        return str(rng.randint(0, 99999))
    if form < 0.94:
        return "".join(rng.choice("abcd") * rng.randint(1, 3) for _ in range(rng.randint(1, 5)))
    return "".join(rng.choice((str.upper, str.lower))(c) for c in word(rng))


def integer(rng: Random) -> int:
    """An integer, mostly small, seldom negative or of four digits."""
    form = rng.random()
    if form < 0.55:
        return rng.randint(0, 12)
    if form < 0.85:
        return rng.randint(0, 99)
    if form < 0.93:
        return rng.randint(-20, -1)
    return rng.randint(100, 9999)


def integers(rng: Random, longest: int = 7) -> list[int]:
    """A list of integers of 0 to `longest` items."""
    if rng.random() < 0.3:
        return values.list_of_integers(rng)[:longest]
    size = 0 if rng.random() < 0.04 else min(longest, rng.choice((1, 2, 3, 3, 4, 4, 4, 5, 5, 6, 7)))
    form = rng.random()
    if form < 0.4:
        return [rng.randint(0, 9) for _ in range(size)]
    if form < 0.55:
        return [rng.randint(1, 4) for _ in range(size)]
    if form < 0.8:
        return [rng.randint(-9, 20) for _ in range(size)]
    if form < 0.9:
        return list(range(rng.randint(0, 5), 60, rng.randint(1, 10)))[:size]
    return [rng.randint(0, 200) for _ in range(size)]


def words(rng: Random) -> list[str]:
    """A list of words, seldom empty."""
    size = 0 if rng.random() < 0.04 else rng.choice((1, 2, 2, 3, 3, 4, 5))
    chosen = [word(rng) for _ in range(size)]
    if chosen and rng.random() < 0.3:
        chosen.append(rng.choice(chosen))
    return chosen


def real(rng: Random) -> float:
    """A float with few decimals."""
    return round(rng.uniform(-10, 60), rng.choice((0, 1, 1, 2))) if rng.random() < 0.8 else rng.randint(0, 40) / 2


def mapping(rng: Random) -> dict[str, int]:
    """A dict from words to small integers."""
    return {word(rng): rng.randint(0, 20) for _ in range(rng.choice((0, 1, 2, 2, 3, 3, 4, 5)))}


def nested(rng: Random, depth: int = 0) -> list[object]:
    """A list with lists in it, at most three deep."""
    return [
        nested(rng, depth + 1) if depth < 2 and rng.random() < 0.4 else rng.randint(0, 9)
        for _ in range(rng.randint(0 if depth else 1, 3))
    ]


def matrix(rng: Random) -> list[list[int]]:
    """A rectangle of small integers, often a square."""
    rows = rng.randint(1, 3)
    columns = rows if rng.random() < 0.6 else rng.randint(1, 3)
    return [[rng.randint(0, 9) for _ in range(columns)] for _ in range(rows)]


def brackets(rng: Random) -> str:
    """A string of brackets, balanced about half of the time."""
    if rng.random() < 0.5:
        return "".join(rng.choice(rng.choice(("()", "()[]", "([{}])", "()a"))) for _ in range(rng.randint(1, 7)))
    inner = ""
    for _ in range(rng.randint(1, 4)):
        pair = rng.choice(("()", "()", "[]", "{}"))
        inner = pair[0] + inner + pair[1] if rng.random() < 0.6 else inner + pair
    return inner


def formula(rng: Random) -> str:
    """A small sum such as `3+4*2`."""
    parts = [str(rng.randint(0, 20))]
    for _ in range(rng.randint(0, 3)):
        parts += [rng.choice("++-*"), str(rng.randint(0, 12))]
    return rng.choice(("", "", " ")).join(parts)


def numeral(rng: Random) -> str:
    """A string that is meant to be a number, and sometimes isn't."""
    if rng.random() < 0.65:
        return str(integer(rng))
    return rng.choice(("x", "", "12a", "3.5", "-7", " 8 ", "ten", "1e3", "0", "--2", "4,5", "None", word(rng)))


def record(rng: Random) -> dict[str, object]:
    """A record as a dict: a name with some numbers."""
    return {"name": rng.choice(WORDS), "qty": rng.randint(0, 9), "price": rng.choice((rng.randint(1, 50), 2.5, 0.5))}


def graph(rng: Random) -> dict[str, list[str]]:
    """A small directed graph as an adjacency dict that begins at 'a'."""
    nodes = "abcdef"[: rng.randint(2, 5)]
    return {n: sorted(rng.sample(nodes, rng.randint(0, min(2, len(nodes) - 1)))) for n in nodes}


def nested_mapping(rng: Random) -> dict[str, object]:
    """A dict with dicts in it, at most two deep."""
    keys = rng.sample("abcdxyz", rng.randint(1, 3))
    return {k: rng.randint(0, 9) if rng.random() < 0.6 else {j: rng.randint(0, 9) for j in "pq"} for k in keys}


def _anything(rng: Random) -> object:
    makers: tuple[Callable[[Random], object], ...] = (integer, integer, word, real, lambda r: r.random() < 0.5)
    return None if rng.random() < 0.08 else rng.choice(makers)(rng)


def _command(rng: Random) -> str:
    name = rng.choice(("push", "push", "add", "add", "pop", "sub", "mul", "left", "right", "up", "reset", "go"))
    return name if name in ("pop", "reset") else f"{name} {rng.randint(0, 9)}"


def _related_char(rng: Random, before: list[object]) -> str:
    if before and isinstance(before[-1], str) and before[-1] and rng.random() < 0.7:
        return rng.choice(before[-1])
    return rng.choice(LETTERS[:8] + "st01 ")


def _related_text(rng: Random, before: list[object]) -> str:
    if before and isinstance(before[-1], str) and before[-1]:
        source, form = before[-1], rng.random()
        start = rng.randrange(len(source))
        if form < 0.35:
            return source[start : start + rng.randint(1, 3)]
        if form < 0.45:
            return "".join(rng.sample(source, len(source)))
        if form < 0.55:
            return source[: rng.randint(1, len(source))]
        if form < 0.62:
            return source
    return word(rng)


def _related_key(rng: Random, before: list[object]) -> str:
    if before and isinstance(before[-1], (dict, list)) and before[-1] and rng.random() < 0.7:
        return str(rng.choice(list(before[-1])))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return word(rng)


def _related_number(rng: Random, before: list[object]) -> int:
    if before and isinstance(before[-1], list) and before[-1] and rng.random() < 0.6:
        chosen: object = rng.choice(before[-1])  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        if isinstance(chosen, int):
            return chosen
    return rng.randint(0, 15)


def _related_mapping(rng: Random, before: list[object]) -> dict[str, int]:
    made = mapping(rng)
    if before and isinstance(before[-1], dict) and before[-1] and rng.random() < 0.8:
        made[str(rng.choice(list(before[-1])))] = rng.randint(0, 20)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return made


KINDS: dict[str, Callable[[Random, list[object]], object]] = {
    "s": lambda r, _: text(r),
    "w": lambda r, _: word(r),
    "t": _related_text,
    "c": _related_char,
    "n": lambda r, _: r.randint(0, 12) if r.random() < 0.8 else r.randint(0, 40),
    "p": lambda r, _: r.randint(1, 30) if r.random() < 0.7 else r.randint(1, 999),
    "k": lambda r, _: r.randint(1, 4) if r.random() < 0.9 else 0,
    "i": lambda r, _: integer(r),
    "x": lambda r, _: real(r) if r.random() < 0.7 else integer(r),
    "I": lambda r, _: integers(r),
    "J": lambda r, _: integers(r, 4),
    "P": lambda r, _: [r.randint(1, 12) for _ in range(r.randint(1, 5))],
    "S": lambda r, _: sorted(integers(r)),
    "W": lambda r, _: words(r),
    "F": lambda r, _: [real(r) for _ in range(r.randint(1, 5))],
    "D": lambda r, _: mapping(r),
    "U": _related_mapping,
    "z": _related_key,
    "y": _related_number,
    "G": lambda r, _: [(r.choice(WORDS[:9]), r.randint(0, 12)) for _ in range(r.randint(1, 5))],
    "R": lambda r, _: [(a, a + r.randint(0, 6)) for a in (r.randint(0, 12) for _ in range(r.randint(1, 4)))],
    "M": lambda r, _: matrix(r),
    "N": lambda r, _: nested(r),
    "B": lambda r, _: brackets(r),
    "E": lambda r, _: formula(r),
    "Z": lambda r, _: [numeral(r) for _ in range(r.randint(1, 4))],
    "Y": lambda r, _: numeral(r),
    "Q": lambda r, _: [_anything(r) for _ in range(r.randint(1, 5))],
    "q": lambda r, _: _anything(r),
    "L": lambda r, _: [record(r) for _ in range(r.randint(1, 3))],
    "H": lambda r, _: record(r),
    "A": lambda r, _: graph(r),
    "V": lambda r, _: nested_mapping(r),
    "O": lambda r, _: [_command(r) for _ in range(r.randint(1, 6))],
    "T": lambda r, _: "".join(r.choice("LRUDFLR"[: r.choice((4, 7))]) for _ in range(r.randint(1, 8))),
}
"""Each kind's maker: from a random source and the arguments before it to a value with a faithful repr."""


def argument_list(rng: Random, kinds: str) -> str:
    """The arguments of one call, one for each letter of `kinds`, as they stand between the brackets."""
    values: list[object] = []
    for kind in kinds:
        values.append(KINDS[kind](rng, values))
    return ", ".join(map(repr, values))
