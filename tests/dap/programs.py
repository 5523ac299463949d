"""Programs to step through. Verification works them out, so that the tests know what any model must predict."""

TOTALS = '''\
"""A file with a loop."""

LIMIT = 3


def totals(scores):
    total = 0
    found = []
    for score in scores:
        total += score
        found.append(total)
    return found


if __name__ == "__main__":
    print(totals([3, 4, 1]))
'''
"""`total = 0` stands on line 7, the loop on 9 to 11, `return` on 12."""

CALLS = """\
def double(x):
    y = x * 2
    return y


def both(a, b):
    first = double(a)
    second = double(b) + double(first)
    return first + second


assert both(1, 5)
"""

RECURSION = """\
def fact(n):
    if n < 2:
        return 1
    return n * fact(n - 1)


assert fact(4) == 24
"""

ERRORS = """\
def parse(text):
    if text == "":
        raise ValueError("empty")
    return int(text)


def careful(text):
    try:
        return parse(text)
    except ValueError:
        return 0


def careless(texts):
    found = []
    for text in texts:
        found.append(careful(text))
    found.append(parse(""))
    return found


assert careless(["1", ""])
"""

METHODS = """\
class Stack:
    def __init__(self, first):
        self.items = [first]

    def push(self, item):
        self.items.append(item)
        return len(self.items)


assert Stack(1).push(2) == 2
"""

GENERATOR = """\
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def total(n):
    found = 0
    for value in count(n):
        found += value
    return found


assert total(3) == 3
"""

EVERY = {
    "a loop": (TOTALS, "totals([3, 4, 1])"),
    "calls": (CALLS, "both(1, 5)"),
    "recursion": (RECURSION, "fact(4)"),
    "errors": (ERRORS, "careless(['1', ''])"),
    "methods": (METHODS, "Stack(1).push(2)"),
    "a generator": (GENERATOR, "total(3)"),
}
"""With the call that is stepped through."""
