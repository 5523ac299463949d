"""A server's process: the command that starts it, the wait until it answers, and why it didn't."""

from __future__ import annotations

import http.client
import importlib.util
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

MODULE = "vllm.entrypoints.openai.api_server"
_POLL = 0.25
_MERCY = 15.0
"""Seconds that a server has to end by itself."""

_CAUSES: Sequence[tuple[str, str]] = (
    (
        r"out of memory|No available memory for the cache blocks|larger than the available KV cache",
        "The GPU's memory doesn't suffice: close what else uses it, or give a smaller --context.",
    ),
    (
        r"gated repo|401 Client Error|403 Client Error|Access to model .* is restricted",
        "The hub wants an account that has accepted the model's licence: open its page, accept, and run `hf auth login`.",
    ),
    (
        r"We couldn't connect|OfflineModeIsEnabled|LocalEntryNotFound",
        "The weights are not on this machine, and can't be fetched: check the connection, or give their folder.",
    ),
    (r"[Aa]ddress already in use", "Another program has the port: give another one with --port, or use that server."),
    (
        r"bitsandbytes.*(not installed|install)|No module named 'bitsandbytes'",
        "Four bits need a package beside vLLM: pip install bitsandbytes",
    ),
    (
        r"CwmForCausalLM.*not supported|does not recognize this architecture",
        "This vLLM doesn't know CWM: install a newer one.",
    ),
    (r"unrecognized arguments: (.*)", "This vLLM doesn't know a flag: install a newer one, or leave the flag out."),
    (r"no kernel image is available|compute capability", "This GPU is too old for the chosen form of the weights."),
)


class LaunchError(Exception):
    """The server doesn't run; the message says why and what to do."""


def vllm_command(given: str | None = None) -> list[str]:
    """The words that start vLLM's server, up to the model.

    Args:
        given: the user's own, such as `/opt/vllm/bin/vllm serve`; None to look for vLLM.

    Raises:
        LaunchError: there is no vLLM.
    """
    if given:
        return shlex.split(given)
    program = shutil.which("vllm", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))))
    if program is not None:
        return [program, "serve"]
    if importlib.util.find_spec("vllm") is not None:
        return [sys.executable, "-m", MODULE, "--model"]
    raise LaunchError(
        "vLLM is not installed. It wants an environment of its own: python -m venv ~/vllm && "
        "~/vllm/bin/pip install vllm; then: cwm-lsp serve --vllm '~/vllm/bin/vllm serve'"
    )


def is_free(port: int) -> bool:
    """Whether nobody listens on the loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def cause_in(log: str) -> str:
    """What a server's last words mean, and what to do; its last error line where that isn't known."""
    for pattern, remedy in _CAUSES:
        if re.search(pattern, log):
            return remedy
    errors = [line for line in log.splitlines() if re.search(r"\w+(Error|Exception)\b", line)]
    lines = errors or [line for line in log.splitlines() if line.strip()]
    return f"Its last words: {lines[-1].strip()[-300:]}" if lines else "It said nothing."


class Server:
    """A server that was started, and ends with this object's `stop`."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], port: int, log: Path | None = None
    ) -> None:
        """Start it.

        Args:
            command: program and arguments.
            environment: variables beside the present ones.
            port: where it will listen.
            log: where what it says is written; None for a new file.

        Raises:
            LaunchError: the program can't be started.
        """
        self.port = port
        if log is None:
            handle, name = tempfile.mkstemp(prefix="cwm-lsp-serve-", suffix=".log")
            os.close(handle)
            log = Path(name)
        self.log = log
        with log.open("wb") as output:
            try:
                # A group of its own: its workers end with it, and Ctrl-C reaches us alone.
                self._process = subprocess.Popen(
                    list(command),
                    env={**os.environ, **environment},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            except OSError as error:
                raise LaunchError(f"{command[0]} can't be started: {error.strerror}.") from error

    @property
    def address(self) -> str:
        """For `--endpoint`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def said(self) -> str:
        """The end of what it has said."""
        with suppress(OSError), self.log.open("rb") as file:
            file.seek(max(0, self.log.stat().st_size - 65_536))
            return file.read().decode("utf-8", "replace")
        return ""

    def wait(self, patience: float, tell: Callable[[str], None] | None = None) -> None:
        """Wait until it is healthy.

        Args:
            patience: seconds.
            tell: shown what the server does, whenever that changes.

        Raises:
            LaunchError: it ended, or took too long.
        """
        deadline = time.monotonic() + patience
        last = ""
        while time.monotonic() < deadline:
            if not self.is_running:
                raise LaunchError(
                    f"The server ended before it was ready. {cause_in(self.said())} (Its log: {self.log})"
                )
            if self._is_healthy():
                return
            stage = stage_in(self.said())
            if tell is not None and stage and stage != last:
                last = stage
                tell(stage)
            time.sleep(_POLL)
        raise LaunchError(
            f"The server was not ready after {patience:.0f} seconds; it was at: {last}. (Its log: {self.log})"
        )

    def _is_healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def stop(self) -> None:
        """End it with all its workers."""
        if self.is_running:
            self._signal(signal.SIGTERM)
            try:
                self._process.wait(_MERCY)
            except subprocess.TimeoutExpired:
                self._signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
                self._process.wait()
        self._signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)

    def forever(self) -> int:
        """Wait until it ends by itself; gives its exit status."""
        return self._process.wait()

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, number)
            else:
                self._process.terminate()


def stage_in(log: str) -> str:
    """What a starting vLLM is busy with, by its log; empty before it says anything known."""
    stages = (
        (r"Downloading|Fetching \d+ files", "fetching the weights"),
        (r"Initializing a V1 LLM engine|Starting to load model", "loading the weights"),
        (r"Loading safetensors checkpoint shards:\s+(\d+)%", "loading the weights, {} %"),
        (r"Loading weights took|Model loading took", "preparing the model"),
        (r"torch\.compile|Compiling a graph", "compiling"),
        (r"GPU KV cache size|CPU KV cache size", "reserving memory for histories"),
        (r"Capturing CUDA graph|Graph capturing", "capturing graphs"),
        (r"Application startup complete", "starting to listen"),
    )
    best: tuple[int, str] = (-1, "")
    for pattern, words in stages:
        for match in re.finditer(pattern, log):
            told = words.format(*match.groups()) if match.groups() else words
            best = max(best, (match.start(), told))
    return best[1]
