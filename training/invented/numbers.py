"""Invented statements on numbers, and what compares values of any type."""

from __future__ import annotations

from random import Random
from typing import Any

from training.invented.values import LETTERS, Made, atom, comparable, drawn, length, number, sequence, text
from training.programs import values as literals


def arithmetic(rng: Random) -> Made:
    """An operator on two numbers."""
    sign = rng.choice("+ + + + + - - - - - * * * * * // // // % % % % / **".split())
    if rng.random() < 0.08:
        sign = rng.choice("& | ^ << >>".split())
    left, right = _operand(rng), _operand(rng)
    if sign in ("**", "<<", ">>"):
        left, right = rng.randint(0, 30), rng.randint(0, 8)
    if sign in ("*", "//", "%", "/") and rng.random() < 0.6:
        right = rng.randint(1, 12)
    if sign in ("//", "%") and rng.random() < 0.2:
        left, right = rng.randrange(10 ** rng.randint(3, 6)), rng.randint(13, 999)
    if sign == "*" and abs(left * right) > 10**10:
        left, right = left % 1000, right % 1000
    if rng.random() < 0.16:
        left, right = rng.choice(((literals.floating(rng), right), (left, literals.floating(rng))))
    return (f"a {sign}= b" if rng.random() < 0.2 else f"a {sign} b"), {"a": left, "b": right}


def _operand(rng: Random) -> int:
    """An integer, mostly of two digits: tables of one digit are soon learned, carrying takes long."""
    return rng.randint(10, 99) if rng.random() < 0.3 else number(rng)


def comparison(rng: Random) -> Made:
    """A comparison of two values."""
    sign = rng.choice(("==", "!=", "<", "<=", ">", ">="))
    shape = rng.random()
    if shape < 0.5:
        left: Any = number(rng)
        right: Any = (
            left + rng.choice((-1, 1)) * rng.choice((0, 1, 2, rng.randint(1, 30)))
            if rng.random() < 0.4
            else number(rng)
        )
    elif shape < 0.6:
        # Orders of letters are a table to be learned by heart.
        letters = rng.choice((LETTERS, LETTERS, LETTERS + LETTERS.upper() + "0123456789 "))
        left, right = rng.choice(letters), rng.choice(letters)
    elif shape < 0.75:
        left = text(rng, 16)
        right = left if rng.random() < 0.35 else text(rng, 16)
        if rng.random() < 0.25:
            at = rng.randint(0, len(left))
            right = left[:at] + rng.choice(LETTERS) + left[at + 1 :]
    elif shape < 0.85:
        left, right = (
            literals.floating(rng),
            rng.choice((literals.floating(rng), float(rng.randint(0, 9)), rng.randint(0, 9))),
        )
    elif shape < 0.93:
        left = tuple(rng.randint(0, 5) for _ in range(2))
        right = tuple(rng.randint(0, 5) for _ in range(2))
    elif shape < 0.95:
        left, right = rng.choice(((atom(rng), None), (None, atom(rng)), (atom(rng), atom(rng))))
        sign = rng.choice(("==", "!="))
    else:
        left = sequence(rng)[:8]
        right = list(left) if rng.random() < 0.5 else sequence(rng)[:8]
        sign = rng.choice(("==", "!="))
    return f"a {sign} b", {"a": left, "b": right}


def joining(rng: Random) -> Made:
    """Operators on containers, tests of types, signs."""
    form = rng.choice(
        (
            "a + c;a + [b];a * n;s * k;s * k;s *= k;[x] * k;[z] * k;[z] * k;t * n;t * k;isinstance(x, int);isinstance(t, str);"
            "isinstance(x, (int, float));bool(a);bool(x);a == c;-x;~x"
        ).split(";")
    )
    held = sequence(rng)[:10]
    return form, {
        "a": held,
        "c": sequence(rng)[:6],
        "b": drawn(rng, held),
        "s": sequence(rng)[: rng.randint(1, 3)],
        "k": rng.randint(0, 14),
        "n": rng.randint(0, 4),
        "t": rng.choice((*LETTERS, "ab", "-", "*")),
        "x": atom(rng),
        "z": rng.choice((0, 0, 1, True, False, None, "")),
    }


def formatted(rng: Random) -> Made:
    """A number or a word in a format."""
    form = rng.choice(
        (
            "f'{g:.2f}';f'{g:.1f}';f'{n:03d}';f'{n:>5}';f'{w:<8}';f'{n:,}';f'{n:b}';'%d' % n;'%s' % w;"
            "'%s: %d' % (w, n);'{}'.format(w);'{}={}'.format(w, n);f'{n:05}'"
        ).split(";")
    )
    return form, {
        "g": round(rng.uniform(-10, 200), rng.randint(0, 4)),
        "n": number(rng),
        "w": rng.choice(literals.WORDS),
    }


def reduction(rng: Random) -> Made:
    """One value of many: sums, extremes, orders, conversions."""
    form = rng.choice(
        (
            "len(a);len(a);len(t);len(t);sum(n);sum(n);sum(n);sum(n);sum(m);max(n);min(n);sorted(s);sorted(s);"
            "sorted(s);sorted(n);sorted(n);sorted(p);sorted(p);sorted(s, reverse=True);sorted(w, key=len);"
            "sorted(h.items(), key=lambda p: p[1]);sorted(p, key=lambda p: p[1]);sorted(h, key=h.get);max(h, key=h.get);"
            "min(p, key=lambda p: p[1]);max(w, key=len);"
            "sorted(m);any(f);all(f);list(t);list(r);list(r);tuple(a);set(n);"
            "sum(r);max(x, y);min(x, y);max(x, y);max(x, y, z);min(x, y);min(x, y, z);abs(x);sum(f);sorted(t);min(w);max(w);"
            "sum(v);divmod(x, y);round(g, 1);round(g, 2);round(g)"
        ).split(";")
    )
    numbers = [
        rng.randint(-9 if rng.random() < 0.2 else 0, rng.choice((9, 20, 99, 999))) for _ in range(max(1, length(rng)))
    ]
    return form, {
        "a": sequence(rng),
        "t": text(rng, 40),
        "n": numbers,
        "m": set(numbers),
        "p": [(rng.randint(0, 30), rng.randint(0, 9)) for _ in range(rng.randint(2, 7))],
        "s": comparable(rng),
        "f": [rng.random() < rng.choice((0.1, 0.5, 0.9)) for _ in range(rng.randint(0, 8))],
        "r": range(rng.randint(0, 6), rng.randint(1, 14))
        if rng.random() < 0.5
        else range(rng.randint(0, 12), rng.randint(0, 24), rng.choice((1, 2, 2, 3, 4, -1, -1, -2))),
        "x": number(rng),
        "y": number(rng),
        "z": number(rng),
        "w": [rng.choice(literals.WORDS) for _ in range(rng.randint(1, 6))],
        "v": tuple(numbers[:5]),
        "h": {rng.choice(literals.WORDS): rng.randint(0, 30) for _ in range(rng.randint(1, 6))},
        "g": round(rng.uniform(-20, 100), rng.randint(1, 5)),
    }
