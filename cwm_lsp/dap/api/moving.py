"""Moving: next, stepIn, stepOut, stepBack, continue, reverseContinue, pause, goto, restartFrame."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from cwm_lsp.dap.api.handling import Handler, Then
from cwm_lsp.dap.client import file_path, same_file
from cwm_lsp.dap.cursor import Move
from cwm_lsp.dap.debuggee import Debuggee
from cwm_lsp.dap.requests import Arguments, RequestError
from cwm_lsp.dap.walk import Arrival, Why

if TYPE_CHECKING:
    from cwm_lsp.dap.adapter import Adapter

PATIENCE = 0.3
"""Seconds that a step's answer waits for where it leads, so that a failure can still be its answer."""
_PROGRESS_AFTER = 0.5
_PROGRESS_EVERY = 0.5
_MOST_TARGETS = 50


def _mover(move: Move) -> Handler:
    def handle(adapter: Adapter, _: Arguments) -> Any:
        return _moved(adapter, move)

    return handle


def step_back(adapter: Adapter, arguments: Arguments) -> Any:
    """Undo a step, or step back over calls; with the granularity of instructions, back into them."""
    fine = arguments.text("granularity", "statement") == "instruction"
    return _moved(adapter, Move.BACK_INTO if fine else Move.BACK)


async def _moved(adapter: Adapter, move: Move) -> Then:
    debuggee = _standing(adapter)
    if move is Move.CONTINUE and _is_at_end(debuggee):
        return Then({"allThreadsContinued": True}, partial(adapter.begin, _over(adapter)))
    moving = asyncio.get_running_loop().create_task(debuggee.move(move, _log(adapter)))
    try:
        await asyncio.wait([moving], timeout=PATIENCE)
    except asyncio.CancelledError:
        debuggee.halt()
        adapter.begin(_late(adapter, debuggee, moving))
        raise
    body = {"allThreadsContinued": True} if move is Move.CONTINUE else None
    if moving.done():
        return Then(body, partial(adapter.stopped, moving.result()))
    adapter.begin(_late(adapter, debuggee, moving))
    return Then(body, lambda: None)


def begin_start(adapter: Adapter) -> None:
    """Go to where the session begins, in the background."""
    debuggee = adapter.subject
    launched = adapter.launched
    stop = launched.flag("stopOnEntry", True) if launched is not None else True
    moving = asyncio.get_running_loop().create_task(debuggee.start(stop_on_entry=stop, log=_log(adapter)))
    adapter.begin(_late(adapter, debuggee, moving))


async def _late(adapter: Adapter, debuggee: Debuggee, moving: asyncio.Task[Arrival]) -> None:
    """Tell the client where a move has led that was already answered."""
    try:
        await _watched(adapter, debuggee, moving)
        arrival = moving.result()
    except asyncio.CancelledError:
        moving.cancel()
        raise
    except Exception as error:
        if adapter.debuggee is not debuggee:
            return
        adapter.say(f"{error} Step again to have it tried again.", "important")
        arrival = Arrival(debuggee.position, Why.PAUSE)
    if adapter.debuggee is debuggee:
        adapter.stopped(arrival)


async def _watched(adapter: Adapter, debuggee: Debuggee, moving: asyncio.Task[Arrival]) -> None:
    """Wait for a move; show its progress if it takes long."""
    done, _ = await asyncio.wait([moving], timeout=_PROGRESS_AFTER)
    if done or not adapter.speaker.shows_progress:
        await asyncio.wait([moving])
        return
    number = adapter.progress = adapter.number()
    start = {"title": "Predicting", "cancellable": True, "message": _progress(debuggee)}
    adapter.event("progressStart", {"progressId": str(number), **start})
    try:
        while not (await asyncio.wait([moving], timeout=_PROGRESS_EVERY))[0]:
            adapter.event("progressUpdate", {"progressId": str(number), "message": _progress(debuggee)})
    finally:
        adapter.progress = 0
        adapter.event("progressEnd", {"progressId": str(number), "message": _progress(debuggee)})


def _progress(debuggee: Debuggee) -> str:
    return f"{debuggee.progress:,} steps predicted"


async def _over(adapter: Adapter) -> None:
    adapter.event("terminated")
    await adapter.leave()


def _is_at_end(debuggee: Debuggee) -> bool:
    return debuggee.arrival is not None and debuggee.arrival.why is Why.END


def _log(adapter: Adapter) -> Any:
    return partial(adapter.say, category="stdout")


def _standing(adapter: Adapter) -> Debuggee:
    debuggee = adapter.subject
    if not adapter.has_started:
        raise RequestError("The session has not begun: say configurationDone first.")
    return debuggee


def pause(adapter: Adapter, _: Arguments) -> None:
    """Stop the move that is under way."""
    if not _standing(adapter).halt():
        raise RequestError("Nothing is under way that could be paused.")


def goto_targets(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """The times at which a line was reached in what has been predicted, the nearest first."""
    debuggee = adapter.subject
    source = arguments.below("source")
    name = source.text("path", "") or source.text("name", "")
    if name and not same_file(file_path(name), debuggee.question.path):
        raise RequestError("Only lines of the predicted file can be gone to.", show=True)
    line = adapter.speaker.our_line(arguments.number("line"))
    visits = sorted(debuggee.visits(line), key=lambda one: abs(one.index - debuggee.position))[:_MOST_TARGETS]
    if not visits:
        raise RequestError(f"Line {line} is not reached in what has been predicted so far.", show=True)
    many = len(visits) > 1
    return {
        "targets": [
            {
                "id": visit.index + 1,
                "label": f"line {line}" + (f", time {visit.number}" if many else ""),
                "line": adapter.speaker.line(line),
            }
            for visit in visits
        ]
    }


def goto(adapter: Adapter, arguments: Arguments) -> Then:
    """Stand somewhere else in the predicted run."""
    arrival = _standing(adapter).go_to(arguments.number("targetId") - 1)
    return Then(None, partial(adapter.stopped, arrival))


def restart_frame(adapter: Adapter, arguments: Arguments) -> Then:
    """Go back to a function's first line."""
    debuggee = _standing(adapter)
    scope = arguments.number("frameId") - 1
    if debuggee.position < 0 or scope not in debuggee.history.stack(debuggee.position):
        raise RequestError("There is no such frame here.")
    return Then(None, partial(adapter.stopped, debuggee.restart(scope)))


MOVING: dict[str, Handler] = {
    "continue": _mover(Move.CONTINUE),
    "next": _mover(Move.OVER),
    "stepIn": _mover(Move.INTO),
    "stepOut": _mover(Move.OUT),
    "stepBack": step_back,
    "reverseContinue": _mover(Move.REVERSE),
    "pause": pause,
    "gotoTargets": goto_targets,
    "goto": goto,
    "restartFrame": restart_frame,
}
