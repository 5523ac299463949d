"""Walks over what is linked, and loops that go on while something changes, each beside one that does not end, or not plainly."""

from __future__ import annotations

from tests.predict.termination_arguments.argument import Argument

WALKS = (
    Argument(
        "a walk that marks what it puts down",
        """\
def f(graph, start):
    seen = {start}
    queue = [start]
    while queue:
        node = queue.pop(0)
        for other in graph[node]:
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return seen
""",
        ("f({1: [2], 2: [1]}, 1)",),
        """\
def f(graph, start):
    seen = {start}
    queue = [start]
    while queue:
        node = queue.pop(0)
        for other in graph[node]:
            if other not in seen:
                queue.append(other)
    return seen
""",
        "f({1: [2], 2: [3], 3: [2]}, 1)",
    ),
    Argument(
        "a walk that marks what it takes",
        """\
def f(graph, start):
    seen = set()
    stack = [(start, 0)]
    while stack:
        node, depth = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        for other in graph.get(node, []):
            stack.append((other, depth + 1))
    return seen
""",
        ("f({1: [2], 2: [1]}, 1)",),
        """\
def f(graph, start):
    seen = set()
    stack = [start]
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(start)
        for other in graph[node]:
            stack.append(other)
    return seen
""",
        "f({1: [2], 2: [3], 3: [2]}, 1)",
    ),
    Argument(
        "a walk that looks before it goes on",
        """\
def f(graph, start):
    seen = set()
    stack = [start]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            for other in graph[node]:
                stack.append(other)
    return seen
""",
        ("f({1: [2], 2: [1]}, 1)",),
        """\
def f(graph, start):
    seen = set()
    stack = [start]
    while stack:
        node = stack.pop()
        seen.add(node)
        for other in graph[node]:
            stack.append(other)
    return seen
""",
        "f({1: [2], 2: [1]}, 1)",
    ),
    Argument(
        "a walk over a heap",
        """\
import heapq


def f(graph, start):
    done = set()
    heap = [(0, start)]
    while heap:
        cost, node = heapq.heappop(heap)
        if node in done:
            continue
        done.add(node)
        for other, weight in graph[node].items():
            heapq.heappush(heap, (cost + weight, other))
    return done
""",
        (),
        """\
def f(graph, start):
    seen = set()
    stack = [start]
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        for other in graph[node]:
            stack.append(other)
        if node > 3:
            continue
        seen.add(node)
    return seen
""",
        "f({4: [5], 5: [4]}, 4)",
    ),
    Argument(
        "a walk that remembers",
        """\
def f(graph, start):
    seen = {start}
    queue = [start]
    while queue:
        node = queue.pop(0)
        for other in graph[node]:
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return seen
""",
        ("f({1: []}, 1)",),
        """\
def f(graph, start):
    seen = {start}
    queue = [start]
    while queue:
        node = queue.pop(0)
        seen.discard(node)
        for other in graph[node]:
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return seen
""",
        "f({1: [2], 2: [1]}, 1)",
    ),
    Argument(
        "a walk through what is found",
        """\
def f(graph, start):
    seen = set()
    stack = [(start, 0)]
    while stack:
        node, depth = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        for other in graph.get(node, []):
            stack.append((other, depth + 1))
    return seen
""",
        ("f({1: []}, 1)",),
        """\
def f(start):
    seen = set()
    stack = [start]
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        for step in (1, 2):
            other = node + step
            stack.append(other)
    return seen
""",
        "f(0)",
    ),
    Argument(
        "neighbours are put in order",
        """\
def f(xs):
    swapped = True
    while swapped:
        swapped = False
        for i in range(len(xs) - 1):
            if xs[i] > xs[i + 1]:
                xs[i], xs[i + 1] = xs[i + 1], xs[i]
                swapped = True
    return xs
""",
        (
            "f([3, 1, 2])",
            "f([2, 2])",
        ),
        """\
def f(xs):
    swapped = True
    while swapped:
        swapped = False
        for i in range(len(xs) - 1):
            if xs[i] >= xs[i + 1]:
                xs[i], xs[i + 1] = xs[i + 1], xs[i]
                swapped = True
    return xs
""",
        "f([2, 2])",
    ),
    Argument(
        "a flag that is put down first",
        """\
def f(xs):
    while True:
        done = True
        for i in range(1, len(xs)):
            if xs[i - 1] > xs[i]:
                xs[i - 1], xs[i] = xs[i], xs[i - 1]
                done = False
        if done:
            break
    return xs
""",
        (
            "f([3, 1, 2])",
            "f([2, 2])",
        ),
        """\
def f(xs):
    swapped = True
    while swapped:
        for i in range(len(xs) - 1):
            if xs[i] > xs[i + 1]:
                xs[i], xs[i + 1] = xs[i + 1], xs[i]
                swapped = True
    return xs
""",
        "f([1])",
    ),
    Argument(
        "what follows from what is known",
        """\
def f(edges, start):
    found = {start}
    changed = True
    while changed:
        changed = False
        for a, b in edges:
            if a in found and b not in found:
                found.add(b)
                changed = True
    return found
""",
        ("f([(1, 2), (2, 3)], 1)",),
        """\
def f(edges, start):
    found = {start}
    changed = True
    while changed:
        changed = False
        for a, b in edges:
            if a in found:
                found.add(b)
                changed = True
    return found
""",
        "f([(1, 2)], 1)",
    ),
)
