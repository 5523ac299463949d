from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("onnx")

from benchmarks.figures import entry, stored
from benchmarks.old_and_new import OLD, main, table
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.evaluate.comparison import Scores
from cwm_lsp.evaluate.datasets import Item
from cwm_lsp.evaluate.steps import Step, Wrong
from cwm_lsp.evaluate.trial import Trial
from cwm_lsp.trace.frames import Event


def trial(frames: int, error: int | None) -> Trial:
    last = error or frames
    found = [Step(n, Event.LINE, "assignment", 1, ()) for n in range(1, last)]
    found.append(Step(last, Event.LINE, "assignment", 1, (), None if error is None else Wrong.LINE))
    right = frames if error is None else error - 1
    scores = Scores(1, frames, right, right, right, int(error is None), int(error is None))
    return Trial(Item("a", "a", "", "f", "f()"), scores, frames, steps=tuple(found))


def held(**sets: Any) -> dict[str, Any]:
    return {"model": "small", "identity": "embedded-1:a:b", "date": "2026-01-01", "sets": sets}


def test_what_is_kept_of_a_set():
    kept = entry([trial(40, None), trial(20, 5)], "eval traces FILE")
    assert kept["command"] == "cwm-lsp eval traces FILE --verify off"
    assert (kept["items"], kept["frames"], kept["frames exact"], kept["results"]) == (2, 60, 73.3, 50.0)
    assert kept["no error after"] == {
        "10": {"runs": 2, "of them": 50.0, "estimate": 50.0},
        "30": {"runs": 1, "of them": 100.0, "estimate": 50.0},
    }
    assert kept["half of the runs wrong from frame"] == 5


def test_two_models_stand_side_by_side():
    old = held(HumanEval={"items": 2, "frames": 60, "frames exact": 12.2})
    new = held(HumanEval={"items": 2, "frames": 60, "frames exact": 70.0}, CRUXEval={"items": 1, "frames": 9})
    lines = table(old, new).splitlines()
    assert "| **HumanEval** | 2 items, 60 frames | 2 items, 60 frames |" in lines
    assert "| frames exact | 12.2 % | 70.0 % |" in lines
    assert "| **CRUXEval** | - | 1 items, 9 frames |" in lines
    assert lines[-1] == "New: small (`embedded-1:a:b`), 2026-01-01."


def test_figures_over_other_runs_are_marked():
    old, new = held(HumanEval={"items": 2, "frames": 60}), held(HumanEval={"items": 4, "frames": 90})
    assert "| **HumanEval** (not the same runs) | 2 items, 60 frames | 4 items, 90 frames |" in table(old, new)


def test_how_long_runs_stay_right_has_a_row_for_each_mark():
    old = held(a=entry([trial(40, None)], "eval traces FILE"))
    new = held(a=entry([trial(15, 12)], "eval traces FILE"))
    assert "| no error after 10 frames | 100.0 % of 1, estimate 100.0 % | 100.0 % of 1, estimate 100.0 % |" in table(
        old, new
    )
    assert "| no error after 30 frames | 100.0 % of 1, estimate 100.0 % | - |" in table(old, new)
    assert "| half of the runs wrong from frame | - | 12 |" in table(old, new)


def test_the_first_models_figures_are_there(capsys: pytest.CaptureFixture[str]):
    first = str(OLD.with_name("figures_first.json"))
    assert main([first, first]) == 0
    printed = capsys.readouterr().out
    assert "| frames exact | 23.9 % | 23.9 % |" in printed
    assert "embedded-1:2ac2a603c7baace1:9f60cfb8b25624a5" in printed


def test_no_file_is_said(tmp_path: Path):
    assert main([str(tmp_path / "missing.json"), str(OLD)]) == 1


@pytest.mark.model
def test_what_another_model_left_is_not_kept(tmp_path: Path):
    path = tmp_path / "figures.json"
    path.write_text(json.dumps(held(HumanEval={})), encoding="utf-8")
    assert stored(path, EmbeddedEngine())["sets"] == {}
