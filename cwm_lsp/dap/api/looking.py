"""Looking around where one stands: stackTrace, scopes, variables, source, loadedSources, exceptionInfo."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cwm_lsp.dap.api.handling import Handler
from cwm_lsp.dap.client import file_path, same_file
from cwm_lsp.dap.debuggee import Debuggee
from cwm_lsp.dap.requests import Arguments, RequestError
from cwm_lsp.dap.views import Group, Shown
from cwm_lsp.dap.words import MARK, result_words, value_words
from cwm_lsp.trace.frames import Event

if TYPE_CHECKING:
    from cwm_lsp.dap.adapter import Adapter

ORIGIN = "predicted by a model, not run"
_CALL_FRAME = 0
"""The id of the frame that stands for the call itself."""


def stack_trace(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """The scopes that are active, innermost first, and last the call that is predicted."""
    debuggee = adapter.subject
    frames: list[dict[str, Any]] = []
    if debuggee.position >= 0:
        for level in debuggee.history.levels(debuggee.position):
            line = debuggee.context.file_line(level.line or 0)
            name = debuggee.qualname(level.scope.first_line or 0) or level.scope.function
            frames.append(
                {
                    "id": level.scope.id + 1,
                    "name": f"{name} ({MARK})",
                    "source": source_of(adapter, debuggee),
                    "line": adapter.speaker.line(line) if line is not None else 0,
                    "column": adapter.speaker.first_column,
                    "canRestart": True,
                }
            )
    call = debuggee.context.call or f"{debuggee.question.function.qualname}(…) with invented arguments"
    run = "" if debuggee.run.change is None else f", {debuggee.run.name}"
    label = {
        "id": _CALL_FRAME,
        "name": f"{MARK} call: {call}{run}",
        "line": 0,
        "column": 0,
        "presentationHint": "label",
    }
    frames.append(label)
    start = max(0, arguments.number("startFrame", 0))
    most = arguments.number("levels", 0)
    return {"stackFrames": frames[start : start + most] if most > 0 else frames[start:], "totalFrames": len(frames)}


def source_of(adapter: Adapter, debuggee: Debuggee) -> dict[str, Any]:
    """The file, as DAP has it."""
    path = Path(debuggee.question.path)
    shown = debuggee.question.path
    if adapter.speaker.speaks_uris and path.is_absolute():
        shown = path.as_uri()
    return {"name": path.name, "path": shown, "origin": ORIGIN}


def scopes(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """Locals, arguments, and what the last step changed; of these only locals are shown while there are none."""
    debuggee = adapter.subject
    frame = arguments.number("frameId")
    if frame == _CALL_FRAME:
        return {"scopes": []}
    scope = shown_scope(debuggee, frame)
    found: list[dict[str, Any]] = []
    # Editors unfold the first scope; were it another one at entry, it would stay the unfolded one.
    for name, hint, lister in (
        ("Locals", "locals", local_variables),
        ("Arguments", "arguments", argument_variables),
        ("Changed in this step", "", changed_variables),
    ):
        count = len(lister(debuggee, scope))
        if not count and hint != "locals":
            continue
        reference = adapter.references.add(Group(scope, partial(lister, debuggee, scope)))
        shown = {"name": name, "variablesReference": reference, "namedVariables": count, "expensive": False}
        found.append({**shown, "presentationHint": hint} if hint else shown)
    return {"scopes": found}


def shown_scope(debuggee: Debuggee, frame: int | None) -> int:
    """The scope that a frame's id stands for; the innermost for None.

    Raises:
        RequestError: there is no such frame where one stands.
    """
    if debuggee.position < 0:
        raise RequestError("Nothing has been predicted yet.")
    stack = debuggee.history.stack(debuggee.position)
    if frame is None or frame == _CALL_FRAME:
        return stack[-1]
    if frame - 1 not in stack:
        raise RequestError("There is no such frame here.")
    return frame - 1


def argument_variables(debuggee: Debuggee, scope: int) -> list[Shown]:
    """The function's parameters."""
    names = debuggee.parameters(debuggee.history.scopes[scope].first_line)
    return [one for one in _variables(debuggee, scope) if one.name in names]


def local_variables(debuggee: Debuggee, scope: int) -> list[Shown]:
    """The other variables, and what calls have returned."""
    names = debuggee.parameters(debuggee.history.scopes[scope].first_line)
    return [*(one for one in _variables(debuggee, scope) if one.name not in names), *_results(debuggee, scope)]


def changed_variables(debuggee: Debuggee, scope: int) -> list[Shown]:
    """What the last step has bound or changed; of the innermost scope only."""
    if scope != debuggee.history.scope(debuggee.position):
        return []
    names = {change.name for change in debuggee.history.changed(debuggee.position) if change.after is not None}
    return [*(one for one in _variables(debuggee, scope) if one.name in names), *_results(debuggee, scope)]


def _variables(debuggee: Debuggee, scope: int) -> list[Shown]:
    history = debuggee.history
    at = history.state_index(scope, debuggee.position)
    is_settable = at == debuggee.position
    return [
        Shown(name, text, value_words(debuggee.run, at, name), name, is_settable=is_settable)
        for name, text in history.moments[at].state
    ]


def _results(debuggee: Debuggee, scope: int) -> list[Shown]:
    """What calls have given the step, and the exception that is on its way."""
    history, position = debuggee.history, debuggee.position
    if scope != history.scope(position):
        return []
    found: list[Shown] = []
    for index in history.returned(position):
        if history.left_by_exception(index):
            continue
        moment = history.moments[index]
        name = f"(return) {history.scopes[moment.scope].function}"
        found.append(Shown(name, moment.value or "None", result_words(debuggee.run, index), kind="virtual"))
    moment = history.moments[position]
    if moment.event is Event.EXCEPTION:
        name = (moment.value or "").strip("'\"")
        found.append(Shown("(exception)", name, result_words(debuggee.run, position), kind="virtual"))
    return found


def variables(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """What a reference stands for, or a page of it."""
    group = adapter.references.get(arguments.number("variablesReference"))
    if group is None:
        raise RequestError("These variables are not shown any more.")
    shown = group.list()
    match arguments.text("filter", ""):
        case "indexed":
            shown = shown[: group.indexed]
        case "named":
            shown = shown[group.indexed :]
        case _:
            pass
    start, count = max(0, arguments.number("start", 0)), arguments.number("count", 0)
    page = shown[start : start + count] if count > 0 else shown[start:]
    return {"variables": [adapter.references.variable(one) for one in page]}


def source(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """The text of the predicted file."""
    debuggee = adapter.subject
    path = arguments.below("source").text("path", "")
    if not path or not same_file(file_path(path), debuggee.question.path):
        raise RequestError("Only the predicted file's text is known.")
    return {"content": debuggee.question.document.text, "mimeType": "text/x-python"}


def loaded_sources(adapter: Adapter, _: Arguments) -> dict[str, Any]:
    """The predicted file."""
    debuggee = adapter.subject
    return {"sources": [source_of(adapter, debuggee)]}


def exception_info(adapter: Adapter, _: Arguments) -> dict[str, Any]:
    """The exception that one has stopped at."""
    debuggee = adapter.subject
    history, position = debuggee.history, debuggee.position
    if position < 0 or history.moments[position].event is not Event.EXCEPTION:
        raise RequestError("No exception has been raised here.")
    name = (history.moments[position].value or "").strip("'\"")
    sure = result_words(debuggee.run, position)
    return {
        "exceptionId": name,
        "description": f"{name} ({sure}). Nothing has run: this is where the model expects it.",
        "breakMode": "always",
        "details": {"typeName": name, "message": sure},
    }


LOOKING: dict[str, Handler] = {
    "stackTrace": stack_trace,
    "scopes": scopes,
    "variables": variables,
    "source": source,
    "loadedSources": loaded_sources,
    "exceptionInfo": exception_info,
}
