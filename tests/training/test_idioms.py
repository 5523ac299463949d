"""Generated idioms compile, are equal for equal seeds, and end soon; only the idioms of errors raise often.

Generated code is executed here, in process, under a guard that counts line events.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from random import Random
from types import FrameType
from typing import Any

import pytest

from training.programs import (
    idioms_classes,
    idioms_dicts,
    idioms_dynamic,
    idioms_errors,
    idioms_fused,
    idioms_generators,
    idioms_lists,
    idioms_numbers,
    idioms_oneliners,
    idioms_recursion,
    idioms_state,
    idioms_steps,
    idioms_strings,
)
from training.programs.idiom_template import Idiom, choose, expand
from training.programs.program import Generator, Program

MODULES = (
    idioms_classes,
    idioms_dicts,
    idioms_dynamic,
    idioms_errors,
    idioms_fused,
    idioms_generators,
    idioms_lists,
    idioms_numbers,
    idioms_oneliners,
    idioms_recursion,
    idioms_state,
    idioms_steps,
    idioms_strings,
)
FAMILIES: dict[str, Generator] = {name: entry[0] for module in MODULES for name, entry in module.FAMILIES.items()}
DRAWS = 200
LONGEST = 400


class TooLong(BaseException):
    """A run went past the limit; not an `Exception`, so that generated handlers don't catch it."""


def line_events(program: Program, call: str) -> tuple[int, BaseException | None]:
    """How many line events a call takes, and what it raised."""
    file = "<generated>"
    namespace: dict[str, Any] = {"__name__": "generated"}
    # A test module's own future imports would otherwise apply to the generated code.
    exec(compile(program.source, file, "exec", dont_inherit=True), namespace)
    expression = compile(call, "<call>", "eval")
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
        nonlocal count
        if frame.f_code.co_filename != file:
            return None
        if event == "line":
            count += 1
            if count > LONGEST:
                raise TooLong
        return trace

    raised: BaseException | None = None
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        eval(expression, namespace)
    except (Exception, TooLong) as error:
        raised = error
    finally:
        sys.settrace(before)
    return count, raised


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_compiles_ends_and_seldom_raises_by_accident(family: str) -> None:
    runs = [
        line_events(program, program.calls[0]) for program in (FAMILIES[family](Random(seed)) for seed in range(DRAWS))
    ]
    too_long = sum(isinstance(raised, TooLong) for _, raised in runs)
    accidents = sum(isinstance(raised, Exception) for _, raised in runs)

    assert too_long < 0.05 * DRAWS
    assert sum(count for count, _ in runs) / DRAWS < 60
    if not family.startswith("errors"):
        assert accidents < 0.1 * DRAWS


@pytest.mark.parametrize("family", FAMILIES)
def test_equal_seeds_give_equal_programs(family: str) -> None:
    generate = FAMILIES[family]

    assert [generate(Random(seed)) for seed in range(20)] == [generate(Random(seed)) for seed in range(20)]
    assert len({generate(Random(seed)).source for seed in range(50)}) > 40


@pytest.mark.parametrize("family", FAMILIES)
def test_programs_follow_the_contract(family: str) -> None:
    for seed in range(30):
        program = FAMILIES[family](Random(seed))

        assert program.family == family
        assert program.source.endswith("\n")
        assert f"def {program.entry}(" in program.source
        assert 1 <= len(program.calls) <= 3
        assert all(call.startswith(f"{program.entry}(") for call in program.calls)
        assert not set("«»¦$") & set(program.source)


def test_no_call_falls_for_a_name_that_is_not_there() -> None:
    for family, generate in FAMILIES.items():
        for seed in range(40):
            program = generate(Random(seed))
            _, raised = line_events(program, program.calls[0])
            assert not isinstance(raised, NameError), f"{family}\n{program.source}"


def test_choices_that_share_a_letter_agree() -> None:
    texts = {choose("«A→one¦two» «A→1¦2» «x¦x»", Random(seed)) for seed in range(30)}

    assert texts == {"one 1 x", "two 2 x"}


def test_a_loop_over_a_sequence_is_written_in_many_ways() -> None:
    idiom = Idiom("def $f($l):\n    $T = 0\n    FOR $x IN $l:\n        $T += $x\n    return $T\n", "I", mutable=False)
    sources = [expand(idiom, "sums", Random(seed)).source for seed in range(60)]

    assert any("enumerate(" in source for source in sources)
    assert any("range(len(" in source for source in sources)
    assert any("while " in source for source in sources)


def test_an_open_choice_is_an_error() -> None:
    with pytest.raises(ValueError, match="not closed"):
        choose("«a¦b", Random(0))


def test_a_template_without_an_entry_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"No function \$f"):
        expand(Idiom("def $g():\n    return 1\n", ""), "none", Random(0))
