"""Operations as training samples: `words [workings] answer`, with what bears weight; workings lead to the answer."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.engine.tokenizer import SPECIAL_TOKENS, Tokenizer
from cwm_lsp.verify.indexing import plain
from cwm_lsp.verify.objects import Operation
from training.invented import invented
from training.invented.values import near
from training.operations import ASKED, OperationMaker, operations_in, operations_of
from training.samples import bound_context, record_limited
from training.workings import workings, written

TOKENIZER = Tokenizer.load()


def shown(operation: Operation) -> str:
    """The sample; what the model has to write stands between `«` and `»`."""
    sample = OperationMaker(TOKENIZER).sample(operation)
    assert len(sample.ids) == len(sample.weights)
    text = ""
    for token, weight in zip(sample.ids, sample.weights, strict=True):
        name = SPECIAL_TOKENS[token] if token < len(SPECIAL_TOKENS) else ""
        piece = f"<{name[2:4]}>" if name else TOKENIZER.decode([token])
        text += f"«{piece}»" if weight else piece
    return text.replace("»«", "")


def test_a_value_is_asked_for():
    assert shown(Operation("3 + 4", False, "7")) == "<be>3 + 4<ac>«7<fr>»"


def test_an_object_after_a_change_is_asked_for():
    assert shown(Operation("[1].append(2)", True, "[1, 2]")) == "<be>[1].append(2)<li>«[1, 2]<fr>»"


def test_an_exception_is_named():
    assert shown(Operation("1 // 0", False, "raise ZeroDivisionError")) == "<be>1 // 0<ac>«<ex>ZeroDivisionError<fr>»"


def test_workings_come_first_and_count_as_much_as_the_answer():
    operation = Operation("sum([3, 4, 5])", False, "12")
    assert shown(operation) == "<be>sum([3, 4, 5])<ac>«3 3, 4 7, 5 21<ar>12<fr>»"
    weights = OperationMaker(TOKENIZER).sample(operation).weights
    asked = weights.count(0)
    assert weights == [0] * asked + [ASKED] * (len(weights) - asked)


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("3 + 4", ""),
        ("9 + 44", ""),
        ("9 + 144", "351"),
        ("17 + 25", "24"),
        ("1234 + 99", "3331"),
        ("12 - 4055", "-3404"),
        ("7 * 8", ""),
        ("7 * 13", "21, 9"),
        ("13 * 7", "21, 9"),
        ("13 * 0", ""),
        ("67 * 48", "56, 53 536; 28, 26 268 6123"),
        ("11 / 5", "11 2 1, 10 2 0"),
        ("3 / 4", "3 0 3, 30 7 2, 20 5 0"),
        ("10 / 3", "10 3 1, 10 3 1, 10 3 1, 10 3 1, 10 3 1"),
        ("17 % 4", "17 4 1"),
        ("416 // 5", "41 8 1, 16 3 1"),
        ("87 % 23", "87 3 69 18"),
        ("3 % 4", ""),
        ("1 % 0", ""),
        ("-9 % 4", "9 2 1, 4 - 1"),
        ("-3 // 4", "4 - 3"),
        ("17 % -5", "17 3 2, 5 - 2"),
        ("-8 % 4", ""),
        # A divisor of three digits and more takes a row of its own.
        ("5041 % 772", "5041 6 12, 43, 46 4632 409"),
        ("926 // 500", "926 1 500 426"),
        # Bits from the last one on, by halving; what they come to, by doubling.
        ("12 ^ 5", "12 5 1, 6 2 0, 3 1 0, 1 0 1; 1 2 4 9"),
        ("27 |= 57", "27 57 1, 13 28 1, 6 14 0, 3 7 1, 1 3 1, 0 1 1; 1 3 7 14 29 59"),
        ("2 & 1", "2 1 0, 1 0 0"),
        ("0 & 0", ""),
        ("8 | -9", ""),
        ("3 ** 4", "3, 9, 27, 81"),
        ("max(4, 6, 1)", "4 4, 6 6, 1 6"),
        ("sum(dict_values([1, 2, 3]))", "1 1, 2 3, 3 6"),
        ("sum([])", ""),
        ("sum((1, 2))", "1 1, 2 3"),
        ("sum({4, 9})", "4 4, 9 31"),
        ("sum([2, -30])", "2 2, -30 -82"),
        ("sorted([4, 0, 0])", "4, 0 [0, 4], 0"),
        ("sorted([1, 2, 3], reverse=True)", "1, 2 [2, 1], 3"),
        ("sorted({3, 1})", ""),
        ("sorted('cab')", "'c', 'a' ['a', 'c'], 'b'"),
        ("sorted([1, 'a', 2])", ""),
        ("[0 7, 1 8, 2 9][-2]", "3 1"),
        ("[0 7, 1 8, 2 9][-1]", ""),
        ("str(0 'a', 1 ', 2 ', 2 'c')[-3]", "3 0"),
        ("max(['a', 'b', 'c'])", ""),
        # Decimals without their points, brought to as many digits behind it.
        ("9.4 + 66", "94 660; 457"),
        ("0.9 - 2.5", "9 25"),
        ("5.5 / 2", "55 20; 55 2 40 15, 150 7 140 10, 100 5 100 0"),
        ("-7.0 + 32", "-7 32"),
        ("1.25 // 0.5", ""),
        ("0.1234567 + 1.5", ""),
        ("0.0 + 1.5", ""),
        ("set([4, 2, 2, 6, 2])", "4 4, 2 2, 6 6"),
        ("set(['a', 'a'])", ""),
        ("set([7])", ""),
        # Where a text may be in another.
        ("str(0 'a', 1 'b', 2 'a', 3 'c').find('ac')", "0 'ab', 2 'ac'"),
        ("str(0 'a', 1 'b', 2 'a', 3 'c').find('ac', 1)", "2 'ac'"),
        ("str(0 'a', 1 'b').find('ba')", "1 'b'"),
        ("str(0 'a', 1 'b').find('b')", ""),
        ("str(0 'a', 1 'b').index('xy')", ""),
        # Keys in order, each with its element's place.
        ("sorted(['bb', 'a'], key=[2, 1])", "1 1, 2 0"),
        ("sorted(['bb', 'a', 'c'], key=[2, 1, 1], reverse=True)", "2 0, 1 1, 1 2"),
        ("sorted(['bb', 'a'], key=[(2, 1), (0, 0)])", ""),
        ("sorted([(3, 1), (2, 9), (3, 0)])", "2 1, 3 2, 3 0"),
        ("sorted(dict_items([('b', 1), ('a', 2)]), reverse=True)", "'b' 0, 'a' 1"),
        ("sorted([(1, 'a'), (1, 2)])", ""),
        # Each key, the best so far, and its place.
        ("max(['a', 'bb', 'cc'], key=[1, 2, 2])", "1 1 0, 2 2 1, 2 2 1"),
        ("min({'a': 4, 'b': 3}, key=[4, 3])", "4 4 0, 3 3 1"),
        ("max(['a'], key=[1])", ""),
        ("max(['a', 'b'], key=['x', 'y'])", ""),
        ("max([], default=-1)", ""),
        # Each element, and how often it was met so far.
        ("Counter(['x', 'y', 'x'])", "'x' 1, 'y' 1, 'x' 2"),
        ("Counter('aba')", "'a' 1, 'b' 1, 'a' 2"),
        ("Counter({'a': 2})", ""),
    ],
)
def test_workings(words: str, written: str):
    assert workings(Operation(words, False, "")) == ((written,) if written else ())


@pytest.mark.parametrize(
    ("words", "truth", "written"),
    [
        # The slots of a table of 8, which decide the order; of 32 from five elements on.
        ("{3, 13}.add(2)", "{2, 3, 13}", "2 2, 3 3, 5 13"),
        ("{2, 7}.add(8)", "{8, 2, 7}", "0 8, 2 2, 7 7"),
        ("{8, 2, 6, 7}.add(33)", "{33, 2, 6, 7, 8}", "1 33, 2 2, 6 6, 7 7, 8 8"),
        ("{-1, 2}.discard(3)", "{2, -1}", "2 2, 6 -1"),
        ("{2, 3}.add(4)", "{2, 3, 4}", ""),
        ("{2, 6, 7, 8}.add(31)", "{2, 6, 7, 8, 31}", ""),
        ("{'a'}.add('b')", "{'a', 'b'}", ""),
        ("{'a': 1, 'b': 2}.pop('b')", "{'a': 1}", "'b': 2"),
        ("{'a': 1}.pop('q', None)", "{'a': 1}", "none"),
        ("{'a': []}.setdefault('q', [])", "{'a': [], 'q': []}", "none"),
        ("{'a': 1}.update({'b': 2})", "{'a': 1, 'b': 2}", ""),
        ("[0 1, 1 2].pop(1)", "[1]", ""),
    ],
)
def test_workings_of_changes(words: str, truth: str, written: str):
    assert workings(Operation(words, True, truth)) == ((written,) if written else ())


@pytest.mark.parametrize(
    ("words", "is_effect", "truth", "answer"),
    [
        ("[0 7, 1 8, 2 9][1:]", False, "[8, 9]", "[1 8, 2 9]"),
        ("str(0 'a', 1 'b', 2 'a')[::-1]", False, "'aba'", "str(2 'a', 1 'b', 0 'a')"),
        ("[0 7][1:]", False, "[]", "[]"),
        ("[0 7, 1 8, 2 9].pop(1)", True, "[7, 9]", "[0 7, 2 9]"),
        ("[0 7, 1 8, 2 9].pop(1)", False, "8", "8"),
        ("[0 7, 1 8].insert(1, 'x')", True, "[7, 'x', 8]", "[0 7, 1 'x', 1 8]"),
        ("[0 7, 1 8].insert(-1, 5)", True, "[7, 5, 8]", "[0 7, 1 5, 1 8]"),
        ("[0 7, 1 8, 2 7].remove(7)", True, "[8, 7]", "[1 8, 2 7]"),
        ("[0 7].remove(8)", True, "raise ValueError", "raise ValueError"),
        ("[1, 2].append(3)", True, "[1, 2, 3]", "[1, 2, 3]"),
        ("[0 1, 1 2, 2 1].append(3)", True, "[1, 2, 1, 3]", "[0 1, 1 2, 2 1, 3 3]"),
        ("[True] * 5", False, "[True, True, True, True, True]", "[0 True, 1 True, 2 True, 3 True, 4 True]"),
        ("'ab' * 3", False, "'ababab'", "str(0 'a', 1 'b', 2 'a', 3 'b', 4 'a', 5 'b')"),
        ("'ab' * 2", False, "'abab'", "'abab'"),
        ("[1, 2] *= 2", False, "[1, 2, 1, 2]", "[1, 2, 1, 2]"),
    ],
)
def test_a_part_of_an_indexed_sequence_bears_its_indices(words: str, is_effect: bool, truth: str, answer: str):
    assert written(Operation(words, is_effect, truth)) == answer


@given(st.integers(0, 10**6))
def test_what_is_written_stands_for_the_truth(seed: int):
    for operation in operations_in(*invented(Random(seed))):
        assert plain(written(operation)) == operation.truth


def alike(one: str, other: str) -> int:
    """How many letters both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


@given(st.text(st.characters(codec="ascii"), max_size=9), st.integers(0, 10**6))
def test_what_only_looks_like_a_text_differs_in_one_place_or_in_case(text: str, seed: int):
    other = near(Random(seed), text)
    before = alike(text, other)
    after = alike(text[before:][::-1], other[before:][::-1])
    is_one_place = max(len(text), len(other)) - before - after <= 1
    assert is_one_place or other == text.swapcase()


@given(st.integers(-(10**10), 10**10), st.integers(-(10**6), 10**6), st.sampled_from(("+", "-", "*", "//", "%", "**")))
def test_the_last_working_tells_the_answer(left: int, right: int, sign: str):
    found = workings(Operation(f"{left} {sign} {right}", False, ""))
    if not found:
        return
    (last,) = found[0].split(", ")[-1:]
    if sign in ("+", "-"):
        result = left + right if sign == "+" else left - right
        assert (last[0] == "-", int(last.lstrip("-")[::-1])) == (result < 0, abs(result))
    elif sign == "*" and ";" in found[0]:
        assert int(last.split()[-1][::-1]) == abs(left * right)
    elif sign == "*":
        *rest, first = (int(one) for one in found[0].split(", "))
        assert int(str(first) + "".join(str(one % 10) for one in reversed(rest))) == abs(left * right)
    elif sign == "**":
        assert int(last) == left**right
    else:
        assert int(last.split()[-1]) == abs(left) % abs(right)
        assert (" - " in last) == (left % right != 0 and left * right < 0)


def test_a_run_gives_each_of_its_operations_once():
    text = bound_context(
        "def f(n):\n    total = 0\n    for i in range(n):\n        total += i % 2\n    return total\n", "f(4)"
    )
    found = operations_of(text, record_limited(text).moments)
    assert [f"{one.words} = {one.truth}" for one in found] == [
        "0 % 2 = 0",
        "0 + 0 = 0",
        "1 % 2 = 1",
        "0 + 1 = 1",
        "2 % 2 = 0",
        "1 + 0 = 1",
        "3 % 2 = 1",
        "1 + 1 = 2",
    ]


def test_invented_statements_come_to_operations():
    rng = Random(1)
    found = [operations_in(*invented(rng)) for _ in range(400)]
    assert sum(bool(one) for one in found) > 390
    words = {one.words.split("(")[0] for some in found for one in some}
    assert len(words) > 300
