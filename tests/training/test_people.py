"""Programs in the manner of people: they compile, end, seldom raise, and are the same for the same seed."""

from __future__ import annotations

import re
import warnings
from random import Random

import pytest

from tests.training.test_grammar import run
from training.programs import families, people_rules, people_rules_containers, people_rules_text
from training.programs.people_expressions import SPECIAL
from training.programs.people_kinds import annotation, kind_of, merged, parts
from training.programs.people_live import Live, fresh_env, imports_for, without_guards
from training.programs.people_words import DOMAINS
from training.programs.program import Generator

GENERATORS: dict[str, Generator] = {
    name: generator for name, (generator, _) in families().items() if name.startswith("people_")
}
BASES = {
    "int",
    "float",
    "str",
    "bool",
    "any",
    "none",
    "list",
    "dict",
    "set",
    "tuple",
    "pair",
    "deque",
    "T",
    "S",
    "K",
    "V",
}


@pytest.fixture(autouse=True)
def no_warnings() -> None:
    warnings.simplefilter("ignore", SyntaxWarning)


@pytest.mark.parametrize("name", GENERATORS)
def test_programs_compile_end_and_seldom_raise(name: str) -> None:
    random = Random(11)
    outcomes: list[str] = []
    for _ in range(25):
        program = GENERATORS[name](random)
        assert program.family == name
        assert program.calls and all(call.startswith(f"{program.entry}(") for call in program.calls)
        outcomes += [run(program, call) for call in program.calls]
    assert outcomes.count("too long") <= len(outcomes) * 0.15
    assert outcomes.count("raised") <= len(outcomes) * 0.10


@pytest.mark.parametrize("name", GENERATORS)
def test_equal_seeds_give_equal_programs_and_unequal_ones_others(name: str) -> None:
    first = [GENERATORS[name](Random(seed)) for seed in range(8)]
    assert first == [GENERATORS[name](Random(seed)) for seed in range(8)]
    assert len({program.source for program in first}) >= 7


def test_no_guard_and_no_hole_is_left_in_a_program() -> None:
    random = Random(5)
    for name, generator in GENERATORS.items():
        for _ in range(5):
            source = generator(random).source
            assert "_guard" not in source and not re.search("[«»¦]", source), name


@pytest.mark.parametrize("module", [people_rules, people_rules_text, people_rules_containers])
def test_every_hole_of_a_rule_is_a_kind_a_choice_or_a_special_word(module: object) -> None:
    tables: dict[str, str] = vars(module)["RULES"]
    for table in tables.values():
        for line in table.strip().splitlines():
            weight, _, template = line.strip().partition(" ")
            assert float(weight) > 0
            for hole in re.findall("«([^»]*)»", template):
                kinds = hole.strip("@!?").split("|")
                assert (
                    "¦" in hole or ".." in hole or hole in SPECIAL or all(parts(kind)[0] in BASES for kind in kinds)
                ), line


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (3, "int", "int"),
        (["a"], "list[str]", "list[str]"),
        ({"a": [1]}, "dict[str,list[int]]", "dict[str, list[int]]"),
        (("a", 1), "pair[str,int]", "tuple[str, int]"),
        ((1, 2, 3), "tuple[int]", "tuple[int, ...]"),
        ([1, "a"], "list[any]", "list"),
        (None, "none", "None"),
    ],
)
def test_kinds_of_values(value: object, kind: str, shown: str) -> None:
    assert kind_of(value) == kind
    assert annotation(kind, True) == shown


def test_an_empty_container_is_of_the_kind_that_was_meant() -> None:
    assert kind_of([], "list[str]") == "list[str]"
    assert merged(["list[any]", "list[int]"]) == "list[int]"
    assert merged(["int", "str"]) == "any"


def test_imports_follow_from_what_is_used() -> None:
    random = Random(1)
    assert imports_for("def f(x):\n    return Counter(x)\n", random) == ["from collections import Counter"]
    assert imports_for("def f(reduce):\n    return reduce + 1\n", random) == []
    assert imports_for("def f(x):\n    return math.sqrt(x)\n", random) == ["import math"]


def live(**variables: object) -> Live:
    made = Live(Random(2), DOMAINS["shop"], [{**fresh_env(), **variables}], 0.5, {"int": 1})
    made.kinds = {name: kind_of(value) for name, value in variables.items()}
    return made


@pytest.mark.parametrize(
    "lines",
    [
        ["y = xs[9]"],
        ["s = s * 50"],
        ["n = n ** 40"],
        ["while n > 0:", "    _guard(locals())", "    n += 1"],
        ["for x in xs:", "    _guard(locals())", "    s += s * 100"],
        ["return n"],
        ["z = map(str, xs)"],
        ["this is no Python"],
    ],
)
def test_statements_that_raise_grow_never_end_or_leave_nothing_to_go_on_with_are_turned_down(lines: list[str]) -> None:
    scope = live(n=3, s="ab", xs=[1, 2])
    assert not scope.attempt(lines, {"z": "any"} if lines[0].startswith("z") else None)
    assert scope.lines == [] and scope.envs[0]["s"] == "ab"


def test_a_statement_that_goes_well_is_written_and_its_values_are_known() -> None:
    scope = live(n=3, xs=[1, 2])
    assert scope.attempt(["total = sum(xs) + n"], {"total": "any"})
    assert scope.kinds["total"] == "int" and scope.values("total") == [6]
    assert scope.attempt(["if total > 9:", "    return None"])
    assert without_guards(["    while n:", "        _guard(locals())", "        n -= 1"]) == [
        "    while n:",
        "        n -= 1",
    ]


def test_what_is_tried_leaves_the_variables_of_the_examples_alone() -> None:
    scope = live(xs=[1, 2])
    assert scope.evaluate("xs.pop()") == [2]
    assert scope.values("xs") == [[1, 2]]
