"""The child's side of the sandbox: takes programs on standard input, records them, answers on standard output.

Limits are set before the first program arrives. No file can be written, few modules can be imported, and the conversation's
own pipes are out of the programs' reach.
"""

from __future__ import annotations

import builtins
import json
import os
import resource
import signal
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from cwm_lsp.trace.recorder import LimitReached, Limits, Recording, record

MEMORY = 1 << 30
"""Bytes of address space for the child."""

IMPORTABLE = frozenset(
    """abc bisect cmath collections copy dataclasses datetime decimal enum fractions functools hashlib heapq itertools json
    math numbers operator random re statistics string textwrap typing typing_extensions unicodedata""".split()
)
"""Modules that a recorded program may import: pure ones."""

_REFUSED = ("open", "input", "breakpoint", "exit", "quit", "help")


def main() -> None:
    """Serve until standard input ends."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    _restrict()
    for line in requests:
        request = json.loads(line)
        recording = _recorded(request["text"], request["entry"], Limits(**request["limits"]))
        answers.write(json.dumps(_plain(recording)).encode() + b"\n")
        answers.flush()


def _restrict() -> None:
    for name in IMPORTABLE:
        if name != "typing_extensions":
            __import__(name)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    sys.setrecursionlimit(2000)


def _recorded(text: str, entry: str, limits: Limits) -> Recording:
    def alarm(_signal: int, _frame: object) -> None:
        raise LimitReached("time")

    signal.signal(signal.SIGVTALRM, alarm)
    signal.setitimer(signal.ITIMER_VIRTUAL, limits.seconds)
    try:
        return record(text, limits, {"__name__": "__main__", "__builtins__": _builtins()}, entry=entry)
    except LimitReached as limit:
        return Recording((), (), False, f"stopped at the limit: {limit}")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _builtins() -> dict[str, object]:
    allowed = {name: value for name, value in vars(builtins).items() if name not in _REFUSED}

    def limited_import(
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if name.partition(".")[0] not in IMPORTABLE or level:
            raise ImportError(f"{name} can't be imported in the sandbox")
        return __import__(name, globals, locals, fromlist or (), level)

    allowed["__import__"] = limited_import
    return allowed


def _plain(recording: Recording) -> dict[str, Any]:
    return {
        "moments": [
            [one.event.value, one.scope, one.line, one.source, one.state, one.value, one.stack]
            for one in recording.moments
        ],
        "scopes": [[one.id, one.caller, one.function, one.first_line] for one in recording.scopes],
        "ended": recording.ended,
        "failure": recording.failure,
    }
