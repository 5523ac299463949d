"""The weights to serve: whether they are on this machine, how large they are, and what the hub would want to hand them out."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from cwm_lsp.engine.words import folder_of

CWM = "facebook/cwm"
CWM_BYTES = 65 * 10**9
"""Meta's 32 B parameters at sixteen bits."""
CWM_CONTEXT = 131_072


@dataclass(frozen=True, slots=True)
class Weights:
    """A checkpoint.

    Attributes:
        name: what vLLM is given: a folder, or a name on the hub.
        folder: where its files are on this machine; None if they have to be fetched.
        size: bytes of the weights as stored; as published for Meta's if they are not here.
        context: the most tokens that the model was made for.
        is_quantized: whether it is stored in fewer bits already.
        has_token: whether a token for the hub is set on this machine.
    """

    name: str
    folder: Path | None
    size: int
    context: int
    is_quantized: bool
    has_token: bool

    @property
    def is_metas(self) -> bool:
        """Whether they are Meta's, whose licence is theirs."""
        return "facebook" in self.name and "cwm" in self.name


def find_weights(name: str) -> Weights:
    """Look for a checkpoint on this machine. Nothing is fetched.

    Args:
        name: a folder, or a name on the hub.
    """
    path = Path(name).expanduser()
    folder = path.absolute() if path.is_dir() else folder_of(name)
    files = [] if folder is None else [*folder.glob("*.safetensors"), *folder.glob("*.bin")]
    if folder is None or not files:
        return Weights(name, None, CWM_BYTES, CWM_CONTEXT, is_quantized=False, has_token=_has_token())
    config = _config(folder)
    return Weights(
        str(folder) if path.is_dir() else name,
        folder,
        sum(file.stat().st_size for file in files),
        int(config.get("max_position_embeddings") or CWM_CONTEXT),
        is_quantized="quantization_config" in config,
        has_token=_has_token(),
    )


def _config(folder: Path) -> dict[str, Any]:
    try:
        read: object = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return cast("dict[str, Any]", read) if isinstance(read, dict) else {}


def _has_token() -> bool:
    if os.environ.get("HF_TOKEN"):
        return True
    home = Path(os.environ.get("HF_HOME") or "~/.cache/huggingface").expanduser()
    return (home / "token").is_file()
