"""Classes of growth: `O(n log n)`, `O(n·m)`, `O(2ⁿ)`. Read, written, compared, multiplied, drawn from 10 to 10⁶.

A class is a sum of terms none of which outgrows another; a term is a product of how it grows in each variable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import inf, lgamma, log, log10
from typing import TypeAlias

Growth: TypeAlias = "tuple[int, int, Fraction, int]"
"""In one variable: power of the factorial, base of an exponential or 0, power, power of the logarithm. Compares as it grows."""
NONE: Growth = (0, 0, Fraction(0), 0)
Term: TypeAlias = "tuple[tuple[str, Growth], ...]"
"""Variables in the alphabet's order; none that doesn't grow."""

_SUPERSCRIPT = str.maketrans("0123456789/n+mkpabcdefghijlorstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹ᐟⁿ⁺ᵐᵏᵖᵃᵇᶜᵈᵉᶠᵍʰⁱʲˡᵒʳˢᵗᵘᵛʷˣʸᶻ")
_ORDINARY = {value: key for key, value in _SUPERSCRIPT.items()}
_TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?|log|sqrt|[a-zA-Z_]\w*|\*\*|[-+*^!()/])")
_HIGHEST_NAMED = 3


@dataclass(frozen=True, slots=True)
class ComplexityClass:
    """A class of growth. `a <= b` asks whether a grows no faster than b; `a | b` is a sum, `a * b` a product.

    Attributes:
        terms: what is added up; empty for O(1).
    """

    terms: frozenset[Term] = frozenset()

    @classmethod
    def parse(cls, text: str) -> ComplexityClass:
        """Read a class as people write it: `O(n log n)`, `n^2`, `O(n·m)`, `O(2ⁿ)`, `O(√n)`, `O(n+m)`, `O(n!)`.

        Raises:
            ValueError: it is none; the message says what can be written.
        """
        return _Parser(text).parse()

    @property
    def variables(self) -> tuple[str, ...]:
        """Those that it grows with."""
        return tuple(sorted({name for term in self.terms for name, _ in term}))

    def __or__(self, other: ComplexityClass) -> ComplexityClass:
        return _of(self.terms | other.terms)

    def __mul__(self, other: ComplexityClass) -> ComplexityClass:
        if not self.terms or not other.terms:
            return self if self.terms else other
        return _of(_product(one, two) for one in self.terms for two in other.terms)

    def __le__(self, other: ComplexityClass) -> bool:
        return all(any(_within(one, two) for two in other.terms) for one in self.terms)

    def __lt__(self, other: ComplexityClass) -> bool:
        return self != other and self <= other

    def exceeds(self, budget: ComplexityClass) -> bool:
        """Whether it is worse than a budget, all variables counted as one: O(n·m) is within O(n²), and not within O(n)."""
        return not self.merged() <= budget.merged()

    def merged(self) -> ComplexityClass:
        """The class with every variable taken for `n`."""
        return reduce(ComplexityClass.__or__, (self._together(term) for term in self.terms), CONSTANT)

    def renamed(self, names: Mapping[str, str]) -> ComplexityClass:
        """The class in other variables."""
        return _of(tuple(sorted((names.get(name, name), grows) for name, grows in term)) for term in self.terms)

    def replaced(self, name: str, by: ComplexityClass) -> ComplexityClass:
        """The class with another one, of polynomial growth, in a variable's place."""
        found = CONSTANT
        for term in self.terms:
            rest = _of([tuple((n, g) for n, g in term if n != name)])
            grows = dict(term).get(name, NONE)
            found |= rest if grows == NONE else rest * by.grown(grows)
        return found

    def grown(self, grows: Growth) -> ComplexityClass:
        """What a growth becomes with this class in its variable's place."""
        factorial, base, power, logs = grows
        if factorial or base:
            return _of([tuple((name, grows) for name in self.variables)])
        return self.power(power) * reduce(ComplexityClass.__mul__, [self.log()] * logs, CONSTANT)

    def power(self, power: Fraction | int) -> ComplexityClass:
        """The class to a power of at least 0."""
        if not power:
            return CONSTANT
        return _of(tuple((n, (f, b, p * power, int(lg * power))) for n, (f, b, p, lg) in term) for term in self.terms)

    def log(self) -> ComplexityClass:
        """The logarithm of what grows as the class does."""
        found = CONSTANT
        for term in self.terms:
            for name, (factorial, base, power, _) in term:
                if factorial:
                    found |= linear(name) * logarithmic(name)
                elif base:
                    found |= linear(name)
                elif power:
                    found |= logarithmic(name)
        return found

    def exponential(self, base: int = 2) -> ComplexityClass:
        """A constant to the power of what grows as the class does; more than linear growth is taken for linear."""
        return _of([tuple((name, (0, base, Fraction(0), 0)) for name in self.variables)])

    def value(self, n: float) -> float:
        """How much that is where every variable is `n`; infinite where floats end. At least 1."""
        return 10 ** min(self.digits(n), 300.0) if self.digits(n) < 300 else inf

    def digits(self, n: float) -> float:
        """The decimal logarithm of `value`, which has no end."""
        return max((sum(_digits(grows, n) for _, grows in term) for term in self.terms), default=0.0)

    @property
    def label(self) -> str:
        """The nearest of the usual classes, in ASCII, as `predict.opinions` names them; sums count as their greatest part."""
        one = self.merged()
        if not one.terms:
            return "O(1)"
        factorial, base, power, logs = dict(max(one.terms, key=lambda term: term[0][1]))["n"]
        if factorial:
            return "O(n!)"
        if base:
            return "O(2^n)"
        products = [term for term in self.terms if len(term) > 1]
        if any(len(term) == 2 and all(grows[2] == 1 for _, grows in term) for term in products):
            return "O(n*m)" if power <= 2 else _powers(power)
        if power < 1:
            return "O(sqrt n)" if power else "O(log n)"
        if power == 1:
            return "O(n log n)" if logs else "O(n)"
        return _powers(power)

    def __str__(self) -> str:
        return f"O({' + '.join(_shown(term, pretty=True) for term in self._ordered()) or '1'})"

    @property
    def ascii(self) -> str:
        """As `str`, in ASCII."""
        return f"O({' + '.join(_shown(term, pretty=False) for term in self._ordered()) or '1'})"

    def _ordered(self) -> list[Term]:
        return sorted(self.terms, key=lambda term: (-_digits_of(term), term))

    @staticmethod
    def _together(term: Term) -> ComplexityClass:
        grown = reduce(_times, (grows for _, grows in term), NONE)
        return _of([(("n", grown),)])


def _powers(power: Fraction) -> str:
    return f"O(n^{round(power)})" if power <= _HIGHEST_NAMED else "O(n^k)"


def _of(terms: Iterable[Term]) -> ComplexityClass:
    cleaned = {tuple((name, grows) for name, grows in term if grows != NONE) for term in terms} - {()}
    return ComplexityClass(
        frozenset(one for one in cleaned if not any(one != two and _within(one, two) for two in cleaned))
    )


def _within(one: Term, two: Term) -> bool:
    bound = dict(two)
    return all(grows <= bound.get(name, NONE) for name, grows in one)


def _product(one: Term, two: Term) -> Term:
    grown = dict(one)
    for name, grows in two:
        grown[name] = _times(grown.get(name, NONE), grows)
    return tuple(sorted(grown.items()))


def _times(one: Growth, two: Growth) -> Growth:
    base = (one[1] or 1) * (two[1] or 1)
    return (one[0] + two[0], base if base > 1 else 0, one[2] + two[2], one[3] + two[3])


def _digits(grows: Growth, n: float) -> float:
    factorial, base, power, logs = grows
    found = float(power) * log10(max(n, 1)) + logs * log10(max(log(max(n, 2), 2), 1))
    if base:
        found += n * log10(base)
    return found + factorial * lgamma(n + 1) / log(10)


def _digits_of(term: Term) -> float:
    return sum(_digits(grows, 1e6) for _, grows in term)


def _shown(term: Term, *, pretty: bool) -> str:
    parts: list[str] = []
    for name, (factorial, base, power, logs) in term:
        parts += [f"{name}!"] * factorial
        if base:
            parts.append(f"{base}{name.translate(_SUPERSCRIPT)}" if pretty else f"{base}^{name}")
        if power == Fraction(1, 2):
            parts.append(f"√{name}" if pretty else f"sqrt({name})")
        elif power:
            raised = str(power) if pretty or power.denominator == 1 else f"({power})"
            parts.append(name + ("" if power == 1 else raised.translate(_SUPERSCRIPT) if pretty else f"^{raised}"))
        if logs:
            raised = "" if logs == 1 else str(logs).translate(_SUPERSCRIPT) if pretty else f"^{logs}"
            parts.append(f"log{raised} {name}")
    text = ""
    for part in parts:
        text += (" " if part.startswith("log") else "·" if pretty else "*") * bool(text) + part
    return text


CONSTANT = ComplexityClass()


def linear(name: str = "n") -> ComplexityClass:
    """O(n) in a variable."""
    return _of([((name, (0, 0, Fraction(1), 0)),)])


def logarithmic(name: str = "n") -> ComplexityClass:
    """O(log n) in a variable."""
    return _of([((name, (0, 0, Fraction(0), 1)),)])


def factorial(name: str = "n") -> ComplexityClass:
    """O(n!) in a variable."""
    return _of([((name, (1, 0, Fraction(0), 0)),)])


class _Parser:
    """Recursive descent; a sum of products of atoms."""

    def __init__(self, text: str) -> None:
        self._given = text
        plain = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹ᐟⁿ⁺ᵐᵏᵖᵃᵇᶜᵈᵉᶠᵍʰⁱʲˡᵒʳˢᵗᵘᵛʷˣʸᶻ]+", lambda found: self._lowered(found[0]), text)
        plain = plain.replace("·", "*").replace("×", "*").replace("√", " sqrt ").replace("Θ", "O").strip()
        found = re.fullmatch(r"[oO]\s*\((.*)\)", plain, re.DOTALL)
        self._text = found[1] if found else plain
        self._tokens: list[str] = []
        at = 0
        while at < len(self._text.rstrip()):
            token = _TOKEN.match(self._text, at)
            if token is None:
                raise self._error()
            self._tokens.append(token[1])
            at = token.end()
        self._tokens.reverse()

    @staticmethod
    def _lowered(text: str) -> str:
        return "^(" + "".join(chr(_ORDINARY[ord(one)]) for one in text) + ")"

    def parse(self) -> ComplexityClass:
        if not self._tokens or len(self._tokens) > 500:
            raise self._error()
        found = self._sum()
        if self._tokens:
            raise self._error()
        return found

    def _error(self) -> ValueError:
        return ValueError(
            f"{self._given!r} is no class of growth; write one such as O(1), O(log n), O(sqrt n), O(n), O(n log n), "
            "O(n^2), O(n*m), O(n + m), O(2^n) or O(n!)"
        )

    def _next(self) -> str:
        return self._tokens[-1] if self._tokens else ""

    def _take(self) -> str:
        if not self._tokens:
            raise self._error()
        return self._tokens.pop()

    def _sum(self) -> ComplexityClass:
        found = self._product()
        while self._next() == "+":
            self._take()
            found |= self._product()
        return found

    def _product(self) -> ComplexityClass:
        found = self._factor()
        while self._next() and self._next() not in "+)/":
            if self._next() == "*":
                self._take()
            found *= self._factor()
        return found

    def _factor(self) -> ComplexityClass:
        token = self._take()
        if token == "(":
            inner = self._sum()
            if self._take() != ")":
                raise self._error()
            return inner.power(self._exponent())
        if token == "log":
            raised = self._exponent()
            if raised.denominator != 1:
                raise self._error()
            return reduce(ComplexityClass.__mul__, [self._factor().log()] * int(raised), CONSTANT)
        if token == "sqrt":
            return self._factor().power(Fraction(1, 2))
        if token[0].isdigit():
            return self._number(token)
        if not token[0].isalpha() and token[0] != "_":
            raise self._error()
        if self._next() == "!":
            self._take()
            return factorial(token)
        return linear(token).power(self._exponent())

    def _number(self, token: str) -> ComplexityClass:
        if self._next() not in ("^", "**"):
            return CONSTANT
        self._take()
        inner = self._factor()
        base = max(2, round(float(token))) if float(token) > 1 else 0
        return inner.exponential(base) if inner.terms and base else CONSTANT

    def _exponent(self) -> Fraction:
        if self._next() not in ("^", "**"):
            return Fraction(1)
        self._take()
        bracketed = self._next() == "("
        if bracketed:
            self._take()
        token = self._take()
        if token == "k":
            raised = Fraction(4)
        elif token[0].isdigit():
            raised = Fraction(token)
        else:
            raise self._error()
        if bracketed and self._next() == "/":
            self._take()
            below = self._take()
            if not below.isdigit() or not int(below):
                raise self._error()
            raised /= int(below)
        if bracketed and self._take() != ")":
            raise self._error()
        return raised


def chart(grows: ComplexityClass, width: int = 24) -> str:
    """How much work there is for n from 10 to 10⁶, one line each, bars in decimal digits; for a hover and a terminal.

    Args:
        grows: the class.
        width: the longest bar, in characters; 18 digits and more fill it.
    """
    lines: list[str] = []
    for power in range(1, 7):
        digits = grows.digits(10**power)
        eighths = min(width * 8, round(digits / 18 * width * 8))
        bar = "█" * (eighths // 8) + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[eighths % 8]
        lines.append(f"n = 10{str(power).translate(_SUPERSCRIPT) if power > 1 else ' '} {bar or '▏'} {_amount(digits)}")
    return "\n".join(lines)


def _amount(digits: float) -> str:
    if digits < 6:
        return f"{10**digits:,.0f}".replace(",", "\u202f")
    if digits < 1000:
        return f"10{str(round(digits)).translate(_SUPERSCRIPT)}"
    return "beyond all numbers"


USUAL: tuple[ComplexityClass, ...] = tuple(
    ComplexityClass.parse(one) for one in ("1", "log n", "sqrt n", "n", "n log n", "n^2", "n^3", "n^4", "2^n", "n!")
)
"""Those of one variable, slowest first; `n^4` stands for all higher powers."""
