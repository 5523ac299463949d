"""`workspace/executeCommand`: what lenses, hints and people ask for. All of it changes what is shown, none of it a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from cwm_lsp.lsp import commands
from cwm_lsp.lsp.commands import ArgumentError, Arguments

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server

_Handler: TypeAlias = "Callable[[Server, Arguments], None]"


def command(name: str) -> Callable[..., None]:
    """The handler of a command, as pygls wants it.

    Args:
        name: one of `commands.ALL`.
    """
    do = _HANDLERS[name]

    # Pygls looks at annotations at run time, and knows nothing of `Server` then.
    def handle(ls: Any, *arguments: Any) -> None:
        try:
            do(ls, Arguments.of(arguments))
        except ArgumentError as error:
            raise JsonRpcInvalidParams(str(error)) from error

    return handle


def _pick_call(ls: Server, given: Arguments) -> None:
    complaint = ls.session.pick_call(given.text("uri"), given.text("function"), given.text_or_none("call"))
    if complaint is not None:
        raise ArgumentError(complaint)


def _pick_pass(ls: Server, given: Arguments) -> None:
    uri, function, passes = given.text("uri"), given.text("function"), given.pairs("passes")
    for loop in tuple(ls.session.selection(uri).passes):
        if loop[0] == function:
            ls.session.pick_pass(uri, loop, None)
    for below, number in passes:
        ls.session.pick_pass(uri, (function, below), number)


def _step(ls: Server, given: Arguments) -> None:
    uri, function, by = given.text("uri"), given.text("function"), given.number("by")
    view = ls.session.view(uri, function)
    told = ls.margin.told(view, ls.session.selection(uri)) if view is not None else None
    loop = told.shown_loop if told is not None else None
    if loop is None:
        raise ArgumentError(f"There is no loop of {function} to step through.")
    # From all passes one steps forward to the first and back to the last.
    number = (loop.picked or 0) + by if loop.picked is not None or by > 0 else loop.passes + 1 + by
    ls.session.pick_pass(uri, loop.loop, max(1, min(number, loop.passes)))


def _pick_activation(ls: Server, given: Arguments) -> None:
    ls.session.pick_activation(given.text("uri"), given.text("function"), given.number_or_none("activation"))


def _predict(ls: Server, given: Arguments) -> None:
    uri, name = given.text("uri"), given.text_or_none("function")
    if name is None:
        function = ls.session.function_at(uri, given.number("line") + 1)
        if function is None:
            raise ArgumentError("There is no function here that could be predicted.")
        name = function.qualname
    ls.session.predict(uri, name)


def _cancel(ls: Server, given: Arguments) -> None:
    ls.session.cancel(given.text("uri"), given.text("function"))


def _reveal(ls: Server, given: Arguments) -> None:
    if not ls.abilities.shows_documents:
        return
    uri, line = given.text("uri"), given.number("line")
    cell = ls.notebooks.cell_at(uri, line)
    if cell is not None:
        uri, line = cell[0], line - cell[1]
    place = types.Range(types.Position(line, 0), types.Position(line, 0))
    ls.window_show_document(types.ShowDocumentParams(uri, take_focus=True, selection=place))


_HANDLERS: Mapping[str, _Handler] = {
    commands.PICK_CALL: _pick_call,
    commands.PICK_PASS: _pick_pass,
    commands.STEP: _step,
    commands.PICK_ACTIVATION: _pick_activation,
    commands.PREDICT: _predict,
    commands.CANCEL: _cancel,
    commands.REVEAL: _reveal,
}
