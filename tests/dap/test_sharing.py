"""What a language server's session has predicted costs a debugger nothing: the cache on disk is theirs in common."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from cwm_lsp.dap.workplace import Workplace
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.session import Session, State
from cwm_lsp.session.configuration import Configuration, read
from cwm_lsp.session.store import store_for
from tests.dap.client import talking
from tests.dap.programs import TOTALS

pytestmark = pytest.mark.model


async def predicted_by_a_language_server(configuration: Configuration, model: Path, text: str) -> None:
    engine, store = EmbeddedEngine(model), store_for(configuration)
    assert store is not None
    session = Session(engine, configuration.session, store=store)
    try:
        session.open("file:///scores.py", 1, text)
        session.focus("file:///scores.py", 8)
        while True:
            view = session.view("file:///scores.py", "totals")
            if view is not None and view.state is State.READY:
                break
            await session.changed("file:///scores.py", 0.05)
        assert engine.counters.passes > 0
    finally:
        await session.close()
        await store.close()
        await engine.close()


async def test_the_model_is_not_even_loaded_again(any_model: Path, tmp_path: Path) -> None:
    at_start = {"cwm.model": str(any_model), "cwm.cache.folder": str(tmp_path / "cache")}
    settings = {"cwm.verify": "off"}
    configuration = read(at_start, settings).configuration
    await predicted_by_a_language_server(configuration, any_model, TOTALS)
    path = tmp_path / "scores.py"
    # Another function has moved in before it: that changes nothing.
    path.write_text("def other():\n    return 1\n\n\n" + TOTALS, encoding="utf-8")
    workplace = Workplace(at_start)
    try:
        async with talking(workplace) as client:
            await client.start(path, function="totals", settings={"verify": "off"}, maxFrames=configuration.max_frames)
            await client.go_on("continue")
            assert (await client.place())[0] == "totals"
            engine, _ = workplace.engine(workplace.configuration(settings)[0])
            assert isinstance(engine, EmbeddedEngine)
            assert not engine.is_loaded, "a second model in memory"
    finally:
        await asyncio.wait_for(workplace.close(), 60)
