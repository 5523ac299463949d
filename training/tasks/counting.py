"""Confirms a class of growth by counting what a program does on growing inputs, in the sandbox's child process.

The program counts by itself (`operations`) while its module is read, before anything is recorded; only the figures come back.
"""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from math import factorial, log2, sqrt

from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox
from training.tasks.complexity import ComplexityCase
from training.tasks.operations import COUNTER, counted_text

Size = Callable[[int], float]

LIMITS = Limits(frames=40, repr_length=200, seconds=4.0)
_MOST = 1_500_000


@dataclass(frozen=True, slots=True)
class Counted:
    """What a run took.

    Attributes:
        time: operations.
        space: what the variables of all open calls held at one time at most, without the arguments, and their depth.
    """

    time: int
    space: int


_GROWTHS: dict[str, tuple[Size, tuple[int, int, int]]] = {
    "O(1)": (lambda n: 1, (64, 254, 1024)),
    "O(log n)": (log2, (64, 1024, 16384)),
    "O(sqrt n)": (sqrt, (254, 1024, 4094)),
    "O(n)": (lambda n: n, (64, 194, 574)),
    "O(n log n)": (lambda n: n * log2(n), (64, 194, 574)),
    "O(n*m)": (lambda n: n * n, (14, 34, 64)),
    "O(n^2)": (lambda n: n * n, (34, 64, 124)),
    "O(n^3)": (lambda n: n**3, (14, 24, 34)),
    "O(n^k)": (lambda n: n**3, (8, 12, 16)),
    "O(2^n)": (lambda n: 2**n, (7, 9, 11)),
    "O(n!)": (lambda n: factorial(n), (5, 6, 7)),
}
_SPACE_SIZES = {
    "O(n^2)": (14, 24, 34),
    "O(n*m)": (14, 24, 34),
    "O(n^3)": (14, 24, 34),
    "O(n^k)": (4, 6, 8),
    "O(2^n)": (5, 7, 9),
    "O(n!)": (4, 5, 6),
}
"""By the class of time."""
_CHEAP = ("O(sqrt n)", "O(n)", "O(n log n)", "O(n*m)", "O(n^2)")
_TOLERANCES = {"O(log n)": 0.6, "O(sqrt n)": 0.25, "O(n!)": 0.4, "O(2^n)": 0.2, "O(n^3)": 0.25}


@cache
def _sandbox() -> Sandbox:
    """One child for the whole process; it ends with it."""
    return Sandbox(LIMITS)


def counted(case: ComplexityCase, sizes: tuple[int, ...], *, weighed: bool = False) -> list[Counted]:
    """What the program takes at each size, the same for n and m.

    Args:
        case: the program.
        sizes: of its inputs.
        weighed: whether space is counted too, which takes long.

    Raises:
        ValueError: it raises, or takes too long.
        OSError: no child process can be started.
    """
    measured = ", ".join(f"_measured(lambda: {_arguments(case, size)}, {weighed})" for size in sizes)
    name = case.call[: case.call.index("(")]
    parts = COUNTER, counted_text(case.source), _MEASURED.replace("ENTRY", name), f"_figures = [{measured}]", _MAIN
    text = "\n".join(parts)
    recording = _sandbox().record(text)
    if recording.failure or not recording.moments:
        raise ValueError(recording.failure or "nothing came back")
    figures: list[tuple[int, int]] = literal_eval(recording.moments[-1].value or "")
    return [Counted(*one) for one in figures]


_MAIN = "def main():\n    return _figures\n"
_MEASURED = f"""
_c = None
def _measured(given, weighed):
    global _c
    _c = _Counter({_MOST}, weighed)
    held = given()
    _c.given = {{id(one) for one in held}}
    ENTRY(*held)
    return _c.time, _c.space
"""


def _arguments(case: ComplexityCase, size: int) -> str:
    call = case.call.format(n=size, m=size)
    return f"({call[call.index('(') + 1 : -1]},)"


def is_confirmed(case: ComplexityCase) -> bool:
    """Whether the counted operations grow as the class of time says: by the ratio of the differences between three sizes."""
    growth, sizes = _GROWTHS[case.time]
    if _grows(case.time, growth, sizes, [float(one.time) for one in counted(case, sizes)]):
        return True
    # What grows more slowly beside it weighs less at larger sizes, and what halves goes in steps between powers of 2.
    for some in ((16, 64, 256), tuple(size * 4 for size in sizes)) if case.time in _CHEAP else ():
        with suppress(ValueError):
            if _grows(case.time, growth, some, [float(one.time) for one in counted(case, some)]):
                return True
    return False


def is_space_confirmed(case: ComplexityCase) -> bool:
    """The same for space, at smaller sizes."""
    usual = (16, 64, 256) if case.space == "O(log n)" else (14, 64, 254) if case.space == "O(sqrt n)" else (14, 44, 134)
    sizes = usual if case.space == "O(log n)" else _SPACE_SIZES.get(case.time, usual)
    found = [float(one.space) for one in counted(case, sizes, weighed=True)]
    return _grows(case.space, _GROWTHS[case.space][0], sizes, found)


def _grows(label: str, growth: Size, sizes: tuple[int, ...], found: list[float]) -> bool:
    (first, second, third), (small, middle, large) = found, sizes
    if label == "O(1)":
        return third <= first * 1.1 + 20
    if label == "O(2^n)":
        # Calls for n - 1 and n - 2 grow as a smaller base to the power of n; by convention that is the same class.
        return 2.2 <= (third - second) / max(1, second - first) <= 4.8
    expected = (growth(large) - growth(middle)) / (growth(middle) - growth(small))
    return second > first and abs((third - second) / (second - first) / expected - 1) <= _TOLERANCES.get(label, 0.15)
