"""Breakpoints: of lines, functions, exceptions and data; and where they can be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from cwm_lsp.dap.api.handling import Handler
from cwm_lsp.dap.api.looking import shown_scope
from cwm_lsp.dap.breakpoints import Exceptions, Kind
from cwm_lsp.dap.client import file_path, same_file
from cwm_lsp.dap.requests import Arguments, RequestError
from cwm_lsp.dap.trees import resolve
from cwm_lsp.dap.wanted import NOT_THERE_YET, Asked

if TYPE_CHECKING:
    from cwm_lsp.dap.adapter import Adapter

_MOST = 10_000
"""Breakpoints in one request."""


def set_breakpoints(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """Replace the breakpoints of a file."""
    source = arguments.below("source")
    path = file_path(source.text("path", "") or source.text("name", ""))
    if not path:
        raise RequestError("source should have a path.")
    client = adapter.speaker
    given = _few(arguments.objects("breakpoints"))
    if not given:
        given = [Arguments({"line": line}) for line in arguments.list("lines")]
    asked = [
        Asked(
            adapter.number(),
            Kind.LINE,
            path=path,
            line=client.our_line(one.number("line")),
            condition=one.text("condition", ""),
            hits=one.text("hitCondition", "").strip(),
            log=one.text("logMessage", "") or None,
        )
        for one in given
    ]
    adapter.wanted.lines[path] = asked
    return _answer(adapter, asked)


def set_function_breakpoints(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """Replace the breakpoints at functions' first lines."""
    adapter.wanted.functions = [
        Asked(
            adapter.number(),
            Kind.FUNCTION,
            function=one.text("name").strip(),
            condition=one.text("condition", ""),
            hits=one.text("hitCondition", "").strip(),
        )
        for one in _few(arguments.objects("breakpoints"))
    ]
    return _answer(adapter, adapter.wanted.functions)


def set_exception_breakpoints(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """Choose which exceptions stop."""
    wanted = [*arguments.texts("filters"), *(one.text("filterId") for one in arguments.objects("filterOptions"))]
    known = {one.value: one for one in Exceptions}
    adapter.wanted.exceptions = frozenset(known[one] for one in wanted if one in known)
    if adapter.debuggee is not None:
        adapter.wanted.place(adapter.debuggee)
    return {"breakpoints": [{"verified": one in known} for one in wanted]}


def data_breakpoint_info(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """Whether a variable's changes can be waited for."""
    debuggee = adapter.subject
    name, path = arguments.text("name"), ""
    reference = arguments.optional_number("variablesReference")
    group = adapter.references.get(reference) if reference else None
    scope = group.scope if group is not None else None
    if reference and group is None:
        raise RequestError("These variables are not shown any more.")
    if debuggee.position < 0:
        raise RequestError("Nothing has been predicted yet.")
    if group is not None and scope is None:
        whole = next((one.path for one in group.list() if one.name == name and one.path), "")
        name, path = _head(whole)
        scope = debuggee.history.scope(debuggee.position)
    elif scope is None:
        name, path = _head(name)
        scope = shown_scope(debuggee, arguments.optional_number("frameId"))
    held = dict(debuggee.state(scope)).get(name) if name else None
    if held is None or resolve(held, path) is None:
        return {"dataId": None, "description": "Only variables of the program can be watched for changes."}
    function = debuggee.qualname(debuggee.history.scopes[scope].first_line or 0)
    return {
        "dataId": json.dumps([function, name, path]),
        "description": f"{name}{path} in {function} changes (predicted)",
        "accessTypes": ["write"],
        "canPersist": True,
    }


def set_data_breakpoints(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """Replace the breakpoints at changes of variables."""
    adapter.wanted.data = [_data(adapter, one) for one in _few(arguments.objects("breakpoints"))]
    return _answer(adapter, adapter.wanted.data)


def _data(adapter: Adapter, one: Arguments) -> Asked:
    try:
        held: object = json.loads(one.text("dataId"))
    except ValueError as error:
        raise RequestError("dataId should be one that dataBreakpointInfo gave.") from error
    parts = cast("list[object]", held) if isinstance(held, list) else []
    texts = [part for part in parts if isinstance(part, str)]
    if len(texts) != 3 or len(parts) != 3:
        raise RequestError("dataId should be one that dataBreakpointInfo gave.")
    function, name, path = texts
    return Asked(
        adapter.number(),
        Kind.DATA,
        function=function,
        name=name,
        access=path,
        condition=one.text("condition", ""),
        hits=one.text("hitCondition", "").strip(),
    )


def breakpoint_locations(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """The lines of a range that breakpoints can be hit at."""
    debuggee, client = adapter.subject, adapter.speaker
    if not same_file(file_path(arguments.below("source").text("path", "")), debuggee.question.path):
        return {"breakpoints": []}
    first = client.our_line(arguments.number("line"))
    last = client.our_line(arguments.number("endLine", arguments.number("line")))
    return {"breakpoints": [{"line": client.line(line)} for line in debuggee.breakable() if first <= line <= last]}


def _few(given: list[Arguments]) -> list[Arguments]:
    if len(given) > _MOST:
        raise RequestError(f"No more than {_MOST} breakpoints, please.")
    return given


def _head(path: str) -> tuple[str, str]:
    """A variable, and the way from it."""
    at = min((index for index in (path.find("["), path.find(".")) if index >= 0), default=len(path))
    return path[:at], path[at:]


def _answer(adapter: Adapter, asked: list[Asked]) -> dict[str, Any]:
    if adapter.debuggee is None:
        return {"breakpoints": [{"id": one.id, "verified": False, "message": NOT_THERE_YET} for one in asked]}
    placed = {one.asked.id: one for one in adapter.wanted.place(adapter.debuggee)}
    return {"breakpoints": [placed[one.id].body(adapter.speaker) for one in asked]}


PLACING: dict[str, Handler] = {
    "setBreakpoints": set_breakpoints,
    "setFunctionBreakpoints": set_function_breakpoints,
    "setExceptionBreakpoints": set_exception_breakpoints,
    "dataBreakpointInfo": data_breakpoint_info,
    "setDataBreakpoints": set_data_breakpoints,
    "breakpointLocations": breakpoint_locations,
}
