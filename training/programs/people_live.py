"""A function under construction together with its variables' values: every statement is tried on example arguments first.

What raises, grows too large or does not end is turned down, so that random composition needs no proof of its own. The examples become
the program's calls. What is executed here is only what the generators themselves wrote.
"""

# ruff: noqa: E501 - templates and tables are read more easily on one line
from __future__ import annotations

import bisect
import builtins
import collections
import copy
import functools
import heapq
import itertools
import math
import re
import string
from collections.abc import Generator
from contextlib import contextmanager
from random import Random
from types import FunctionType, ModuleType
from typing import Any, cast

from training.programs import people_words
from training.programs.people_kinds import kind_of, merged
from training.programs.people_words import Domain

Env = dict[str, Any]

LONGEST_TEXT = 60
LONGEST_LIST = 30
LARGEST = 10**10
LONGEST_REPR = 150
ROUNDS = 260
"""How often loops may turn and functions be entered while one statement runs."""
GUARD = "_guard(locals())"
"""Stands at the head of each loop and function while it is tried; `without_guards` takes it out."""

_MODULES: tuple[ModuleType, ...] = (math, re, string, itertools, functools, collections, heapq, bisect)
_FROM: dict[str, tuple[str, ...]] = {
    "collections": ("Counter", "defaultdict", "deque", "OrderedDict", "ChainMap", "namedtuple"),
    "itertools": (
        "accumulate", "chain", "combinations", "cycle", "dropwhile", "groupby", "islice", "pairwise", "permutations",
        "product", "repeat", "starmap", "takewhile", "zip_longest",
    ),
    "functools": ("reduce", "lru_cache", "partial"),
    "bisect": ("bisect_left", "bisect_right", "insort"),
    "heapq": ("heappush", "heappop", "heapify", "nlargest", "nsmallest"),
    "math": ("sqrt", "gcd", "isqrt", "ceil", "floor", "prod", "factorial", "comb"),
    "operator": ("itemgetter", "attrgetter"),
    "dataclasses": ("dataclass", "field"),
    "enum": ("Enum", "IntEnum", "auto"),
    "typing": ("NamedTuple", "Optional", "List", "Dict", "Tuple", "Set", "Any"),
    "fractions": ("Fraction",),
}  # fmt: skip
_NAME = re.compile(r"(?<![\w.'\"])([A-Za-z_]\w*)")
_RETURN = re.compile(r"^(\s*)return\b(.*)$")


class TooMuch(Exception):
    """A value or a loop outgrew its bounds."""


class Left(Exception):
    """Stands for a `return` while a statement is tried: the example has left the function."""


class NoFit(Exception):
    """Nothing of the wanted kind can be written here."""


class Guard:
    """Counts the turns of loops and looks at the values there."""

    def __init__(self) -> None:
        self.left = ROUNDS

    def __call__(self, values: Env) -> None:
        """One more turn.

        Raises:
            TooMuch: there were too many, or a value has outgrown its bounds.
        """
        self.left -= 1
        if self.left < 0:
            raise TooMuch
        for name, value in values.items():
            if name.startswith("_"):
                continue
            kind = type(value)
            if kind is int:
                if abs(value) > LARGEST:
                    raise TooMuch
            elif kind in (str, list, dict, set, tuple) and len(value) > 2 * LONGEST_TEXT:
                raise TooMuch


GUARDIAN = Guard()
"""The one that tried code calls; its count begins anew with each statement."""


@functools.cache
def _builtins() -> Env:
    """What tried code finds besides its own names: the builtins, and everything that `imports_for` can import."""
    names: Env = {**vars(builtins), **{module.__name__: module for module in _MODULES}}
    for module, members in _FROM.items():
        loaded = __import__(module)
        names |= {member: getattr(loaded, member) for member in members}
    return {**names, "_guard": GUARDIAN, "_left": Left}


def fresh_env() -> Env:
    """Globals without names, in which everything that `imports_for` can import is there."""
    return {"__builtins__": _builtins(), "__name__": "generated"}


def imports_for(source: str, rng: Random) -> list[str]:
    """The import lines that a module's text needs."""
    used = set(_NAME.findall(source))
    lines = [
        f"import {module.__name__}" for module in _MODULES if re.search(rf"(?<![\w.'\"]){module.__name__}\.", source)
    ]
    for module, members in _FROM.items():
        wanted = [member for member in members if member in used and _is_used(member, source, module)]
        if wanted:
            lines.append(f"from {module} import {', '.join(wanted)}")
    if rng.random() < 0.3:
        rng.shuffle(lines)
    return lines


def _is_used(member: str, source: str, module: str) -> bool:
    """Whether the text means the module's member by this name, not a variable of its own."""
    pattern = (
        rf"(?<![\w.'\"]){member}\b"
        if module in ("typing", "enum")
        else rf"(?<![\w.'\"]){member}\(|@{member}\b(?!\.)|\(lambda: {member}\b|defaultdict\({member}\b|\({member}\)(?!:)"
    )
    return bool(re.search(pattern, source))


def fits(value: object) -> bool:
    """Whether a value is small enough to be shown and predicted."""
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return abs(value) < LARGEST
    if isinstance(value, float):
        return math.isfinite(value) and len(repr(value)) <= 9
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT
    if isinstance(value, (list, tuple, dict, set, collections.deque)):
        held = cast("list[object]", value)
        return len(held) <= LONGEST_LIST and len(repr(held)) <= LONGEST_REPR
    if isinstance(value, (FunctionType, type)):
        return True
    if type(value).__name__ in (
        "zip",
        "map",
        "filter",
        "enumerate",
        "generator",
        "reversed",
        "range",
        "method",
        "builtin_function_or_method",
    ):
        return False  # an iterator's repr tells nothing, and trying it would use it up
    return len(repr(value)) <= LONGEST_REPR


class Live:
    """One function body while it is written.

    Attributes:
        rng: the random source.
        domain: what the program is about.
        envs: the variables of each example that is still running here.
        kinds: name -> kind for the variables that exist.
        bound: the names of comprehensions around this point, with their kinds.
        unread: variables that nothing has read since they were written, oldest first.
        fixed: names that must not be assigned to now.
        lines: what is written, with guards.
        indent: levels.
        loops: how many loops are around.
        plain: the share of names that say nothing.
        helpers: name -> (parameters' kinds, result's kind) of functions that may be called.
        weights: how willingly new variables of each kind are made.
        hot: variables of the loop around, which its body should use.
        hot_targets: the accumulators of the loop around.
        single: names of comprehensions that hold one character.
    """

    def __init__(self, rng: Random, domain: Domain, envs: list[Env], plain: float, weights: dict[str, float]) -> None:
        self.rng = rng
        self.domain = domain
        self.envs = envs
        self.plain = plain
        self.kinds: dict[str, str] = {}
        self.bound: dict[str, str] = {}
        self.unread: list[str] = []
        self.fixed: set[str] = set()
        self.taken: set[str] = set()
        self.lines: list[str] = []
        self.indent = 1
        self.loops = 0
        self.helpers: dict[str, tuple[tuple[str, ...], str]] = {}
        self.weights = weights
        self.hot: set[str] = set()
        self.single: set[str] = set()
        self.hot_targets: set[str] = set()

    def kind(self) -> str:
        """A kind for a new variable, by weight."""
        return self.rng.choices(list(self.weights), list(self.weights.values()))[0]

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.rng.random() < share

    def having(self, kind: str) -> list[str]:
        """Variables of a kind, `list[*]` for any list, those of comprehensions included."""
        everything = {**self.kinds, **self.bound}
        if kind.endswith("[*]"):
            return [name for name, own in everything.items() if own.startswith(kind[:-2])]
        return [name for name, own in everything.items() if own == kind]

    def pick(self, kind: str) -> str:
        """A variable of a kind for reading, preferably one that nothing has read yet.

        Raises:
            NoFit: there is none.
        """
        names = self.having(kind)
        if not names:
            raise NoFit
        own = [name for name in names if name in self.bound] or [name for name in names if name in self.hot]
        if own and self.chance(0.75):
            return self.rng.choice(own)
        if self.chance(0.7):
            names = [name for name in names if name in self.unread] or names
        return self.rng.choice(names)

    def values(self, name: str) -> list[Any]:
        """What a variable holds in each example; nothing for a comprehension's name."""
        return [env[name] for env in self.envs if name in env] if name not in self.bound else []

    def evaluate(self, text: str) -> list[Any]:
        """The value of an expression in each example, without lasting effect.

        Raises:
            Exception: what the expression raises.
        """
        code = compile(text, "<people>", "eval", dont_inherit=True)
        made: list[Any] = []
        for env in self.copies():
            GUARDIAN.left = ROUNDS
            made.append(eval(code, env))
        return made

    def copies(self) -> list[Env]:
        """The examples' variables, copied so deep that nothing is shared with the originals."""
        roots = {name.split(".")[0] for name in self.kinds}
        copied: list[Env] = []
        for env in self.envs:
            memo: dict[int, Any] = {}
            held = {
                name: copy.deepcopy(env[name], memo) for name in roots if not _immutable(env.get(name)) and name in env
            }
            copied.append({**env, **held})
        return copied

    def attempt(self, lines: list[str], new: dict[str, str] | None = None, *, whole: bool = False) -> bool:
        """Writes lines (indented from 0) if every example survives them.

        Args:
            lines: statements; loops hold guards.
            new: name -> kind, for variables that exist afterwards.
            whole: whether a `return` within belongs to a function within; else it ends the example.
        """
        envs: list[Env] = []
        try:
            code = compile("\n".join(lines if whole else map(_leaving, lines)), "<people>", "exec", dont_inherit=True)
            for env in self.copies():
                GUARDIAN.left = ROUNDS
                try:
                    exec(code, env)
                except Left:
                    continue
                envs.append(env)
            if not envs:
                return False
            names = {name.split(".")[0] for name in (*self.kinds, *(new or ()))}
            if not all(fits(env[name]) for env in envs for name in names if name in env):
                return False
            kinds: dict[str, str] = {}
            for name, hint in {**self.kinds, **(new or {})}.items():
                if "." in name:
                    kinds[name] = hint
                elif all(name in env for env in envs):
                    kinds[name] = merged([kind_of(env[name], hint) for env in envs])
        except Exception:
            return False
        self.envs = envs
        self.kinds = kinds
        self.lines += ["    " * self.indent + line for line in lines]
        for name in new or ():
            self.taken.add(name)
            self.written(name)
        return True

    def state(self) -> tuple[Any, ...]:
        """Everything but the random source, for `restore`."""
        lists = (self.envs, list(self.unread), list(self.lines), self.indent, self.loops)
        return *lists, dict(self.kinds), set(self.fixed), set(self.hot), dict(self.helpers)

    def restore(self, state: tuple[Any, ...]) -> None:
        """Back to how it was."""
        self.envs, self.unread, self.lines, self.indent, self.loops = state[:5]
        self.kinds, self.fixed, self.hot, self.helpers = state[5:]

    @contextmanager
    def trial(self) -> Generator[None, None, None]:
        """Everything but the random source is as before at the end; the lines written meanwhile are the caller's to take."""
        before = self.state()
        self.envs = self.copies()
        self.lines = []
        self.indent = 0
        try:
            yield
        finally:
            self.restore(before)

    def read(self, text: str) -> None:
        """Marks the variables of an expression as read."""
        for name in _NAME.findall(text):
            if name in self.unread:
                self.unread.remove(name)

    def written(self, name: str) -> None:
        """Marks a variable as written."""
        if name in self.unread:
            self.unread.remove(name)
        self.unread.append(name)

    def new_name(self, kind: str) -> str:
        """A name for a new variable, not taken yet by this call."""
        return people_words.variable(
            self.rng, kind, {*self.taken, *self.kinds, *self.bound, *self.helpers}, self.domain, self.plain
        )

    def new_element(self, kind: str, source: str = "") -> str:
        """A name for a loop's variable; loops after one another may share it."""
        return people_words.element(self.rng, kind, {*self.taken, *self.kinds, *self.bound, *self.helpers}, source)


def _leaving(line: str) -> str:
    return _RETURN.sub(r"\1raise _left", line)


def _immutable(value: object) -> bool:
    return value is None or isinstance(value, (int, float, str, FunctionType, type))


def without_guards(lines: list[str]) -> list[str]:
    """The lines as they are published."""
    return [line for line in lines if line.strip() != GUARD]
