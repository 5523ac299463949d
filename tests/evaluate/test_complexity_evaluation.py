"""Figures over labelled functions: unknown counts as wrong, coverage is of all items, labels of HumanEval are whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cwm_lsp.cli import main
from cwm_lsp.evaluate.figures import Answer, calibration_error, confusion, coverage
from cwm_lsp.predict.opinions.opinion import COMPLEXITY_LABELS


def test_coverage_is_the_share_that_can_be_answered_with_a_precision() -> None:
    given = [Answer("O(n)", 0.9, "O(n)")] * 9 + [Answer("O(n)", 0.6, "O(1)"), Answer(None, 0.0, "O(1)")]
    assert coverage(given, 0.95) == 9 / 11
    assert coverage(given, 0.9) == 10 / 11
    assert abs(calibration_error(given) - (0.9 + 0.6) / 10) < 1e-9
    assert [line.split() for line in confusion(given, COMPLEXITY_LABELS).splitlines()] == [
        ["true", "\\", "said", "O(n)", "unknown"],
        ["O(1)", "1", "1"],
        ["O(n)", "9"],
    ]


def test_the_command_prints_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = [
        {
            "id": "a",
            "family": "a",
            "source": "def f(x):\n    return x\n",
            "entry": "f",
            "time": "O(1)",
            "space": "O(1)",
        },
        {
            "id": "b",
            "family": "b",
            "source": "def g(x):\n    return x\n",
            "entry": "f",
            "time": "O(n)",
            "space": "O(1)",
        },
    ]
    data = tmp_path / "data.jsonl"
    data.write_text("".join(json.dumps(one) + "\n" for one in items))
    assert main(["eval", "complexity", str(data), "--no-model"]) == 0
    shown = capsys.readouterr().out
    assert "1/2     50.0%" in shown and "shown, time: 1 of 2, 1 of them right: 100.0%" in shown


def test_humaneval_has_at_least_a_hundred_labels_of_the_known_kinds() -> None:
    path = Path(__file__).parents[2] / "benchmarks" / "data" / "complexity_humaneval.jsonl"
    labels = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(labels) >= 100 and len({one["task_id"] for one in labels}) == len(labels)
    assert all(one["time"] in COMPLEXITY_LABELS and one["space"] in COMPLEXITY_LABELS and one["why"] for one in labels)
    assert all(set(one) == {"task_id", "time", "space", "n is", "why"} for one in labels)
