"""Statements on random values, of every kind of operation: larger values than programs usually come to, and rarer methods.

Only the statement and its values are made here; what they come to, `training.operations` works out.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from random import Random
from typing import Any

from training.programs import values

Made = tuple[str, dict[str, Any]]
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PRINTED = _LETTERS + _LETTERS.upper() + "0123456789" + " .,:;-_()[]{}+*/=!?#'\"\\"


def invented(rng: Random) -> Made:
    """A simple statement and what its names are bound to."""
    return rng.choices(_MAKERS, _SHARES)[0](rng)


def number(rng: Random) -> int:
    """An integer: mostly of one or two digits, up to ten."""
    shape = rng.random()
    digits = 1 if shape < 0.4 else 2 if shape < 0.78 else 3 if shape < 0.9 else rng.randint(4, 10)
    found = rng.randrange(10 ** (digits - 1) if digits > 1 else 0, 10**digits)
    return -found if rng.random() < 0.18 else found


def text(rng: Random, most: int = 60) -> str:
    """A string: a word, some words, letters of a small alphabet, or anything that can be printed."""
    shape = rng.random()
    if shape < 0.3:
        return rng.choice(values.WORDS)
    if shape < 0.5:
        return " ".join(rng.choice(values.WORDS) for _ in range(rng.randint(1, 6)))[:most]
    length = rng.randint(0, 12) if rng.random() < 0.8 else rng.randint(0, most)
    alphabet = rng.choice((_LETTERS, _LETTERS[:3], "01", "0123456789", "()[]{}", _LETTERS + _LETTERS.upper(), _PRINTED))
    return "".join(rng.choice(alphabet) for _ in range(length))


def atom(rng: Random) -> Any:
    """An integer, a string, a float, a truth value or None."""
    shape = rng.random()
    if shape < 0.5:
        return number(rng)
    if shape < 0.8:
        return rng.choice(values.WORDS) if rng.random() < 0.7 else text(rng, 12)
    if shape < 0.9:
        return values.floating(rng)
    return rng.choice((True, False, None))


def length(rng: Random) -> int:
    """How many elements: mostly few, up to 30."""
    shape = rng.random()
    return rng.randint(0, 6) if shape < 0.6 else rng.randint(3, 14) if shape < 0.9 else rng.randint(10, 30)


def sequence(rng: Random) -> list[Any]:
    """A list of elements of one kind."""
    count, shape = length(rng), rng.random()
    if shape < 0.45:
        most = rng.choice((9, 20, 99, 99, 999))
        return [rng.randint(-9 if rng.random() < 0.2 else 0, most) for _ in range(count)]
    if shape < 0.7:
        return [rng.choice(values.WORDS) for _ in range(min(count, 14))]
    if shape < 0.78:
        return [rng.choice(_LETTERS) for _ in range(count)]
    if shape < 0.86:
        return [(rng.choice(values.WORDS), rng.randint(0, 99)) for _ in range(min(count, 7))]
    if shape < 0.94:
        width = rng.randint(1, 4)
        return [[rng.randint(0, 9) for _ in range(width)] for _ in range(min(count, 6))]
    return [atom(rng) for _ in range(min(count, 8))]


def mapping(rng: Random) -> dict[Any, Any]:
    """A dict with keys of one kind and values of one kind."""
    count = min(length(rng), 12)
    keys = [rng.choice(values.WORDS) for _ in range(count)]
    if rng.random() < 0.3:
        keys = [rng.randint(0, 30) for _ in range(count)]
    elif rng.random() < 0.2:
        keys = [rng.choice(_LETTERS) for _ in range(count)]
    shape = rng.random()
    if shape < 0.6:
        return {key: rng.randint(0, 99) for key in keys}
    if shape < 0.75:
        return {key: [rng.randint(0, 20) for _ in range(rng.randint(0, 3))] for key in keys[:6]}
    return {key: atom(rng) for key in keys[:8]}


def _held(rng: Random, items: Any) -> Any:
    """Something that is in a container, most times."""
    found: list[Any] = list(items)
    return rng.choice(found) if found and rng.random() < 0.65 else atom(rng)


def _arithmetic(rng: Random) -> Made:
    sign = rng.choice("+ + + - - - * * // % % / ** & | ^ << >>".split())
    left, right = number(rng), number(rng)
    if sign in ("**", "<<", ">>"):
        left, right = rng.randint(0, 30), rng.randint(0, 8)
    if sign in ("*", "//", "%", "/") and rng.random() < 0.6:
        right = rng.randint(1, 12)
    if sign == "*" and abs(left * right) > 10**10:
        left, right = left % 1000, right % 1000
    if rng.random() < 0.12:
        left, right = rng.choice(((values.floating(rng), right), (left, values.floating(rng))))
    return (f"a {sign}= b" if rng.random() < 0.2 else f"a {sign} b"), {"a": left, "b": right}


def _comparison(rng: Random) -> Made:
    sign = rng.choice(("==", "!=", "<", "<=", ">", ">="))
    shape = rng.random()
    if shape < 0.6:
        left: Any = number(rng)
        right: Any = left + rng.randint(-2, 2) if rng.random() < 0.35 else number(rng)
    elif shape < 0.75:
        left = text(rng, 16)
        right = left if rng.random() < 0.4 else text(rng, 16)
    elif shape < 0.85:
        left, right = values.floating(rng), rng.choice((values.floating(rng), float(rng.randint(0, 9)), rng.randint(0, 9)))
    elif shape < 0.93:
        left = tuple(rng.randint(0, 5) for _ in range(2))
        right = tuple(rng.randint(0, 5) for _ in range(2))
    else:
        left = sequence(rng)[:8]
        right = list(left) if rng.random() < 0.5 else sequence(rng)[:8]
        sign = rng.choice(("==", "!="))
    return f"a {sign} b", {"a": left, "b": right}


def _membership(rng: Random) -> Made:
    sign = rng.choice(("in", "in", "not in"))
    shape = rng.random()
    if shape < 0.3:
        whole = text(rng)
        start = rng.randint(0, max(0, len(whole) - 1))
        part = whole[start : start + rng.randint(1, 3)] if rng.random() < 0.5 else rng.choice((*_LETTERS, *"aeiou", "0"))
        return f"a {sign} b", {"a": part, "b": whole}
    holder: Any = sequence(rng) if shape < 0.6 else mapping(rng) if shape < 0.85 else set(_whole(rng))
    return f"a {sign} b", {"a": _held(rng, holder), "b": holder}


def _whole(rng: Random) -> list[int]:
    return [rng.randint(0, 40) for _ in range(length(rng))]


def _subscript(rng: Random) -> Made:
    shape = rng.random()
    if shape < 0.25:
        holder: Any = mapping(rng)
        return "a[i]", {"a": holder, "i": _held(rng, holder)}
    holder = sequence(rng) if shape < 0.65 else tuple(sequence(rng)) if shape < 0.75 else text(rng, 40)
    at = rng.randint(-len(holder) - 1, len(holder)) if rng.random() < 0.3 else rng.randrange(max(1, len(holder)))
    return "a[i]", {"a": holder, "i": at}


def _slice(rng: Random) -> Made:
    holder: Any = sequence(rng) if rng.random() < 0.5 else text(rng, 40)
    count = len(holder)
    start, stop = rng.randint(0, count + 1), rng.randint(-2, count + 1)
    form = rng.choice(("a[i:]", "a[:j]", "a[i:j]", "a[i:j]", "a[::-1]", "a[:-1]", "a[1:]", "a[::2]", "a[1::2]", "a[:]", "a[-3:]"))
    if form == "a[i:j]" and rng.random() < 0.7:
        start, stop = sorted((start, max(0, stop)))
    return form, {"a": holder, "i": start, "j": stop}


def _store(rng: Random) -> Made:
    if rng.random() < 0.55:
        holder: Any = mapping(rng)
        key = _held(rng, holder)
        form = "a[i] += b" if key in holder and type(holder[key]) is int and rng.random() < 0.3 else "a[i] = b"
        return form, {"a": holder, "i": key, "b": rng.randint(0, 99) if rng.random() < 0.6 else atom(rng)}
    holder = sequence(rng)
    at = rng.randrange(-1, max(1, len(holder)))
    return "a[i] = b", {"a": holder, "i": at, "b": _held(rng, holder)}


def _list_change(rng: Random) -> Made:
    holder = sequence(rng)
    form = rng.choice(
        "a.append(b);a.append(b);a.append(b);a.pop();a.pop(0);a.pop(i);a.insert(i, b);a.insert(0, b);a.remove(b);a.extend(c);a += c;"
        "a.sort();a.sort();a.sort(reverse=True);a.reverse();a.clear();del a[i];a.copy();a.index(b);a.count(b)".split(";")
    )
    if "sort" in form:
        holder = sorted_alike(rng)
    at = rng.randrange(max(1, len(holder)))
    return form, {"a": holder, "i": at, "b": _held(rng, holder), "c": sequence(rng)[:4]}


def sorted_alike(rng: Random) -> list[Any]:
    """A list whose elements can be compared."""
    if rng.random() < 0.65:
        most = rng.choice((9, 20, 99, 999))
        return [rng.randint(0, most) for _ in range(length(rng))]
    return [rng.choice(values.WORDS) for _ in range(min(length(rng), 12))]


def _dict_use(rng: Random) -> Made:
    holder = mapping(rng)
    form = rng.choice(
        "a.get(k);a.get(k, b);a.get(k, 0);a.get(k, 0);a.pop(k);a.pop(k, b);a.setdefault(k, []);a.setdefault(k, b);a.update(c);del a[k];"
        "list(a);list(a.items());list(a.values());list(a.keys());sorted(a);sorted(a.items());len(a);sum(a.values());max(a.values());"
        "a.popitem();a.clear();dict(a);a.copy()".split(";")
    )
    if ("sum" in form or "max" in form or "sorted" in form) and holder:
        holder = {rng.choice(values.WORDS): rng.randint(0, 99) for _ in range(rng.randint(1, 8))}
    return form, {"a": holder, "k": _held(rng, holder), "b": atom(rng), "c": dict(list(mapping(rng).items())[:3])}


def _set_use(rng: Random) -> Made:
    form = rng.choice("a.add(b);a.add(b);a.discard(b);a.remove(b);a | c;a & c;a - c;a ^ c;a.update(c);a <= c;len(a);sorted(a);set(d);list(a)".split(";"))
    held, other = set(_whole(rng)), set(_whole(rng))
    return form, {"a": held, "b": _held(rng, held) if rng.random() < 0.5 else rng.randint(0, 40), "c": other, "d": _whole(rng)}


def _reduction(rng: Random) -> Made:
    form = rng.choice(
        "len(a);len(a);len(t);len(t);sum(n);sum(n);max(n);min(n);max(n);min(n);sorted(s);sorted(s);sorted(s, reverse=True);any(f);all(f);"
        "list(t);list(r);list(r);tuple(a);set(n);sum(r);max(x, y);min(x, y);max(x, y, z);min(x, y);abs(x);sum(f);sorted(t);min(w);max(w);"
        "sum(v);divmod(x, y);round(g, 1);round(g, 2);round(g)".split(";")
    )
    numbers = [rng.randint(-9 if rng.random() < 0.2 else 0, rng.choice((9, 20, 99, 999))) for _ in range(max(1, length(rng)))]
    return form, {
        "a": sequence(rng),
        "t": text(rng, 40),
        "n": numbers,
        "s": sorted_alike(rng),
        "f": [rng.random() < rng.choice((0.1, 0.5, 0.9)) for _ in range(rng.randint(0, 8))],
        "r": range(rng.randint(0, 6), rng.randint(1, 14)) if rng.random() < 0.6 else range(0, rng.randint(0, 12), rng.randint(1, 3)),
        "x": number(rng),
        "y": number(rng),
        "z": number(rng),
        "w": [rng.choice(values.WORDS) for _ in range(rng.randint(1, 6))],
        "v": tuple(numbers[:5]),
        "g": round(rng.uniform(-20, 100), rng.randint(1, 5)),
    }


def _text_use(rng: Random) -> Made:
    form = rng.choice(
        "t.upper();t.lower();t.strip();t.title();t.capitalize();t.swapcase();t.isdigit();t.isalpha();t.isalnum();t.islower();t.isupper();"
        "t.isspace();t.split();t.split(p);w.split(p);w.split();t.replace(p, q);t.replace(p, q);t.replace(p, '');t.startswith(p);"
        "t.endswith(p);t.find(p);t.count(p);t.count(p);t.index(p);p.join(l);' '.join(l);''.join(l);''.join(c);', '.join(l);t + u;t + p;"
        "p * n;t.zfill(n);t.rjust(n);t.ljust(n, '.');t.center(n);ord(o);chr(m);str(x);int(d);int(d);float(e);bin(n);hex(n);list(t);"
        "t.partition(p);t.rstrip(p);t.lstrip(p);t.splitlines();sorted(t);set(t);reversed;t.join(c);str(g);bool(t);repr(t);"
        "t.removeprefix(p);t.removesuffix(p);t.isidentifier();w.rsplit(p, 1);w.split(p, 1)".split(";")
    )
    whole = text(rng, 40)
    start = rng.randint(0, max(0, len(whole) - 1))
    part = whole[start : start + rng.randint(1, 3)] if whole and rng.random() < 0.6 else rng.choice((",", " ", "a", "e", "-", ":", "o"))
    if form == "reversed":
        form = "t[::-1]"
    between = rng.choice((",", " ", "-", ":", ";", ", "))
    words = [rng.choice(values.WORDS) for _ in range(rng.randint(0, 6))]
    if form.startswith("w."):
        part = between if rng.random() < 0.85 else part
    return form, {
        "t": whole,
        "u": text(rng, 20),
        "p": part,
        "q": rng.choice(("", "_", "-", "x", rng.choice(values.WORDS))),
        "w": between.join(words),
        "l": words,
        "c": [rng.choice(_LETTERS) for _ in range(rng.randint(0, 14))],
        "n": rng.randint(0, 12),
        "o": rng.choice(_PRINTED),
        "m": rng.choice((rng.randint(97, 122), rng.randint(48, 122))),
        "x": number(rng),
        "d": str(number(rng)) if rng.random() < 0.85 else text(rng, 6),
        "e": str(values.floating(rng)),
        "g": values.floating(rng),
    }


def _other_containers(rng: Random) -> Made:
    form = rng.choice(
        "q.append(b);q.appendleft(b);q.popleft();q.popleft();q.pop();len(q);q[0];c[k];c[k] += 1;c[k] += 1;c.most_common(1);c.most_common(2);"
        "d[k].append(b);d[k];e[k] += 1;e[k];Counter;c == c2;sorted(c.items());q.extend(l);q.rotate(1)".split(";")
    )
    keys = [rng.choice(values.WORDS) for _ in range(rng.randint(0, 6))]
    counter = Counter({key: rng.randint(1, 6) for key in keys})
    lists: defaultdict[Any, Any] = defaultdict(list)
    lists.update({key: [rng.randint(0, 9) for _ in range(rng.randint(0, 3))] for key in keys[:4]})
    counts: defaultdict[Any, Any] = defaultdict(int)
    counts.update(counter)
    if form == "Counter":
        form = "d[k] = l"
    return form, {
        "q": deque(sequence(rng)[:10]),
        "c": counter,
        "c2": Counter({key: rng.randint(1, 2) for key in keys}),
        "d": lists,
        "e": counts,
        "k": _held(rng, keys) if keys else rng.choice(values.WORDS),
        "b": rng.randint(0, 99),
        "l": [rng.randint(0, 9) for _ in range(rng.randint(0, 3))],
    }


def _library(rng: Random) -> Made:
    form = rng.choice(
        "heapq.heappush(h, b);heapq.heappush(h, b);heapq.heappop(h);heapq.heappop(h);heapq.heapify(u);bisect.bisect_left(s, b);"
        "bisect.bisect(s, b);bisect.insort(s, b);math.gcd(x, y);math.sqrt(q);math.ceil(g);math.floor(g);math.isqrt(x);math.prod(l);"
        "math.factorial(k);math.comb(n, k);heapq.nsmallest(k, u)".split(";")
    )
    most = rng.choice((9, 30, 99))
    unsorted: list[Any] = [rng.randint(0, most) for _ in range(min(length(rng), 14))]
    item: Any = rng.randint(0, most)
    if rng.random() < 0.4 and form.startswith("heapq"):
        unsorted = [(one, rng.choice(values.WORDS)) for one in unsorted[:6]]
        item = (item, rng.choice(values.WORDS))
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
        "g": values.floating(rng),
        "l": [rng.randint(1, 9) for _ in range(rng.randint(0, 4))],
        "k": rng.randint(0, 5),
        "n": rng.randint(0, 9),
    }


def _joining(rng: Random) -> Made:
    form = rng.choice("a + c;a + [b];a * n;t * n;isinstance(x, int);isinstance(t, str);isinstance(x, (int, float));bool(a);bool(x);a == c;-x;~x".split(";"))
    held = sequence(rng)[:10]
    return form, {
        "a": held,
        "c": sequence(rng)[:6],
        "b": _held(rng, held),
        "n": rng.randint(0, 4),
        "t": rng.choice((*_LETTERS, "ab", "-", "*")),
        "x": atom(rng),
    }


def _formatted(rng: Random) -> Made:
    form = rng.choice(
        "f'{g:.2f}';f'{g:.1f}';f'{n:03d}';f'{n:>5}';f'{w:<8}';f'{n:,}';f'{n:b}';'%d' % n;'%s' % w;'%s: %d' % (w, n);'{}'.format(w);"
        "'{}={}'.format(w, n);f'{n:05}'".split(";")
    )
    return form, {"g": round(rng.uniform(-10, 200), rng.randint(0, 4)), "n": number(rng), "w": rng.choice(values.WORDS)}


_WEIGHED: tuple[tuple[Callable[[Random], Made], float], ...] = (
    (_arithmetic, 24),
    (_comparison, 12),
    (_membership, 8),
    (_subscript, 9),
    (_slice, 6),
    (_store, 8),
    (_list_change, 10),
    (_dict_use, 7),
    (_set_use, 4),
    (_reduction, 12),
    (_text_use, 14),
    (_other_containers, 6),
    (_library, 5),
    (_joining, 4),
    (_formatted, 3),
)
_MAKERS = [maker for maker, _ in _WEIGHED]
_SHARES = [share for _, share in _WEIGHED]
