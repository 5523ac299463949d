"""The model's opinion in an editor: asked as it is set, kept on disk, and not asked again for what is known."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest

from cwm_lsp.predict.opinions.opinion import OpinionSettings, TerminationOpinion
from cwm_lsp.session import Judged, Placement, Snapshot
from cwm_lsp.session.configuration import Configuration, read
from cwm_lsp.session.files import OpenFile
from cwm_lsp.session.settings import SessionSettings
from cwm_lsp.session.store import Store
from cwm_lsp.session.verdicts import VerdictJob, VerdictMemory
from cwm_lsp.source.document import Document
from tests.predict.thinker import Thinker
from tests.session.fakes import desk

SOURCE = """\
def steps(n):
    count = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        count += 1
    return count
"""


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[Store, None]:
    store = Store(tmp_path / "cache", 1 << 26)
    yield store
    await store.close()


def thinker() -> Thinker:
    return Thinker(lambda text, seed: "O(log n) O(1)" if "worst time" in text else "yes")  # pyright: ignore[reportUnknownLambdaType]


async def opinion_of(
    engine: Thinker, store: Store | None, settings: OpinionSettings | None = None, memory: VerdictMemory | None = None
) -> TerminationOpinion:
    document = Document.parse(SOURCE)
    file = OpenFile(Snapshot("file:///a.py", 1, document), 0.0, saved=document)
    function = document.function("steps")
    assert function is not None
    job = VerdictJob(
        engine=engine,  # type: ignore[arg-type]
        settings=SessionSettings(termination=True, complexity=True, opinion=settings or OpinionSettings()),
        memory=memory or VerdictMemory(),
        store=store,
        file=file,
        function=function,
        ended=lambda _: None,
    )
    await job.do()
    judged = file.judged["steps"]
    assert judged.termination is not None and judged.termination.model is not None
    assert judged.complexity is not None and judged.complexity.opinion is not None
    assert judged.complexity.opinion.chances[0][0] == "O(log n)"
    return judged.termination.model


async def test_a_second_server_asks_the_model_nothing(store: Store):
    before = await opinion_of(thinker(), store)
    engine = thinker()
    assert await opinion_of(engine, store) == before
    assert engine.questions == 0
    engine.identity = "thinker-2"
    await opinion_of(engine, store)
    assert engine.questions > 0


async def test_without_a_store_it_is_asked_each_time():
    engine = thinker()
    await opinion_of(engine, None)
    questions = engine.questions
    await opinion_of(engine, None)
    assert engine.questions == 2 * questions > 0


async def test_what_is_set_is_how_it_is_asked(store: Store):
    memory = VerdictMemory()
    assert not (await opinion_of(thinker(), store, memory=memory)).provenance.reasoned
    settings = OpinionSettings(reasoning=True, samples=3)
    opinion = await opinion_of(thinker(), store, settings, memory)
    assert opinion.provenance.reasoned
    assert opinion.provenance.samples > 1


async def test_what_was_said_when_asked_otherwise_is_no_longer_shown():
    settings = SessionSettings(termination=True)
    async with desk(settings) as at:
        at.session.open("file:///a.py", 1, SOURCE)
        file = at.session._files["file:///a.py"]
        file.judge("steps", file.document, Judged("file:///a.py", "steps", None, None, Placement({}, ())))
        assert file.judged
        at.session.configure(replace(settings, opinion=OpinionSettings(reasoning=True)))
        assert not file.judged


def test_settings_bound_what_it_may_cost():
    given = {"cwm.opinions.reasoning": True, "cwm.opinions.samples": 5, "cwm.opinions.tokens": 1000}
    reading = read({**given, "cwm.opinions.seconds": 60})
    assert reading.complaints == ()
    assert reading.configuration.session.opinion == OpinionSettings(
        reasoning=True, samples=5, thinking=1000, seconds=60.0
    )
    assert Configuration().opinion == OpinionSettings()
    assert "cwm.opinions.samples" in read({"cwm.opinions.samples": 0}).complaints[0]


async def test_text_that_is_no_unicode_is_kept_all_the_same(store: Store):
    store.keep("question \ud800", "answer \ud800")
    assert await store.recall("question \ud800") == "answer ?"
    assert await store.recall("another") is None
