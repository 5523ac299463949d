"""Calls from the workspace's tests, as they come, change and go."""

from __future__ import annotations

import sys
from pathlib import Path

from cwm_lsp.session import State
from tests.session.fakes import Desk, desk

SOURCE = "def f(x):\n    return x\n"
TEST = "from shop import f\n\n\ndef test_f():\n    assert f(7) == 7\n"


async def opened(at: Desk, folder: Path, most_files: int = 100) -> str:
    path = folder / "shop.py"
    path.write_text(SOURCE)
    uri = path.as_uri()
    await at.session.watch_tests([folder], most_files)
    at.session.open(uri, 1, SOURCE)
    at.session.focus(uri, 1)
    return uri


def calls(at: Desk, uri: str) -> list[tuple[str, str]]:
    return [(call.expression, call.origin) for call in at.session.calls(uri, "f")]


def call(at: Desk, uri: str) -> str | None:
    view = at.session.view(uri, "f")
    is_ready = view is not None and view.state is State.READY and view.prediction is not None
    return view.prediction.provenance.call if is_ready else None  # type: ignore[union-attr]


async def test_a_function_is_predicted_for_the_call_of_another_files_test(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_shop.py").write_text(TEST)
    (tmp_path / "tests" / "helpers.py").write_text(TEST.replace("7", "8"))
    async with desk() as at:
        uri = await opened(at, tmp_path)
        await at.until(lambda: call(at, uri) == "f(7)")
        assert calls(at, uri) == [("f(7)", "test, test_shop.py line 5")]


async def test_tests_that_change_come_and_go_are_followed(tmp_path: Path) -> None:
    test = tmp_path / "shop_test.py"
    async with desk() as at:
        uri = await opened(at, tmp_path)
        test.write_text(TEST)
        at.session.file_changed(test.as_uri())
        await at.until(lambda: call(at, uri) == "f(7)")
        test.write_text(TEST.replace("7", "9"))
        at.session.file_changed(test.as_uri())
        await at.until(lambda: call(at, uri) == "f(9)")
        test.unlink()
        at.session.file_changed(test.as_uri())
        await at.until(lambda: calls(at, uri) == [])


async def test_a_call_that_is_found_while_arguments_are_invented_is_predicted_too(tmp_path: Path) -> None:
    test = tmp_path / "shop_test.py"
    async with desk() as at:
        at.engine.go.clear()
        uri = await opened(at, tmp_path)
        await at.until(lambda: at.engine.questions > 0)
        test.write_text(TEST)
        at.session.file_changed(test.as_uri())
        await at.until(lambda: calls(at, uri) != [])
        at.engine.go.set()
        await at.until(lambda: call(at, uri) == "f(7)")


async def test_what_is_read_is_bounded_and_never_imported(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    for number in range(20):
        (tmp_path / f"test_{number:02}.py").write_text(f"open({str(mark)!r}, 'w')\n" + TEST.replace("7", f"{number}"))
    (tmp_path / "test_binary.py").write_bytes(b"\xff\xfe\0" + TEST.encode())
    for hidden in (".hidden", "node_modules"):
        (tmp_path / hidden).mkdir()
        (tmp_path / hidden / "test_a.py").write_text(TEST.replace("7", "99"))
    before = set(sys.modules)
    async with desk() as at:
        uri = await opened(at, tmp_path, most_files=5)
        await at.until(lambda: len(calls(at, uri)) == 5)
        assert at.session._tests is not None
        assert at.session._tests.files == 5
        assert all(expression != "f(99)" for expression, _ in calls(at, uri))
    assert not mark.exists()
    assert not {name for name in set(sys.modules) - before if name.startswith("test_")}


async def test_closing_while_it_reads_leaves_nothing(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"test_{number:03}.py").write_text(TEST * 20)
    async with desk() as at:
        await opened(at, tmp_path, most_files=1000)


async def test_folders_that_are_not_there_are_no_problem(tmp_path: Path) -> None:
    async with desk() as at:
        uri = await opened(at, tmp_path)
        await at.session.watch_tests([tmp_path / "none"], 10)
        await at.rest()
        assert calls(at, uri) == []
