"""The product's promise: a user's code is never executed. A file that would leave a mark whichever way it ran leaves none.

Every command of the command line is gone through; one that is added must be added here, too.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from cwm_lsp.cli import COMMANDS, main
from cwm_lsp.predict.certainty import Verify
from tests.dap.client import RefusedError, process
from tests.lsp import serving

PLANTED = '''\
"""Leaves a mark in the folder FOLDER, whatever of it is executed."""

# cwm: victim(Planted(1))
from pathlib import Path

import planted_neighbour


def mark(name):
    (Path(r"FOLDER") / name).write_text("executed")
    return name


mark("top level")


def decorator(function):
    mark("decorator")
    return function


class Meta(type):
    def __new__(cls, name, bases, body):
        mark("metaclass")
        return super().__new__(cls, name, bases, body)


class Planted(metaclass=Meta):
    attribute: mark("class annotation") = mark("class body")

    def __init__(self, value):
        mark("init")
        self.value = value

    def __repr__(self):
        mark("repr")
        return "Planted()"

    def __del__(self):
        mark("del")

    @property
    def size(self):
        mark("property")
        return 1

    def __getattr__(self, name):
        mark("getattr")
        return 1


@decorator
def victim(planted, other=mark("default"), *rest: mark("annotation")) -> mark("return annotation"):
    """
    >>> victim(Planted(2))
    1
    """
    found = mark("body")
    numbers = [mark("comprehension") for _ in range(2)]
    found = f"{mark('f-string')}"
    assert mark("assert")
    return planted.size


def invented(a, b=mark("another default")):
    exec(compile("mark('exec')", "x", "exec"))
    return eval("mark('eval')")


assert victim(Planted(3)) != mark("module assert")

if __name__ == "__main__":
    victim(Planted(mark("main")))
'''

QUESTIONS = {
    "the file": [""],
    "a function": ["::victim"],
    "a call": ["::victim", "--call", "victim(Planted(mark('call')), mark('argument'))"],
    "a class": ["", "--call", "Planted(mark('call'))"],
    "a method": ["::Planted.__repr__"],
    "a property": ["::Planted.size"],
    "invented arguments": ["::invented"],
    "as JSON": ["::victim", "--json"],
    "a call as JSON": ["", "--call", "mark('call')", "--json"],
}


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The file, and the folder that it would write to."""
    marks = tmp_path / "marks"
    marks.mkdir()
    project = tmp_path / "project"
    project.mkdir()
    # Names that tools import or execute of their own accord, were they careless.
    for name in (
        "planted_neighbour",
        "conftest",
        "setup",
        "sitecustomize",
        "usercustomize",
        "cwm_lsp_config",
        "rich",
        "vllm",
    ):
        target = repr(str(marks / name))
        (project / f"{name}.py").write_text(f"open({target}, 'w').write('imported')\n", encoding="utf-8")
    path = project / "planted.py"
    path.write_text(PLANTED.replace("FOLDER", str(marks)), encoding="utf-8")
    monkeypatch.chdir(project)
    return path, marks


def test_the_file_would_leave_a_mark_if_it_ran(planted: tuple[Path, Path]) -> None:
    path, marks = planted
    subprocess.run([sys.executable, str(path)], cwd=path.parent, capture_output=True, timeout=60)
    left = {mark.name for mark in marks.iterdir()}
    assert {"planted_neighbour", "top level", "decorator", "class body", "body", "main", "default", "metaclass"} <= left


@pytest.mark.parametrize("question", QUESTIONS)
def test_predicting_leaves_none(
    question: str, planted: tuple[Path, Path], any_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(planted, any_model, *QUESTIONS[question])
    assert capsys.readouterr().out


@pytest.mark.parametrize("shape", ["--plain", "--json", "terminal"])
@pytest.mark.parametrize("verify", list(Verify))
def test_nor_does_any_way_of_asking_and_showing(
    verify: Verify,
    shape: str,
    planted: tuple[Path, Path],
    any_model: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if shape == "terminal":
        monkeypatch.setenv("FORCE_COLOR", "1")
    ask(planted, any_model, "::victim", "--verify", verify.value, *[shape] * shape.startswith("--"))
    assert ("\x1b[?25l" in capsys.readouterr().out) == (shape == "terminal")


def ask(planted: tuple[Path, Path], model: Path, target: str, *options: str) -> None:
    """Predict, and see that nothing has changed."""
    path, marks = planted
    before = {one: one.read_bytes() for one in path.parent.iterdir()}
    status = main(["trace", f"{path}{target}", "--model", str(model), "--max-frames", "12", *options])
    assert status in (0, 1)
    assert list(marks.iterdir()) == []
    assert {one: one.read_bytes() for one in path.parent.iterdir()} == before


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_nor_does_a_process_of_its_own(options: list[str], planted: tuple[Path, Path], any_model: Path) -> None:
    """Started in the file's folder, whose modules could be taken for those that the program needs."""
    words = ["trace", str(planted[0]), "--model", str(any_model), "--max-frames", "6", *options]
    done = process_beside(planted, *words)
    assert done.returncode in (0, 1), done.stderr


async def test_nor_does_stepping_through_it(planted: tuple[Path, Path], any_model: Path, tmp_path: Path) -> None:
    """Breakpoints, watches and changed values say what would leave a mark if any of it were evaluated by Python."""
    path, marks = planted
    home = tmp_path / "home"
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home),
    }
    harm = f"__import__('pathlib').Path(r'{marks}', 'evaluated').write_text('x')"
    async with process("--model", str(any_model), folder=path.parent, environment=environment) as (client, _):
        await client.launch(path, function="victim", maxFrames=12)
        body = next(n for n, line in enumerate(PLANTED.splitlines(), 1) if 'mark("body")' in line)
        lines = [
            {"line": body, "condition": harm},
            {"line": body + 1, "hitCondition": harm},
            {"line": body + 2, "logMessage": f"{{{harm}}}"},
        ]
        await client.request("setBreakpoints", source={"path": str(path)}, breakpoints=lines)
        await client.request("setFunctionBreakpoints", breakpoints=[{"name": "mark", "condition": "mark('condition')"}])
        await client.go_on("configurationDone")
        for command in ("continue", "stepBack", "reverseContinue", "stepIn", "next", "stepOut"):
            await client.go_on(command)
            await client.values()
            for text in (
                harm,
                "mark('watch')",
                "planted.size",
                "Planted(1)",
                "victim.__globals__",
                f"planted = {harm}",
            ):
                for context in ("watch", "hover", "repl"):
                    with contextlib.suppress(RefusedError):
                        await client.request("evaluate", expression=text, context=context)
        await client.request("disconnect")
    assert list(marks.iterdir()) == []


@pytest.mark.slow
async def test_nor_does_an_editor(
    planted: tuple[Path, Path], any_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that an editor asks for, and calls to predict that would leave a mark if they were made."""
    path, marks = planted
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(serving, "URI", path.as_uri())
    for verify in Verify:
        options = {
            "maxFrames": 12,
            "verify": verify.value,
            "cache": {"enable": True, "folder": str(tmp_path / "cache")},
        }
        async with serving.serving(any_model, options=options, pull=True) as editor:
            editor.open(path.read_text(encoding="utf-8"), path.as_uri())
            for function in ("victim", "invented", "mark", "Planted.__repr__", "Planted.size", "Planted.__init__"):
                with contextlib.suppress(JsonRpcException):
                    await editor.predicted(function)
            pick = {"uri": path.as_uri(), "function": "victim", "call": "victim(Planted(mark('call')))"}
            with contextlib.suppress(JsonRpcException):
                await editor.command("cwm.pickCall", pick)
                await editor.predicted("victim")
            for line, text in enumerate(editor.text.split("\n")):
                await editor.hover(line, len(text) // 2)
                await editor.actions(line)
            assert await editor.hints()
            await editor.lenses()
            await editor.pulled()
            document = types.TextDocumentIdentifier(path.as_uri())
            editor.client.text_document_did_save(types.DidSaveTextDocumentParams(document, editor.text))
            await editor.hints()
    assert list(marks.iterdir()) == []


def test_nor_does_evaluation_beside_it(planted: tuple[Path, Path], any_model: Path) -> None:
    """Evaluation executes programs: those of the data set that it is given, and nothing of the folder where it is started."""
    item = {"id": "one", "family": "one", "entry": "f", "calls": ["f(2)"], "source": "def f(x):\n    return x + 1\n"}
    data = planted[0].parent / "data.jsonl"
    data.write_text(json.dumps(item) + "\n", encoding="utf-8")
    done = process_beside(planted, "eval", "traces", str(data), "--model", str(any_model), "--max-frames", "6")
    assert done.returncode == 0, done.stderr
    assert "0 of 1 items could not be tried" in done.stdout


def test_nor_does_serving_beside_it(planted: tuple[Path, Path]) -> None:
    done = process_beside(planted, "serve", "--dry-run", str(planted[0].parent))
    assert done.stdout + done.stderr


def test_nor_does_the_doctor(planted: tuple[Path, Path], any_model: Path) -> None:
    done = process_beside(planted, "doctor", "--model", str(any_model))
    assert done.returncode == 0, done.stderr


def test_nor_does_judging_whether_it_ends(planted: tuple[Path, Path], any_model: Path) -> None:
    for words in (["--model", str(any_model)], ["--no-model", "--json"]):
        done = process_beside(planted, "halts", str(planted[0]), "--all", *words)
        assert done.returncode in (0, 1), done.stderr
        assert "victim" in done.stdout


def test_nor_does_judging_how_it_grows(planted: tuple[Path, Path], any_model: Path) -> None:
    for words in ([], ["--runs", "--model", str(any_model)], ["--budget", "O(1)", "--json"]):
        done = process_beside(planted, "complexity", str(planted[0]), *words)
        assert done.returncode in (0, 1), done.stderr
        assert "victim" in done.stdout


def process_beside(planted: tuple[Path, Path], *words: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own in the file's folder; leaves no mark."""
    path, marks = planted
    done = subprocess.run(
        [sys.executable, "-m", "cwm_lsp.cli", *words],
        cwd=path.parent,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert list(marks.iterdir()) == []
    return done


GONE_THROUGH = {
    "trace": (
        test_predicting_leaves_none,
        test_nor_does_any_way_of_asking_and_showing,
        test_nor_does_a_process_of_its_own,
    ),
    "lsp": (test_nor_does_an_editor,),
    "dap": (test_nor_does_stepping_through_it,),
    "halts": (test_nor_does_judging_whether_it_ends,),
    "complexity": (test_nor_does_judging_how_it_grows,),
    "eval": (test_nor_does_evaluation_beside_it,),
    "serve": (test_nor_does_serving_beside_it,),
    "doctor": (test_nor_does_the_doctor,),
}
"""The tests above, by the command that they go through."""


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_is_gone_through(command: str) -> None:
    assert GONE_THROUGH.get(command), f"no test here predicts the planted file through `cwm-lsp {command}`: write one"
