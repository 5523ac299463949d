"""Runs the tests' own programs under `sys.settrace` and gives what each activation of each function reported."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

FILE = "<program of the tests>"


@dataclass(slots=True)
class Activation:
    """One activation: its code, and (event, line, names with their reprs) in order; a resumption is another `call`."""

    code: CodeType
    events: list[tuple[str, int, dict[str, str]]] = field(default_factory=list)


def _state(frame: FrameType) -> dict[str, str]:
    state: dict[str, str] = {}
    for name, value in frame.f_locals.items():
        try:
            state[name] = repr(value)
        except Exception as error:
            state[name] = f"<{type(error).__name__}>"
    return state


def run(source: str, calls: tuple[str, ...], *, limit: int = 4000) -> list[Activation]:
    """The activations of the program's functions, in the order of their first calls."""
    # The name of a module that is there: dataclasses look theirs up.
    module: dict[str, Any] = {"__name__": "__main__"}
    code = compile(source, FILE, "exec")
    exec(code, module)
    found: dict[int, Activation] = {}
    frames: list[FrameType] = []
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        if frame.f_code.co_filename != FILE or frame.f_code.co_name.startswith("<"):
            return None
        count += 1
        if count > limit:
            raise KeyboardInterrupt
        if id(frame) not in found:
            found[id(frame)] = Activation(frame.f_code)
            frames.append(frame)
        found[id(frame)].events.append((event, frame.f_lineno, _state(frame)))
        return trace

    for call in calls:
        expression = compile(call, "<call>", "eval")
        previous = sys.gettrace()
        sys.settrace(trace)
        try:
            eval(expression, module)
        except KeyboardInterrupt:
            break
        except Exception:
            pass
        finally:
            sys.settrace(previous)
    return list(found.values())
