"""Invented statements on lists, dicts, sets, heaps and the containers of `collections`."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict, deque
from random import Random
from typing import Any

from training.invented.values import (
    LETTERS,
    Made,
    atom,
    comparable,
    drawn,
    integers,
    length,
    mapping,
    number,
    sequence,
    text,
)
from training.programs import values as literals


def membership(rng: Random) -> Made:
    """Whether something is in something."""
    sign = rng.choice(("in", "in", "not in"))
    shape = rng.random()
    if shape < 0.3:
        whole = text(rng)
        start = rng.randint(0, max(0, len(whole) - 1))
        part = whole[start : start + rng.randint(1, 3)] if rng.random() < 0.5 else rng.choice((*LETTERS, *"aeiou", "0"))
        return f"a {sign} b", {"a": part, "b": whole}
    holder: Any = sequence(rng) if shape < 0.6 else mapping(rng) if shape < 0.85 else set(integers(rng))
    return f"a {sign} b", {"a": drawn(rng, holder), "b": holder}


def subscript(rng: Random) -> Made:
    """An element."""
    shape = rng.random()
    if shape < 0.25:
        holder: Any = mapping(rng)
        return "a[i]", {"a": holder, "i": drawn(rng, holder)}
    holder = sequence(rng) if shape < 0.65 else tuple(sequence(rng)) if shape < 0.75 else text(rng, 40)
    at = rng.randint(-len(holder) - 1, len(holder)) if rng.random() < 0.3 else rng.randrange(max(1, len(holder)))
    return "a[i]", {"a": holder, "i": at}


def slicing(rng: Random) -> Made:
    """A part of a sequence."""
    holder: Any = sequence(rng) if rng.random() < 0.5 else text(rng, 40)
    count = len(holder)
    start, stop = rng.randint(0, count + 1), rng.randint(-2, count + 1)
    form = rng.choice(
        "a[i:];a[:j];a[i:j];a[i:j];a[i:j];a[i:];a[:j];a[::-1];a[:-1];a[1:];a[::2];a[1::2];a[:];a[-3:];a[::-2];a[1:-1];a[i::3]".split(
            ";"
        )
    )
    if form == "a[i:j]" and rng.random() < 0.7:
        start, stop = sorted((start, max(0, stop)))
    return form, {"a": holder, "i": start, "j": stop}


def list_change(rng: Random) -> Made:
    """A method of a list."""
    holder = sequence(rng)
    form = rng.choice(
        (
            "a.append(b);a.append(b);a.append(b);a.append(t);a.pop();a.pop(0);a.pop(i);a.insert(i, b);"
            "a.insert(i, b);a.insert(0, b);a.remove(b);a.extend(c);a += c;a.sort();a.sort();a.sort(reverse=True);"
            "a.reverse();a.clear();a.copy();a.index(b);a.count(b)"
        ).split(";")
    )
    if "sort" in form:
        holder = comparable(rng)
    at = rng.randrange(max(1, len(holder)))
    return form, {"a": holder, "i": at, "b": drawn(rng, holder), "c": sequence(rng)[:4], "t": text(rng, 30)}


def dict_use(rng: Random) -> Made:
    """A method of a dict."""
    holder = mapping(rng)
    form = rng.choice(
        (
            "a.get(k);a.get(k);a.get(k, b);a.get(k, b);a.get(k, k);a.get(k, 0);a.get(k, 0);a.pop(k);"
            "a.setdefault(k, []);a.pop(k, b);a.setdefault(k, []);"
            "a.setdefault(k, b);a.update(c);list(a);list(a.items());list(a.values());"
            "list(a.keys());sorted(a);sorted(a.items());len(a);sum(a.values());max(a.values());"
            "a.popitem();a.clear();dict(a);a.copy()"
        ).split(";")
    )
    if ("sum" in form or "max" in form or "sorted" in form) and holder:
        holder = {rng.choice(literals.WORDS): rng.randint(0, 99) for _ in range(rng.randint(1, 8))}
    return form, {"a": holder, "k": drawn(rng, holder), "b": atom(rng), "c": dict(list(mapping(rng).items())[:3])}


def set_use(rng: Random) -> Made:
    """A method of a set, an operator on two, or a display whose order is not the set's."""
    if rng.random() < 0.15:
        return f"{{{', '.join(map(str, integers(rng)[:10] or [1]))}}}", {}
    form = rng.choice(
        (
            "a.add(b);a.add(b);a.discard(b);a.remove(b);a | c;a & c;a - c;a ^ c;a.update(c);a.update(d);a |= c;a <= c;"
            "len(a);sorted(a);set(d);list(a);a.add(b)"
        ).split(";")
    )
    held, other = set(integers(rng)), set(integers(rng))
    return form, {
        "a": held,
        "b": drawn(rng, held) if rng.random() < 0.5 else rng.randint(0, 40),
        "c": other,
        "d": integers(rng),
    }


def collected(rng: Random) -> Made:
    """Deques, counters, dicts with defaults."""
    form = rng.choice(
        (
            "q.append(b);q.appendleft(b);q.popleft();q.popleft();q.pop();len(q);q[0];c[k];c[k] += 1;"
            "c[k] += 1;Counter(w);Counter(w);Counter(m);Counter(m);s[k];s[k];s[k].add(b);c.most_common(1);c.most_common(2);"
            "d[k].append(b);d[k];e[k] += 1;e[k];"
            "d[k] = l;"
            "c == c2;sorted(c.items());q.extend(l);q.rotate(1)"
        ).split(";")
    )
    keys = [rng.choice(literals.WORDS) for _ in range(rng.randint(0, 6))]
    counter = Counter({key: rng.randint(1, 6) for key in keys})
    lists: defaultdict[Any, Any] = defaultdict(list)
    lists.update({key: [rng.randint(0, 9) for _ in range(rng.randint(0, 3))] for key in keys[:4]})
    counts: defaultdict[Any, Any] = defaultdict(int)
    counts.update(counter)
    others: defaultdict[Any, Any] = defaultdict(rng.choice((set, set, str, float, dict, bool, tuple)))
    return form, {
        "Counter": Counter,
        "w": text(rng, 16),
        "m": [rng.choice(keys or ["a"]) for _ in range(rng.randint(0, 8))],
        "s": others,
        "q": deque(sequence(rng)[:10]),
        "c": counter,
        "c2": Counter({key: rng.randint(1, 2) for key in keys}),
        "d": lists,
        "e": counts,
        "k": drawn(rng, keys) if keys else rng.choice(literals.WORDS),
        "b": rng.randint(0, 99),
        "l": [rng.randint(0, 9) for _ in range(rng.randint(0, 3))],
    }


def library(rng: Random) -> Made:
    """`heapq`, `bisect` and `math`."""
    form = rng.choice(
        (
            "heapq.heappush(h, b);heapq.heappush(h, b);heapq.heappop(h);heapq.heappop(h);"
            "heapq.heapify(u);bisect.bisect_left(s, b);bisect.bisect(s, b);bisect.insort(s, b);"
            "math.gcd(x, y);math.sqrt(q);math.ceil(g);math.floor(g);math.isqrt(x);math.prod(l);"
            "math.factorial(k);math.comb(n, k);heapq.nsmallest(k, u)"
        ).split(";")
    )
    most = rng.choice((9, 30, 99))
    unsorted: list[Any] = [rng.randint(0, most) for _ in range(min(length(rng), 14))]
    item: Any = rng.randint(0, most)
    if rng.random() < 0.4 and form.startswith("heapq"):
        unsorted = [(one, rng.choice(literals.WORDS)) for one in unsorted[:6]]
        item = (item, rng.choice(literals.WORDS))
    heap = list(unsorted)
    heapq.heapify(heap)
    return form, {
        "h": heap,
        "u": unsorted,
        "s": sorted(unsorted),
        "b": item,
        "x": abs(number(rng)) % 10_000,
        "y": rng.randint(1, 120),
        "q": rng.randint(0, 12) ** 2 if rng.random() < 0.7 else rng.randint(0, 99),
        "g": literals.floating(rng),
        "l": [rng.randint(1, 9) for _ in range(rng.randint(0, 4))],
        "k": rng.randint(0, 5),
        "n": rng.randint(0, 9),
    }
