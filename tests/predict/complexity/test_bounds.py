"""What the text says: well-known functions of our own writing, each with the class that everybody knows."""

from __future__ import annotations

import pytest

from cwm_lsp.predict.complexity.bounds import text_estimate
from cwm_lsp.predict.complexity.verdict import TextEstimate
from cwm_lsp.source.document import Document

KNOWN: dict[str, tuple[str, str, str]] = {
    "first": ("O(1)", "O(1)", "def f(xs: list):\n    return xs[0] if xs else None"),
    "total": ("O(n)", "O(1)", "def f(xs):\n    t = 0\n    for x in xs:\n        t += x\n    return t"),
    "pairs": ("O(n^2)", "O(1)", "def f(xs):\n    c = 0\n    for i in range(len(xs)):\n        for j in range(i + 1, len(xs)):\n            c += xs[i] == xs[j]\n    return c"),
    "triples": ("O(n^3)", "O(1)", "def f(n: int):\n    c = 0\n    for i in range(n):\n        for j in range(n):\n            for k in range(j):\n                c += 1\n    return c"),
    "four deep": ("O(n^k)", "O(1)", "def f(n):\n    c = 0\n    for a in range(n):\n        for b in range(n):\n            for d in range(n):\n                for e in range(n):\n                    c += 1\n    return c"),
    "two lists": ("O(n*m)", "O(1)", "def f(a: list, b: list):\n    c = 0\n    for x in a:\n        for y in b:\n            c += x == y\n    return c"),
    "one after another": ("O(n)", "O(1)", "def f(a: list, b: list):\n    c = 0\n    for x in a:\n        c += x\n    for y in b:\n        c += y\n    return c"),
    "in a list": ("O(n*m)", "O(n)", "def f(a: list, b: list):\n    return [x for x in a if x in b]"),
    "in a set": ("O(n)", "O(n)", "def f(a: list, b: list):\n    known = set(b)\n    return [x for x in a if x in known]"),
    "binary search": ("O(log n)", "O(1)", "def f(xs, x):\n    lo, hi = 0, len(xs) - 1\n    while lo <= hi:\n        mid = (lo + hi) // 2\n        if xs[mid] == x:\n            return mid\n        if xs[mid] < x:\n            lo = mid + 1\n        else:\n            hi = mid - 1\n    return -1"),
    "binary search, recursive": ("O(log n)", "O(log n)", "def f(xs, x, lo, hi):\n    if lo > hi:\n        return -1\n    mid = (lo + hi) // 2\n    if xs[mid] == x:\n        return mid\n    if xs[mid] < x:\n        return f(xs, x, mid + 1, hi)\n    return f(xs, x, lo, mid - 1)"),
    "halving": ("O(log n)", "O(1)", "def f(n: int):\n    c = 0\n    while n > 1:\n        n //= 2\n        c += 1\n    return c"),
    "doubling": ("O(log n)", "O(1)", "def f(n: int):\n    i = 1\n    while i < n:\n        i *= 2\n    return i"),
    "gcd": ("O(log n)", "O(1)", "def f(a: int, b: int):\n    while b:\n        a, b = b, a % b\n    return a"),
    "prime by roots": ("O(sqrt n)", "O(1)", "def f(n):\n    i = 2\n    while i * i <= n:\n        if n % i == 0:\n            return False\n        i += 1\n    return True"),
    "prime by a range to the root": ("O(sqrt n)", "O(1)", "def f(n: int):\n    for i in range(2, int(n ** 0.5) + 1):\n        if n % i == 0:\n            return False\n    return True"),
    "loop of halvings": ("O(n log n)", "O(1)", "def f(n: int):\n    c = 0\n    for i in range(n):\n        j = n\n        while j > 0:\n            j //= 2\n            c += 1\n    return c"),
    "geometric sum": ("O(n)", "O(1)", "def f(n: int):\n    c = 0\n    i = 1\n    while i < n:\n        for _ in range(i):\n            c += 1\n        i *= 2\n    return c"),
    "sorting": ("O(n log n)", "O(n)", "def f(xs):\n    return sorted(xs)[0]"),
    "bubble sort": ("O(n^2)", "O(1)", "def f(xs: list):\n    n = len(xs)\n    for i in range(n):\n        for j in range(n - i - 1):\n            if xs[j] > xs[j + 1]:\n                xs[j], xs[j + 1] = xs[j + 1], xs[j]\n    return xs"),
    "insertion sort": ("O(n^2)", "O(1)", "def f(xs: list):\n    for i in range(1, len(xs)):\n        j = i\n        while j > 0 and xs[j - 1] > xs[j]:\n            xs[j - 1], xs[j] = xs[j], xs[j - 1]\n            j -= 1\n    return xs"),
    "merge sort": ("O(n log n)", "O(n)", "def merge(a, b):\n    out = []\n    i = j = 0\n    while i < len(a) and j < len(b):\n        if a[i] < b[j]:\n            out.append(a[i])\n            i += 1\n        else:\n            out.append(b[j])\n            j += 1\n    return out + a[i:] + b[j:]\n\n\ndef f(xs: list):\n    if len(xs) < 2:\n        return xs\n    mid = len(xs) // 2\n    return merge(f(xs[:mid]), f(xs[mid:]))"),
    "two pointers": ("O(n)", "O(1)", "def f(xs: list, t: int):\n    i, j = 0, len(xs) - 1\n    while i < j:\n        s = xs[i] + xs[j]\n        if s == t:\n            return True\n        if s < t:\n            i += 1\n        else:\n            j -= 1\n    return False"),
    "sliding window": ("O(n)", "O(n)", "def f(s: str):\n    seen = set()\n    left = best = 0\n    for right in range(len(s)):\n        while s[right] in seen:\n            seen.remove(s[left])\n            left += 1\n        seen.add(s[right])\n        best = max(best, right - left + 1)\n    return best"),
    "monotonic stack": ("O(n)", "O(n)", "def f(xs: list):\n    stack = []\n    out = [0] * len(xs)\n    for i in range(len(xs)):\n        while stack and xs[stack[-1]] < xs[i]:\n            out[stack.pop()] = i\n        stack.append(i)\n    return out"),
    "factorial": ("O(n)", "O(n)", "def f(n: int):\n    return 1 if n < 2 else n * f(n - 1)"),
    "fibonacci": ("O(2^n)", "O(n)", "def f(n: int):\n    if n < 2:\n        return n\n    return f(n - 1) + f(n - 2)"),
    "fibonacci, remembered": ("O(n)", "O(n)", "from functools import lru_cache\n\n\n@lru_cache(None)\ndef f(n: int):\n    if n < 2:\n        return n\n    return f(n - 1) + f(n - 2)"),
    "subsets": ("O(2^n)", "O(n)", "def f(xs: list, i: int):\n    if i == len(xs):\n        return 1\n    return f(xs, i + 1) + f(xs, i + 1)"),
    "permutations": ("O(n!)", "O(n^2)", "def f(xs: list):\n    if len(xs) < 2:\n        return 1\n    c = 0\n    for i in range(len(xs)):\n        c += f(xs[:i] + xs[i + 1:])\n    return c"),
    "reversed by slices": ("O(n^2)", "O(n^2)", "def f(s: str):\n    if not s:\n        return s\n    return f(s[1:]) + s[0]"),
    "fast power": ("O(log n)", "O(log n)", "def f(x: float, n: int):\n    if n == 0:\n        return 1\n    h = f(x, n // 2)\n    return h * h * (x if n % 2 else 1)"),
    "hanoi": ("O(2^n)", "O(n)", "def f(n: int, a: str, b: str, c: str):\n    if n == 0:\n        return 0\n    return f(n - 1, a, c, b) + 1 + f(n - 1, c, b, a)"),
    "height of a tree": ("O(n)", "O(n)", "def f(node):\n    if node is None:\n        return 0\n    return 1 + max(f(node.left), f(node.right))"),
    "length of a chain": ("O(n)", "O(1)", "def f(node):\n    c = 0\n    while node:\n        node = node.next\n        c += 1\n    return c"),
    "breadth first": ("O(n)", "O(n)", "from collections import deque\n\n\ndef f(graph: dict, start):\n    seen = {start}\n    queue = deque([start])\n    while queue:\n        node = queue.popleft()\n        for other in graph[node]:\n            if other not in seen:\n                seen.add(other)\n                queue.append(other)\n    return len(seen)"),
    "sieve": ("O(n log n)", "O(n)", "def f(n: int):\n    ok = [True] * (n + 1)\n    for i in range(2, n + 1):\n        for j in range(2 * i, n + 1, i):\n            ok[j] = False\n    return ok"),
    "grid": ("O(n*m)", "O(1)", "def f(grid: list):\n    c = 0\n    for row in grid:\n        for x in row:\n            c += x\n    return c"),
    "grid by indices": ("O(n*m)", "O(1)", "def f(grid):\n    c = 0\n    for i in range(len(grid)):\n        for j in range(len(grid[0])):\n            c += grid[i][j]\n    return c"),
    "edit distance": ("O(n*m)", "O(n*m)", "def f(a: str, b: str):\n    d = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]\n    for i in range(1, len(a) + 1):\n        for j in range(1, len(b) + 1):\n            d[i][j] = min(d[i - 1][j], d[i][j - 1]) + (a[i - 1] != b[j - 1])\n    return d[-1][-1]"),
    "pop from the front": ("O(n^2)", "O(1)", "def f(xs: list):\n    t = 0\n    while xs:\n        t += xs.pop(0)\n    return t"),
    "heap": ("O(n log n)", "O(n)", "import heapq\n\n\ndef f(xs: list):\n    h = []\n    for x in xs:\n        heapq.heappush(h, x)\n    out = []\n    while h:\n        out.append(heapq.heappop(h))\n    return out"),
    "helper in a loop": ("O(n^2)", "O(1)", "def g(xs):\n    t = 0\n    for x in xs:\n        t += x\n    return t\n\n\ndef f(xs: list):\n    best = 0\n    for _ in xs:\n        best = max(best, g(xs))\n    return best"),
    "words": ("O(n)", "O(n)", "def f(text: str):\n    c = 0\n    for word in text.split():\n        for letter in word:\n            c += letter.isupper()\n    return c"),
    "constant loops": ("O(1)", "O(1)", "def f(x: int):\n    t = 0\n    for i in range(10):\n        for j in range(20):\n            t += i * j * x\n    return t"),
}  # fmt: skip


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
