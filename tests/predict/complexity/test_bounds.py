"""What the text says: well-known functions of our own writing, each with the class that everybody knows."""

from __future__ import annotations

import pytest

from cwm_lsp.predict.complexity.bounds import text_estimate
from cwm_lsp.predict.complexity.estimates import TextEstimate
from cwm_lsp.source.document import Document

KNOWN: dict[str, tuple[str, str, str]] = {
    "first": (
        "O(1)",
        "O(1)",
        """
def f(xs: list):
    return xs[0] if xs else None
""",
    ),
    "total": (
        "O(n)",
        "O(1)",
        """
def f(xs):
    t = 0
    for x in xs:
        t += x
    return t
""",
    ),
    "pairs": (
        "O(n^2)",
        "O(1)",
        """
def f(xs):
    c = 0
    for i in range(len(xs)):
        for j in range(i + 1, len(xs)):
            c += xs[i] == xs[j]
    return c
""",
    ),
    "triples": (
        "O(n^3)",
        "O(1)",
        """
def f(n: int):
    c = 0
    for i in range(n):
        for j in range(n):
            for k in range(j):
                c += 1
    return c
""",
    ),
    "four deep": (
        "O(n^k)",
        "O(1)",
        """
def f(n):
    c = 0
    for a in range(n):
        for b in range(n):
            for d in range(n):
                for e in range(n):
                    c += 1
    return c
""",
    ),
    "two lists": (
        "O(n*m)",
        "O(1)",
        """
def f(a: list, b: list):
    c = 0
    for x in a:
        for y in b:
            c += x == y
    return c
""",
    ),
    "one after another": (
        "O(n)",
        "O(1)",
        """
def f(a: list, b: list):
    c = 0
    for x in a:
        c += x
    for y in b:
        c += y
    return c
""",
    ),
    "in a list": (
        "O(n*m)",
        "O(n)",
        """
def f(a: list, b: list):
    return [x for x in a if x in b]
""",
    ),
    "in a set": (
        "O(n)",
        "O(n)",
        """
def f(a: list, b: list):
    known = set(b)
    return [x for x in a if x in known]
""",
    ),
    "binary search": (
        "O(log n)",
        "O(1)",
        """
def f(xs, x):
    lo, hi = 0, len(xs) - 1
    while lo <= hi:
        mid = (lo + hi) // 2
        if xs[mid] == x:
            return mid
        if xs[mid] < x:
            lo = mid + 1
        else:
            hi = mid - 1
    return -1
""",
    ),
    "binary search, recursive": (
        "O(log n)",
        "O(log n)",
        """
def f(xs, x, lo, hi):
    if lo > hi:
        return -1
    mid = (lo + hi) // 2
    if xs[mid] == x:
        return mid
    if xs[mid] < x:
        return f(xs, x, mid + 1, hi)
    return f(xs, x, lo, mid - 1)
""",
    ),
    "halving": (
        "O(log n)",
        "O(1)",
        """
def f(n: int):
    c = 0
    while n > 1:
        n //= 2
        c += 1
    return c
""",
    ),
    "doubling": (
        "O(log n)",
        "O(1)",
        """
def f(n: int):
    i = 1
    while i < n:
        i *= 2
    return i
""",
    ),
    "gcd": (
        "O(log n)",
        "O(1)",
        """
def f(a: int, b: int):
    while b:
        a, b = b, a % b
    return a
""",
    ),
    "prime by roots": (
        "O(sqrt n)",
        "O(1)",
        """
def f(n):
    i = 2
    while i * i <= n:
        if n % i == 0:
            return False
        i += 1
    return True
""",
    ),
    "prime by a range to the root": (
        "O(sqrt n)",
        "O(1)",
        """
def f(n: int):
    for i in range(2, int(n ** 0.5) + 1):
        if n % i == 0:
            return False
    return True
""",
    ),
    "loop of halvings": (
        "O(n log n)",
        "O(1)",
        """
def f(n: int):
    c = 0
    for i in range(n):
        j = n
        while j > 0:
            j //= 2
            c += 1
    return c
""",
    ),
    "geometric sum": (
        "O(n)",
        "O(1)",
        """
def f(n: int):
    c = 0
    i = 1
    while i < n:
        for _ in range(i):
            c += 1
        i *= 2
    return c
""",
    ),
    "sorting": (
        "O(n log n)",
        "O(n)",
        """
def f(xs):
    return sorted(xs)[0]
""",
    ),
    "bubble sort": (
        "O(n^2)",
        "O(1)",
        """
def f(xs: list):
    n = len(xs)
    for i in range(n):
        for j in range(n - i - 1):
            if xs[j] > xs[j + 1]:
                xs[j], xs[j + 1] = xs[j + 1], xs[j]
    return xs
""",
    ),
    "insertion sort": (
        "O(n^2)",
        "O(1)",
        """
def f(xs: list):
    for i in range(1, len(xs)):
        j = i
        while j > 0 and xs[j - 1] > xs[j]:
            xs[j - 1], xs[j] = xs[j], xs[j - 1]
            j -= 1
    return xs
""",
    ),
    "merge sort": (
        "O(n log n)",
        "O(n)",
        """
def merge(a, b):
    out = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] < b[j]:
            out.append(a[i])
            i += 1
        else:
            out.append(b[j])
            j += 1
    return out + a[i:] + b[j:]


def f(xs: list):
    if len(xs) < 2:
        return xs
    mid = len(xs) // 2
    return merge(f(xs[:mid]), f(xs[mid:]))
""",
    ),
    "two pointers": (
        "O(n)",
        "O(1)",
        """
def f(xs: list, t: int):
    i, j = 0, len(xs) - 1
    while i < j:
        s = xs[i] + xs[j]
        if s == t:
            return True
        if s < t:
            i += 1
        else:
            j -= 1
    return False
""",
    ),
    "sliding window": (
        "O(n)",
        "O(n)",
        """
def f(s: str):
    seen = set()
    left = best = 0
    for right in range(len(s)):
        while s[right] in seen:
            seen.remove(s[left])
            left += 1
        seen.add(s[right])
        best = max(best, right - left + 1)
    return best
""",
    ),
    "monotonic stack": (
        "O(n)",
        "O(n)",
        """
def f(xs: list):
    stack = []
    out = [0] * len(xs)
    for i in range(len(xs)):
        while stack and xs[stack[-1]] < xs[i]:
            out[stack.pop()] = i
        stack.append(i)
    return out
""",
    ),
    "factorial": (
        "O(n)",
        "O(n)",
        """
def f(n: int):
    return 1 if n < 2 else n * f(n - 1)
""",
    ),
    "fibonacci": (
        "O(2^n)",
        "O(n)",
        """
def f(n: int):
    if n < 2:
        return n
    return f(n - 1) + f(n - 2)
""",
    ),
    "fibonacci, remembered": (
        "O(n)",
        "O(n)",
        """
from functools import lru_cache


@lru_cache(None)
def f(n: int):
    if n < 2:
        return n
    return f(n - 1) + f(n - 2)
""",
    ),
    "subsets": (
        "O(2^n)",
        "O(n)",
        """
def f(xs: list, i: int):
    if i == len(xs):
        return 1
    return f(xs, i + 1) + f(xs, i + 1)
""",
    ),
    "permutations": (
        "O(n!)",
        "O(n^2)",
        """
def f(xs: list):
    if len(xs) < 2:
        return 1
    c = 0
    for i in range(len(xs)):
        c += f(xs[:i] + xs[i + 1:])
    return c
""",
    ),
    "reversed by slices": (
        "O(n^2)",
        "O(n^2)",
        """
def f(s: str):
    if not s:
        return s
    return f(s[1:]) + s[0]
""",
    ),
    "fast power": (
        "O(log n)",
        "O(log n)",
        """
def f(x: float, n: int):
    if n == 0:
        return 1
    h = f(x, n // 2)
    return h * h * (x if n % 2 else 1)
""",
    ),
    "hanoi": (
        "O(2^n)",
        "O(n)",
        """
def f(n: int, a: str, b: str, c: str):
    if n == 0:
        return 0
    return f(n - 1, a, c, b) + 1 + f(n - 1, c, b, a)
""",
    ),
    "height of a tree": (
        "O(n)",
        "O(n)",
        """
def f(node):
    if node is None:
        return 0
    return 1 + max(f(node.left), f(node.right))
""",
    ),
    "length of a chain": (
        "O(n)",
        "O(1)",
        """
def f(node):
    c = 0
    while node:
        node = node.next
        c += 1
    return c
""",
    ),
    "breadth first": (
        "O(n)",
        "O(n)",
        """
from collections import deque


def f(graph: dict, start):
    seen = {start}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for other in graph[node]:
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return len(seen)
""",
    ),
    "sieve": (
        "O(n log n)",
        "O(n)",
        """
def f(n: int):
    ok = [True] * (n + 1)
    for i in range(2, n + 1):
        for j in range(2 * i, n + 1, i):
            ok[j] = False
    return ok
""",
    ),
    "grid": (
        "O(n*m)",
        "O(1)",
        """
def f(grid: list):
    c = 0
    for row in grid:
        for x in row:
            c += x
    return c
""",
    ),
    "grid by indices": (
        "O(n*m)",
        "O(1)",
        """
def f(grid):
    c = 0
    for i in range(len(grid)):
        for j in range(len(grid[0])):
            c += grid[i][j]
    return c
""",
    ),
    "edit distance": (
        "O(n*m)",
        "O(n*m)",
        """
def f(a: str, b: str):
    d = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            d[i][j] = min(d[i - 1][j], d[i][j - 1]) + (a[i - 1] != b[j - 1])
    return d[-1][-1]
""",
    ),
    "pop from the front": (
        "O(n^2)",
        "O(1)",
        """
def f(xs: list):
    t = 0
    while xs:
        t += xs.pop(0)
    return t
""",
    ),
    "heap": (
        "O(n log n)",
        "O(n)",
        """
import heapq


def f(xs: list):
    h = []
    for x in xs:
        heapq.heappush(h, x)
    out = []
    while h:
        out.append(heapq.heappop(h))
    return out
""",
    ),
    "helper in a loop": (
        "O(n^2)",
        "O(1)",
        """
def g(xs):
    t = 0
    for x in xs:
        t += x
    return t


def f(xs: list):
    best = 0
    for _ in xs:
        best = max(best, g(xs))
    return best
""",
    ),
    "words": (
        "O(n)",
        "O(n)",
        """
def f(text: str):
    c = 0
    for word in text.split():
        for letter in word:
            c += letter.isupper()
    return c
""",
    ),
    "constant loops": (
        "O(1)",
        "O(1)",
        """
def f(x: int):
    t = 0
    for i in range(10):
        for j in range(20):
            t += i * j * x
    return t
""",
    ),
}


def estimate(source: str, name: str = "f") -> TextEstimate:
    document = Document.parse(source + "\n")
    function = document.function(name)
    assert function is not None
    return text_estimate(document, function)


@pytest.mark.parametrize("name", KNOWN)
def test_the_class_that_everybody_knows(name: str) -> None:
    time, space, source = KNOWN[name]
    found = estimate(source)
    assert found.time is not None and found.space is not None
    assert (found.time.label, found.space.label) == (time, space), found
    assert not found.unsure


def test_symbols_are_told_in_the_functions_own_names() -> None:
    found = estimate(
        "def f(items: list, limit: int):\n    for x in items:\n        for i in range(limit):\n            print(x)"
    )
    assert str(found.time) == "O(m·n)"
    assert set(found.variables.values()) == {"len(items)", "limit"}
    assert [(one.line, str(one.passes), str(one.total)) for one in found.loops] == [
        (2, f"O({_symbol(found, 'len(items)')})", "O(m·n)"),
        (3, f"O({_symbol(found, 'limit')})", f"O({_symbol(found, 'limit')})"),
    ]


def _symbol(found: TextEstimate, meaning: str) -> str:
    return next(symbol for symbol, one in found.variables.items() if one == meaning)


def test_the_best_case_is_told_where_a_loop_may_be_left() -> None:
    found = estimate(
        "def f(xs: list, x):\n    for y in xs:\n        if x == y:\n            return True\n    return False"
    )
    assert (str(found.best), str(found.time)) == ("O(1)", "O(n)")


@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n    while g(x):\n        x = h(x)\n    return x",
        "def f(n: int):\n    while n != 1:\n        n = n // 2 if n % 2 == 0 else 3 * n + 1\n    return n",
        "def f(n: int):\n    while n > 0:\n        n += 1\n    return n",
        "def f(n: int):\n    i = 0\n    while i < n:\n        i -= 1\n    return i",
        "def f(xs: list):\n    return mystery(xs)",
        "def f(xs: list):\n    return xs.mystery()",
    ],
)
def test_what_is_not_understood_is_said(source: str) -> None:
    assert estimate(source).unsure


@pytest.mark.parametrize(
    "source", ["def f(:\n  pass", "def f(x):\n    return f(x)", "class f:\n    def f(self): return self.f()"]
)
def test_no_text_is_too_strange(source: str) -> None:
    document = Document.parse(source)
    for function in document.functions:
        text_estimate(document, function)
