"""Missing and damaged model files: errors that say what to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import read_manifest, write_manifest
from cwm_lsp.engine.protocol import EngineError


@pytest.fixture
def folder(exact_model: Path, tmp_path: Path) -> Path:
    for path in exact_model.glob("*.*"):
        shutil.copy(path, tmp_path)
    return tmp_path


def removing(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def overwriting(name: str, text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(text, encoding="utf-8")


def flip_a_byte(folder: Path) -> None:
    path = folder / "model.onnx"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def forge_the_graph(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"no graph")
    manifest = read_manifest(folder)
    write_manifest(folder, manifest.name, manifest.shape)


def change_a_word(folder: Path) -> None:
    path = folder / "vocabulary.json"
    words = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps([*words[:-1], "other"]), encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "complaint"),
    [
        (removing("model.json"), "missing.*model.json.*make model"),
        (overwriting("model.json", "{}"), "broken.*make model"),
        (overwriting("model.json", "["), "broken.*make model"),
        (removing("model.onnx"), "missing.*model.onnx.*make model"),
        (removing("vocabulary.json"), "vocabulary.*can't be read.*make model"),
        (overwriting("vocabulary.json", "{"), "vocabulary.*can't be read.*make model"),
        (flip_a_byte, "damaged.*make model"),
        (change_a_word, "another vocabulary.*make model"),
        (forge_the_graph, "onnxruntime.*can't load.*onnxruntime 1.23"),
    ],
)
async def test_harm_to_the_files_is_told_with_a_remedy(folder: Path, harm: Callable[[Path], object], complaint: str):
    harm(folder)
    engine = EmbeddedEngine(folder)
    with pytest.raises(EngineError, match=complaint):
        await engine.start([1])
    await engine.close()


async def test_an_engine_recovers_once_the_files_are_there(folder: Path):
    (folder / "model.onnx").rename(folder / "elsewhere")
    engine = EmbeddedEngine(folder)
    with pytest.raises(EngineError):
        await engine.load()
    (folder / "elsewhere").rename(folder / "model.onnx")
    await engine.load()
    await engine.close()


def test_another_layout_of_the_same_vocabulary_is_the_same(folder: Path):
    path = folder / "vocabulary.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8", newline="\r\n")
    assert EmbeddedEngine(folder).encode(["x = 1"])


def test_the_identity_tells_models_apart_and_needs_no_loading(exact_model: Path, rounded_model: Path):
    exact, again, rounded = (EmbeddedEngine(folder) for folder in (exact_model, exact_model, rounded_model))
    assert exact.identity == again.identity
    assert exact.identity != rounded.identity
