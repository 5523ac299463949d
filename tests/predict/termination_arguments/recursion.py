"""Recursion that ends, each function beside one whose recursion does not, or not plainly."""

from __future__ import annotations

from tests.predict.termination_arguments.argument import Argument

RECURSION = (
    Argument(
        "halves",
        """\
def f(xs):
    if len(xs) <= 1:
        return xs
    mid = len(xs) // 2
    left = f(xs[:mid])
    right = f(xs[mid:])
    return left + right
""",
        ("f([3, 1, 2])",),
        """\
def f(xs):
    if not xs:
        return 0
    mid = len(xs) // 2
    return f(xs[:mid]) + f(xs[mid:])
""",
        "f([1])",
    ),
    Argument(
        "smaller and larger than one",
        """\
def f(xs):
    if not xs:
        return []
    pivot = xs[len(xs) // 2]
    return f([x for x in xs if x < pivot]) + [x for x in xs if x == pivot] + f([x for x in xs if x > pivot])
""",
        ("f([3, 1, 2, 3])",),
        """\
def f(xs):
    if not xs:
        return []
    pivot = xs[0]
    return f([x for x in xs if x <= pivot]) + f([x for x in xs if x > pivot])
""",
        "f([1, 1])",
    ),
    Argument(
        "what is picked from the rest",
        """\
def f(xs):
    if len(xs) <= 1:
        return xs
    pivot = xs[0]
    less = [x for x in xs[1:] if x <= pivot]
    more = [x for x in xs[1:] if x > pivot]
    return f(less) + [pivot] + f(more)
""",
        ("f([3, 1, 2])",),
    ),
    Argument(
        "a range that gets narrower",
        """\
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
        ("f([1, 3, 5], 4, 0, 2)",),
        """\
def f(xs, x, lo, hi):
    if lo > hi:
        return -1
    mid = (lo + hi) // 2
    if xs[mid] == x:
        return mid
    if xs[mid] < x:
        return f(xs, x, mid, hi)
    return f(xs, x, lo, mid - 1)
""",
        "f([1, 3], 9, 0, 1)",
    ),
    Argument(
        "a half-open range",
        """\
def f(xs, x, lo, hi):
    if lo >= hi:
        return lo
    mid = (lo + hi) // 2
    if xs[mid] < x:
        return f(xs, x, mid + 1, hi)
    return f(xs, x, lo, mid)
""",
        ("f([1, 3, 5], 4, 0, 3)",),
    ),
    Argument(
        "up to a length",
        """\
def f(xs, i):
    if i >= len(xs):
        return 0
    return xs[i] + f(xs, i + 1)
""",
        ("f([1, 2], 0)",),
        """\
def f(xs, i):
    if i >= len(xs):
        return 0
    return xs[i] + f(xs, i - 1)
""",
    ),
    Argument(
        "Euclid's recursion",
        """\
def f(a, b):
    if b == 0:
        return a
    return f(b, a % b)
""",
        (
            "f(12, 18)",
            "f(5, 0)",
        ),
        """\
def f(a, b):
    if b == 0:
        return a
    return f(a % b, b)
""",
        "f(7, 3)",
    ),
    Argument(
        "halving in recursion",
        """\
def f(x, n):
    if n < 1:
        return 1
    half = f(x, n // 2)
    return half * half * (x if n % 2 else 1)
""",
        ("f(2, 10)",),
        """\
def f(x, n):
    if n < 1:
        return 1
    return f(x, (n + 1) // 2)
""",
        "f(2, 3)",
    ),
    Argument(
        "from both ends",
        """\
def f(s, i, j):
    if i >= j:
        return True
    return s[i] == s[j] and f(s, i + 1, j - 1)
""",
        ("f('abba', 0, 3)",),
        """\
def f(s, i, j):
    if i >= j:
        return True
    return f(s, i, j)
""",
        "f('ab', 0, 1)",
    ),
    Argument(
        "down both sides of a tree",
        """\
class Node:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right


def depth(node):
    if node is None:
        return 0
    return 1 + max(depth(node.left), depth(node.right))
""",
        ("depth(Node(1, Node(2), None))",),
        """\
class Node:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right


def depth(node):
    if node is None:
        return 0
    return 1 + depth(node)
""",
        "depth(Node(1))",
    ),
    Argument(
        "children",
        """\
def size(node):
    return 1 + sum(size(child) for child in node.children)
""",
        (),
    ),
    Argument(
        "what is nested",
        """\
def flatten(xs):
    out = []
    for x in xs:
        if isinstance(x, (list, tuple)):
            out.extend(flatten(x))
        else:
            out.append(x)
    return out
""",
        ("flatten([1, [2, [3]]])",),
        """\
def flatten(xs):
    out = []
    for x in xs:
        if hasattr(x, '__iter__'):
            out.extend(flatten(x))
        else:
            out.append(x)
    return out
""",
        "flatten(['ab'])",
    ),
    Argument(
        "nested tables",
        """\
def total(d):
    t = 0
    for k, v in d.items():
        if isinstance(v, dict):
            t += total(v)
        else:
            t += v
    return t
""",
        ("total({'a': {'b': 1}})",),
    ),
    Argument(
        "a call that is handed on",
        """\
class A:
    def __init__(self, data):
        self.data = data
    def upper(self):
        return self.data.upper()
""",
        (),
        """\
class A:
    def update(self):
        self.view.update()
class B:
    def update(self):
        self.model.update()
""",
    ),
    Argument(
        "a tree that grows at its leaves",
        """\
class Node:
    def insert(self, v):
        if v < self.v:
            if self.left is None:
                self.left = Node(v)
            else:
                self.left.insert(v)
        elif self.right is None:
            self.right = Node(v)
        else:
            self.right.insert(v)
""",
        (),
        """\
def find(path):
    if (path / 'x').exists():
        return path
    return find(path.parent)
""",
    ),
)
