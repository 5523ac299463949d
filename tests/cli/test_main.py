"""The program as a whole: its exit status, what goes to stdout and what to stderr. Never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from cwm_lsp import __version__
from cwm_lsp.cli import engines, main
from cwm_lsp.engine.choosing import EngineChoice
from cwm_lsp.engine.package import GRAPH, SHIPPED
from cwm_lsp.engine.protocol import ContextOverflow, Counters, Engine, EngineError, Generation

PROJECT = Path(__file__).parents[2]
EXAMPLE = str(PROJECT / "examples" / "strawberry.py")


class FaultyEngine:
    """Fails where it is told to; with an interrupt as Ctrl-C would."""

    identity = "faulty:1"
    model = "faulty"
    context_length = 1000
    counters = Counters()
    vocabulary_size = 256

    def __init__(self, at: str, error: BaseException) -> None:
        self.at = at
        self.error = error
        self.is_closed = False

    def encode(self, pieces: Sequence[str]) -> list[int]:
        return [byte for piece in pieces for byte in piece.encode()]

    def special(self, text: str) -> int:
        return 0

    def data(self, token: int) -> bytes:
        return bytes([token])

    async def load(self) -> None:
        if self.at == "load":
            raise self.error

    async def start(self, prompt: Sequence[int]) -> Generation:
        raise self.error

    async def close(self) -> None:
        self.is_closed = True


def with_fault(monkeypatch: pytest.MonkeyPatch, at: str, error: BaseException) -> FaultyEngine:
    faulty = FaultyEngine(at, error)

    def make(_: EngineChoice) -> Engine:
        return faulty

    monkeypatch.setattr(engines, "NAMES", ("faulty",))
    monkeypatch.setattr(engines, "make", make)
    return faulty


def program(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cwm_lsp.cli", *words]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=120, **options)  # type: ignore[call-overload]


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], ["trace", "--help"], ["lsp", "--help"]):
        with pytest.raises(SystemExit) as left:
            main(words)
        assert left.value.code == 0
        assert "usage: cwm-lsp" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"cwm-lsp {__version__}\n"


@pytest.mark.parametrize("words", [[], ["fly"], ["trace"], ["trace", EXAMPLE, "--max-frames", "0"]])
def test_what_argparse_refuses_is_status_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_help_imports_nothing_heavy() -> None:
    loaded = program("--help", env={**os.environ, "PYTHONPROFILEIMPORTTIME": "1"}).stderr
    for heavy in ("tree_sitter", "onnxruntime", "numpy", "rich", "pygls", "asyncio"):
        assert f" {heavy}\n" not in loaded, f"`cwm-lsp --help` imports {heavy}"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["no-such-file.py"], "no such file: no-such-file.py"),
        ([f"{EXAMPLE}::count_leter"], "did you mean count_letter?"),
        ([EXAMPLE, "--call", "count_letter("], "not a Python expression"),
        ([EXAMPLE, "--engine", "steam"], "no engine is called 'steam'; there are: embedded, vllm, transformers"),
    ],
)
def test_a_wrong_question_is_one_line_and_status_2(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trace", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("cwm-lsp trace: ")
    assert told in err
    assert err.count("\n") == 1


def test_a_model_that_is_not_there_is_status_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", EXAMPLE, "--model", str(tmp_path)]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert "The embedded model" in err
    assert err.count("\n") == 1


def test_a_calibration_that_is_none_is_status_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("[]", "{", '{"local": "x"}'):
        (tmp_path / "calibration.json").write_text(text, encoding="utf-8")
        assert main(["trace", EXAMPLE, "--model", str(tmp_path)]) == 3
        assert "calibration" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("at", "error", "status"),
    [
        ("load", EngineError("the model can't be loaded; reinstall it"), 3),
        ("start", EngineError("the model has gone"), 3),
        ("start", ContextOverflow("too long"), 3),
        ("start", KeyboardInterrupt(), 130),
    ],
)
def test_faults_of_the_engine(
    at: str, error: BaseException, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = with_fault(monkeypatch, at, error)
    assert main(["trace", EXAMPLE, "--engine", "faulty"]) == status
    assert engine.is_closed
    err = capsys.readouterr().err
    assert "Traceback" not in err
    if status == 3:
        assert str(error) in err


def test_an_error_of_our_own_is_no_traceback_unless_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_fault(monkeypatch, "load", ZeroDivisionError("odd"))
    assert main(["trace", EXAMPLE, "--engine", "faulty"]) == 70
    err = capsys.readouterr().err
    assert "an error in cwm-lsp itself, ZeroDivisionError: odd" in err
    assert "Traceback" not in err
    monkeypatch.setenv("CWM_LSP_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        main(["trace", EXAMPLE, "--engine", "faulty"])


def test_a_function_beyond_the_context(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_fault(monkeypatch, "never", EngineError("never"))
    path = tmp_path / "long.py"
    path.write_text("def f():\n" + "    x = 1\n" * 400, encoding="utf-8")
    assert main(["trace", str(path), "--engine", "faulty"]) == 2
    assert "Predict a smaller function" in capsys.readouterr().err


def test_the_piped_output_has_no_control_codes(any_model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["trace", EXAMPLE, "--model", str(any_model), "--max-frames", "12"])
    out, err = capsys.readouterr()
    assert status in (0, 1)
    assert err == ""
    assert "\x1b" not in out
    assert "a prediction; nothing is executed" in out
    assert "word = 'strawberry', letter = 'r'" in out
    assert ("predicted result: " in out) == (status == 0) or "predicted exception: " in out


def test_arguments_are_invented_where_there_is_no_call(
    any_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.py"
    path.write_text("def double(n):\n    return n * 2\n", encoding="utf-8")
    assert main(["trace", str(path), "--model", str(any_model), "--max-frames", "4"]) in (0, 1)
    out = capsys.readouterr().out
    assert "arguments invented by the model; no example call in the file, --call gives one" in out
    assert "(invented)" in out


def test_json_lines(any_model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["trace", EXAMPLE, "--json", "--model", str(any_model), "--max-frames", "8"])
    first, *frames, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (first["kind"], last["kind"]) == ("question", "result")
    assert 1 <= len(frames) <= 8
    assert all(4 <= frame["line"] <= 16 for frame in frames)
    assert (last["status"] == "complete") == (status == 0)
    assert last["provenance"]["engine"].startswith("embedded-")


def test_a_reader_who_leaves_is_no_error(any_model: Path) -> None:
    command = [sys.executable, "-m", "cwm_lsp.cli", "trace", EXAMPLE, "--json", "--model", str(any_model)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(120) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interrupt_ends_it_with_130(any_model: Path) -> None:
    command = [sys.executable, "-m", "cwm_lsp.cli", "trace", EXAMPLE, "--json", "--model", str(any_model)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
        assert "Traceback" not in err
        assert process.returncode in (0, 1, 130)


@pytest.mark.model
@pytest.mark.skipif(not (SHIPPED / GRAPH).exists(), reason="the weights are not there")
@pytest.mark.parametrize("name", ["strawberry", "scores", "collatz", "inventory", "errors", "fibonacci"])
def test_the_examples_are_predicted_with_the_shipped_model(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", str(PROJECT / "examples" / f"{name}.py")]) in (0, 1)
    out = capsys.readouterr().out
    assert "verified: it follows from the call" in out
    assert "frames, " in out
