"""A trained checkpoint into the forms that are used: the files that ship with the package, and a Hugging Face folder.

    python -m training.export --checkpoint DIR --onnx DIR --huggingface DIR

A checkpoint is a folder with `model.safetensors` and `config.json`, by Hugging Face's names. torch is not needed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

from cwm_lsp.engine import package
from cwm_lsp.engine.network import Shape
from training import huggingface
from training.onnx_graph import Architecture, Precision, build

NAME = "cwm-lsp embedded"


class ExportError(Exception):
    """The checkpoint can't be exported; the message says why."""


def read(checkpoint: Path) -> tuple[dict[str, NDArray[np.float32]], dict[str, Any]]:
    """The weights and the configuration of a checkpoint.

    Raises:
        ExportError: a file is missing or unreadable.
    """
    try:
        config: dict[str, Any] = json.loads((checkpoint / "config.json").read_text(encoding="utf-8"))
        stored = load((checkpoint / "model.safetensors").read_bytes())
    except (OSError, ValueError, SafetensorError) as error:
        raise ExportError(f"{checkpoint} is no checkpoint: {error}") from error
    return {name: value.astype(np.float32) for name, value in stored.items()}, config


def to_onnx(checkpoint: Path, folder: Path, vocabulary: Path, precision: Precision, name: str = NAME) -> None:
    """Write what the embedded engine runs: graph, vocabulary and manifest.

    Args:
        checkpoint: a folder with weights and configuration.
        folder: made if it isn't there.
        vocabulary: the words the model was trained with, as `training.vocabulary` writes them.
        precision: how matrices are stored.
        name: what the model is called in front of people.

    Raises:
        ExportError: the checkpoint is unreadable or incomplete, or the graph can't express it.
        OSError: the folder can't be written.
    """
    weights, config = read(checkpoint)
    try:
        architecture = Architecture.of_config(config)
        graph = build(weights, architecture, precision)
    except KeyError as error:
        raise ExportError(f"{checkpoint} lacks {error}") from error
    except ValueError as error:
        raise ExportError(f"{checkpoint} can't be exported: {error}") from error
    folder.mkdir(parents=True, exist_ok=True)
    (folder / package.GRAPH).write_bytes(graph.SerializeToString(deterministic=True))
    if not (folder / package.VOCABULARY).exists() or not vocabulary.samefile(folder / package.VOCABULARY):
        shutil.copyfile(vocabulary, folder / package.VOCABULARY)
    shape = Shape(
        layers=architecture.layers,
        key_value_heads=architecture.key_value_heads,
        head=architecture.head,
        context=architecture.context,
        vocabulary=architecture.vocabulary,
    )
    package.write_manifest(folder, name, shape)


def to_huggingface(checkpoint: Path, folder: Path, vocabulary: Path) -> None:
    """Write what transformers and vLLM load.

    Args:
        checkpoint: a folder with weights and configuration.
        folder: made if it isn't there.
        vocabulary: the words the model was trained with, as `training.vocabulary` writes them.

    Raises:
        ExportError: the checkpoint is unreadable, or has what `CwmForCausalLM` as we mean it lacks.
        OSError: a file can't be read or written.
    """
    _, config = read(checkpoint)
    try:
        Architecture.of_config(config)
    except (KeyError, ValueError) as error:
        raise ExportError(f"{checkpoint} can't be exported: {error}") from error
    words: list[str] = json.loads(vocabulary.read_text(encoding="utf-8"))
    huggingface.write(checkpoint / "model.safetensors", config, words, folder)
    # Clients of a server need the words themselves: `tokenizer.json` doesn't know where pieces are cut.
    shutil.copyfile(vocabulary, folder / package.VOCABULARY)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.export", description="Export a trained checkpoint.")
    parser.add_argument("--checkpoint", type=Path, required=True, help="folder of model.safetensors and config.json")
    parser.add_argument("--vocabulary", type=Path, default=package.SHIPPED / package.VOCABULARY)
    parser.add_argument("--onnx", type=Path, help="folder for the files of the embedded engine")
    parser.add_argument("--huggingface", type=Path, help="folder for transformers and vLLM")
    parser.add_argument("--precision", type=Precision, choices=list(Precision), default=Precision.INT8)
    parser.add_argument("--name", default=NAME, help="what the embedded model is called")
    chosen = parser.parse_args(arguments)
    if chosen.onnx is None and chosen.huggingface is None:
        parser.error("nothing to do: give --onnx, --huggingface or both")
    try:
        if chosen.onnx is not None:
            to_onnx(chosen.checkpoint, chosen.onnx, chosen.vocabulary, chosen.precision, chosen.name)
        if chosen.huggingface is not None:
            to_huggingface(chosen.checkpoint, chosen.huggingface, chosen.vocabulary)
    except (ExportError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
