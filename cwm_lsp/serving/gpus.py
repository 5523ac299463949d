"""Which GPUs this machine has, by asking `nvidia-smi`: no torch, no driver library."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass

_QUERY = ("name", "memory.total", "memory.free", "compute_cap")
_PATIENCE = 15.0
GIB = 2**30


@dataclass(frozen=True, slots=True)
class Gpu:
    """One GPU.

    Attributes:
        name: the maker's.
        memory: bytes it has.
        free: bytes nobody uses.
        capability: NVIDIA's number for what it can compute, such as 9.0; 0.0 if not told.
    """

    name: str
    memory: int
    free: int
    capability: float


def find_gpus() -> tuple[Gpu, ...]:
    """The NVIDIA GPUs of this machine; none where there is no driver, or it doesn't answer."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return ()
    command = [program, f"--query-gpu={','.join(_QUERY)}", "--format=csv,noheader,nounits"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=True)
    except (OSError, subprocess.SubprocessError):
        return ()
    return parse(answer.stdout)


def parse(told: str) -> tuple[Gpu, ...]:
    """Read what `nvidia-smi` prints; lines that are no GPU are left out."""
    found: list[Gpu] = []
    for line in told.splitlines():
        fields = [field.strip() for field in line.split(",")]
        if len(fields) != len(_QUERY) or not fields[1].isdecimal():
            continue
        free = int(fields[2]) if fields[2].isdecimal() else int(fields[1])
        try:
            capability = float(fields[3])
        except ValueError:
            capability = 0.0
        found.append(Gpu(fields[0], int(fields[1]) * 2**20, free * 2**20, capability))
    return tuple(found)
