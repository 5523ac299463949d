from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from cwm_lsp.evaluate.datasets import DatasetError, read_items

CRUXEVAL = {"code": "def f(x):\n    return x", "input": "(1, 2), 3", "output": "4", "id": "sample_0"}
HUMANEVAL = {
    "task_id": "HumanEval/0",
    "prompt": "def add(a, b):\n",
    "canonical_solution": "    return a + b\n",
    "test": "def check(candidate):\n    assert candidate(1, b=2) == 3\n    assert candidate(x, 1) == 3\n",
    "entry_point": "add",
}
GENERATED = {"id": "a/0", "family": "a", "source": "def g():\n    return 1\n", "entry": "g", "calls": ["g()"]}


def written(folder: Path, *held: Mapping[str, object]) -> Path:
    path = folder / "data.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in held) + "\n\n", encoding="utf-8")
    return path


def test_three_forms_are_known(tmp_path: Path):
    crux, human, generated = read_items(written(tmp_path, CRUXEVAL, HUMANEVAL, GENERATED))
    assert (crux.call, crux.expected) == ("f((1, 2), 3)", "4")
    assert (human.call, human.source) == ("add(1, b=2)", "def add(a, b):\n    return a + b\n")
    assert (generated.id, generated.family, generated.call) == ("a/0/0", "a", "g()")


def test_an_item_without_a_usable_call_is_kept_with_its_problem(tmp_path: Path):
    without = HUMANEVAL | {"test": "def check(candidate):\n    assert candidate(make()) == 3\n"}
    (item,) = read_items(written(tmp_path, without))
    assert item.problem == "no test call with literal arguments"


def test_what_is_no_data_set_says_so(tmp_path: Path):
    with pytest.raises(DatasetError, match="can't be read"):
        read_items(tmp_path / "missing.jsonl")
    with pytest.raises(DatasetError, match="line 2: no item of a known form"):
        read_items(written(tmp_path, GENERATED, {"question": "?"}))
