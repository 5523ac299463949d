"""Pairs of programs that end or don't: they differ in one place, and true runs agree with what is said of them."""

from random import Random

import pytest

from cwm_lsp.trace.sandbox import Sandbox
from training.tasks.blocks import block, nest, text_of
from training.tasks.checking import Outcome, outcome, recurs
from training.tasks.conditions import STYLES, Condition, Loop, styled
from training.tasks.descents import PairMaker
from training.tasks.maps import Operation, Walk, shown, value_of
from training.tasks.pairs import MAKERS, ending_pair
from training.tasks.shortcuts import LIMITS


@pytest.mark.parametrize("maker", [maker for maker, _ in MAKERS], ids=lambda maker: maker.__name__)
def test_one_of_each_pair_ends_and_one_does_not(maker: PairMaker):
    rng = Random(f"test/{maker.__name__}")
    with Sandbox(LIMITS) as sandbox:
        found = [pair for _ in range(12) if (pair := ending_pair(rng, sandbox.record, [(maker, 1)]))][:3]
        assert found
        for pair in found:
            good, bad = sorted(pair, key=lambda case: not case.ends)
            assert good.ends and not bad.ends and good.source != bad.source
            assert bad.example is not None
            # The very call for which one never ends is one that the other ends for.
            assert outcome(good.source, bad.example, sandbox.record) is Outcome.ENDED
            assert outcome(bad.source, bad.example, sandbox.record) is not Outcome.ENDED


def test_both_of_a_pair_have_the_same_names_but_for_a_line_or_two():
    rng = Random(4)
    with Sandbox(LIMITS) as sandbox:
        pairs = [pair for _ in range(30) if (pair := ending_pair(rng, sandbox.record))]
    for first, second in pairs:
        assert first.entry == second.entry
        differing = set(first.source.split("\n")) ^ set(second.source.split("\n"))
        assert len(differing) <= 8, f"{first.source}\n{second.source}"


def test_a_loop_is_written_in_many_ways_that_mean_the_same():
    loop = Loop(block("$i = 0", "$t = 0"), Condition("$i", "<", "$n"), block("$t += $i", "$i += 2"))
    with Sandbox(LIMITS) as sandbox:
        for style in STYLES:
            statements, helpers = styled(loop, style, "$t")
            source = text_of((*helpers, nest("def f($n):", statements))).replace("$", "")
            recording = sandbox.record(f"{source}\ndef main():\n    return f(7)\n")
            assert recording.moments[-1].value == "12", source


def test_a_function_that_calls_itself_with_its_own_arguments_never_ends():
    source = "def f(a, b):\n    if a >= b:\n        return a\n    return f(a, b) if b > 5 else f(a + 1, b)\n"
    with Sandbox(LIMITS) as sandbox:
        assert outcome(source, "f(0, 9)", sandbox.record) is Outcome.RECURRED
        assert outcome(source, "f(0, 3)", sandbox.record) is Outcome.ENDED


def test_calls_after_each_other_with_equal_arguments_are_no_recurrence():
    source = "def h(n):\n    return n\ndef f(n):\n    return h(n) + h(n)\n"
    with Sandbox(LIMITS) as sandbox:
        recording = sandbox.record(f"{source}\ndef main():\n    return f(3)\n")
    assert not recurs(source, recording)


def test_arithmetic_decides_whether_a_walk_over_numbers_ends():
    halved = Operation(Operation("$x", "//", 2), "+", 1)
    assert Walk(Condition("$x", ">", "2"), halved).always_ends()
    assert Walk(Condition("$x", ">", "1"), halved).stuck_from() == 2
    assert Walk(Condition("$x", ">=", "0"), Operation("$x", "//", 2)).stuck_from() == 0
    grown = Walk(Condition("$x", ">", "0"), Operation("$x", "+", 1))
    assert not grown.always_ends() and grown.stuck_from() is None


@pytest.mark.parametrize("value", [-7, 0, 5, 12])
def test_what_is_shown_of_an_expression_is_what_it_is_worth(value: int):
    expressions = (
        Operation(Operation("$x", "-", 3), "//", 2),
        Operation("$x", "-", Operation("$x", "%", 4)),
        Operation("$x", "-", Operation(Operation("$x", "+", 1), "//", 3)),
        Operation(Operation(Operation("$x", "*", 2), "+", 1), "%", 7),
    )
    for expression in expressions:
        assert eval(shown(expression).replace("$x", "x"), {"x": value}) == value_of(expression, value)
