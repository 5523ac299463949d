"""Confirms a class of growth by counting executed lines on growing inputs. It runs generated programs, in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from math import factorial, log2, sqrt
from types import FrameType
from typing import Any

from training.tasks.complexity import ComplexityCase

Size = Callable[[int], float]

_GROWTHS: dict[str, tuple[Size, tuple[int, int, int]]] = {
    "O(1)": (lambda n: 1, (64, 256, 1024)),
    "O(log n)": (log2, (64, 1024, 16384)),
    "O(sqrt n)": (sqrt, (256, 1024, 4096)),
    "O(n)": (lambda n: n, (64, 256, 1024)),
    "O(n log n)": (lambda n: n * log2(n), (64, 256, 1024)),
    "O(n*m)": (lambda n: n * n, (16, 32, 64)),
    "O(n^2)": (lambda n: n * n, (32, 64, 128)),
    "O(n^3)": (lambda n: n**3, (8, 16, 32)),
    "O(n^k)": (lambda n: n**3, (8, 12, 16)),
    "O(2^n)": (lambda n: 2**n, (7, 9, 11)),
    "O(n!)": (lambda n: factorial(n), (5, 6, 7)),
}
_MOST_OF_CONSTANT = 400
_DEPTH = 20_000


def lines(case: ComplexityCase, size: int) -> int:
    """How many lines of the program run at a size, the same for n and m.

    Raises:
        Exception: whatever the program raises.
    """
    count = 0

    def traced(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        if frame.f_code.co_filename != "<program>":
            return None
        count += event == "line"
        return traced

    namespace: dict[str, Any] = {}
    exec(compile(case.source, "<program>", "exec"), namespace)
    call = compile(case.call.format(n=size, m=size), "<call>", "eval")
    before, depth = sys.gettrace(), sys.getrecursionlimit()
    sys.setrecursionlimit(_DEPTH)
    sys.settrace(traced)
    try:
        eval(call, namespace)
    finally:
        sys.settrace(before)
        sys.setrecursionlimit(depth)
    return count


def is_confirmed(case: ComplexityCase) -> bool:
    """Whether the counted lines grow as the class says: by the ratio of the two differences between three sizes."""
    growth, (small, middle, large) = _GROWTHS[case.time]
    first, second, third = (lines(case, size) for size in (small, middle, large))
    if case.time == "O(1)":
        return max(first, second, third) <= _MOST_OF_CONSTANT
    expected = (growth(large) - growth(middle)) / (growth(middle) - growth(small))
    tolerance = {"O(log n)": 0.6, "O(sqrt n)": 0.25, "O(n!)": 0.4, "O(2^n)": 0.2, "O(n^3)": 0.2}.get(case.time, 0.12)
    return second > first and abs((third - second) / (second - first) / expected - 1) <= tolerance
