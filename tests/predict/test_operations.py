"""Decoding that asks for single operations: the model's answers, put together, make the frames."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.engine.protocol import Choice, Token
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.otherwise import otherwise
from cwm_lsp.predict.trace import TraceSettings, predict_trace
from cwm_lsp.source.document import Document
from cwm_lsp.trace.frames import Special
from tests.predict.oracle import TOKENIZER, OracleEngine, OracleGeneration


class Answering(OracleEngine):
    """An engine that answers operations from a table, and nothing else; of what begins with `?` it is unsure."""

    operations = True
    reminded = True

    def __init__(self, answers: dict[str, str]) -> None:
        super().__init__()
        self.answers = answers
        self.log: list[str] = []

    async def start(self, prompt: Sequence[int]) -> Reply:
        return Reply(self, list(prompt))


class Reply(OracleGeneration):
    def __init__(self, engine: Answering, ids: list[int]) -> None:
        super().__init__(engine, ids)
        self.table = engine

    async def choose(self, options: Sequence[Sequence[int]]) -> Choice:
        raise AssertionError("asked to choose")

    async def complete(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> tuple[Token, ...]:
        effect = self.ids[-1] == TOKENIZER.special(Special.LINE_SEP.value)
        words = TOKENIZER.decode(self.ids[1:-1]) + (" =>" if effect else "")
        self.table.log.append(words)
        tokens: list[int] = []
        answer = self.table.answers[words]
        logprob = -0.5 if answer.startswith("?") else -0.001
        for piece in answer.removeprefix("?").split("¦"):
            special = TOKENIZER.special(piece)
            tokens += [special] if special is not None else TOKENIZER.encode([piece])
        tokens.append(next(iter(stop)))
        assert not banned & set(tokens)
        return tuple(Token(one, TOKENIZER.data(one), logprob) for one in tokens)


async def run(source: str, call: str, answers: dict[str, str], verify: Verify = Verify.OFF):
    """The engine, and the last state of the prediction."""
    engine = Answering(answers)
    document = Document.parse(dedent(source).lstrip("\n"))
    function = document.function(call.partition("(")[0])
    assert function is not None
    final = None
    async for latest in predict_trace(engine, document, function, call, TraceSettings(verify=verify)):
        final = latest
    assert final is not None
    return engine, final


SOURCE = """
    def f(n):
        total = n * 2
        if total > 5:
            return total + 1
        return 0
"""


async def test_answers_make_the_run():
    engine, final = await run(SOURCE, "f(3)", {"3 * 2": "6", "6 > 5": "True", "6 + 1": "7"})
    assert engine.log == ["3 * 2", "6 > 5", "6 + 1"]
    assert final.frames[-1].frame.value == "7"


async def test_a_wrong_answer_goes_on_being_wrong():
    engine, final = await run(SOURCE, "f(3)", {"3 * 2": "4", "4 > 5": "False"})
    assert engine.log == ["3 * 2", "4 > 5"]
    assert final.frames[-1].frame.value == "0"


async def test_the_confidence_of_what_follows_is_that_of_the_answers():
    _, final = await run(SOURCE, "f(3)", {"3 * 2": "6", "6 > 5": "True", "6 + 1": "7"})
    told = [
        (one.moment.line, one.values, one.line, one.value)
        for one in final.frames
        if any((one.values, one.line, one.value))
    ]
    sure = pytest.approx(-0.002)  # two tokens each: the digit or the word, and the end
    assert told == [(3, {"total": sure}, 0.0, 0.0), (4, {}, sure, 0.0), (4, {}, 0.0, sure)]


async def test_what_is_unsure_is_asked_the_other_way_round():
    answers = {"3 * 2": "?7", "2 * 3": "6", "6 > 5": "?False", "5 < 6": "?False", "6 + 1": "7"}
    engine, final = await run(SOURCE, "f(3)", answers)
    assert engine.log == ["3 * 2", "2 * 3", "6 > 5", "5 < 6"]
    assert final.frames[-1].frame.value == "0"


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("3 * -2", "-2 * 3"),
        ("1.5 + 2", "2 + 1.5"),
        ("3 <= 4", "4 >= 3"),
        ("'a' > 'b'", "'b' < 'a'"),
        ("'a' + 'b'", None),
        ("3 - -2", "-2 - 3"),
        ("1.5 - 2", None),
        ("sum([1, 22, 3])", "sum([3, 22, 1])"),
        ("sorted([2, 1], reverse=True)", "sorted([1, 2], reverse=True)"),
        ("max(['a', 'b'])", None),
        ("sum([1.5, 2.5])", None),
        ("[1] == [2]", None),
        ("'ro' > 'br'", "'br' < 'ro'"),
        ("'ro' == 'ro'", None),
        ("a * 3", None),
    ],
)
def test_other_ways_to_ask(words: str, other: str | None):
    found = otherwise(words)
    assert (None if found is None else found.words) == other


@given(st.integers(), st.integers(), st.sampled_from(("+", "-", "*", "<", "<=", ">", ">=", "==", "!=")))
def test_sides_asked_the_other_way_round_come_to_the_same(left: int, right: int, sign: str):
    words = f"{left} {sign} {right}"
    other = otherwise(words)
    if left == right and sign != "-":
        assert other is None
        return
    assert other is not None
    assert other.back(repr(eval(other.words))) == repr(eval(words))


@given(
    st.lists(st.integers(), min_size=2),
    st.sampled_from(("sum({})", "max({})", "sorted({})", "sorted({}, reverse=True)")),
)
def test_lists_asked_from_the_end_come_to_the_same(items: list[int], form: str):
    other = otherwise(form.format(items))
    assert other is not None
    assert other.back(repr(eval(other.words))) == repr(eval(form.format(items)))


async def test_a_difference_asked_the_other_way_round_changes_its_sign():
    source = "def f(n):\n    return n - 9\n"
    _, final = await run(source, "f(3)", {"3 - 9": "?6", "9 - 3": "6"})
    assert final.frames[-1].frame.value == "-6"


async def test_an_unsure_working_makes_an_answer_unsure():
    source = "def f(n):\n    return n + 18\n"
    engine, final = await run(source, "f(33)", {"33 + 18": "?16¦<|arg_sep|>¦61", "18 + 33": "15¦<|arg_sep|>¦51"})
    assert engine.log == ["33 + 18", "18 + 33"]
    assert final.frames[-1].frame.value == "51"


async def test_indices_of_an_answer_are_left_out():
    source = "def f(xs):\n    return xs[1:]\n"
    _, final = await run(source, "f([7, 8, 9])", {"[0 7, 1 8, 2 9][1:]": "[1 8, 2 9]"})
    assert final.frames[-1].frame.value == "[8, 9]"


async def test_workings_are_no_part_of_the_answer():
    _, final = await run(SOURCE, "f(3)", {"3 * 2": "9, 9¦<|arg_sep|>¦6", "6 > 5": "True", "6 + 1": "7"})
    assert final.frames[-1].frame.value == "7"


async def test_an_exception_may_be_the_answer():
    source = """
        def f(xs):
            try:
                return xs[2]
            except IndexError:
                return -1
    """
    _, final = await run(source, "f([1])", {"[0 1][2]": "<|exception_sep|>¦IndexError"})
    assert final.frames[-1].frame.value == "-1"


async def test_an_operation_is_asked_for_once():
    source = """
        def f(n):
            a = n + 1
            b = n + 1
            return a
    """
    engine, _ = await run(source, "f(3)", {"3 + 1": "4"})
    assert engine.log == ["3 + 1"]
    document = Document.parse(dedent(source).lstrip("\n"))
    function = document.function("f")
    assert function is not None
    async for _ in predict_trace(engine, document, function, "f(3)", TraceSettings(verify=Verify.OFF)):
        pass
    assert engine.log == ["3 + 1"]


async def test_what_is_worked_out_is_not_asked_for():
    engine, final = await run(SOURCE, "f(3)", {}, Verify.CORRECT)
    assert engine.log == []
    assert final.frames[-1].frame.value == "7"


async def test_marked_answers_bear_verdicts():
    _, final = await run(SOURCE, "f(3)", {"3 * 2": "8", "8 > 5": "True", "8 + 1": "9"}, Verify.MARK)
    verdicts = [
        verdict.value
        for one in final.frames
        if one.judgement is not None
        for name, verdict in one.judgement.values.items()
        if name == "total"
    ]
    # Wrong where it is given, and from there on what follows from the frames so far.
    assert verdicts[0] == "contradicted"
    assert set(verdicts[1:]) == {"verified"}
    assert final.frames[-1].frame.value == "9"
