"""Objects of the program's own classes, followed: each program is run for real, and every step of it must be certain and right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.verify.steps import Run

Held = Callable[[str, str], Run]

STACK = """
class Stack:
    made = 0

    def __init__(self, items=None):
        self.items = list(items or [])
        Stack.made += 1

    def push(self, item):
        self.items.append(item)
        return self

    @property
    def top(self):
        return self.items[-1] if self.items else None

    @staticmethod
    def limit(number):
        return min(number, 3)

    @classmethod
    def of(cls, *items):
        return cls(items)

    def __len__(self):
        return len(self.items)


class Loud(Stack):
    def __init__(self, word):
        super().__init__()
        self.word = word

    def push(self, item):
        super().push(item)
        self.items.append(self.word)
        return self
"""
VECTOR = """
class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __repr__(self):
        return f"Vector({self.x}, {self.y})"

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def __lt__(self, other):
        return self.x < other.x

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __bool__(self):
        return self.x != 0

    def __getitem__(self, index):
        return (self.x, self.y)[index]

    def __setitem__(self, index, value):
        if index:
            self.y = value
        else:
            self.x = value

    def __contains__(self, value):
        return value in (self.x, self.y)

    def __iter__(self):
        return iter((self.x, self.y))

    def __call__(self, scale):
        return self.x * scale

    def __str__(self):
        return f"<{self.x}|{self.y}>"
"""
RECORD = """
from dataclasses import dataclass, field

@dataclass(order=True)
class Item:
    name: str
    price: int = 3
    tags: list = field(default_factory=list)

    def total(self, count):
        return self.price * count
"""


@pytest.mark.parametrize(
    ("source", "body"),
    [
        (STACK, "s = Stack()\ns.push(1).push(2)\nreturn s.top, len(s), Stack.made"),
        (STACK, "s = Stack([4])\nwhile s:\n    s.items.pop()\nreturn s.items"),
        (STACK, "s = Stack.of(1, 2)\nt = Stack.limit(9)\nreturn s.items, t, isinstance(s, Stack)"),
        (STACK, "s = Loud('hey')\ns.push(1)\nn = len(s)\nreturn s.items, n, isinstance(s, Stack), type(s) is Loud"),
        (STACK, "a = Stack()\nb = a\nb.push(1)\nreturn a is b, a.items, a == b, a != Stack()"),
        (STACK, "a = Stack()\na.extra = [1]\na.extra += [2]\na.extra[0] -= 1\ndel a.items\nreturn a.extra"),
        (STACK, "a = Stack()\ntry:\n    return a.missing\nexcept AttributeError:\n    return 'none'"),
        (STACK, "try:\n    Stack(1, 2, 3)\nexcept TypeError:\n    return 'too many'"),
        (VECTOR, "v = Vector(1, 2) + Vector(3, 4) * 2\nreturn v.x, v.y"),
        (VECTOR, "v = Vector(1, 2)\nw = -v\nreturn v == w, v != w, v < w, v > w, 2 in v"),
        (VECTOR, "v = Vector(1, 2)\nv[0] = 5\nv[1] += 1\na, b = v\nreturn v[0], [x for x in v], a, b, v(3)"),
        (VECTOR, "v = Vector(0, 2)\nw = 'yes' if v else 'no'\nreturn w, not v, v and 1, str(v), f'{v} {v!r}', repr(v)"),
        (VECTOR, "total = Vector(0, 0)\nfor v in [Vector(1, 2), Vector(3, 4)]:\n    total += v\nreturn str(total)"),
        (
            RECORD,
            "a = Item('a')\nb = Item('b', price=2)\na.tags.append(1)\nreturn a < b, a == Item('a', 3, [1]), a.total(2)",
        ),
        (
            RECORD,
            "items = sorted([Item('b'), Item('a')], key=lambda one: one.name)\nreturn [one.name for one in items]",
        ),
        (STACK, "a, b = Stack(), Stack()\nseen = {a: 1}\nseen[b] = 2\nreturn seen[a], b in seen, a in [b], b in [b]"),
        (VECTOR, "v = Vector(1, 2)\nprint(v, [1])\nreturn v.x"),
        (RECORD, "try:\n    Item()\nexcept TypeError:\n    return 'no name'"),
    ],
)
def test_every_step_is_certain(held_against: Held, source: str, body: str) -> None:
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    run = held_against(f"{source}\ndef f():\n{lines}", "f()")
    assert run.wrong == []
    assert run.reasons == []
    assert run.is_verified


LINKED = """
class Node:
    def __init__(self, value, rest=None):
        self.value = value
        self.rest = rest


def total(node):
    found = 0
    while node is not None:
        found += node.value
        node = node.rest
    return found


def f(values):
    head = None
    for value in values:
        head = Node(value, head)
    return total(head)
"""


def test_a_linked_list_is_walked(held_against: Held) -> None:
    assert held_against(LINKED, "f([1, 2, 3])").is_verified


@pytest.mark.parametrize(
    ("what", "source"),
    [
        (
            "super in a comprehension",
            "class A:\n    def g(s):\n        return 1\n"
            "class B(A):\n    def g(s):\n        return [super().g() for _ in 'a']\ndef f():\n    return B().g()",
        ),
        (
            "defaults",
            "N = 1\nclass A:\n    N = 2\n    def g(self, n=N):\n        return n\ndef f():\n    return A().g()",
        ),
        (
            "scopes",
            "N = 1\nclass A:\n    N = 2\n    m = [N for _ in 'a']\n    k = lambda s: N\ndef f():\n    return A.m, A().k()",
        ),
        ("metaclasses", "class A(metaclass=type):\n    pass\ndef f():\n    a = A()\n    return 1"),
        ("slots", "class A:\n    __slots__ = ('x',)\ndef f():\n    a = A()\n    a.x = 1\n    return a.x"),
        ("lookups of its own", "class A:\n    def __getattr__(self, n):\n        return n\ndef f():\n    return A().b"),
        ("names of its own", "class A:\n    def __init__(self):\n        self.__x = 1\ndef f():\n    return A()._A__x"),
        ("several bases", "class A: x = 1\nclass B: y = 2\nclass C(A, B): pass\ndef f():\n    return C().y"),
        (
            "descriptors",
            "class D:\n    def __get__(s, o, k):\n        return 7\nclass A:\n    d = D()\ndef f():\n    return A().d",
        ),
        (
            "changed classes",
            "class A:\n    def g(self):\n        return 1\ndef f():\n    A.g = lambda s: 2\n    return A().g()",
        ),
        (
            "inherited from plain data",
            "class A(list):\n    pass\ndef f():\n    a = A()\n    a.append(1)\n    return a[0]",
        ),
        ("sums", "class A:\n    def __radd__(self, o):\n        return o + 1\ndef f():\n    return sum([A(), A()])"),
        (
            "orders",
            "class A:\n    def __lt__(self, o):\n        return True\ndef f():\n    return len(sorted([A(), A()]))",
        ),
        (
            "equality",
            "class A:\n    def __eq__(self, o):\n        return True\ndef f():\n    return [A()] == [3], A() in [1]",
        ),
    ],
)
def test_what_changes_the_meaning_of_objects_is_never_wrong(held_against: Held, what: str, source: str) -> None:
    assert held_against(source, "f()").wrong == [], what


def test_an_unknown_step_makes_objects_unknown_not_wrong(held_against: Held) -> None:
    source = """
    class Box:
        size = 1

        def __init__(self):
            self.held = []

    def f():
        box = Box()
        exec("box.held.append(1); Box.size = 5")
        return box.held, Box.size
    """
    assert held_against(source, "f()").wrong == []
