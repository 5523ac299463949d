"""Arguments that fit names and kinds: e-mail addresses, dates, prices, sentences, rows of numbers, inventories.

A flavour is a way a value of a kind looks; names that suggest a flavour get it most of the time. Kinds are written as in
annotations: `int`, `list[str]`, `dict[str,int]`, `pair[str,int]`; `people_kinds` reads them.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from random import Random

from training.programs.people_kinds import parts
from training.programs.people_words import PEOPLE, SURNAMES, Domain

Maker = Callable[[Random, Domain], str]


def word(rng: Random, domain: Domain) -> str:
    """One word of the domain, seldom capitalised, seldom letters at random."""
    shape = rng.random()
    if shape < 0.12:
        return "".join(rng.choices(string.ascii_lowercase, k=rng.randint(1, 8)))
    text = rng.choice(domain.words) if shape < 0.8 else rng.choice(domain.things)
    case = rng.random()
    return text if case < 0.75 else text.capitalize() if case < 0.92 else text.upper()


def person(rng: Random, _domain: Domain) -> str:
    """A first name, sometimes with a surname."""
    return rng.choice(PEOPLE) + (f" {rng.choice(SURNAMES)}" if rng.random() < 0.4 else "")


def sentence(rng: Random, domain: Domain) -> str:
    """Some words with spaces, at most 60 characters."""
    words = [word(rng, domain) for _ in range(rng.choice((1, 2, 2, 3, 3, 4, 5, 7)))]
    if rng.random() < 0.3:
        words.insert(rng.randint(0, len(words)), str(rng.randint(0, 120)))
    if rng.random() < 0.2:
        words.append(rng.choice(words))
    text = rng.choice((" ", " ", " ", "  ")).join(words)[:60]
    shape = rng.random()
    if shape < 0.12:
        text = f"{text}{rng.choice('.!?,')}"
    elif shape < 0.2:
        text = text.replace(" ", rng.choice((", ", "-", "_", "\n", "\t")))
    elif shape < 0.25:
        text = f"{rng.choice((' ', '  ', '--', '#'))}{text}{rng.choice((' ', '  ', '--', '!!'))}"
    return text


def _letters(rng: Random, _domain: Domain) -> str:
    alphabet = rng.choice(
        ("abc", "aabbccdd", "xyz", "abAB", string.ascii_lowercase, string.ascii_letters, "aeiou" + "bcdfg")
    )
    return "".join(rng.choices(alphabet, k=rng.choice((1, 3, 4, 5, 6, 7, 8, 10, 14))))


def _mixed(rng: Random, _domain: Domain) -> str:
    alphabet = string.ascii_letters + string.digits * 2 + rng.choice(("", " ", "-_", ".,!?", "#@$%&", " ()[]"))
    return "".join(rng.choices(alphabet, k=rng.randint(2, 16)))


def _digits(rng: Random, _domain: Domain) -> str:
    return "".join(rng.choices(rng.choice(("0123456789", "0123456789", "01", "123")), k=rng.randint(1, 10)))


def _email(rng: Random, domain: Domain) -> str:
    user = rng.choice(PEOPLE).lower() + rng.choice(
        ("", "", f".{rng.choice(SURNAMES).lower()}", str(rng.randint(1, 99)))
    )
    return f"{user}@{rng.choice(domain.words)}.{rng.choice(('com', 'org', 'net', 'de', 'co.uk'))}"


def _date(rng: Random, _domain: Domain) -> str:
    year, month, day = rng.randint(1985, 2030), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        (
            f"{year}-{month:02d}-{day:02d}",
            f"{day:02d}/{month:02d}/{year}",
            f"{year}{month:02d}{day:02d}",
            f"{day}.{month}.{year}",
        )
    )


def _clock(rng: Random, _domain: Domain) -> str:
    return f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}" + rng.choice(
        ("", "", f":{rng.randint(0, 59):02d}", " pm")
    )


def _path(rng: Random, domain: Domain) -> str:
    folders = [rng.choice(domain.things) for _ in range(rng.randint(0, 3))]
    return "/".join(
        [*rng.choice(([], [""])), *folders, f"{rng.choice(domain.words)}.{rng.choice(('py', 'txt', 'csv', 'tar.gz'))}"]
    )


def _code(rng: Random, _domain: Domain) -> str:
    head = "".join(rng.choices(string.ascii_uppercase, k=rng.randint(2, 3)))
    return f"{head}{rng.choice('-_ :')}{rng.randint(1, 9999)}" + rng.choice(("", "", f"-{rng.choice('ABX')}"))


def _version(rng: Random, _domain: Domain) -> str:
    return ".".join(str(rng.randint(0, 20)) for _ in range(rng.choice((2, 3, 3, 4))))


def _fields(rng: Random, domain: Domain) -> str:
    sep = rng.choice((",", ",", ";", "|", ", ", ":"))
    return sep.join(rng.choice((word(rng, domain), str(rng.randint(0, 99)))) for _ in range(rng.randint(2, 6)))


def _settings(rng: Random, domain: Domain) -> str:
    sep, equals = rng.choice((";", ",", "&", "\n", " ")), rng.choice(("=", "=", ":"))
    return sep.join(f"{rng.choice(domain.words)}{equals}{rng.randint(0, 40)}" for _ in range(rng.randint(1, 4)))


def _formula(rng: Random, _domain: Domain) -> str:
    parts_: list[str] = [str(rng.randint(0, 20))]
    for _ in range(rng.randint(1, 4)):
        parts_ += [rng.choice("++-*"), str(rng.randint(0, 12))]
    return rng.choice(("", " ")).join(parts_)


def _brackets(rng: Random, _domain: Domain) -> str:
    inner = ""
    for _ in range(rng.randint(1, 5)):
        pair = rng.choice(("()", "()", "[]", "{}"))
        inner = pair[0] + inner + pair[1] if rng.random() < 0.6 else inner + pair
    return inner if rng.random() < 0.6 else "".join(rng.sample(inner, len(inner)))


def _runs(rng: Random, _domain: Domain) -> str:
    return "".join(rng.choice("abcxyAB01") * rng.randint(1, 4) for _ in range(rng.randint(1, 6)))


def _dna(rng: Random, _domain: Domain) -> str:
    return "".join(rng.choices("ACGT", k=rng.randint(3, 15)))


TEXTS: dict[str, tuple[tuple[str, ...], Maker, float]] = {
    "sentence": (("text", "sentence", "line", "message", "phrase", "content", "paragraph", "note"), sentence, 5),
    "word": (("word", "s", "name", "tag", "label", "key", "value"), word, 3),
    "letters": (("s", "string", "chars", "letters"), _letters, 2.5),
    "mixed": (("s", "password", "st", "raw", "data"), _mixed, 2),
    "digits": (("digits", "number", "num_str", "binary", "numeral"), _digits, 1),
    "person": (("name", "owner", "student", "player", "customer", "author", "user"), person, 1),
    "email": (("email", "address", "user"), _email, 0.7),
    "date": (("date", "day", "when", "birthday"), _date, 0.8),
    "clock": (("time", "clock", "start", "hour"), _clock, 0.6),
    "path": (("path", "filename", "url", "route"), _path, 0.7),
    "code": (("code", "sku", "isbn", "ticket", "plate", "barcode"), _code, 0.8),
    "version": (("version", "ip", "release"), _version, 0.5),
    "fields": (("row", "csv_line", "record", "fields", "line", "entry"), _fields, 1.3),
    "settings": (("config", "query", "spec", "options", "pairs"), _settings, 0.9),
    "formula": (("expr", "expression", "formula"), _formula, 0.5),
    "brackets": (("brackets", "expr", "s"), _brackets, 0.4),
    "runs": (("s", "signal", "text", "encoded"), _runs, 1),
    "dna": (("dna", "strand", "seq"), _dna, 0.3),
}  # fmt: skip
"""flavour -> (names that suggest it, maker, weight)."""

_FLAVOURS = list(TEXTS)
_WEIGHTS = [weight for _, _, weight in TEXTS.values()]


def text_flavour(rng: Random) -> str:
    """A flavour of strings, by weight."""
    return rng.choices(_FLAVOURS, _WEIGHTS)[0]


def integer(rng: Random, name: str = "") -> int:
    """An integer that fits the name: small for counts, four digits for years, up to ten digits now and then."""
    if name in ("year",):
        return rng.randint(1900, 2100)
    if name in ("month",):
        return rng.randint(1, 12)
    if name in ("age", "hour", "minutes", "day"):
        return rng.randint(0, 60)
    if name in (
        "k",
        "i",
        "idx",
        "index",
        "start",
        "step",
        "steps",
        "depth",
        "pos",
        "position",
        "size",
        "rows",
        "cols",
        "times",
    ):
        return rng.choice((0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8))
    shape = rng.random()
    if shape < 0.45:
        return rng.randint(0, 12)
    if shape < 0.72:
        return rng.randint(0, 100)
    if shape < 0.8:
        return rng.randint(-30, -1)
    if shape < 0.92:
        return rng.randint(100, 9999)
    return rng.randint(10**4, 10 ** rng.randint(5, 10))


def real(rng: Random) -> float:
    """A float of one or two decimals."""
    return (
        rng.randint(0, 40) / 2
        if rng.random() < 0.4
        else round(rng.uniform(-20 if rng.random() < 0.15 else 0, 100), rng.choice((1, 1, 2)))
    )


def length(rng: Random) -> int:
    """The number of elements of a list: mostly 2 to 7, at times to 30."""
    shape = rng.random()
    return (
        0
        if shape < 0.03
        else 1
        if shape < 0.08
        else rng.randint(2, 7)
        if shape < 0.85
        else rng.randint(6, 14)
        if shape < 0.96
        else rng.randint(12, 30)
    )


def _integers(rng: Random, size: int) -> list[int]:
    shape = rng.random()
    if shape < 0.08:
        start, step = rng.randint(0, 20), rng.randint(1, 5)
        return list(range(start, start + step * size, step))
    low, high = rng.choice(((0, 9), (1, 5), (-10, 10), (0, 50), (1, 100), (-50, 200), (0, 1), (100, 9999)))
    made = [rng.randint(low, high) for _ in range(size)]
    return sorted(made) if rng.random() < 0.15 else made


def value(rng: Random, kind: str, domain: Domain, name: str = "", flavour: str | None = None) -> object:
    """A random value of a kind.

    Args:
        rng: the random source.
        kind: see the module.
        domain: what strings are about.
        name: the parameter's name, which may suggest what is in it.
        flavour: of strings; drawn anew if None.

    Raises:
        KeyError: no such kind.
    """
    base, inner = parts(kind)
    if base == "int":
        return integer(rng, name)
    if base == "float":
        return real(rng)
    if base == "bool":
        return rng.random() < 0.5
    if base == "none":
        return None
    if base == "str":
        if flavour is None and rng.random() < 0.02:
            return ""
        return TEXTS[flavour or text_flavour(rng)][1](rng, domain)
    if base == "any":
        return value(
            rng, rng.choice(("int", "int", "str", "str", "float", "bool", "none", "list[int]", "pair[str,int]")), domain
        )
    if base in ("list", "tuple", "deque"):
        size = length(rng)
        if inner[0] == "int":
            items: list[object] = [*_integers(rng, size)]
        elif inner[0] == "str":
            items = _strings(rng, min(size, 12), domain, flavour)
        else:
            items = _alike(rng, min(size, 5), inner[0], domain)
        return tuple(items) if base == "tuple" else items
    if base == "pair":
        return tuple(value(rng, each, domain) if each != "str" else word(rng, domain) for each in inner)
    if base == "set":
        return {
            value(rng, inner[0], domain) if inner[0] != "int" else rng.randint(0, 20) for _ in range(rng.randint(1, 6))
        }
    if base == "dict":
        keys = [
            word(rng, domain) if inner[0] == "str" else rng.randint(0, 30)
            for _ in range(rng.choice((0, 1, 2, 2, 3, 3, 4, 4, 5, 6)))
        ]
        if inner[0] == "str" and rng.random() < 0.2:
            keys = list("abcdefg"[: len(keys)])
        return {key: _entry(rng, inner[1], domain) for key in keys}
    raise KeyError(kind)


def _entry(rng: Random, kind: str, domain: Domain) -> object:
    if kind == "int":
        return rng.randint(0, 20) if rng.random() < 0.7 else integer(rng)
    if kind == "str":
        return word(rng, domain) if rng.random() < 0.7 else person(rng, domain)
    made = value(rng, kind, domain)
    return made[:4] if isinstance(made, list) else made


def _strings(rng: Random, size: int, domain: Domain, flavour: str | None) -> list[object]:
    shape = rng.random()
    if flavour is None and shape < 0.65:
        pool = [word(rng, domain) for _ in range(max(1, size - rng.choice((0, 0, 0, 1, 2))))]
        return [pool[i] if i < len(pool) else rng.choice(pool) for i in range(size)]
    if flavour is None and shape < 0.75:
        return [*rng.choices(string.ascii_lowercase[: rng.randint(2, 26)], k=size)]
    kind = flavour or rng.choice(("person", "code", "digits", "letters", "email", "date", "word", "settings", "mixed"))
    return [TEXTS[kind][1](rng, domain) for _ in range(min(size, 5))]


def _alike(rng: Random, size: int, kind: str, domain: Domain) -> list[object]:
    """Elements of a container kind; lists of numbers get equal lengths mostly, as the rows of a table."""
    if kind == "list[int]" and rng.random() < 0.75:
        width, (low, high) = rng.randint(1, 4), rng.choice(((0, 9), (0, 1), (-9, 20)))
        return [[rng.randint(low, high) for _ in range(width)] for _ in range(max(1, size))]
    made = [value(rng, kind, domain) for _ in range(size)]
    return [each[:5] if isinstance(each, list) else each for each in made]


def text(value: object) -> str:
    """Source text of a value; sets in sorted order, so that equal seeds give equal programs."""
    if isinstance(value, set):
        members: list[str] = sorted(repr(each) for each in value)  # pyright: ignore[reportUnknownVariableType]
        return "{" + ", ".join(members) + "}" if members else "set()"
    return repr(value)
