"""Functions of real modules: which are taken, what their arguments are made of, and that only runs that repeat are kept."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from random import Random

from cwm_lsp.trace.sandbox import Sandbox
from training.library import LIMITS, Found, candidates, programs_of, tried
from training.library_arguments import propose, signature_of
from training.library_modules import PACKAGES, Module, modules

MODULE = '''
import os
import random

SCALE = 3


def scaled(n: int, extra=0):
    """Documented."""
    total = 0
    for i in range(n % 7):
        total += helper(i) + extra
    return total


def helper(i):
    return i * SCALE


def chance(n: int):
    value = random.random()
    other = value + n
    return other


def where(path: str):
    here = os.getcwd()
    there = here + path
    return there


class Thing:
    def method(self):
        return 1
'''


def module(folder: Path) -> Module:
    path = folder / "some.py"
    path.write_text(MODULE, encoding="utf-8")
    return Module("some", path, "MIT")


def test_a_function_comes_with_what_it_needs_and_methods_stay_behind(tmp_path: Path) -> None:
    found = {name: source for source, name, _ in candidates(module(tmp_path))}
    assert list(found) == ["scaled", "helper", "chance", "where"]
    assert "SCALE = 3" in found["scaled"] and "def helper" in found["scaled"]
    assert "Documented" not in found["scaled"] and "import os" not in found["scaled"]


def test_only_functions_that_run_the_same_twice_in_the_sandbox_are_kept(tmp_path: Path) -> None:
    some = module(tmp_path)
    with Sandbox(LIMITS) as sandbox:
        kept = {
            name: tried(sandbox, some, source, name, signature, Random(3))
            for source, name, signature in candidates(some)
        }
    assert isinstance(kept["scaled"], Found) and kept["scaled"].calls[0].startswith("scaled(")
    assert kept["chance"] is None
    assert kept["where"] is None


def test_arguments_follow_annotations_and_names() -> None:
    signature = signature_of("def f(text, n: int, lines=None):\n    return text\n", "f")
    assert signature is not None
    assert signature[0].kinds[0] == "str" and signature[1].kinds == ("int",) and signature[2].optional
    kinds, arguments = propose(signature, Random(1), [("str", "int")])
    assert len(kinds) == len(arguments) >= 2
    assert signature_of("def g():\n    yield 1\n", "g") is None
    assert signature_of("def h(self):\n    return 1\n", "h") is None


def test_a_file_of_functions_becomes_programs(tmp_path: Path) -> None:
    path = tmp_path / "library.jsonl"
    path.write_text(
        json.dumps({"source": "def f(x):\n    return x\n", "entry": "f", "calls": ["f(1)"]}) + "\n", encoding="utf-8"
    )
    assert [(program.family, program.calls) for program in programs_of(path)] == [("library", ("f(1)",))]
    assert programs_of(tmp_path / "missing.jsonl") == []


def test_modules_have_licences_and_the_plain_ones_come_first() -> None:
    found = list(islice(modules(), 20))
    assert found[0] == Module("textwrap", found[0].path, "PSF-2.0")
    assert all(each.path.exists() for each in found)
    assert not any("GPL" in licence for licence in PACKAGES.values())
