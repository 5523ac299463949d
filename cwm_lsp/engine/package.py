"""The files that the embedded model ships as: graph, vocabulary, and a manifest that describes and vouches for them.

`training/export.py` writes them with `write_manifest`; the engine reads them here.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from cwm_lsp.engine.network import Shape
from cwm_lsp.engine.protocol import EngineError

GRAPH = "model.onnx"
VOCABULARY = "vocabulary.json"
MANIFEST = "model.json"
SHIPPED = Path(__file__).with_name("weights")
REMEDY = "Reinstall cwm-lsp, or make the model again with `make model`."


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of a model before its graph is loaded.

    Attributes:
        name: for people.
        graph: SHA-256 of the graph's file, hexadecimal.
        vocabulary: SHA-256 of the vocabulary's words, hexadecimal.
        shape: the graph's dimensions.
    """

    name: str
    graph: str
    vocabulary: str
    shape: Shape


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file, hexadecimal.

    Raises:
        OSError: the file can't be read.
    """
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest_of_words(path: Path) -> str:
    """SHA-256 of a vocabulary's words, hexadecimal; how the file is laid out doesn't matter.

    Raises:
        OSError: the file can't be read.
        ValueError: it is no JSON.
    """
    words = json.loads(path.read_text(encoding="utf-8"))
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def write_manifest(folder: Path, name: str, shape: Shape) -> None:
    """Describe the graph and the vocabulary that stand in a folder.

    Raises:
        OSError: they don't, or the folder can't be written.
    """
    manifest = Manifest(name, digest_of_file(folder / GRAPH), digest_of_words(folder / VOCABULARY), shape)
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Raises:
    EngineError: the manifest is missing or broken.
    """
    path = folder / MANIFEST
    try:
        described = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(
            name=str(described["name"]),
            graph=str(described["graph"]),
            vocabulary=str(described["vocabulary"]),
            shape=Shape(**{key: int(value) for key, value in described["shape"].items()}),
        )
    except OSError as error:
        raise EngineError(f"The embedded model is missing: can't read {path} ({error.strerror}). {REMEDY}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineError(f"The embedded model's description {path} is broken ({error!r}). {REMEDY}") from error


def check_graph(folder: Path, manifest: Manifest) -> Path:
    """The graph's path, once its bytes are known to be the right ones.

    Raises:
        EngineError: the file is missing, or not the one that the manifest describes.
    """
    path = folder / GRAPH
    try:
        digest = digest_of_file(path)
    except OSError as error:
        raise EngineError(f"The embedded model is missing: can't read {path} ({error.strerror}). {REMEDY}") from error
    if digest != manifest.graph:
        raise EngineError(f"The embedded model's weights {path} are damaged (their checksum is wrong). {REMEDY}")
    return path
