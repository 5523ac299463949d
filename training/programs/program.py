"""What a generator of programs gives: source text, the function to enter, and calls of it.

The generators themselves live beside this file; running the programs is the tracer's work, not theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Program:
    """One generated program.

    Attributes:
        family: the generator's name, for figures by family.
        source: the module's text: imports, constants, classes and functions, `\\n` line ends, no top-level calls.
        entry: the name of the function that is called.
        calls: expressions that call it, such as ``f(3, [1, 2])``; at least one. They may raise, they should end.
    """

    family: str
    source: str
    entry: str
    calls: tuple[str, ...]


Generator = Callable[[Random], Program]
"""Makes one program from a random source; equal seeds give equal programs."""
