"""What is kept on disk: found again, bounded, shared, and never in anybody's way."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.trace import TracePrediction
from cwm_lsp.session import State
from cwm_lsp.session.keeping import UnreadableError, read, written
from cwm_lsp.session.memory import Key
from cwm_lsp.session.store import FILE, Store
from tests.session.fakes import Desk, desk

URI = "file:///a.py"
SOURCE = """\
class Broken(Exception):
    pass


def f(x):
    total = 0
    for c in "a🍓\\ud800":
        try:
            total += g(x)
        except Broken:
            pass
    return [y for y in (total, x)]


def g(x):
    if x > 2:
        raise Broken
    return x


assert f(1) == 3
"""
PLENTY = 1 << 26


@asynccontextmanager
async def stored(folder: Path, most_bytes: int = PLENTY) -> AsyncGenerator[Store, None]:
    store = Store(folder, most_bytes)
    try:
        yield store
    finally:
        await store.close()


async def predicted(at: Desk, uri: str = URI, text: str = SOURCE, function: str = "f") -> TracePrediction:
    at.session.open(uri, 1, text)
    at.session.focus(uri, text[: text.index(f"def {function}")].count("\n") + 1)

    def is_ready() -> bool:
        view = at.session.view(uri, function)
        return view is not None and view.state is State.READY

    await at.until(is_ready)
    view = at.session.view(uri, function)
    assert view is not None
    assert view.prediction is not None
    return view.prediction


async def a_prediction(verify: Verify = Verify.MARK) -> TracePrediction:
    async with desk(verify=verify) as at:
        return await predicted(at)


def key(name: str = "f") -> Key:
    return Key("engine", 256, "mark", name, "def f(): pass\n")


@pytest.mark.parametrize("verify", list(Verify))
async def test_a_prediction_is_the_same_after_being_written_and_read(verify: Verify) -> None:
    prediction = await a_prediction(verify)
    again = read(written(prediction), prediction.context)
    assert again.timeline == prediction.timeline
    assert again.frames == tuple(
        replace(frame, moment=moment)
        for frame, moment in zip(prediction.frames, prediction.timeline.moments, strict=True)
    )
    assert again == replace(prediction, frames=again.frames)
    assert again.seconds == prediction.seconds


@pytest.mark.parametrize("data", [b"", b"nonsense", written.__name__.encode()])
async def test_bytes_that_are_no_prediction_are_refused(data: bytes) -> None:
    prediction = await a_prediction()
    with pytest.raises(UnreadableError):
        read(data, prediction.context)


async def test_a_second_server_asks_the_engine_nothing(tmp_path: Path) -> None:
    async with stored(tmp_path) as store, desk(store=store) as at:
        before = await predicted(at)
        assert at.engine.questions > 0
    async with stored(tmp_path) as store, desk(store=store) as at:
        assert await predicted(at) == before
        assert at.engine.questions == 0


async def test_other_settings_and_another_engine_are_asked_anew(tmp_path: Path) -> None:
    async with stored(tmp_path) as store, desk(store=store) as at:
        await predicted(at)
    async with stored(tmp_path) as store, desk(verify=Verify.MARK, store=store) as at:
        await predicted(at)
        assert at.engine.questions > 0
    async with stored(tmp_path) as store, desk(store=store) as at:
        at.engine.identity = "fake-2"
        await predicted(at)
        assert at.engine.questions > 0


async def test_two_servers_share_one_file_at_once(tmp_path: Path) -> None:
    prediction = await a_prediction()
    async with stored(tmp_path) as one, stored(tmp_path) as other:
        for number in range(30):
            one.put(key(f"one {number}"), prediction)
            other.put(key(f"other {number}"), prediction)
        for number in range(30):
            assert await one.get(key(f"one {number}"), prediction.context) is not None
        for number in range(30):
            assert await one.get(key(f"other {number}"), prediction.context) is not None
            assert await other.get(key(f"one {number}"), prediction.context) is not None


async def test_it_does_not_grow_beyond_its_bound_and_what_is_used_stays(tmp_path: Path) -> None:
    prediction = await a_prediction()
    bound = 200_000
    async with stored(tmp_path, bound) as store:
        for number in range(400):
            store.put(key(f"{number}"), prediction)
            await store.get(key("none"), prediction.context)
        assert await store.get(key("399"), prediction.context) is not None
        assert await store.get(key("0"), prediction.context) is None
    assert (tmp_path / FILE).stat().st_size <= bound * 1.2


@pytest.mark.parametrize("damage", ["nonsense", "half", "other tables", "middle"])
async def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    prediction = await a_prediction()
    path = tmp_path / FILE
    async with stored(tmp_path) as store:
        for number in range(50):
            store.put(key(f"{number}"), prediction)
    if damage == "nonsense":
        path.write_bytes(b"This is no database. " * 500)
    elif damage == "half":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    elif damage == "middle":
        held = path.read_bytes()
        path.write_bytes(held[:4096] + b"\xff" * (len(held) - 4096))
    else:
        path.unlink()
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE predictions (key TEXT, used TEXT, other TEXT)")
        connection.close()
    async with stored(tmp_path) as store:
        for number in range(50):
            await store.get(key(f"{number}"), prediction.context)
        store.put(key(), prediction)
        assert await store.get(key(), prediction.context) is not None
    assert caplog.text.count("damaged and made anew") == 1


async def test_a_row_that_cannot_be_read_is_dropped(tmp_path: Path) -> None:
    prediction = await a_prediction()
    async with stored(tmp_path) as store:
        store.put(key(), prediction)
        assert await store.get(key(), prediction.context) is not None
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE predictions SET data = x'00ff00'")
    connection.close()
    async with stored(tmp_path) as store:
        assert await store.get(key(), prediction.context) is None
        store.put(key(), prediction)
        assert await store.get(key(), prediction.context) is not None


async def test_a_folder_that_cannot_be_made_is_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    prediction = await a_prediction()
    (tmp_path / "file").write_text("no folder")
    async with stored(tmp_path / "file" / "below") as store, desk(store=store) as at:
        await predicted(at)
        store.put(key(), prediction)
        assert await store.get(key(), prediction.context) is None
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == 1


async def test_a_full_disk_is_said_once_and_what_is_there_is_still_found(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    prediction = await a_prediction()
    async with stored(tmp_path) as store:
        store.put(key(), prediction)
        assert await store.get(key(), prediction.context) is not None
        pages = store._thread.submit(
            lambda: store._connected().execute("PRAGMA max_page_count = 1").fetchone()
        )  # No smaller than what is there, so that the next page is one too many.
        assert pages.result()
        for number in range(20):
            store.put(key(f"{number}"), prediction)
        assert await store.get(key(), prediction.context) is not None
    assert [record.message.count("can't be written") for record in caplog.records] == [1]


async def test_reading_never_waits_on_the_event_loop_for_another_server(tmp_path: Path) -> None:
    prediction = await a_prediction()
    async with stored(tmp_path) as store:
        store.put(key(), prediction)
        assert await store.get(key(), prediction.context) is not None
        other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        store.put(key("blocked"), prediction)
        question = asyncio.ensure_future(store.get(key(), prediction.context))
        turns = 0
        while turns < 1000:
            await asyncio.sleep(0)
            turns += 1
        assert not question.done()
        other.execute("ROLLBACK")
        other.close()
        assert await question is not None


async def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    prediction = await a_prediction()
    folder = tmp_path / "cache"
    async with stored(folder) as store:
        store.put(key(), prediction)
    assert (folder / FILE).stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


async def test_what_comes_after_closing_is_ignored(tmp_path: Path) -> None:
    prediction = await a_prediction()
    async with stored(tmp_path) as store:
        pass
    store.put(key(), prediction)
    assert await store.get(key(), prediction.context) is None
