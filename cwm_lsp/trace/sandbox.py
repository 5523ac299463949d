"""A child process that records true runs, with limits on time, memory, frames and files. The parent survives whatever it does.

Only `evaluate` and `training` use it, on data sets and generated programs; nothing of a user's ever comes here. The limits are
POSIX's, so recording works on Linux and macOS. The child's side of the conversation is `sandbox_child`.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment, Scope
from cwm_lsp.trace.recorder import Limits, Recording

PATIENCE = 3.0
"""Seconds of waiting beyond a run's own limit before the child is given up."""


class Sandbox:
    """Records runs one after the other; a context manager. The child is started when needed and replaced when it dies."""

    def __init__(self, limits: Limits | None = None) -> None:
        """Args:
        limits: for every run.
        """
        self.limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="cwm-sandbox-")

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._end()
        self._folder.cleanup()

    def record(self, text: str, *, entry: str = "main") -> Recording:
        """Run a program in the child and record its entry point; never raises for what the program does.

        Args:
            text: the module; defines a function `entry` without parameters.
            entry: the function to call.

        Raises:
            OSError: no child process can be started.
        """
        child = self._started()
        assert child.stdin is not None and child.stdout is not None
        request = json.dumps({"text": text, "entry": entry, "limits": asdict(self.limits)})
        try:
            child.stdin.write(request.encode() + b"\n")
            child.stdin.flush()
        except OSError:
            self._end()
            return Recording((), (), False, "the sandbox died before the run")
        ready, _, _ = select.select([child.stdout], [], [], self.limits.seconds * 2 + PATIENCE)
        answer = child.stdout.readline() if ready else b""
        if not answer.endswith(b"\n"):
            self._end()
            return Recording(
                (), (), False, "stopped at the limit: time" if not ready else "the run took the sandbox down"
            )
        return _recording(json.loads(answer))

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            root = str(Path(__file__).parents[2])
            code = f"import sys; sys.path.insert(0, {root!r}); from cwm_lsp.trace.sandbox_child import main; main()"
            self._child = subprocess.Popen(
                [sys.executable, "-s", "-B", "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=self._folder.name,
                env={"PATH": os.defpath, "PYTHONHASHSEED": "0"},
            )
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe is not None:
                    pipe.close()
            self._child = None


def _recording(held: dict[str, Any]) -> Recording:
    moments = tuple(
        Moment(Event(event), scope, line, source, tuple((n, v) for n, v in state), value, tuple(stack))
        for event, scope, line, source, state, value, stack in held["moments"]
    )
    scopes = tuple(Scope(*one) for one in held["scopes"])
    return Recording(moments, scopes, held["ended"], held["failure"])
