"""Verdicts: what agrees is shown, what contradicts is not, what is unsure is silent. Runs are predicted, never executed."""

from __future__ import annotations

import pytest

from cwm_lsp.predict.complexity.bounds import text_estimate
from cwm_lsp.predict.complexity.budgets import budget_of
from cwm_lsp.predict.complexity.estimates import Growth
from cwm_lsp.predict.complexity.growth import fit
from cwm_lsp.predict.judging.complexity import JudgingSettings, judge_complexity, weigh
from cwm_lsp.source.document import Document

LINEAR = Document.parse("def f(xs: list):\n    for x in xs:\n        print(x)\n")
COLLATZ = Document.parse("def f(n):\n    while n != 1:\n        n = n // 2 if n % 2 == 0 else 3 * n + 1\n")


async def test_what_the_text_tells_is_shown_and_what_it_does_not_is_not() -> None:
    sure, unsure = [await judge_complexity(one, one.functions[0]) for one in (LINEAR, COLLATZ)]
    assert str(sure.time) == "O(n)" and sure.sources == ("text",) and sure.variables == {"n": "len(xs)"}
    assert sure.confidence >= 0.95 > unsure.confidence
    assert unsure.time is None and unsure.space is None and unsure.best is None


def test_runs_that_grow_faster_than_the_text_says_silence_it() -> None:
    function = LINEAR.functions[0]
    text = text_estimate(LINEAR, function)
    assert weigh(function, text, Growth("O(n^2)")).time is None
    assert weigh(function, text, Growth("O(n)")).sources == ("text", "run")
    # These inputs need not have been the worst ones.
    assert weigh(function, text, Growth("O(1)")).time is not None


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ("total = 0\n    for x in xs:\n        total += x\n    return total", "O(n)"),
        ("return [x + y for x in xs for y in xs]", "O(n^2)"),
        ("return sorted(xs)[0]", "O(n log n)"),
        ("return xs[0]", "O(1)"),
        (
            "seen = []\n    for x in xs:\n        if x not in seen:\n            seen.append(x)\n    return seen",
            "O(n^2)",
        ),
        ("return elsewhere(xs)", None),
    ],
)
async def test_predicted_runs_show_hidden_loops(body: str, label: str | None) -> None:
    document = Document.parse(f"def f(xs: list[int]):\n    {body}\n")
    verdict = await judge_complexity(document, document.functions[0], JudgingSettings(runs=True))
    assert verdict.growth is not None
    assert verdict.growth.label == label
    assert (verdict.growth.problem is None) == (label is not None)


@pytest.mark.parametrize(
    ("label", "work"),
    [
        ("O(1)", [7, 7, 7, 7]),
        ("O(log n)", [15, 19, 23, 27]),
        ("O(n)", [17, 29, 53, 101]),
        ("O(n^2)", [20, 56, 176, 608]),
        ("O(n^3)", [14, 93, 698, 5493]),
        ("O(2^n)", [19, 259, 65_539, 4_294_967_299]),
    ],
)
def test_the_class_that_fits_is_found(label: str, work: list[int]) -> None:
    points = [(size, float(one)) for size, one in zip((4, 8, 16, 32), work, strict=True)]
    assert fit(points)[0] == label


@pytest.mark.parametrize(
    ("above", "budget"),
    [
        ("# cwm: O(n log n)\n", "O(n log n)"),
        ("# cwm: O(n)\n# more\n@cache\n", "O(n)"),
        ("# cwm: f(3)\n", None),
        ("", None),
    ],
)
def test_a_budget_stands_above_the_function(above: str, budget: str | None) -> None:
    document = Document.parse(f"{above}def f(x):\n    return x\n")
    found = budget_of(document, document.functions[0])
    assert (str(found) if found else None) == budget
