"""Loops that end, each beside one that does not, or not plainly."""

from __future__ import annotations

from tests.predict.termination_arguments.argument import Argument

LOOPS = (
    Argument(
        "two fronts, one of which moves",
        """\
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
    return out
""",
        (
            "merge([1, 3], [2, 4])",
            "merge([], [1])",
        ),
        """\
def merge(a, b):
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] < b[j]:
            i += 1
        elif b[j] < a[i]:
            j += 1
""",
        "merge([1], [1])",
    ),
    Argument(
        "two stores, one of which is drained",
        """\
def f(a, b):
    while a or b:
        if a and (not b or a[0] < b[0]):
            a.pop(0)
        else:
            b.pop(0)
""",
        ("f([1, 4], [2])",),
    ),
    Argument(
        "what is asked for is removed",
        """\
def f(xs, x):
    while x in xs:
        xs.remove(x)
    return xs
""",
        ("f([1, 2, 1], 1)",),
        """\
def f(xs, x):
    while x in xs:
        xs.remove(x)
        xs.append(x)
    return xs
""",
        "f([1], 1)",
    ),
    Argument(
        "a known beginning is cut off",
        """\
def f(s):
    while s.startswith('ab'):
        s = s[2:]
    return s
""",
        ("f('ababx')",),
        """\
def f(s, p):
    while s.startswith(p):
        s = s[len(p):]
    return s
""",
        "f('ab', '')",
    ),
    Argument(
        "two become one",
        """\
def f(s):
    while '  ' in s:
        s = s.replace('  ', ' ')
    return s
""",
        ("f('a    b')",),
        """\
def f(s):
    while '  ' in s:
        s = s.replace('  ', '  ')
    return s
""",
        "f('a  b')",
    ),
    Argument(
        "ends that stay apart",
        """\
def f(xs, x):
    lo, hi = 0, len(xs)
    while hi - lo > 1:
        mid = (lo + hi) // 2
        if xs[mid] <= x:
            lo = mid
        else:
            hi = mid
    return lo
""",
        ("f([1, 2, 3, 4], 3)",),
        """\
def f(xs, x):
    lo, hi = 0, len(xs)
    while hi - lo > 0:
        mid = (lo + hi) // 2
        if xs[mid] <= x:
            lo = mid
        else:
            hi = mid
    return lo
""",
        "f([1, 2], 1)",
    ),
    Argument(
        "retries",
        """\
def f(fetch, most):
    tries = 0
    while tries < most:
        try:
            return fetch()
        except OSError:
            tries += 1
    return None
""",
        (),
        """\
def f(fetch, most):
    tries = 0
    while tries < most:
        try:
            return fetch()
        except OSError:
            pass
    return None
""",
    ),
    Argument(
        "two pointers",
        """\
def f(s):
    i, j = 0, len(s) - 1
    while i < j:
        if not s[i].isalnum():
            i += 1
            continue
        if not s[j].isalnum():
            j -= 1
            continue
        if s[i] != s[j]:
            return False
        i, j = i + 1, j - 1
    return True
""",
        ("f('ab ba')",),
        """\
def f(s):
    i, j = 0, len(s) - 1
    while i < j:
        if not s[i].isalnum():
            continue
        i, j = i + 1, j - 1
    return True
""",
        "f(' ab')",
    ),
    Argument(
        "along a linked list",
        """\
class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


def f(head):
    total = 0
    while head is not None:
        total += head.value
        head = head.next
    return total
""",
        ("f(Node(1, Node(2)))",),
        """\
class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


def f(head):
    total = 0
    while head is not None:
        total += head.value
    return total
""",
        "f(Node(1))",
    ),
    Argument(
        "a link skipped by continue",
        """\
class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


def middle(head):
    slow = fast = head
    while fast and fast.next:
        slow = slow.next
        fast = fast.next.next
    return slow
""",
        ("middle(Node(1, Node(2, Node(3))))",),
        """\
class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


def f(head):
    total = 0
    while head:
        if head.value < 0:
            continue
        total += head.value
        head = head.next
    return total
""",
        "f(Node(-1))",
    ),
    Argument(
        "to the last of them",
        """\
class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


def f(node):
    while node.next:
        node = node.next
    return node
""",
        ("f(Node(1, Node(2)))",),
        """\
class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


def f(node):
    while node:
        node.next = node
        node = node.next
""",
        "f(Node(1))",
    ),
)
