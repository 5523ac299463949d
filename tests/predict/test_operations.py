"""Decoding that asks for single operations: the model's answers, put together, make the frames."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import dedent

import pytest

from cwm_lsp.engine.protocol import Choice, Token
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.trace import TraceSettings, predict_trace
from cwm_lsp.source.document import Document
from cwm_lsp.trace.frames import Special
from tests.predict.oracle import TOKENIZER, OracleEngine, OracleGeneration


class Answering(OracleEngine):
    """An engine that answers operations from a table, and nothing else."""

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
        for piece in self.table.answers[words].split("¦"):
            special = TOKENIZER.special(piece)
            tokens += [special] if special is not None else TOKENIZER.encode([piece])
        tokens.append(next(iter(stop)))
        assert not banned & set(tokens)
        return tuple(Token(one, TOKENIZER.data(one), -0.1) for one in tokens)


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
    sure = pytest.approx(-0.2)  # two tokens each: the digit or the word, and the end
    assert told == [(3, {"total": sure}, 0.0, 0.0), (4, {}, sure, 0.0), (4, {}, 0.0, sure)]


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
