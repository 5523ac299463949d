"""The thread that jobs take turns on."""

from __future__ import annotations

import asyncio
import threading

import pytest

from cwm_lsp.engine.protocol import EngineError
from cwm_lsp.engine.worker import Steps, Worker
from tests.engine.waiting import until


def counting(name: str, steps: int, log: list[str]) -> Steps[str]:
    for _ in range(steps):
        log.append(name)
        yield
    return name


def waiting(gate: threading.Event) -> Steps[None]:
    gate.wait(10)
    yield


async def test_jobs_run_on_one_thread_that_is_not_the_event_loops():
    worker = Worker("test")

    def name() -> Steps[str]:
        yield
        return threading.current_thread().name

    assert await worker.run(name()) == "test"
    await worker.stop()
    assert "test" not in {thread.name for thread in threading.enumerate()}


async def test_jobs_take_turns_step_by_step():
    worker, log, gate = Worker("test"), list[str](), threading.Event()
    first = asyncio.create_task(worker.run(waiting(gate)))
    others = [asyncio.create_task(worker.run(counting(name, 3, log))) for name in "ab"]
    await asyncio.sleep(0)
    gate.set()
    await first
    assert await asyncio.gather(*others) == ["a", "b"]
    assert log == ["a", "b", "a", "b", "a", "b"]
    await worker.stop()


async def test_a_cancelled_job_ends_at_its_next_step():
    worker, log = Worker("test"), list[str]()
    task = asyncio.create_task(worker.run(counting("a", 10**9, log)))
    await until(lambda: log)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await worker.run(counting("b", 1, []))
    done = len(log)
    await asyncio.sleep(0.01)
    assert len(log) == done
    await worker.stop()


async def test_what_a_job_raises_reaches_whoever_waits_and_the_worker_goes_on():
    worker = Worker("test")

    def failing() -> Steps[None]:
        yield
        raise EngineError("no")

    with pytest.raises(EngineError, match="no"):
        await worker.run(failing())
    assert await worker.run(counting("a", 2, [])) == "a"
    await worker.stop()


async def test_stopping_fails_what_is_under_way_and_a_later_job_starts_anew():
    worker, log = Worker("test"), list[str]()
    task = asyncio.create_task(worker.run(counting("a", 10**9, log)))
    await until(lambda: log)
    await worker.stop()
    with pytest.raises(EngineError, match="closed"):
        await task
    assert await worker.run(counting("b", 1, log)) == "b"
    await worker.stop()


async def test_posted_actions_come_before_later_jobs_and_start_no_thread():
    worker, log = Worker("test"), list[str]()
    worker.post(lambda: log.append("never"))
    await worker.run(counting("a", 1, log))
    worker.post(lambda: log.append("posted"))
    await worker.run(counting("b", 1, log))
    assert log == ["a", "posted", "b"]
    await worker.stop()
