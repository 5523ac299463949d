"""Programs that the tests own and run, to hold what the source floor says against what CPython does."""

from __future__ import annotations

PROGRAMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "branches": (
        '''
def f(n):
    """Docstring."""
    x: int
    global unused_name
    if n < 0:
        sign = "-"
    elif n == 0:
        sign = "0"
    elif not n % 2 and n > 10 or n == 7:
        sign = "e"
    else:
        sign = "+"
    y: int = n
    if 0:
        never = 1
    elif 1:
        ...
    else:
        never = 2
    "a constant"
    return sign
def g(): return 1
def h():
    """Only this."""
def i():
    pass
def j(a, b):
    if (a
            and b
            or not a):
        r = 1
    else: r = 2
    return r
''',
        ("f(-1)", "f(0)", "f(7)", "f(12)", "f(3)", "g()", "h()", "i()", "j(1, 0)", "j(0, 1)", "j(1, 1)"),
    ),
    "loops": (
        """
def f(xs):
    total = 0
    for x in xs:
        if x == 3:
            continue
        if x > 5:
            break
        total += x
    else:
        total = -total
    for i, (a, b) in enumerate([(1, 2), (3, 4)]): total += a * b + i
    while total > 0:
        total -= 7
    while True:
        total += 1
        if total > 3: break
    else:
        total = 99
    n = 0
    while n < 3: n += 1
    while (n
           > 0):
        n -= 1
        if n == 1:
            continue
    for _ in []:
        pass
    for j in range(2):
        for k in range(2):
            if k: break
            total += j
    return total
def g(n):
    for i in range(n):
        pass
def h(n):
    while n:
        n -= 1
def deep(n):
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            while True:
                if i < j:
                    return i, j
                break
""",
        ("f([1, 2, 3, 4])", "f([1, 9, 2])", "f([])", "g(2)", "g(0)", "h(2)", "deep(3)", "deep(1)", "f(4)"),
    ),
    "exceptions": (
        """
def f(kind):
    out = []
    try:
        out.append(1)
        if kind == 1:
            raise ValueError("x")
        elif kind == 2:
            raise KeyError(2)
        elif kind == 3:
            return out
        elif kind == 4:
            [][0]
    except ValueError as error:
        out.append(str(error))
    except (KeyError,
            TypeError):
        out.append("k")
    else:
        out.append("else")
    finally:
        out.append("finally")
        out.append("done")
    return out
def swallow():
    try:
        return 1 / 0
    finally:
        return 2
def loop(n):
    for i in range(n):
        try:
            if i == 1:
                continue
            if i == 3:
                break
        finally:
            n += 1
    return n
def nested(n):
    try:
        try:
            if n == 0:
                raise ValueError
            if n == 1:
                raise KeyError
            n = 1 // (n - 2)
        except ValueError:
            raise TypeError from None
        finally:
            n = 5
            n = 6
    except TypeError:
        n = 7
    except Exception:
        raise
    finally:
        n = 8
    return n
def again(n):
    try:
        raise ValueError(n)
    except ValueError as e:
        if n:
            raise
        try:
            raise KeyError
        except:
            return repr(e)
def failing_finally():
    try:
        1 // 0
    finally:
        {}[1]
        x = 2
def checks(n):
    assert n, "zero"
    assert (n > 1
            and n > 2)
    return n
def inner_return(xs):
    for x in xs:
        try:
            try:
                if x: return x
            finally:
                y = x
        finally:
            z = y
def one_liners(n):
    try: n = 1 / n
    except ZeroDivisionError: n = -1
    else: n = 0
    finally: n += 1
    return n
""",
        (
            *(f"f({kind})" for kind in range(5)),
            "swallow()",
            "loop(2)",
            "loop(5)",
            *(f"nested({n})" for n in range(4)),
            "again(0)",
            "again(1)",
            "failing_finally()",
            "checks(0)",
            "checks(2)",
            "checks(3)",
            "inner_return([0, 0, 4])",
            "inner_return([])",
            "one_liners(0)",
            "one_liners(2)",
        ),
    ),
    "with": (
        """
class Guard:
    def __init__(self, log, swallow=False):
        self.log = log
        self.swallow = swallow
    def __enter__(self):
        self.log.append("in")
        return self
    def __exit__(self, *details):
        self.log.append(details[0] is None)
        return self.swallow
def f(log, mode):
    with Guard(log) as g:
        if mode == 1:
            return g.swallow
        if mode == 2:
            log[99]
        x = 1
    with Guard(log, True):
        if mode == 3: raise ValueError
    with Guard(log, True) as a, Guard(log) as b:
        if mode == 4:
            raise KeyError
    with (
        Guard(log, True) as a,
        Guard(log, mode == 5) as b,
    ):
        if mode in (5, 6):
            raise KeyError
    for i in range(3):
        with Guard(log):
            if i == 1:
                continue
            if mode == 7:
                break
    with Guard(log, True): log[99]
    return x
def last(log):
    with Guard(log):
        log.append(1)
def last_swallowed(log):
    with Guard(log, True):
        log.append(1)
        1 // 0
def guarded_return(log):
    try:
        with Guard(log):
            return len(log)
    finally:
        log.append("end")
""",
        (*(f"f([], {mode})" for mode in range(8)), "last([])", "last_swallowed([])", "guarded_return([])"),
    ),
    "expressions": (
        """
def f(a, b):
    x = [
        a,
        b,
        a + b,
    ]
    y = {
        "a": a,
        "b": b,
        **{"c": 1},
    }
    z = max(
        a,
        min(
            b,
            3),
    )
    w = (a
         + b
         * z)
    s = "abc".upper(
    ).lower().replace(
        "a",
        "b",
    )
    t = (a < b
         < w)
    u = (a if a > b
         else b if b > 2
         else z)
    v = (
        1, 2, 3,
        4)
    k = [1,
         2, 3]
    q = f"{a}-{b!r:>{3}}" f"{w}" "!"
    m = ("text %s"
         " and %r" % (a,
                      b))
    x[0], y["d"] = (
        b,
        a)
    x[
        1] += 2
    (n := 3)
    del x[0], y
    lam = lambda p, q=2: p + q
    o = lam(
        a)
    return (a and
            b or
            o)
def comprehensions(xs):
    ys = [x * 2 for x in xs if x]
    zs = {
        x: y
        for x, y in zip(xs, ys)
        if x
        if y
    }
    ws = sum(
        x
        for x in xs
    )
    vs = {(x, y) for x in xs for y in xs if x < y}
    us = [[c for c in str(x)] for x in ys]
    return [
        z
        for z in zs
    ]
def long_literals():
    a = [
        1, 2,
        len("x"),
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
        19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
        33,
    ]
    b = {
        1: 2,
        3: len("y"),
    }
    c = {
        len("z"): 2,
        3: 4,
    }
    return (
        a,
        b, c
    )
""",
        (
            "f(1, 2)",
            "f(5, 2)",
            "f(0, 0)",
            "comprehensions([1, 2, 0])",
            "comprehensions([1, None, 'x'])",
            "long_literals()",
        ),
    ),
    "definitions": (
        """
def decorate(n):
    def wrap(function):
        def inner(*args, **kwargs):
            return function(*args, **kwargs) + n
        return inner
    return wrap
def f(a):
    count = 0
    def bump(by=a,
             *, twice=False):
        nonlocal count
        count += by
        return count
    bump()
    bump(2)
    @decorate(1)
    @decorate(
        2)
    def decorated(x):
        return x
    class Local:
        y = a
        def method(self):
            return self.y + count
    @staticmethod
    class Other(
        Local,
    ):
        pass
    return decorated(3) + Local().method()
class Account:
    total = 0
    def __init__(self, owner, *rest, limit=3, **more):
        self.owner = owner
        self.__private = limit
    @property
    def name(self):
        __x = self.owner
        return __x.title()
    @classmethod
    def make(cls, *names):
        return [cls(name) for name in names]
    def __add__(self, other):
        self.total += 1
        return Account(self.owner + other.owner)
class Child(Account):
    def __init__(self, owner):
        super().__init__(owner)
    def shout(self):
        def inner():
            return super(Child, self).name
        return inner()
def use():
    a, b = Account.make("x", "y")
    c = a + b
    return c.name, Child("z").shout()
""",
        ("f(3)", "use()", "Account('q').name"),
    ),
    "generators": (
        """
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
    return "end"
def one():
    yield
def delegating(n):
    result = yield from count(n)
    yield result
def receiving():
    got = []
    try:
        while True:
            got.append((yield len(got)))
    finally:
        got.append("closed")
def listen():
    r = receiving()
    next(r)
    r.send(3)
    r.close()
    d = receiving()
    next(d)
    try:
        d.throw(ValueError("v"))
    except ValueError:
        return 1
def squares(xs):
    for x in xs: yield x * x
def consume(n):
    total = 0
    for v in count(n):
        total += v
    for v in delegating(2): total += len(str(v))
    xs = [x for x in squares([1, 2])]
    a, *b = squares(xs)
    list(one())
    g = (x for x in b)
    return total, next(g), next(g, None)
class Steps:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n
def walk(n):
    for s in Steps(n):
        last = s
    for s in Steps(n): last = s
    return [s for s in Steps(n)]
def handled(n):
    try:
        for s in Steps(n):
            if s == 1: raise ValueError
    except ValueError:
        return -1
""",
        ("consume(3)", "listen()", "walk(2)", "walk(0)", "handled(2)", "handled(1)"),
    ),
    "match": (
        """
class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y):
        self.x = x
        self.y = y
LIMIT = 7
def f(v):
    match v:
        case 0:
            return "zero"
        case -1 | 1:
            return "one"
        case [a, b]:
            r = a, b
        case [a, *rest] if len(rest) > 2:
            r = rest
        case {"k": k, **more}:
            r = k
        case Point(x=0, y=y):
            r = y
        case Point(x, y) as p if x > y:
            r = p.x
        case str() | bytes():
            r = "text"
        case None:
            r = None
        case (1.5 | 2.5) as q:
            r = q
        case _:
            r = "other"
    return r
def g(a, b):
    match a, b:
        case 1, _:
            x = 1
        case _, [
            2,
            c,
        ]:
            x = c
    match a:
        case n if n:
            pass
def h(a):
    match a:
        case 3: return 1
        case other: a = other
""",
        (
            *(f"f({v})" for v in ("0", "1", "-1", "[1, 2]", "[1, 2, 3, 4]", "[1]", "{'k': 2, 'j': 3}", "{}")),
            *(f"f({v})" for v in ("Point(0, 4)", "Point(5, 4)", "Point(1, 4)", "'s'", "None", "2.5", "3j")),
            "g(1, 2)",
            "g(2, [2, 5])",
            "g(0, [2, 6, 7])",
            "h(3)",
            "h(4)",
        ),
    ),
    "async": (
        """
class Ready:
    def __init__(self, value):
        self.value = value
    def __await__(self):
        yield self.value
        return self.value
class Many:
    def __init__(self, n):
        self.n = n
    def __aiter__(self):
        return self
    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        return await Ready(self.n)
class Open:
    async def __aenter__(self):
        return await Ready(1)
    async def __aexit__(self, *details):
        await Ready(2)
        return details[0] is KeyError
async def f(n):
    total = await Ready(n)
    async for x in Many(n):
        total += x
    async with Open() as o:
        total += o
        if n == 2:
            raise KeyError
    async with Open(): total += 1
    if n == 3:
        async with Open():
            return total
    return [x async for x in Many(2)]
def drive(n):
    steps = 0
    coroutine = f(n)
    try:
        while True:
            coroutine.send(None)
            steps += 1
    except StopIteration as stop:
        return stop.value, steps
""",
        ("drive(0)", "drive(1)", "drive(2)", "drive(3)"),
    ),
    "imports and names": (
        """
import collections
K = {"a": 1}
def f(n):
    import math, os.path as p
    from itertools import (
        chain,
        count as c,
    )
    global K
    K = dict(K, n=n)
    a = b = c_ = [n]
    a += [1]
    d, *e = range(3)
    (g, h), i = (1, 2), 3
    i, g = g, i
    d: int = 4
    try:
        e = undefined
    except NameError as e:
        j = e
    try:
        e
    except UnboundLocalError:
        del j
    return math.floor(n), list(chain(a, b))
def unbound(flag):
    if flag:
        x = 1
    return x
""",
        ("f(1.5)", "unbound(1)", "unbound(0)"),
    ),
}
"""For each theme: the module's text (from its second line on), and calls to make in it."""
