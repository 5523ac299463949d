"""From the words on the command line to a question: which file, which function, which call. Bad words get a good answer."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from cwm_lsp.cli.command import CommandError
from cwm_lsp.predict.calls import OfferedCall, default_function, offered_calls
from cwm_lsp.source.calls import CallError, parse_call
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function
from cwm_lsp.source.syntax import line_of, walk

MOST_BYTES = 8_000_000
"""A longer file is hardly one that somebody wrote."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be predicted.

    Attributes:
        path: of the file, as the user named it.
        document: the file.
        function: the entry point.
        call: the call; None if the model has to invent its arguments.
        origin: where the call comes from, in words.
        others: other calls that could have been chosen.
    """

    path: Path
    document: Document
    function: Function
    call: str | None
    origin: str
    others: tuple[OfferedCall, ...]


def question(target: str, call: str | None) -> Question:
    """Work out what is asked.

    Args:
        target: FILE or FILE::FUNCTION.
        call: as the user wrote it; None to take one from the file.

    Raises:
        CommandError: there is no such file or function, or the call is none.
    """
    path, name = _split(target)
    document = Document.parse(read_source(path))
    if not document.functions:
        raise CommandError(f"{path} has no function to predict" + _broken(document))
    function = _function(document, path, name) if name else None
    if call is not None:
        parsed = parse_call(call, document)
        if isinstance(parsed, CallError):
            raise CommandError(parsed.message)
        if function is not None and function != parsed.function:
            raise CommandError(
                f"{parsed.text} enters {parsed.function.qualname}, not {function.qualname}; leave one out"
            )
        _check(parsed.function)
        others = offered_calls(document, parsed.function)
        return Question(path, document, parsed.function, parsed.text, "--call", _without(parsed.text, others))
    function = function or default_function(document)
    if function is None:
        raise CommandError(f"{path} has no function to predict" + _broken(document))
    _check(function)
    offered = offered_calls(document, function)
    if not offered:
        return Question(path, document, function, None, "arguments invented by the model", ())
    first = offered[0]
    return Question(path, document, function, first.expression, first.origin, offered[1:])


def read_source(path: Path) -> str:
    """The text of a Python file, in the encoding that it declares.

    Raises:
        CommandError: it can't be read, or is no text.
    """
    try:
        if path.is_dir():
            raise CommandError(f"{path} is a folder; name a Python file in it")
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(
                f"{path} is larger than {MOST_BYTES // 1_000_000} MB; put the function into a file of its own"
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise CommandError(f"no such file: {path}" + _similar_file(path)) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CommandError(f"can't read {path}: {reason}") from error
    if b"\0" in data:
        raise CommandError(f"{path} is not a text file")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        raise CommandError(f"{path} is not a text file in UTF-8, nor in an encoding that it declares") from error


def _split(target: str) -> tuple[Path, str]:
    file, separator, name = target.rpartition("::")
    if not separator or Path(target).exists():
        return Path(target), ""
    return Path(file), name.strip()


def _function(document: Document, path: Path, name: str) -> Function:
    found = document.function(name)
    if found is not None:
        return found
    names = [function.qualname for function in document.functions]
    close = get_close_matches(name, [*names, *(function.name for function in document.functions)], n=1, cutoff=0.5)
    hint = f"; did you mean {close[0]}?" if close else f"; it has {_listed(dict.fromkeys(names))}"
    raise CommandError(f"{path} has no function {name!r}{hint}{_broken(document)}")


def _check(function: Function) -> None:
    if not function.has_error:
        return
    at = next((line_of(node) for node in walk(function.node) if node.is_error or node.is_missing), function.def_line)
    raise CommandError(f"{function.qualname} has a syntax error at line {at}; mend it first")


def _broken(document: Document) -> str:
    if not document.has_error:
        return ""
    at = next((line_of(node) for node in walk(document.root) if node.is_error or node.is_missing), None)
    return f" (there is a syntax error at line {at})" if at is not None else " (there is a syntax error in it)"


def _listed(names: Iterable[str], most: int = 8) -> str:
    every = list(names)
    return ", ".join(every[:most]) + (f" and {len(every) - most} more" if len(every) > most else "")


def _similar_file(path: Path) -> str:
    try:
        near = [one.name for one in path.parent.iterdir() if one.suffix == ".py"]
    except OSError:
        return ""
    close = get_close_matches(path.name, near, n=1)
    return f"; did you mean {path.parent / close[0]}?" if close else ""


def _without(call: str, offered: Iterable[OfferedCall]) -> tuple[OfferedCall, ...]:
    return tuple(one for one in offered if one.expression != call)
