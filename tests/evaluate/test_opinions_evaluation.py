"""The model's word alone: measured and fitted for any engine, kept for that engine, and shown beside rules and both together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cwm_lsp.cli import main
from cwm_lsp.evaluate import complexity_command, halting_command, opinions_command
from tests.predict.thinker import Thinker

COUNTS = "def f{0}(n):\n    while n > {0}:\n        n = step(n)\n    return n\n"


@pytest.fixture(autouse=True)
def _thinker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that is right about every second family."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def says(text: str, _: int) -> str:
        return "O(n) O(1)" if "worst time" in text else "yes" if "n > " in text else "no: f(3)"

    def thinker(_: object) -> Thinker:
        return Thinker(says)

    for module in (opinions_command, halting_command, complexity_command):
        monkeypatch.setattr(module, "engine_of", thinker)


def write(path: Path, items: list[dict[str, str]]) -> str:
    path.write_text("".join(json.dumps(one) + "\n" for one in items), encoding="utf-8")
    return str(path)


@pytest.fixture
def endings(tmp_path: Path) -> str:
    items = [
        {"id": f"{number}", "family": "down" if number % 2 else "up", "source": COUNTS.format(number)}
        | {"entry": f"f{number}", "label": "terminates" if number % 2 else "does not terminate"}
        for number in range(50)
    ]
    return write(tmp_path / "endings.jsonl", items)


@pytest.fixture
def growths(tmp_path: Path) -> str:
    items = [
        {"id": f"{number}", "family": "one", "source": COUNTS.format(number), "entry": f"f{number}"}
        | {"time": "O(n)", "space": "O(n)"}
        for number in range(30)
    ]
    return write(tmp_path / "growths.jsonl", items)


def test_both_questions_are_measured_and_fitted(endings: str, growths: str, capsys: pytest.CaptureFixture[str]):
    assert main(["eval", "opinions", endings, growths]) == 0
    shown = capsys.readouterr().out
    assert "thinker (thinker-1), without reasoning" in shown
    assert "termination-1: 50.0% of 50 right, 0 unknown, calibration error 0.400" in shown
    assert "complexity-1 time: 100.0% of 30 right" in shown and "complexity-1 space: 0.0% of 30 right" in shown
    assert "settled: 0.0% of them" in shown
    assert "down 100%" in shown and "up 0%" in shown
    assert main(["eval", "opinions", endings, growths, "--fit"]) == 0
    shown = capsys.readouterr().out
    assert "fitted on 50 programs of 2 families" in shown and "The figures below flatter" in shown
    # Half of what it says of ends is wrong and can't be told apart; of times all is right.
    assert "complexity-1 time: 100.0% of 30 right, 0 unknown, calibration error 0.0" in shown
    assert main(["eval", "opinions", endings, growths]) == 0
    shown = capsys.readouterr().out
    assert shown.count("settled: 100.0% of them, 100.0% of these right") == 1
    assert shown.count("settled: 0.0% of them") == 2


def test_verdicts_are_shown_with_and_without_the_model(endings: str, growths: str, capsys: pytest.CaptureFixture[str]):
    assert main(["eval", "halting", endings, "--reasoning", "--samples", "3"]) == 0
    shown = capsys.readouterr().out
    rows = [line.split("  ")[0] for line in shown.splitlines()]
    assert {"model alone", "rules and runs", "combined"} <= set(rows)
    assert "thinker (thinker-1), reasoning, 3 thoughts at most" in shown
    assert "settled by the model's word alone: 0" in shown
    assert main(["eval", "complexity", growths]) == 0
    shown = capsys.readouterr().out
    rows = [line.split("  ")[0] for line in shown.splitlines()]
    assert {"model", "space, model"} <= set(rows)
    assert "settled by the model's word alone, time: 0 of 30" in shown and "the model alone:" in shown


def test_an_engine_without_answers_can_t_be_fitted(
    endings: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    silent = Thinker(lambda text, seed: "")
    silent.chats = False

    def engine_of(_: object) -> Thinker:
        return silent

    monkeypatch.setattr(opinions_command, "engine_of", engine_of)
    assert main(["eval", "opinions", endings, "--fit"]) == 3
    assert "Nothing can be fitted. thinker was not trained" in capsys.readouterr().err
    assert main(["eval", "opinions", endings]) == 0
    shown = capsys.readouterr().out
    assert "0.0% of 50 right, 50 unknown" in shown and "(thinker was not trained for this question.)" in shown


def test_a_file_that_is_no_data_set_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["eval", "opinions", str(tmp_path / "none.jsonl")]) == 3
    assert "can't be read" in capsys.readouterr().err
