"""Iterators: taken item by item as CPython takes them, whatever they ask."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.verify.steps import value


def true(expression: str) -> Any:
    """What CPython makes of an expression of this file's."""
    return repr(eval(expression, {"itertools": itertools}))


@pytest.mark.parametrize(
    "expression",
    [
        "list(itertools.chain([1], 'ab', range(2)))",
        "list(itertools.chain.from_iterable([[1], [], [2, 3]]))",
        "list(itertools.chain.from_iterable('ab'))",
        "next(itertools.chain([1], 5))",
        "list(itertools.islice(itertools.count(3), 4))",
        "list(itertools.islice('abcdefg', 1, None, 2))",
        "list(itertools.islice('abcdefg', 1, 6, 3))",
        "(lambda it: (list(itertools.islice(it, 0, 5, 2)), list(it)))(iter(range(9)))",
        "(lambda it: (list(itertools.islice(it, 2)), list(it)))(iter('abcd'))",
        "list(itertools.zip_longest('ab', [1], fillvalue=0))",
        "list(itertools.zip_longest())",
        "list(zip())",
        "list(zip('ab', itertools.count()))",
        "list(zip(*[iter(range(6))] * 2))",
        "list(zip(*[iter(range(30))] * 10))",
        "(lambda it: (list(zip([1], it)), list(it)))(iter(range(4)))",
        "list(enumerate(zip('ab', 'cd'), 5))",
        "list(itertools.accumulate([3, 1, 4], max))",
        "list(itertools.product('ab', repeat=2))",
        "(('a', 'b') in itertools.product('ab', repeat=2)) is True",
        "sum(itertools.chain([1], [2]))",
        "3 in zip([3], [4])",
        "dict(enumerate('ab'))",
    ],
)
def test_an_iterator_gives_what_cpythons_gives(expression: str) -> None:
    assert value(expression) in (true(expression), None)


@pytest.mark.parametrize(
    "expression",
    [
        "list(itertools.chain([1], 5))",
        "list(itertools.islice([1], 0, 4, 0))",
    ],
)
def test_an_iterator_raises_what_cpythons_raises(expression: str) -> None:
    with pytest.raises((TypeError, ValueError)) as error:
        true(expression)
    assert value(expression) == f"!{error.type.__name__}"


def test_nested_iterators_are_counted_item_by_item() -> None:
    assert value("list(zip(*[zip(*[zip(*[range(9999)] * 99)] * 99)] * 99))") is None
    assert value("list(itertools.islice(itertools.islice(itertools.count(), 0, None, 9999), 0, 9999, 9999))") is None
    assert value("next(functools.reduce(lambda a, b: itertools.chain(a), range(9000), [1]))") is None
