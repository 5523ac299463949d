"""Whole true runs: each step that can be followed is certain and right; after something unknown, what stays certain is right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.verify.steps import Run

Held = Callable[[str, str], Run]

FOLLOWED = {
    "loops on one line": (
        """
        def f(n):
            total, seen = 0, []
            for i in range(n): total += i; seen.append(total)
            for i in []: total = 'never'
            for i in seen:
                for j in seen: total -= j * i
            for i in seen: break
            for i in seen: continue
            for i in seen: return i, total
        """,
        "f(3)",
    ),
    "calls from a loop on one line": (
        """
        def g(x):
            return x + 1

        def f(xs):
            total = 0
            try:
                for x in xs: total += g(x)
            except TypeError:
                return x, total
        """,
        "f([1, 2, 'a'])",
    ),
    "loops": (
        """
        def f(n):
            total = 0
            for i in range(n):
                if i == 2:
                    continue
                if i > 4:
                    break
                total += i
            else:
                total = -1
            while total > 3:
                total -= 2
            return total
        """,
        "f(9)",
    ),
    "nested loops and unpacking": (
        """
        def f(rows):
            out = []
            for i, (a, *rest) in enumerate(rows):
                for b in rest:
                    out.append((i, a, b))
            return out
        """,
        "f([(1, 2, 3), (4,), (5, 6)])",
    ),
    "exceptions": (
        """
        def f(text):
            try:
                value = int(text)
            except (TypeError, ValueError) as error:
                value = str(type(error).__name__)
            else:
                value += 1
            finally:
                done = True
            return value, done
        """,
        "[f('4'), f('x')]",
    ),
    "a return that a finally holds up": (
        """
        def f(a):
            out = []
            try:
                return len(a) + 1
            finally:
                out.append(1)
        """,
        "f('abc')",
    ),
    "exceptions through calls": (
        """
        class Oops(Exception):
            pass

        def g(n):
            if n == 0:
                raise Oops('none left')
            return g(n - 1)

        def f(n):
            try:
                return g(n)
            except Oops as error:
                return str(error)
        """,
        "f(2)",
    ),
    "recursion": (
        """
        def fib(n):
            if n < 2:
                return n
            return fib(n - 1) + fib(n - 2)
        """,
        "fib(5)",
    ),
    "calls within an expression": (
        """
        def double(v):
            return v * 2

        def f(a):
            return [double(v) for v in a] + sorted(a, key=double) + [double(a[0]) + double(a[1])]
        """,
        "f([3, 1])",
    ),
    "closures": (
        """
        def counter():
            count = 0

            def step(by=1):
                nonlocal count
                count += by
                return count

            return step

        def f():
            step = counter()
            step()
            return step(5)
        """,
        "f()",
    ),
    "module state": (
        """
        LIMIT = 3
        seen = []

        def f(v):
            global LIMIT
            LIMIT -= 1
            seen.append(v)
            return LIMIT, seen
        """,
        "[f(1), f(2)]",
    ),
    "defaults that are shared": (
        """
        def f(v, held=[]):
            held.append(v)
            return held
        """,
        "f(1) + f(2)",
    ),
    "aliasing through names": (
        """
        def f(a):
            b = a
            b.append(4)
            c = a[:]
            c.append(5)
            return a, b is a, c
        """,
        "f([1])",
    ),
    "aliasing through containers": (
        """
        def f():
            row = [0] * 2
            grid = [row] * 2
            grid[0][1] = 7
            held = {'a': grid[1]}
            held['a'].append(8)
            return grid, row
        """,
        "f()",
    ),
    "aliasing through arguments": (
        """
        def add(items, v):
            items.append(v)
            return items

        def f(a):
            b = add(a, 1)
            b += [2]
            return a
        """,
        "f([])",
    ),
    "a list that changes while it is walked": (
        """
        def f(a):
            for v in a:
                if v < 3:
                    a.append(v + 1)
            return a
        """,
        "f([1])",
    ),
    "sets and dicts": (
        """
        def f(words):
            seen = set()
            counts = {}
            for word in words:
                seen.add(len(word))
                counts[word] = counts.get(word, 0) + 1
            return len(seen), sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        """,
        "f(['bb', 'a', 'bb'])",
    ),
}


@pytest.mark.parametrize(("source", "call"), FOLLOWED.values(), ids=FOLLOWED.keys())
def test_every_step_is_certain_and_right(held_against: Held, source: str, call: str) -> None:
    run = held_against(source, call)
    assert run.wrong == []
    assert run.reasons == []


OPEN = {
    "an unknown call": (
        """
        import re

        def f(a):
            b = re.sub('y', 'x', a)
            c = len(b)
            return c + 1
        """,
        "f('y')",
        {"a value that is not known"},
    ),
    "a with": (
        """
        class Held:
            def __enter__(self):
                return self

            def __exit__(self, *_):
                return False

        def f():
            with Held():
                x = 1
            return x
        """,
        "f()",
        {"a compound statement of a kind that is not worked out", "a call that was not expected"},
    ),
    "two lists that something unknown may have made one": (
        """
        import copy

        def f():
            a, b = copy.copy(([1], [1]))
            a.append(2)
            return b
        """,
        "f()",
        {"a value that is not known", "two names that may hold one object"},
    ),
    "a set whose order can't be known": (
        """
        def f(a):
            for v in set(a):
                a = v
            return 1
        """,
        "f(['x', 'y'])",
        {"the order of a set", "how far a loop is"},
    ),
}


@pytest.mark.parametrize(("source", "call", "reasons"), OPEN.values(), ids=OPEN.keys())
def test_what_is_left_open_has_a_reason_and_the_rest_is_right(
    held_against: Held, source: str, call: str, reasons: set[str]
) -> None:
    run = held_against(source, call)
    assert run.wrong == []
    assert set(run.reasons) <= reasons
    assert run.reasons
    assert run.judgements[-1].verdict.value == "verified"


NEVER_WRONG = {
    "the order of constants in a set": ("def f():\n    a = {3, 11, 12}\n    return a", "f()"),
    "a generator that is closed by a break": (
        """
        def g(a):
            for v in a:
                yield v

        def f(a):
            for v in g(a):
                if v > 1:
                    break
            return v
        """,
        "f([1, 2, 3])",
    ),
    "a generator that is closed by a return": (
        """
        def g():
            n = 1
            while True:
                yield n
                n += 3

        def f(a):
            for v in g():
                if v > a:
                    return v
        """,
        "f(5)",
    ),
    "a format that the compiler rewrites": ("def f(a, b):\n    c = '_%s-%s' % (a, b)\n    return c", "f('x', 'y')"),
    "an address within a text": ("def f(v):\n    s = str(v)\n    return len(s)", "f(lambda: 0)"),
    "a counter is shown by count and walked as it came": (
        """
        from collections import Counter

        def g(n):
            return Counter(n)

        def f():
            c = globals()['g']('abb')
            return [k for k in c]
        """,
        "f()",
    ),
    "a group of exceptions": (
        """
        def f():
            try:
                raise ValueError(1)
            except ValueError:
                x = 2
            finally:
                x = 3
            return x
        """,
        "f()",
    ),
}


@pytest.mark.parametrize(("source", "call"), NEVER_WRONG.values(), ids=NEVER_WRONG.keys())
def test_what_once_was_wrong_is_not(held_against: Held, source: str, call: str) -> None:
    assert held_against(source, call).wrong == []
