"""Data sets of programs and calls, read as items; three forms are known, told apart by their fields.

Every item of a file becomes an item here, those that can't be used too: they carry their problem and count in every denominator.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

CALLS_PER_FUNCTION = 3
"""How many of a HumanEval item's test calls are used: the first ones with literal arguments."""


class DatasetError(Exception):
    """The file can't be read as a data set; the message says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """One program with one call.

    Attributes:
        id: unique in its file.
        family: what it is counted under.
        source: the module's text.
        entry: the function that is called.
        call: the call's expression.
        expected: the repr of the result as the data set gives it; None if it gives none.
        problem: why the item can't be used; None if it can.
    """

    id: str
    family: str
    source: str
    entry: str
    call: str
    expected: str | None = None
    problem: str | None = None


def read_items(path: Path) -> tuple[Item, ...]:
    """Read a JSON Lines file of CRUXEval, HumanEval, or generated programs.

    Raises:
        DatasetError: no such file, or a line in no known form.
    """
    return read_json_lines(path, _items)


def read_json_lines(path: Path, items: Callable[[dict[str, Any]], Iterable[T]]) -> tuple[T, ...]:
    """Read a JSON Lines file, whatever its items are.

    Args:
        path: of the file.
        items: those of a line; a ValueError, a KeyError or a TypeError says that it has no known form.

    Raises:
        DatasetError: no such file, or a line in no known form.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DatasetError(f"{path} can't be read: {error.strerror}") from None
    found: list[T] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found += items(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise DatasetError(f"{path.name}, line {number}: no item of a known form ({error})") from None
    return tuple(found)


def _items(held: dict[str, Any]) -> Iterator[Item]:
    if "input" in held:
        yield _cruxeval(held)
    elif "canonical_solution" in held:
        yield from _humaneval(held)
    else:
        yield from _generated(held)


def _cruxeval(held: dict[str, Any]) -> Item:
    return Item(held["id"], "cruxeval", held["code"], "f", f"f({held['input']})", held["output"])


def _generated(held: dict[str, Any]) -> Iterator[Item]:
    for index, call in enumerate(held["calls"]):
        yield Item(f"{held['id']}/{index}", held["family"], held["source"], held["entry"], call)


def _humaneval(held: dict[str, Any]) -> Iterator[Item]:
    entry: str = held["entry_point"]
    source = held["prompt"] + held["canonical_solution"]
    calls = _test_calls(held["test"], entry)
    for index, call in enumerate(calls[:CALLS_PER_FUNCTION]):
        yield Item(f"{held['task_id']}/{index}", "humaneval", source, entry, call)
    if not calls:
        yield Item(held["task_id"], "humaneval", source, entry, "", problem="no test call with literal arguments")


def _test_calls(test: str, entry: str) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(test)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "candidate":
            arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
            if all(_is_literal(argument) for argument in arguments):
                call = ast.Call(ast.Name(entry), node.args, node.keywords)
                found.append(ast.unparse(ast.fix_missing_locations(call)))
    return list(dict.fromkeys(found))


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError):
        return False
    return True
