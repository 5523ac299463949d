"""From a template to a program: names, constants and habits are drawn, so that no two programs of a family look alike.

In a template, `$x` is a name of the kind `x` (the same one wherever it stands), `@A` a slot for a variant; `#D` stands where a
statement that changes nothing may be put, and `#I` where its variable begins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random

POOLS: dict[str, tuple[str, ...]] = {
    "f": (
        "solve", "process", "compute", "run", "scan", "walk", "check", "find", "work", "collect", "update", "handle",
        "search", "reduce", "build", "score", "evaluate", "calc", "visit", "merge", "count_items", "get_result", "step",
        "fold", "total_of", "find_value", "make_list", "do_work", "measure", "helper", "func", "task", "main_loop",
    ),
    "n": ("n", "num", "number", "size", "limit", "value", "amount", "target", "k", "m", "x", "stop", "bound", "top"),
    "i": ("i", "j", "index", "pos", "idx", "cursor", "at", "step", "place", "current", "k", "p"),
    "t": ("total", "result", "acc", "out", "res", "answer", "count", "score", "s", "found", "sum_value"),
    "xs": ("items", "values", "nums", "data", "numbers", "xs", "arr", "seq", "elements", "lst", "rows", "tasks", "queue"),
    "x": ("item", "val", "element", "entry", "num", "v", "x", "y", "cell", "e"),
    "s": ("text", "word", "s", "line", "string", "name", "source", "msg"),
    "d": ("table", "seen", "counts", "cache", "mapping", "groups", "d", "lookup", "memo"),
    "a": ("a", "left", "low", "start", "lo", "first", "begin", "x", "p"),
    "b": ("b", "right", "high", "end", "hi", "last", "finish", "y", "q"),
    "m": ("mid", "middle", "half", "m", "center"),
    "g": ("graph", "edges", "links", "neighbors", "adj", "network"),
    "h": ("apply", "inner", "advance", "next_value", "shrink", "get_next", "sub", "go", "rec", "part", "do_step"),
    "w": ("extra", "flag", "tmp", "steps", "mark", "hits", "seen_count", "checks", "state", "level", "rank", "w"),
}  # fmt: skip

_NAME = re.compile(r"\$([a-z]+)(\d?)")
_SLOT = re.compile(r"@([A-Z])")
_CONSTANT = re.compile(r"%(\d+)-(\d+)%")
_AUGMENTED = re.compile(r"^( *)(\w+) ([-+*]|//)= ([\w.]+)$", re.MULTILINE)
_WHILE = re.compile(r"^( *)while ([\w.\[\]() ]+) (<|>|<=|>=|!=|==) ([\w.\[\]()]+):$", re.MULTILINE)
_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "!=": "!=", "==": "=="}
_NEGATED = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "!=": "==", "==": "!="}
_UNRELATED = (
    "def $f():\n    return @\n",
    "@N = @\n",
    "def $f(x):\n    return x * @\n",
    "def $f(xs):\n    return [x + @ for x in xs]\n",
    "def $f(s):\n    return s.strip().lower()\n",
)


def fill(template: str, slots: Mapping[str, str], rng: Random) -> tuple[str, dict[str, str]]:
    """The template's text with names, slots and constants put in, and which name stands for what."""
    text = template.strip("\n")
    lines: list[str] = []
    for line in text.split("\n"):
        bare = line.strip()
        if len(bare) == 2 and bare[0] == "@":
            pad = line[: len(line) - len(line.lstrip())]
            lines += [pad + part for part in slots[bare[1]].split("\n") if part]
        else:
            lines.append(_SLOT.sub(lambda found: slots[found[1]], line))
    text = "\n".join(lines)
    constants: dict[str, str] = {}
    text = _CONSTANT.sub(
        lambda found: constants.setdefault(found[0], str(rng.randint(int(found[1]), int(found[2])))), text
    )
    names: dict[str, str] = {}
    for key in dict.fromkeys(found[0] for found in _NAME.finditer(text)):
        found = _NAME.match(key)
        assert found
        free = [name for name in POOLS[found[1]] if name not in names.values()]
        names[key] = rng.choice(free)
    text = _NAME.sub(lambda found: names[found[0]], text)
    return _distracted(text, names, rng), names


def _distracted(text: str, names: dict[str, str], rng: Random) -> str:
    """Statements that change nothing, where the template allows them."""
    used = set(names.values())
    own = rng.choice([name for name in POOLS["w"] if name not in used])
    wanted = rng.random() < 0.45
    lines: list[str] = []
    for line in text.split("\n"):
        pad = line[: len(line) - len(line.lstrip())]
        if line.strip() == "#I":
            if wanted:
                lines.append(f"{pad}{own} = {rng.choice(('0', '1', '5'))}")
        elif line.strip() == "#D":
            if wanted and rng.random() < 0.8:
                lines += [pad + part for part in rng.choice(_NOTHINGS).replace("@", own).split("\n")]
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


_NOTHINGS = (
    "@ += 1",
    "@ = (@ + 3) % 7",
    "@ = max(@, 2)",
    "if @ > 9:\n    @ = 0",
    "@ = 1 - @",
    "@ = @ * 2 % 11",
    "if @ == 3:\n    @ += 2\nelse:\n    @ += 1",
)


def habits(text: str, entry: str, rng: Random, unrelated: float = 0.15) -> str:
    """The same program as another hand would write it.

    Args:
        text: the program.
        entry: its function's name, which nothing else may have.
        rng: what is drawn from.
        unrelated: how often something that has nothing to do with it stands before it, and how often after it.
    """
    if rng.random() < 0.4:
        text = _AUGMENTED.sub(lambda found: f"{found[1]}{found[2]} = {found[2]} {found[3]} {found[4]}", text)
    style = rng.random()
    if style < 0.15:
        text = _WHILE.sub(lambda f: f"{f[1]}while {f[4]} {_FLIPPED[f[3]]} {f[2]}:", text)
    elif style < 0.3:
        text = _WHILE.sub(
            lambda f: f"{f[1]}while True:\n{f[1]}    if {f[2]} {_NEGATED[f[3]]} {f[4]}:\n{f[1]}        break", text
        )
    elif style < 0.36:
        text = _WHILE.sub(lambda f: f"{f[1]}while not {f[2]} {_NEGATED[f[3]]} {f[4]}:", text)
    if rng.random() < unrelated:
        text = _unrelated(entry, rng) + rng.choice(("", "\n\n")) + text
    if rng.random() < unrelated:
        text += _unrelated(entry, rng)
    return text


def _unrelated(entry: str, rng: Random) -> str:
    name = rng.choice([name for name in ("other", "setup", "clean", "show", "double", "prepare") if name != entry])
    text = rng.choice(_UNRELATED).replace("$f", name).replace("@N", name.upper())
    return text.replace("@", str(rng.randint(1, 9)))
