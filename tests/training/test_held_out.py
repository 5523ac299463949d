from __future__ import annotations

import ast
from pathlib import Path
from random import Random

import pytest

from cwm_lsp.evaluate.datasets import read_items
from cwm_lsp.trace.frames import Event, State
from cwm_lsp.trace.moments import Moment
from training.data import is_held_out
from training.held_out import chosen_families, held_out_programs, items, split_of, write_items
from training.held_out_long import LENGTHS, Long, chosen, is_within_bounds, length_class
from training.lengthening import lengthened
from training.programs.program import Program


def counting(random: Random) -> Program:
    number = random.randrange(100_000)
    return Program("counting", f"def f(n):\n    return n + {number}\n", "f", ("f(3)", "f(4)"))


def alone(_random: Random) -> Program:
    return Program("alone", "def f(n):\n    return n\n", "f", ("f(3)",))


def test_only_held_out_programs_of_the_split_are_written_and_none_twice(tmp_path: Path):
    held, short = items({"counting": counting}, "test", 5)
    write_items(tmp_path / "set.jsonl", held)
    read = read_items(tmp_path / "set.jsonl")
    assert [item.id for item in read] == [f"counting/{index}/0" for index in range(5)]
    assert len({item.source for item in read}) == 5
    for item in read:
        program = Program("counting", item.source, item.entry, (item.call,))
        assert is_held_out(program)
        assert split_of(program) == "test"
    assert short == []


def test_the_splits_share_no_program():
    test = {program.source for program in held_out_programs(counting, Random(1), "test", 20)}
    calibration = {program.source for program in held_out_programs(counting, Random(1), "calibration", 20)}
    assert not test & calibration


def test_a_family_that_has_too_few_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("training.held_out.DRAWS", 50)
    assert items({"alone": alone}, "test", 2)[1] == ["alone"]


def test_a_draw_that_fails_is_told_and_left_out(capsys: pytest.CaptureFixture[str]):
    def failing(random: Random) -> Program:
        if random.random() < 0.5:
            raise RecursionError("too deep")
        return counting(random)

    assert len(held_out_programs(failing, Random(1), "test", 3)) == 3
    assert "a generator failed: RecursionError: too deep" in capsys.readouterr().err


def test_a_set_has_no_more_items_than_asked_for():
    assert len(items({"a": counting, "b": counting, "c": counting}, "test", 8, most=7)[0]) == 6


def test_the_first_set_keeps_its_families():
    assert not any(name.startswith("people_") for name in chosen_families(None))
    first = read_items(Path("training/held_out.jsonl"))
    assert {item.family for item in first} == set(chosen_families(None))
    assert set(chosen_families("grammar_")) < set(chosen_families(None)) <= set(chosen_families(""))


def test_calls_grow_and_stay_of_their_kind():
    random = Random(2)
    grown = [lengthened("f([1, 2], 'ab', 3, key='red green')", random) for _ in range(40)]
    sizes: set[int] = set()
    for call in grown:
        assert call is not None
        node = ast.parse(call, mode="eval").body
        assert isinstance(node, ast.Call)
        xs, text, n = (ast.literal_eval(one) for one in node.args)
        key = ast.literal_eval(node.keywords[0].value)
        assert 2 <= len(xs) <= 30 and xs == sorted(xs)
        assert 2 <= len(text) <= 60 and set(text) == {"a", "b"}
        assert 3 <= n < 10**10
        assert set(key.split()[:-1]) <= {"red", "green"}
        sizes.add(len(xs))
    assert len(sizes) > 10


@pytest.mark.parametrize("text", ["f(x)", "f([g(1)])", "1 + 2", "f("])
def test_only_literals_grow(text: str):
    assert lengthened(text, Random(1)) is None


def state(*values: State) -> tuple[Moment, ...]:
    return tuple(Moment(Event.LINE, 1, 2, "", value, None, (0, 1)) for value in values)


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("[1, 2]", True),
        (repr([1] * 30), True),
        (repr([1] * 31), False),
        (repr("x" * 61), False),
        (repr([{"a": ["x" * 61]}]), False),
        ("9999999999", True),
        ("-10000000000", False),
        ("<Stack object>", True),
        ("[1, 2, ...", False),
    ],
)
def test_values_of_long_runs_stay_within_bounds(value: str, fits: bool):
    assert is_within_bounds(state((("x", value),))) is fits


def test_no_more_than_twelve_variables():
    assert is_within_bounds(state(tuple((f"x{n}", "1") for n in range(12))))
    assert not is_within_bounds(state(tuple((f"x{n}", "1") for n in range(13))))


def test_long_runs_are_chosen_from_all_lengths_and_families():
    def runs(family: str) -> list[Long]:
        return [Long(family, Program(family, f"{family}{n}", "f", ()), "f()", n) for n in (99, 100, 150, 300, 500, 900)]

    found = {family: [one for one in runs(family) if length_class(one.frames) is not None] for family in "abcd"}
    taken = chosen(found, 9)
    assert [sum(length_class(one.frames) == index for one in taken) for index in range(len(LENGTHS))] == [3, 3, 3]
    assert {one.family for one in taken} == set("abcd")
    assert len({one.program.source for one in taken}) == 9
