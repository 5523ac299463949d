"""The breakpoints that a client has asked for, and how they are placed in a program. Kept, so that a restart places them again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cwm_lsp.dap.breakpoints import Breakpoint, Exceptions, Kind, check_hits
from cwm_lsp.dap.client import Client, same_file
from cwm_lsp.dap.debuggee import Debuggee
from cwm_lsp.dap.expressions import ExpressionError

NOT_THERE_YET = "Waits for something to be launched."


@dataclass(frozen=True, slots=True)
class Asked:
    """One breakpoint as it was asked for.

    Attributes:
        id: the adapter's number for it.
        kind: what it waits for.
        path: of a line breakpoint's file, as the client names it.
        line: of a line breakpoint, 1-based, of the file.
        function: of a function breakpoint, its name; of a data breakpoint, its function's qualified name.
        name, access: of a data breakpoint: the variable, and the way to the part that is watched.
        condition, hits: as in `Breakpoint`.
        log: what is told instead of stopping; None for a breakpoint that stops.
    """

    id: int
    kind: Kind
    path: str = ""
    line: int = 0
    function: str = ""
    name: str = ""
    access: str = ""
    condition: str = ""
    hits: str = ""
    log: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """What has become of it.

    Attributes:
        asked: as it was asked for.
        breakpoint: as it is looked out for; None if it can't be.
        line: where it is, in the file; None for those without a line.
        message: why it can't be looked out for.
    """

    asked: Asked
    breakpoint: Breakpoint | None
    line: int | None = None
    message: str = ""

    def body(self, client: Client) -> dict[str, Any]:
        """As DAP has it."""
        shown: dict[str, Any] = {"id": self.asked.id, "verified": self.breakpoint is not None}
        if self.message:
            shown["message"] = self.message
        if self.line is not None:
            shown["line"] = client.line(self.line)
        return shown


@dataclass(slots=True)
class Wanted:
    """All of them.

    Attributes:
        lines: by file.
        exceptions: the filters.
    """

    lines: dict[str, list[Asked]] = field(default_factory=lambda: {})
    functions: list[Asked] = field(default_factory=lambda: [])
    data: list[Asked] = field(default_factory=lambda: [])
    exceptions: frozenset[Exceptions] = frozenset()

    def all(self) -> Iterator[Asked]:
        """Every one."""
        for found in self.lines.values():
            yield from found
        yield from self.functions
        yield from self.data

    def place(self, debuggee: Debuggee) -> list[Placed]:
        """Place all of them in a program, and have it look out for them."""
        placed = [place(debuggee, asked) for asked in self.all()]
        debuggee.set_breakpoints([one.breakpoint for one in placed if one.breakpoint is not None], self.exceptions)
        return placed


def place(debuggee: Debuggee, asked: Asked) -> Placed:
    """Find a breakpoint's place in a program."""
    wrong = _wrong(debuggee, asked)
    if wrong:
        return Placed(asked, None, asked.line or None, wrong)
    if asked.kind is Kind.LINE:
        return _placed_line(debuggee, asked)
    if asked.kind is Kind.FUNCTION:
        known = {one.name for one in debuggee.program.functions.values()} | {
            one.qualname for one in debuggee.program.functions.values()
        }
        if asked.function not in known:
            return Placed(asked, None, message=f"The predicted call reaches no function {asked.function!r}.")
        return Placed(asked, _breakpoint(asked, function=asked.function))
    first = next((n for n, one in debuggee.program.functions.items() if one.qualname == asked.function), None)
    if first is None:
        return Placed(asked, None, message=f"The predicted call reaches no function {asked.function!r}.")
    return Placed(asked, _breakpoint(asked, function=first))


def _placed_line(debuggee: Debuggee, asked: Asked) -> Placed:
    if not same_file(asked.path, debuggee.question.path):
        return Placed(asked, None, asked.line, "Another file than the predicted one.")
    lines = debuggee.breakable()
    around = debuggee.question.document.function_at(asked.line)
    last = around.last_line if around is not None else asked.line
    line = next((one for one in lines if asked.line <= one <= last), None)
    if line is None:
        return Placed(asked, None, asked.line, "The predicted call has no line here.")
    return Placed(asked, _breakpoint(asked, line=debuggee.context.context_line(line)), line)


def _wrong(debuggee: Debuggee, asked: Asked) -> str:
    if wrong := check_hits(asked.hits):
        return wrong
    if asked.condition:
        try:
            debuggee.expressions.check(asked.condition)
        except ExpressionError as error:
            return f"The condition {asked.condition!r} is no condition: {error}."
    return ""


def _breakpoint(asked: Asked, *, line: int | None = None, function: str | int | None = None) -> Breakpoint:
    return Breakpoint(
        asked.id, asked.kind, line, function, asked.name, asked.access, asked.condition, asked.hits, asked.log
    )
