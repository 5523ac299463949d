"""The one thread on which an in-process model computes. Jobs that compute in many steps take turns, step by step.

A job is a generator: each `yield` is a place where another job may come in and where a cancelled one ends. What the
steps compute is none of this module's business.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Generator
from queue import SimpleQueue
from typing import Any, TypeAlias, TypeVar

from cwm_lsp.engine.protocol import EngineError

T = TypeVar("T")
Steps: TypeAlias = Generator[None, None, T]


class Worker:
    """A thread that starts with its first job and works on all jobs in turn."""

    def __init__(self, name: str) -> None:
        """Args:
        name: the thread's name, for debuggers and logs.
        """
        self._name = name
        self._lock = threading.Lock()
        self._queue: _Queue | None = None
        self._thread: threading.Thread | None = None

    async def run(self, steps: Steps[T]) -> T:
        """Wait for the job's result. If the waiting task is cancelled, the job ends at its next `yield`.

        Args:
            steps: the job; all of it runs on the worker's thread.

        Raises:
            EngineError: the worker was stopped before the job was done.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        job = _Job(steps, answer, loop)
        self._add(job)
        try:
            return await answer
        finally:
            job.cancelled = True

    def post(self, action: Callable[[], None]) -> None:
        """Have something short done on the worker's thread, if there is one; nobody waits for it."""
        with self._lock:
            if self._queue is not None:
                self._queue.put(_Job(_single(action), None, None))

    async def stop(self) -> None:
        """End all jobs and the thread. A job added afterwards starts a new one."""
        with self._lock:
            queue, self._queue = self._queue, None
            thread, self._thread = self._thread, None
        if queue is not None and thread is not None:
            queue.put(None)
            await asyncio.get_running_loop().run_in_executor(None, thread.join)

    def _add(self, job: _Job) -> None:
        with self._lock:
            if self._queue is None:
                self._queue = SimpleQueue()
                # A daemon: a program that ends must not wait for a prediction nobody will read.
                self._thread = threading.Thread(target=_work, args=(self._queue,), name=self._name, daemon=True)
                self._thread.start()
            self._queue.put(job)


class _Job:
    """Steps, and the future that gets their result on the event loop of whoever asked."""

    def __init__(
        self, steps: Steps[Any], answer: asyncio.Future[Any] | None, loop: asyncio.AbstractEventLoop | None
    ) -> None:
        self.cancelled = False
        self._steps = steps
        self._answer = answer
        self._loop = loop

    def advance(self) -> bool:
        """Take one step; False when there are no more."""
        if self.cancelled:
            self._steps.close()
            return False
        try:
            next(self._steps)
        except StopIteration as end:
            self._settle(end.value, None)
        except Exception as error:
            self._settle(None, error)
        else:
            return True
        return False

    def fail(self, error: Exception) -> None:
        """End before the last step."""
        self._steps.close()
        self._settle(None, error)

    def _settle(self, value: Any, error: Exception | None) -> None:
        def settle(answer: asyncio.Future[Any]) -> None:
            if answer.done():
                return
            if error is None:
                answer.set_result(value)
            else:
                answer.set_exception(error)

        if self._answer is not None and self._loop is not None:
            # The loop may have been closed meanwhile: then nobody waits any more.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(settle, self._answer)


_Queue: TypeAlias = "SimpleQueue[_Job | None]"


def _work(queue: _Queue) -> None:
    while (job := queue.get()) is not None:
        # A job alone goes on; one among several goes to the back of the queue after each step.
        while job.advance():
            if not queue.empty():
                queue.put(job)
                break
    while not queue.empty():
        if (job := queue.get()) is not None:
            job.fail(EngineError("The engine was closed before it could answer; ask again to start it anew."))


def _single(action: Callable[[], None]) -> Steps[None]:
    action()
    yield
