"""One conversation with one client: requests in, answers and events out. What each request does stands in `api`.

A request is answered exactly once, whatever it says and whenever it comes; nothing that goes wrong in answering it ends the
conversation.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from inspect import isawaitable
from typing import Any

from cwm_lsp.dap.api import HANDLERS
from cwm_lsp.dap.api.handling import THREAD, Then
from cwm_lsp.dap.client import Client
from cwm_lsp.dap.debuggee import Debuggee, NotPossible
from cwm_lsp.dap.expressions import ExpressionError
from cwm_lsp.dap.host import Host, HostError
from cwm_lsp.dap.question import QuestionError
from cwm_lsp.dap.requests import Arguments, RequestError
from cwm_lsp.dap.views import References
from cwm_lsp.dap.walk import Arrival, Why
from cwm_lsp.dap.wanted import Wanted
from cwm_lsp.dap.wire import Message
from cwm_lsp.dap.words import description
from cwm_lsp.engine.protocol import EngineError
from cwm_lsp.predict.trace import PredictionError

logger = logging.getLogger(__name__)

_REFUSALS = (RequestError, NotPossible, ExpressionError, HostError, QuestionError, PredictionError, EngineError)
_LONGEST_NAME = 80


class Adapter:
    """A conversation.

    Attributes:
        host: the world outside.
        client: what the client has said of itself; None before it has.
        debuggee: what is debugged; None before it is there and after it is gone.
        launched: the arguments it was launched with.
        wanted: the breakpoints that were asked for.
        references: numbers for variables, while one stands still.
        is_launching: whether a launch is under way.
        has_started: whether the client has said that it is done with breakpoints.
        progress: the number of the progress that is shown; 0 for none.
        over: set when the conversation has ended.
    """

    def __init__(self, host: Host, send: Callable[[Message], None]) -> None:
        """Needs a running event loop.

        Args:
            host: the world outside.
            send: sends a message to the client; must not wait.
        """
        self.host = host
        self.client: Client | None = None
        self.debuggee: Debuggee | None = None
        self.launched: Arguments | None = None
        self.wanted = Wanted()
        self.references = References()
        self.is_launching = False
        self.has_started = False
        self.progress = 0
        self.over = asyncio.Event()
        self._send = send
        self._sequence = 0
        self._next_id = 0
        self._tasks: dict[asyncio.Task[None], int] = {}

    # Requests

    def receive(self, message: Message) -> None:
        """Take a message in; it is answered now or by and by."""
        if message.get("type") != "request":
            # Answers to requests of ours: we make none.
            return
        number = message.get("seq")
        sequence = number if isinstance(number, int) and not isinstance(number, bool) else 0
        command = message.get("command")
        if not isinstance(command, str):
            self._refuse(sequence, "", RequestError("A request needs a command."))
            return
        handler = HANDLERS.get(command)
        if handler is None:
            shown = command if len(command) <= _LONGEST_NAME else command[:_LONGEST_NAME] + "…"
            self._refuse(sequence, command, RequestError(f"There is no request {shown!r} here."))
            return
        if self.client is None and command not in ("initialize", "disconnect"):
            self._refuse(sequence, command, RequestError("The first request must be initialize."))
            return
        try:
            answer = handler(self, Arguments(message.get("arguments")))
        except Exception as error:
            self._refuse(sequence, command, error)
            return
        if isawaitable(answer):
            self.begin(self._answer_later(sequence, command, answer), sequence)
        else:
            self._answer(sequence, command, answer)

    def refuse_unread(self, error: RequestError) -> None:
        """Answer a message that could not be read, as far as one can."""
        self._refuse(0, "", error)

    def begin(self, work: Coroutine[Any, Any, None], sequence: int = 0) -> None:
        """Do something in the background of the conversation."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks[task] = sequence
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task, None)
        if not task.cancelled() and task.exception() is not None:
            logger.error("Something in the background failed.", exc_info=task.exception())

    def cancel_request(self, sequence: int) -> None:
        """Stop working on a request; it is answered with an error."""
        for task, number in tuple(self._tasks.items()):
            if number == sequence and sequence:
                task.cancel()

    async def _answer_later(self, sequence: int, command: str, answer: Awaitable[Any]) -> None:
        try:
            body = await answer
        except asyncio.CancelledError:
            self._refuse(sequence, command, RequestError("cancelled"))
            raise
        except Exception as error:
            self._refuse(sequence, command, error)
        else:
            self._answer(sequence, command, body)

    def _answer(self, sequence: int, command: str, body: object) -> None:
        after: Callable[[], None] | None = None
        if isinstance(body, Then):
            body, after = body.body, body.after
        message: Message = {"type": "response", "request_seq": sequence, "success": True, "command": command}
        self.send(message if body is None else {**message, "body": body})
        if after is not None:
            after()

    def _refuse(self, sequence: int, command: str, error: Exception) -> None:
        if isinstance(error, _REFUSALS):
            text = str(error)
            show = not isinstance(error, RequestError) or error.show
        else:
            logger.error("Answering %s failed.", command, exc_info=error)
            text, show = f"A fault of cwm-lsp's own: {type(error).__name__}: {error}", True
        self.send(
            {
                "type": "response",
                "request_seq": sequence,
                "success": False,
                "command": command,
                "message": "cancelled" if text == "cancelled" else text,
                "body": {"error": {"id": 1, "format": "{text}", "variables": {"text": text}, "showUser": show}},
            }
        )

    # Events

    def send(self, message: Message) -> None:
        """Send a message, numbered."""
        self._sequence += 1
        self._send({"seq": self._sequence, **message})

    def event(self, name: str, body: dict[str, Any] | None = None) -> None:
        """Send an event."""
        self.send({"type": "event", "event": name, **({"body": body} if body is not None else {})})

    def say(self, text: str, category: str = "console") -> None:
        """Write a line into the client's console."""
        self.event("output", {"category": category, "output": text.rstrip("\n") + "\n"})

    def stopped(self, arrival: Arrival) -> None:
        """Tell the client that one stands somewhere."""
        debuggee = self.debuggee
        if debuggee is None:
            return
        self.references.clear()
        reason, text = reason_of(arrival), description(debuggee, arrival)
        body: dict[str, Any] = {
            "reason": reason,
            "description": f"Predicted: {text}" if not text.startswith("Predicted") else text,
            "threadId": THREAD,
            "allThreadsStopped": True,
        }
        if arrival.hit is not None:
            body["text"] = arrival.hit.text
            body["hitBreakpointIds"] = list(arrival.hit.ids)
        self.event("stopped", body)
        if arrival.why in (Why.END, Why.BEGINNING):
            self.say(text[:1].upper() + text[1:] + ".")

    # What handlers share

    @property
    def subject(self) -> Debuggee:
        """What is debugged.

        Raises:
            RequestError: nothing is.
        """
        if self.debuggee is None:
            raise RequestError("Nothing is being debugged: launch something first.")
        return self.debuggee

    @property
    def speaker(self) -> Client:
        """The client.

        Raises:
            RequestError: it has not introduced itself.
        """
        if self.client is None:
            raise RequestError("The first request must be initialize.")
        return self.client

    def number(self) -> int:
        """A number for a breakpoint or a progress, never given twice."""
        self._next_id += 1
        return self._next_id

    async def leave(self) -> None:
        """Drop what is debugged."""
        debuggee, self.debuggee = self.debuggee, None
        self.references.clear()
        self.has_started = False
        if debuggee is not None:
            await debuggee.close()

    async def close(self) -> None:
        """End the conversation; nothing is left behind."""
        own = asyncio.current_task()
        tasks = [task for task in self._tasks if task is not own]
        for task in tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            if tasks:
                await asyncio.wait(tasks)
        await self.leave()
        self.over.set()


def reason_of(arrival: Arrival) -> str:
    """DAP's word for why one stops."""
    if arrival.hit is not None and arrival.why is Why.BREAKPOINT:
        return arrival.hit.kind.value
    return {
        Why.BREAKPOINT: "breakpoint",
        Why.EXCEPTION: "exception",
        Why.ENTRY: "entry",
        Why.GOTO: "goto",
        Why.PAUSE: "pause",
    }.get(arrival.why, "step")
