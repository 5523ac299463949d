"""Invented statements on strings."""

from __future__ import annotations

from random import Random

from training.invented.values import LETTERS, PRINTED, TABLES, Made, near, number, text
from training.programs import values as literals


def text_use(rng: Random) -> Made:
    """A method of a string, or what makes one."""
    form = rng.choice(
        (
            "t.upper();t.lower();t.strip();t.title();t.capitalize();t.swapcase();t.isdigit();"
            "t.isalpha();t.isalnum();t.islower();t.isupper();t.isspace();t.split();t.split(p);"
            "w.split(p);w.split();t.replace(p, q);t.replace(p, q);t.replace(p, '');t.startswith(p);"
            "t.endswith(p);t.find(p);t.count(p);t.count(p);t.index(p);p.join(l);' '.join(l);"
            "''.join(l);''.join(c);', '.join(l);t + u;t + p;p * n;t.zfill(n);t.rjust(n);"
            "t.ljust(n, '.');t.center(n);ord(o);chr(m);str(x);int(d);int(d);float(e);bin(n);hex(n);"
            "list(t);t.partition(p);t.rstrip(p);t.lstrip(p);t.splitlines();sorted(t);set(t);reversed;"
            "t.join(c);str(g);bool(t);repr(t);t.removeprefix(p);t.removesuffix(p);t.isidentifier();"
            "w.rsplit(p, 1);w.split(p, 1);"
            "w.split(p);w.split(p);w.split();w.split();t.split(p);t.replace(p, q);t.replace(p, q);t.replace(p, q);p.join(l);"
            "p.join(l);''.join(c);''.join(c);''.join(c);' '.join(l);t.count(p);t.startswith(p);t.endswith(p);t.find(p);t + p;"
            "t.find(p);t.find(p, i);t.find(p, i);t.rfind(p);t.count(p, i);t.index(p, i);"
            "t + u;t.lower();t.upper();t.strip();t[::-1];p * n;ord(o);ord(o);chr(m);chr(m);t.strip(p)"
        ).split(";")
    )
    whole = text(rng, 40)
    start = rng.randint(0, max(0, len(whole) - 1))
    part = (
        whole[start : start + (rng.randint(1, 3) if rng.random() < 0.8 else rng.randint(3, 9))]
        if whole and rng.random() < 0.6
        else rng.choice((",", " ", "a", "e", "-", ":", "o", "", rng.choice(LETTERS)))
    )
    if form == "reversed":
        form = "t[::-1]"
    if rng.random() < 0.12:
        part = near(rng, part)
    between = rng.choice((",", " ", "-", ":", ";", ", "))
    words = [rng.choice(literals.WORDS) if rng.random() < 0.8 else text(rng, 12) for _ in range(rng.randint(0, 6))]
    if rng.random() < 0.1:
        words = words[:1] * rng.randint(2, 6)
    letters = rng.choice((LETTERS, LETTERS, LETTERS[:3], PRINTED))
    if form.startswith("w."):
        part = between if rng.random() < 0.85 else part
    return form, {
        "t": whole,
        "u": text(rng, 20),
        "p": part,
        "i": rng.randint(0, max(1, min(start + 2, len(whole)))),
        "q": rng.choice(("", "_", "-", "x", rng.choice(literals.WORDS))),
        "w": between.join(words),
        "l": words,
        "c": [rng.choice(letters) for _ in range(rng.randint(0, 14))],
        "n": rng.randint(0, 12),
        "o": rng.choice(PRINTED),
        "m": rng.choice((rng.randint(97, 122), rng.randint(48, 122))),
        "x": number(rng),
        "d": str(number(rng)) if rng.random() < 0.8 else _no_number(rng),
        "e": str(literals.floating(rng)),
        "g": literals.floating(rng),
    }


def looked_up(rng: Random) -> Made:
    """A letter in a text, by its place or the other way round."""
    whole = rng.choice(TABLES)[: rng.choice((None, None, None, rng.randint(3, 26)))]
    if rng.random() < 0.4:
        whole = text(rng, 30) or "a"
    form = rng.choice(
        "t.find(p);t.find(p);t.find(p);t.index(p);t.index(p);t[i];t[i];t[i];t[-i];t[-i];p in t;t[i:j]".split(";")
    )
    return form, {
        "t": whole,
        "p": rng.choice(whole if rng.random() < 0.7 else PRINTED),
        "i": rng.randrange(len(whole)),
        "j": rng.randint(0, len(whole)),
    }


def _no_number(rng: Random) -> str:
    """What looks like an integer, and isn't; or anything."""
    if rng.random() < 0.4:
        return text(rng, 6)
    digits = str(number(rng))
    at = rng.randint(0, len(digits))
    return digits[:at] + rng.choice("-+. _x,aeo") + digits[at:]
