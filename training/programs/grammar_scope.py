"""What a function under construction knows: its lines, its variables and their types, what arguments must obey.

`Scope` holds facts and writes lines; which expressions and statements there are stands in `grammar_tables`,
`grammar_statements` and `grammar_loops`.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from random import Random

from training.programs import names, values

SEQUENCES = ("str", "list_int", "list_str", "list_list", "list_float", "tuple", "dict", "set")
"""The kinds that have a length."""

ANNOTATIONS = {
    "int": "int",
    "float": "float",
    "str": "str",
    "bool": "bool",
    "list_int": "list[int]",
    "list_float": "list[float]",
    "list_str": "list[str]",
    "list_list": "list[list[int]]",
    "dict": "dict[str, int]",
    "set": "set[int]",
    "tuple": "tuple[int, ...]",
}
"""The kinds a scope's variables may have, and how they are annotated."""


class Scope:
    """One function body while it is written.

    Attributes:
        rng: the random source.
        weights: how willingly new variables of each kind are made.
        kinds: name -> kind, for the variables that certainly exist at this point.
        unread: variables that were written and not read yet, oldest first.
        fixed: names that must not be changed now: a loop's iterable, counter or element.
        least: name -> a length the variable certainly has; missing means 0.
        small: local integers that are certainly within 0..15.
        parameters: the parameters that still hold their argument.
        wants: parameter -> what its arguments must obey: `("small",)`, `("nonzero",)`, `("length", 2)`.
        touched: the parameters whose objects were changed in place.
        aliases: name -> the names bound to the same object.
        reserved: names that new variables must not take.
        loops: how many loops are around this point.
        blocks: how many blocks are around this point.
        can_continue: whether a `continue` here would still let the loop around end.
        lines: the lines written so far, indented.
    """

    def __init__(self, rng: Random, weights: dict[str, float], indent: int = 1) -> None:
        self.rng = rng
        self.weights = weights
        self.kinds: dict[str, str] = {}
        self.unread: list[str] = []
        self.fixed: set[str] = set()
        self.least: dict[str, int] = {}
        self.small: set[str] = set()
        self.parameters: set[str] = set()
        self.wants: dict[str, dict[str, int]] = {}
        self.reserved: set[str] = set()
        self.touched: set[str] = set()
        self.aliases: dict[str, set[str]] = {}
        self.loops = 0
        self.blocks = 0
        self.can_continue = True
        self.indent = indent
        self.lines: list[str] = []
        self._population = list(weights)
        self._weights = list(weights.values())

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.rng.random() < share

    def emit(self, text: str) -> None:
        """Writes one line at the present indentation."""
        self.lines.append("    " * self.indent + text)

    @contextmanager
    def block(self, loop: bool = False) -> Generator[None, None, None]:
        """An indented block: what is declared within is unknown afterwards, and lengths may only have shrunk."""
        known = dict(self.kinds)
        least = dict(self.least)
        small = set(self.small)
        self.indent += 1
        self.blocks += 1
        self.loops += loop
        try:
            yield
        finally:
            self.indent -= 1
            self.blocks -= 1
            self.loops -= loop
            self.kinds = {name: kind for name, kind in self.kinds.items() if known.get(name) == kind}
            self.unread = [name for name in self.unread if name in self.kinds]
            self.least = {
                name: min(size, least.get(name, 0)) for name, size in self.least.items() if name in self.kinds
            }
            self.small &= small

    def kind(self) -> str:
        """A random kind, by this scope's weights."""
        return self.rng.choices(self._population, self._weights)[0]

    def having(self, *kinds: str) -> list[str]:
        """The variables of these kinds, oldest first."""
        return [name for name, kind in self.kinds.items() if kind in kinds]

    def changeable(self, *kinds: str) -> list[str]:
        """The variables of these kinds that may be changed here."""
        return [name for name, kind in self.kinds.items() if kind in kinds and self.may_change(name)]

    def may_change(self, name: str) -> bool:
        """Whether neither the variable nor another name of its object is fixed."""
        return name not in self.fixed and not (name in self.aliases and self.aliases[name] & self.fixed)

    def alias(self, name: str, other: str) -> None:
        """Records that a new variable is bound to the object that another one holds."""
        group = self.aliases.get(other, {other}) | {name}
        for each in group:
            self.aliases[each] = group

    def pick(self, *kinds: str) -> str | None:
        """A variable of one of these kinds for reading, preferably one that nothing has read; None without any."""
        candidates = self.having(*kinds)
        if not candidates:
            return None
        if self.rng.random() < 0.65:
            fresh = [name for name in candidates if name in self.unread]
            candidates = fresh or candidates
        name = self.rng.choice(candidates)
        self.read(name)
        return name

    def read(self, name: str) -> None:
        """Marks a variable as read."""
        if name in self.unread:
            self.unread.remove(name)

    def pick_length(self, size: int, *kinds: str) -> str | None:
        """A variable of at least `size` elements; a parameter is made to be so by its arguments."""
        candidates = [
            name for name in self.having(*kinds) if self.least.get(name, 0) >= size or name in self.parameters
        ]
        if not candidates:
            return None
        name = self.rng.choice(candidates)
        if name in self.parameters and self.least.get(name, 0) < size:
            self.want(name, "length", size)
            self.least[name] = size
        self.read(name)
        return name

    def pick_small(self) -> str | None:
        """An integer variable certainly within 0..15; a parameter is made to be so by its arguments."""
        candidates = [name for name in self.having("int") if name in self.small or name in self.parameters]
        if not candidates:
            return None
        name = self.rng.choice(candidates)
        if name in self.parameters:
            self.want(name, "small", 1)
        self.read(name)
        return name

    def want(self, parameter: str, what: str, size: int) -> None:
        """Demands something of a parameter's arguments."""
        wants = self.wants.setdefault(parameter, {})
        wants[what] = max(size, wants.get(what, 0))

    def declare(self, name: str, kind: str, least: int = 0, small: bool = False) -> str:
        """Records that a variable now holds a new value of a kind."""
        self.kinds.pop(name, None)
        self.kinds[name] = kind
        for each in self.aliases.pop(name, ()):
            if each != name:
                self.aliases[each] = self.aliases[each] - {name}
        self.parameters.discard(name)
        self.small.discard(name)
        self.least.pop(name, None)
        if least:
            self.least[name] = least
        if small:
            self.small.add(name)
        self.written(name)
        return name

    def written(self, name: str) -> None:
        """Marks a variable as written and not read since."""
        if name in self.unread:
            self.unread.remove(name)
        self.unread.append(name)

    def changed(self, name: str, shrinks: bool = True) -> None:
        """Records that a variable's value changed in place or by an augmented assignment."""
        if name in self.parameters:
            self.touched.add(name)
        if shrinks:
            self.parameters.discard(name)
            self.least.pop(name, None)
            for each in self.aliases.get(name, ()):
                self.parameters.discard(each)
                self.least.pop(each, None)
        self.small.discard(name)
        if self.kinds[name] == "int":
            self.parameters.discard(name)
        self.written(name)

    def parameter(self, kind: str) -> str:
        """Adds a parameter and returns its name."""
        name = self.new_name(kind)
        self.kinds[name] = kind
        self.parameters.add(name)
        self.unread.append(name)
        return name

    def new_name(self, kind: str) -> str:
        """A name for a new variable of a kind; it counts as used from now on."""
        name = names.variable(self.rng, kind, self.reserved)
        self.reserved.add(name)
        return name

    def new_element(self, kind: str) -> str:
        """A name for a loop's variable; loops after one another may share it."""
        return names.element(self.rng, kind, self.reserved)

    def argument(self, name: str, kind: str) -> str:
        """The source text of an argument that obeys what the body demands of a parameter, most of the time."""
        wants = self.wants.get(name, {})
        rng = self.rng
        if kind == "int":
            if "small" in wants:
                return str(rng.choice((0, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 10, 12)))
            number = values.any_integer(rng)
            if number == 0 and "nonzero" in wants:
                number = rng.randint(1, 9)
            return str(number)
        size = wants.get("length", 0)
        value = values.value(rng, kind)
        for _ in range(8):
            if kind not in SEQUENCES or len(value) >= size:
                break
            value = values.value(rng, kind)
        return values.text(value)
