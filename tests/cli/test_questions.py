"""Words on the command line, and the questions or the complaints that come of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cwm_lsp.cli.command import WRONG_QUESTION, CommandError
from cwm_lsp.cli.questions import Question, question

SOURCE = '''\
def helper(n):
    return n + 1


def area(width, height):
    """
    >>> area(2, 3)
    6
    >>> area(4, 5)
    20
    """
    return width * height


class Stack:
    def push(self, item):
        return item


def ready():
    return True
'''


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "shapes.py"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def asked(file: Path, name: str = "", call: str | None = None) -> Question:
    return question(f"{file}::{name}" if name else str(file), call)


def complaint(target: str, call: str | None = None) -> str:
    with pytest.raises(CommandError) as caught:
        question(target, call)
    assert caught.value.status == WRONG_QUESTION
    return str(caught.value)


def test_the_first_function_with_an_example_call_is_taken(file: Path) -> None:
    found = asked(file)
    assert (found.function.name, found.call, found.origin) == ("area", "area(2, 3)", "doctest, line 7")
    assert [(one.expression, one.line) for one in found.others] == [("area(4, 5)", 9)]


def test_a_function_can_be_named(file: Path) -> None:
    found = asked(file, "helper")
    assert (found.call, found.origin) == (None, "arguments invented by the model")
    assert asked(file, "Stack.push").function.qualname == "Stack.push"
    assert asked(file, "push").function.qualname == "Stack.push"


def test_a_function_that_needs_nothing_is_called_with_nothing(file: Path) -> None:
    assert (asked(file, "ready").call, asked(file, "ready").origin) == ("ready()", "needs no arguments")


def test_a_call_names_its_function(file: Path) -> None:
    found = asked(file, call=" helper( 3 ) ")
    assert (found.function.name, found.call, found.origin) == ("helper", "helper( 3 )", "--call")
    assert asked(file, call="Stack().push(1)").function.qualname == "Stack.push"


def test_without_any_example_the_first_function_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("def f(x):\n    return x\n\ndef g(y):\n    return y\n", encoding="utf-8")
    assert asked(path).function.name == "f"


def test_a_broken_function_does_not_stand_in_the_way(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("def f(:\n    return 1 +\n\ndef g(y):\n    return y\n", encoding="utf-8")
    assert asked(path).function.name == "g"


def test_the_declared_encoding_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes("# -*- coding: latin-1 -*-\ndef f():\n    return 'é'\n".encode("latin-1"))
    assert "é" in asked(path).document.text


class TestComplaints:
    def test_no_such_file(self, file: Path) -> None:
        assert "no such file" in complaint(str(file.parent / "other.py"))
        assert "did you mean" in complaint(str(file.parent / "shape.py"))

    def test_a_folder(self, file: Path) -> None:
        assert "is a folder" in complaint(str(file.parent))

    def test_no_text(self, tmp_path: Path) -> None:
        path = tmp_path / "a.py"
        for data in (b"\x00\x01", b"def f(): return '\xff'", b"# coding: nonsense\n"):
            path.write_bytes(data)
            assert "not a text file" in complaint(str(path))

    def test_no_function_at_all(self, tmp_path: Path) -> None:
        path = tmp_path / "a.py"
        path.write_text("x = 1\n", encoding="utf-8")
        assert "has no function" in complaint(str(path))

    def test_no_such_function(self, file: Path) -> None:
        assert "did you mean area?" in complaint(f"{file}::are")
        assert "it has helper, area, Stack.push, ready" in complaint(f"{file}::zzz")

    @pytest.mark.parametrize(
        ("call", "told"),
        [
            ("", "empty"),
            ("area(1,", "not a Python expression"),
            ("area", "not a call"),
            ("print(1)", "no function 'print'"),
            ("area(1, 2); helper(3)", "single expression"),
        ],
    )
    def test_a_call_that_is_none(self, file: Path, call: str, told: str) -> None:
        assert told in complaint(str(file), call)

    def test_a_call_of_another_function(self, file: Path) -> None:
        assert "enters helper, not area" in complaint(f"{file}::area", "helper(1)")

    def test_a_syntax_error_in_the_function(self, tmp_path: Path) -> None:
        path = tmp_path / "a.py"
        path.write_text("def f(x):\n    y = (\n    return x +\n\n\ndef g():\n    return 1\n", encoding="utf-8")
        assert "f has a syntax error at line" in complaint(f"{path}::f")
