"""The product's promise: a user's code is never executed. A file that would leave a mark whichever way it ran leaves none."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cwm_lsp.cli import main
from tests.dap.client import RefusedError, process

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

COMMANDS = {
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
    for name in ("planted_neighbour", "conftest", "setup", "sitecustomize", "usercustomize", "cwm_lsp_config", "rich"):
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


@pytest.mark.parametrize("command", COMMANDS)
def test_predicting_leaves_none(
    command: str, planted: tuple[Path, Path], any_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, marks = planted
    before = {one: one.read_bytes() for one in path.parent.iterdir()}
    target, *options = COMMANDS[command]
    status = main(["trace", f"{path}{target}", "--model", str(any_model), "--max-frames", "12", *options])
    assert status in (0, 1)
    assert capsys.readouterr().out
    assert list(marks.iterdir()) == []
    assert {one: one.read_bytes() for one in path.parent.iterdir()} == before


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_nor_does_a_process_of_its_own(options: list[str], planted: tuple[Path, Path], any_model: Path) -> None:
    """Started in the file's folder, whose modules could be taken for those that the program needs."""
    path, marks = planted
    words = ["trace", str(path), "--model", str(any_model), "--max-frames", "6", *options]
    done = subprocess.run(
        [sys.executable, "-m", "cwm_lsp.cli", *words],
        cwd=path.parent,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode in (0, 1), done.stderr
    assert list(marks.iterdir()) == []


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
