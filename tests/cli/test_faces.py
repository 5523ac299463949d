"""What each face shows of one prediction: true runs stand in for a faultless model."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from cwm_lsp.cli.faces import Face, JsonFace, LiveFace, PlainFace
from cwm_lsp.cli.questions import Question, question
from cwm_lsp.predict.annotations import annotate
from cwm_lsp.predict.calibration import Calibration
from cwm_lsp.predict.prediction import Provenance
from cwm_lsp.predict.trace import Status, TracePrediction
from cwm_lsp.trace.faults import Fault, FaultKind
from cwm_lsp.verify.outcome import Judgement, Verdict
from tests.predict.true_runs import true_prediction

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES.parent)
    monkeypatch.setenv("COLUMNS", "100")


def posed(target: str, call: str | None = None) -> tuple[Question, TracePrediction]:
    asked = question(target, call)
    assert asked.call is not None
    prediction = true_prediction(asked.document.text, asked.call, function=asked.function.name)
    provenance = Provenance("true:1", "a true run", asked.call)
    return asked, replace(prediction, provenance=provenance, seconds=0.84)


def shown(face: Face, prediction: TracePrediction) -> None:
    with face:
        face.finish(prediction)


def plain(capsys: pytest.CaptureFixture[str], asked: Question, prediction: TracePrediction) -> str:
    shown(PlainFace(asked, Calibration()), prediction)
    return capsys.readouterr().out


def test_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert plain(capsys, *posed("examples/strawberry.py")) == (
        "examples/strawberry.py::count_letter   a prediction; nothing is executed\n"
        'predicting count_letter("strawberry", "r")   doctest, line 7\n'
        "\n"
        "  4 ✓   def count_letter(word, letter):  word = 'strawberry', letter = 'r'\n"
        '  5         """Count a letter in a word.\n'
        "        ⋮\n"
        " 12 ✓       count = 0                    count = 0\n"
        " 13 ✓       for character in word:       character = 's' → 't' → 'r' … 'y' (×10)\n"
        " 14 ✓           if character == letter:\n"
        " 15 ✓               count += 1           count = 1 → 2 → 3\n"
        " 16 ✓       return count                 → 3\n"
        "\n"
        "predicted result: 3   verified: it follows from the call   [a true run, 28 frames, 0.8 s]\n"
        "\n"
        "other calls:\n"
        '  --call \'count_letter("banana", "a")\'   doctest, line 9\n'
    )


def test_an_exception_comes_last(capsys: pytest.CaptureFixture[str]) -> None:
    text = plain(capsys, *posed("examples/errors.py::average"))
    assert "return total / len(numbers)  ✗ ZeroDivisionError" in text
    assert "predicted exception: ZeroDivisionError   verified: it follows from the call" in text


def test_recursion_says_which_activation(capsys: pytest.CaptureFixture[str]) -> None:
    assert "n = 4  1st of 9 activations" in plain(capsys, *posed("examples/fibonacci.py"))


def test_every_function_that_was_entered_is_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("def g(x):\n    return x + 1\n\n\ndef f(x):\n    return g(x)\n\n\nf(1)\n", encoding="utf-8")
    text = plain(capsys, *posed(f"{path}::f"))
    assert text.index("def f(x):") < text.index("def g(x):")
    assert "return x + 1  → 2" in text


def test_a_prediction_that_was_cut_off_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    asked, prediction = posed("examples/collatz.py")
    ended = replace(prediction.timeline, ended=False)
    cut = replace(prediction, status=Status.CUT_OFF, timeline=ended)
    assert "cut off after 37 frames, before a result (--max-frames allows more)" in plain(capsys, asked, cut)
    fault = Fault(FaultKind.CONTRADICTORY, 9, "this line can't run here")
    broken = replace(prediction, status=Status.CONTRADICTED, timeline=ended, fault=fault)
    assert "contradicts the program: this line can't run here" in plain(capsys, asked, broken)


def test_a_guess_is_called_a_guess(capsys: pytest.CaptureFixture[str]) -> None:
    asked, prediction = posed("examples/collatz.py")
    frames = tuple(replace(frame, path=-1.5, decisions=3, judgement=None) for frame in prediction.frames)
    text = plain(capsys, asked, replace(prediction, frames=frames))
    assert "22 % sure: a guess" in text
    assert "steps = ?" in text


def test_what_cannot_be_checked_is_marked_and_what_cannot_be_is_refuted(capsys: pytest.CaptureFixture[str]) -> None:
    asked, prediction = posed("examples/strawberry.py")
    judged = tuple(
        replace(frame, judgement=wrong(frame.judgement) if index == 4 else frame.judgement)
        for index, frame in enumerate(prediction.frames)
    )
    text = plain(capsys, asked, replace(prediction, frames=judged))
    assert " 12 ≠       count = 0                    count = 0≠1\n" in text
    assert " 16 ~       return count                 → ?\n" in text
    assert "predicted result: 3   refuted: the run says what can't be" in text
    assert "contradicted from line 12 on: the model says count = 0, but 1 is certain" in text


def wrong(judgement: Judgement | None) -> Judgement:
    """As if the first line's value should have been another."""
    assert judgement is not None
    expected = replace(judgement.expectation, values={**judgement.expectation.values, "count": "1"})
    return replace(judgement, values={**judgement.values, "count": Verdict.CONTRADICTED}, expectation=expected)


def test_a_generator_is_not_entered_by_its_call(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("def g(n):\n    yield n\n\n\nlist(g(3))\n", encoding="utf-8")
    assert "g only begins when something asks for its values" in plain(capsys, *posed(str(path)))


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_annotations_stay_within_the_window(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for name in ("strawberry", "scores", "collatz", "inventory", "errors", "fibonacci"):
        asked, prediction = posed(f"examples/{name}.py")
        listing = plain(capsys, asked, prediction).split("\n\n")[1]
        assert max(map(len, listing.split("\n"))) <= max(columns, 60)


def live(prediction: TracePrediction, asked: Question, **options: Any) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=90, height=12, highlight=False, **options)
    with LiveFace(asked, Calibration(), console) as face:
        face.show(prediction)
        face.finish(prediction)
    return out.getvalue()


def test_the_live_view_leaves_the_whole_listing() -> None:
    asked, prediction = posed("examples/strawberry.py")
    text = live(prediction, asked, color_system="standard")
    assert "\x1b[" in text
    last = text[text.rindex("def") :]
    assert "predicted result: " in last


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    asked, prediction = posed("examples/strawberry.py")
    codes = live(prediction, asked, color_system="standard").split("\x1b[")[1:]
    colours = {f"{ground}{colour}" for ground in "349" for colour in range(8)}
    used = {part for code in codes if "m" in code for part in code[: code.index("m")].split(";")}
    assert not used & colours


def test_control_characters_of_a_file_or_a_model_stay_harmless(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "a.py"
    path.write_text(
        "class A:\n    def __repr__(self):\n        return 'x\x1b[31m\\x1b[2J\\n'\n\n\n"
        "def f():\n    a = A()  # \x1b[2J\n    return a\n\n\nf()\n",
        encoding="utf-8",
    )
    text = plain(capsys, *posed(f"{path}::f"))
    assert "\x1b" not in text
    assert "a = x\\x1b[31m\\x1b[2J\\n" in text


def records(capsys: pytest.CaptureFixture[str], asked: Question, prediction: TracePrediction) -> list[dict[str, Any]]:
    shown(JsonFace(asked, Calibration()), prediction)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_json_is_a_question_frames_and_a_result(capsys: pytest.CaptureFixture[str]) -> None:
    first, *frames, last = records(capsys, *posed("examples/strawberry.py"))
    assert first == {
        "kind": "question",
        "format": 1,
        "file": "examples/strawberry.py",
        "function": "count_letter",
        "line": 4,
        "call": 'count_letter("strawberry", "r")',
        "origin": "doctest, line 7",
        "other_calls": [{"call": 'count_letter("banana", "a")', "origin": "doctest, line 9", "line": 9}],
    }
    assert {frame["kind"] for frame in frames} == {"frame"}
    assert [frame["index"] for frame in frames] == list(range(28))
    assert frames[2] == {
        "kind": "frame",
        "index": 2,
        "event": "line",
        "function": "count_letter",
        "scope": 1,
        "depth": 2,
        "line": 13,
        "source": "    for character in word:",
        "confidence": 1.0,
        "verdict": "proven",
        "locals": {
            "word": {"value": "'strawberry'", "confidence": 1.0, "verdict": "proven"},
            "letter": {"value": "'r'", "confidence": 1.0, "verdict": "proven"},
            "count": {"value": "0", "confidence": 1.0, "verdict": "proven"},
        },
    }
    assert frames[-1]["value"] == {"value": "3", "confidence": 1.0, "verdict": "proven"}
    assert last["status"] == "complete"
    assert last["outcome"] == {"kind": "return", "value": "3", "confidence": 1.0, "verdict": "proven"}
    assert last["provenance"] == {"engine": "true:1", "model": "a true run", "calibration": None}
    lines = {line["line"]: line for line in last["functions"][0]["lines"]}
    assert lines[15]["text"] == "count = 1 → 2 → 3"
    assert lines[15]["notes"][0]["values"][1] == {
        "value": "2",
        "confidence": 1.0,
        "verdict": "proven",
        "passes": [{"loop": 13, "pass": 8}],
    }


def test_json_frames_come_as_they_are_predicted(capsys: pytest.CaptureFixture[str]) -> None:
    asked, prediction = posed("examples/strawberry.py")
    face = JsonFace(asked, Calibration())
    with face:
        capsys.readouterr()
        face.show(replace(prediction, frames=prediction.frames[:5]))
        assert len(capsys.readouterr().out.splitlines()) == 3
        face.show(replace(prediction, frames=prediction.frames[:6]))
        assert len(capsys.readouterr().out.splitlines()) == 1
        face.finish(prediction)
    assert len(capsys.readouterr().out.splitlines()) == 24 + 1


def test_the_examples_have_something_to_show() -> None:
    for path in sorted(EXAMPLES.glob("*.py")):
        asked, prediction = posed(str(path))
        annotations = annotate(prediction, Calibration())
        assert prediction.status is Status.COMPLETE
        assert annotations.functions[0].lines
        assert len(prediction.frames) <= 60, f"{path.name} is too much for a small model"
        assert asked.origin
