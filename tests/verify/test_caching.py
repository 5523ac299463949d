"""Functions behind a cache, held against true runs: what was asked before gives no frames."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.verify.steps import Run

Held = Callable[[str, str], Run]
FIB = "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\n"


@pytest.mark.parametrize(
    "head",
    [
        "from functools import cache\n@cache\n",
        "from functools import lru_cache\n@lru_cache\n",
        "from functools import lru_cache as kept\n@kept(maxsize=None)\n",
        "import functools\n@functools.lru_cache(64)\n",
        "import functools as f\n@f.cache\n",
    ],
)
def test_every_step_is_certain(held_against: Held, head: str) -> None:
    run = held_against(head + FIB, "fib(7)")
    assert run.wrong == []
    assert run.is_verified


@pytest.mark.parametrize(
    ("source", "call"),
    [
        ("from functools import lru_cache\n@lru_cache(2)\n" + FIB, "fib(8)"),
        (
            "from functools import cache\n@cache\ndef f(n):\n    return [n]\ndef g():\n    f(1).append(2)\n    return f(1)",
            "g()",
        ),
        (
            "from functools import cache\n@cache\ndef f(n):\n    return n\ndef g():\n    return f(1), f(1.0), f(True), f('1')",
            "g()",
        ),
        (
            "from functools import cache\n@cache\ndef f(n):\n    return 1 // n\ndef g():\n    try:\n        f(0)\n"
            "    except ZeroDivisionError:\n        return f(1), f(1)",
            "g()",
        ),
        ("cache = lambda f: lambda n: 5\n@cache\ndef f(n):\n    return n\ndef g():\n    return f(1)", "g()"),
        (
            "from functools import cache\n@cache\ndef f(n=3):\n    return n\ndef g():\n    return f(), f(3), f(n=3)",
            "g()",
        ),
        (
            "from functools import cache\n@cache\ndef f(n):\n    return n\ndef g():\n    f(1)\n    exec('f(2)')\n    return f(2)",
            "g()",
        ),
    ],
)
def test_what_a_cache_keeps_is_never_wrong(held_against: Held, source: str, call: str) -> None:
    assert held_against(source, call).wrong == []
