"""The tracer of true runs: executes a program under `sys.settrace` and records moments in the trace language's terms.

It runs what it is given. So only training and evaluation use it, on generated programs and data sets, and always inside the child
process that `sandbox` keeps; no path from an editor or from `cwm-lsp trace` leads here.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any, cast

from cwm_lsp.trace.frames import Event, State, without_marker
from cwm_lsp.trace.moments import Moment, Scope

ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
DEFINITION = re.compile(r"\s*(?:async\s+)?def\s+(\w+)")

FILENAME = "<program>"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one recorded run may take.

    Attributes:
        frames: the most frames to record; the run is stopped at the next one.
        repr_length: the most characters of one repr; longer ones are cut and end in `...`.
        seconds: processor time for the run.
    """

    frames: int = 128
    repr_length: int = 200
    seconds: float = 2.0


@dataclass(frozen=True, slots=True)
class Recording:
    """A true run.

    Attributes:
        moments: in order of time.
        scopes: every scope that was entered, by id.
        ended: whether the entry point's scope was left.
        failure: why nothing, or not all, was recorded (the program does not compile, a limit was met); None if all went well.
    """

    moments: tuple[Moment, ...]
    scopes: tuple[Scope, ...]
    ended: bool
    failure: str | None = None


class LimitReached(BaseException):
    """Raised inside the traced program to stop it; not an `Exception`, so that the program is unlikely to catch it."""


def bounded_repr(value: object, length: int) -> str:
    """The value's repr without addresses, at most `length` characters, whatever its `__repr__` does.

    Args:
        value: any object.
        length: the most characters, at least 4.
    """
    try:
        text = repr(value)
        if type(text) is not str:
            text = str.__str__(text)
    except LimitReached:
        raise
    except BaseException as error:
        text = f"<{type(value).__name__} whose repr raises {type(error).__name__}>"
    text = ADDRESS.sub("", text)
    return text if len(text) <= length else text[: length - 3] + "..."


class Recorder:
    """Collects the moments of the code of one file. Use `record`; this is its state."""

    def __init__(self, lines: list[str], limits: Limits) -> None:
        self.moments: list[Moment] = []
        self.scopes: list[Scope] = []
        self._lines = lines
        self._limits = limits
        self._stack: list[int] = []
        self._ids: dict[int, int] = {}
        self._kept: list[FrameType] = []

    def trace(self, frame: FrameType, event: str, argument: object) -> Callable[..., Any] | None:
        """The function for `sys.settrace`."""
        if event == "call":
            # A generator that was never asked for a value is entered when it is thrown away, even after the end.
            if not is_recorded(frame.f_code) or (self.scopes and not self._stack):
                return None
            self._enter(frame)
            return self.trace
        if not self._stack or self._ids.get(id(frame)) != self._stack[-1]:
            # A suspended generator that is closed raises and returns without having been entered: not a step of the program.
            return self.trace
        if event == "line":
            self._add(frame, Event.LINE, None)
        elif event == "return":
            self._add(frame, Event.RETURN, bounded_repr(argument, self._limits.repr_length))
            self._stack.pop()
        elif event == "exception":
            kind = cast("tuple[type[BaseException], object, object]", argument)[0]
            self._add(frame, Event.EXCEPTION, repr(kind.__name__))
        return self.trace

    def _enter(self, frame: FrameType) -> None:
        scope = self._ids.get(id(frame))
        if scope is None:
            scope = len(self.scopes)
            # Frames are kept alive so that an id is never given twice; a generator's frame is the same at every resumption.
            self._ids[id(frame)] = scope
            self._kept.append(frame)
            caller = self._stack[-1] if self._stack else None
            self.scopes.append(Scope(scope, caller, frame.f_code.co_name, frame.f_lineno))
        self._stack.append(scope)
        self._add(frame, Event.CALL, None)

    def _add(self, frame: FrameType, event: Event, value: str | None) -> None:
        if len(self.moments) >= self._limits.frames:
            raise LimitReached("frames")
        line = frame.f_lineno
        source = self._lines[line - 1] if line and line <= len(self._lines) else ""
        self.moments.append(Moment(event, self._stack[-1], line, source, self._state(frame), value, tuple(self._stack)))

    def _state(self, frame: FrameType) -> State:
        length = self._limits.repr_length
        return tuple(
            (name, bounded_repr(value, length)) for name, value in frame.f_locals.items() if not name.startswith(".")
        )


def is_recorded(code: CodeType) -> bool:
    """Whether this code's scopes are traced: functions of the program's file that have a `def` of their own.

    Comprehensions, generator expressions and lambdas belong to the line that they stand on (from Python 3.12 on, list
    comprehensions have no frame at all), and class bodies are not activations of a function.
    """
    return (
        code.co_filename == FILENAME
        and not code.co_name.startswith("<")
        and bool(code.co_flags & inspect.CO_NEWLOCALS)
        and bool(code.co_flags & inspect.CO_OPTIMIZED)
    )


def record(text: str, limits: Limits, namespace: Mapping[str, object], *, entry: str = "main") -> Recording:
    """Execute a program's text and record the run of its entry point.

    Args:
        text: the module, which defines a function `entry` without parameters.
        limits: where to stop.
        namespace: the module's globals to begin with (`__builtins__`, `__name__`).
        entry: the function that is called once the module is there.

    Returns:
        The recording; whatever the program does, nothing is raised but `KeyboardInterrupt`.
    """
    lines = [without_marker(line) + "\n" for line in text.split("\n")]
    recorder = Recorder(lines, limits)
    module = dict(namespace)
    failure = None
    ended = False
    try:
        exec(compile(text, FILENAME, "exec", dont_inherit=True), module)
        function = module[entry]
        sys.settrace(recorder.trace)
        try:
            function()  # type: ignore[operator]
        finally:
            sys.settrace(None)
        ended = True
    except LimitReached as limit:
        failure = f"stopped at the limit: {limit}"
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        ended = bool(recorder.moments)
        failure = None if ended else f"{type(error).__name__}: {bounded_repr(error, 200)}"
    return Recording(tuple(recorder.moments), tuple(recorder.scopes), ended, failure)
