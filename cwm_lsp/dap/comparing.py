"""Two runs of the same call side by side: where they part, how each ends, what their variables hold last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cwm_lsp.dap.changing import parting
from cwm_lsp.dap.run import Run
from cwm_lsp.predict.trace import Status
from cwm_lsp.trace.frames import Event


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that can differ.

    Attributes:
        what: its name.
        one, other: what it is in each run.
    """

    what: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is the same and what is not.

    Attributes:
        shared: how many moments the runs have in common.
        line: the file line at which their courses part; None while they go the same way.
        rows: what each has come to, the same and the different.
    """

    shared: int
    line: tuple[int | None, int | None] | None
    rows: tuple[Row, ...]

    @property
    def different(self) -> tuple[Row, ...]:
        """The rows that differ."""
        return tuple(row for row in self.rows if row.one != row.other)


def compare(one: Run, other: Run) -> Comparison:
    """Compare two runs as far as they have been predicted."""
    shared = parting(one.history, other.history)
    rows = [
        Row("steps", str(len(one.history)), str(len(other.history))),
        Row("outcome", outcome(one), outcome(other)),
        *_last_values(one, other),
    ]
    return Comparison(shared, _courses_part(one, other), tuple(rows))


def outcome(run: Run) -> str:
    """How a run ends, in words."""
    history = run.history
    if run.status is Status.CONTRADICTED:
        return "stops where the model contradicted the program"
    if not history.ended:
        return "cut off" if run.is_whole else "still to be predicted"
    last = history.last_shown()
    if last is None:
        return "enters no function of the file"
    if history.left_by_exception(last):
        return f"raises {(history.moments[last - 1].value or '').strip(chr(39))}"
    return f"returns {history.moments[last].value}"


def _last_values(one: Run, other: Run) -> Iterator[Row]:
    first, second = _last_states(one), _last_states(other)
    for key in dict.fromkeys((*first, *second)):
        function, name = key
        yield Row(f"{function}: {name}", first.get(key, "—"), second.get(key, "—"))


def _last_states(run: Run) -> dict[tuple[str, str], str]:
    """The last value of each variable of each function's last activation."""
    found: dict[tuple[str, str], str] = {}
    for index, moment in enumerate(run.history.moments):
        if moment.event is Event.LINE and run.history.is_shown(index):
            function = run.history.scopes[moment.scope].function
            found.update({(function, name): text for name, text in moment.state})
    return found


def _courses_part(one: Run, other: Run) -> tuple[int | None, int | None] | None:
    first, second = _course(one), _course(other)
    for left, right in zip(first, second, strict=False):
        if left != right:
            return left[1], right[1]
    return None


def _course(run: Run) -> Sequence[tuple[Event, int | None]]:
    return [(moment.event, run.context.file_line(moment.line or 0)) for moment in run.history.moments]


def as_text(names: tuple[str, str], comparison: Comparison) -> str:
    """A comparison as a table for people."""
    rows = comparison.different
    if not rows and comparison.line is None:
        return f"{names[0]} and {names[1]} are the same as far as they have been predicted."
    lines: list[str] = []
    if comparison.line is None:
        lines.append("Both take the same course; values differ.")
    else:
        left, right = (f"line {line}" if line is not None else "elsewhere" for line in comparison.line)
        lines.append(f"Their courses part: {names[0]} goes on at {left}, {names[1]} at {right}.")
    table = [("", *names), *_cells(rows)]
    widths = [max(len(text) for text in column) for column in zip(*table, strict=True)]
    lines += [
        "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip() for cells in table
    ]
    return "\n".join(lines)


def _cells(rows: Sequence[Row]) -> list[tuple[str, str, str]]:
    return [(row.what, _short(row.one), _short(row.other)) for row in rows]


def _short(text: str, most: int = 48) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
