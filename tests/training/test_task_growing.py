"""Programs put together at random grow as the algebra says: what they do is counted on growing inputs."""

from random import Random

import pytest

from training.tasks.algebra import LOG, ONE, ROOT, Cost, M, N, total
from training.tasks.choices import Choices
from training.tasks.complexity import ComplexityCase
from training.tasks.counting import counted, is_confirmed, is_space_confirmed
from training.tasks.growing import SCHEMES, Scheme, growing_pair, written_cases
from training.tasks.operations import counted_text


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.__name__)
def test_what_is_counted_agrees_with_the_algebra(scheme: Scheme):
    rng = Random(f"test/{scheme.__name__}")
    right: list[bool] = []
    while len(right) < 8:
        cases = written_cases("test", [scheme(Choices(rng.getrandbits(40)))], rng)
        # Three loops within each other take too long to be run at several sizes.
        if not cases or (case := cases[0]).time == "O(n^3)":
            continue
        try:
            right.append(is_confirmed(case) and is_space_confirmed(case))
        except ValueError:
            continue
    # Small inputs blur what differs in a constant or grows more slowly beside it.
    assert sum(right) >= 7


def test_costs_after_each_other_are_the_largest_and_within_each_other_the_product():
    assert total([ONE, N, LOG]) == N
    assert (N * LOG).label == "O(n log n)"
    assert (N * M).label == "O(n*m)"
    assert (ROOT * ROOT) == N
    assert total([N, N * M]) == N * M


def test_what_has_no_label_is_not_asked_about():
    assert (LOG * LOG).label is None
    assert total([N, M]) is None
    assert (N * Cost(beyond="O(2^n)")).label is None


def test_one_decision_changes_and_the_others_stay():
    first = Choices(7)
    drawn = [first.of(f"part {number}", range(1000)) for number in range(20)]
    second = first.otherwise(Random(2))
    again = [second.of(f"part {number}", range(1000)) for number in range(20)]
    assert sum(one != other for one, other in zip(drawn, again, strict=True)) <= 1


def test_two_of_a_pair_are_called_alike_and_grow_differently():
    rng = Random(5)
    pairs = [pair for _ in range(40) if len(pair := growing_pair(rng)) == 2]
    assert len(pairs) > 30
    for first, second in pairs:
        assert first.entry == second.entry
        assert (first.time, first.space) != (second.time, second.space)


def test_every_class_of_time_is_asked_about():
    rng = Random(6)
    found = {case.time for _ in range(200) for case in growing_pair(rng)}
    assert len(found) == 11


def test_library_work_is_counted_too():
    searched = "def f(xs):\n    t = 0\n    for x in xs:\n        if x + 1 in xs:\n            t += 1\n    return t\n"
    marked = searched.replace("t = 0\n", "t = 0\n    seen = set(xs)\n").replace("1 in xs", "1 in seen")
    slow = ComplexityCase("test", searched, "f", "O(n^2)", "O(1)", "f(list(range({n})))", True)
    quick = ComplexityCase("test", marked, "f", "O(n)", "O(n)", "f(list(range({n})))", True)
    assert is_confirmed(slow) and is_space_confirmed(slow)
    assert is_confirmed(quick) and is_space_confirmed(quick)
    assert not is_confirmed(ComplexityCase("test", searched, "f", "O(n)", "O(1)", slow.call, True))


def test_the_depth_of_calls_is_space():
    source = "def f(n):\n    if n == 0:\n        return 0\n    return 1 + f(n - 1)\n"
    case = ComplexityCase("test", source, "f", "O(n)", "O(n)", "f({n})", True)
    assert [one.space for one in counted(case, (10, 20), weighed=True)] == [10, 20]


def test_a_program_that_raises_is_not_counted():
    case = ComplexityCase("test", "def f(n):\n    return n[0]\n", "f", "O(1)", "O(1)", "f({n})", True)
    with pytest.raises(ValueError, match="TypeError"):
        counted(case, (3,))


def test_the_rewritten_program_is_still_a_program():
    text = counted_text("def f(xs):\n    return [x for x in xs if x not in xs[1:]] + sorted(xs)\n")
    compile(text, "<counted>", "exec")
    assert "_c.within" in text and "'sorted'" in text
