"""Checkpoints into what the engine runs and into what transformers and vLLM load."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cwm_lsp.engine.network import Network
from cwm_lsp.engine.package import SHIPPED, VOCABULARY, read_manifest
from cwm_lsp.engine.tokenizer import SPECIAL_TOKENS, Tokenizer
from tests.engine.models import CONFIG, random_weights, write_checkpoint
from training.export import main
from training.huggingface import token_names
from training.onnx_graph import Architecture, quantised

WORDS = SHIPPED / VOCABULARY
IDS = [(37 * place + 5) % 1500 for place in range(60)]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    checkpoint = str(write_checkpoint(folder / "checkpoint"))
    assert main(["--checkpoint", checkpoint, "--onnx", str(folder / "int8"), "--huggingface", str(folder / "hf")]) == 0
    assert main(["--checkpoint", checkpoint, "--onnx", str(folder / "float32"), "--precision", "float32"]) == 0
    return folder


def engine_logits(folder: Path) -> np.ndarray[Any, np.dtype[np.float32]]:
    network = Network(folder / "model.onnx", read_manifest(folder).shape, threads=1)
    cache = network.cache()
    return np.stack([network.extend(cache, [token]).copy() for token in IDS])


def test_the_same_checkpoint_gives_the_same_bytes(exported: Path, tmp_path: Path):
    assert main(["--checkpoint", str(exported / "checkpoint"), "--onnx", str(tmp_path)]) == 0
    for name in ("model.onnx", "model.json", "vocabulary.json"):
        assert (tmp_path / name).read_bytes() == (exported / "int8" / name).read_bytes()


@pytest.mark.torch
@pytest.mark.slow
def test_transformers_computes_the_logits_of_the_engine(exported: Path):
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    model = transformers.AutoModelForCausalLM.from_pretrained(exported / "hf", dtype=torch.float32)
    assert type(model).__name__ == "CwmForCausalLM"
    with torch.no_grad():
        expected = model(torch.tensor([IDS])).logits[0].numpy()
    assert np.abs(engine_logits(exported / "float32") - expected).max() < 1e-3
    difference = engine_logits(exported / "int8") - expected
    assert np.sqrt(np.mean(difference**2)) < 0.08 * expected.std()


@pytest.mark.torch
def test_the_module_that_is_trained_computes_the_logits_of_the_engine(exported: Path):
    torch = pytest.importorskip("torch")
    from training.model import Size, WorldModel

    size = Size(CONFIG["vocab_size"], hidden=64, layers=2, heads=4, key_value_heads=2, head=32, intermediate=96)
    model = WorldModel(size)
    model.load_state_dict({name: torch.from_numpy(value) for name, value in random_weights(CONFIG).items()})
    with torch.no_grad():
        expected = model(torch.tensor([IDS]))[0].numpy()
    assert np.abs(engine_logits(exported / "float32") - expected).max() < 1e-3


@pytest.mark.torch
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ids=st.lists(st.integers(0, Tokenizer.load().vocabulary_size - 1)))
def test_hugging_faces_tokenizer_turns_ids_into_the_same_text(hugging_face_tokenizer: Any, ids: list[int]):
    ours = Tokenizer.load()
    plain = [token for token in ids if ours.data(token)]
    assert hugging_face_tokenizer.decode(plain) == ours.decode(plain)
    assert hugging_face_tokenizer.decode(ids, skip_special_tokens=True) == ours.decode(plain)


@pytest.fixture(scope="module")
def hugging_face_tokenizer(exported: Path) -> Any:
    transformers = pytest.importorskip("transformers")
    return transformers.AutoTokenizer.from_pretrained(exported / "hf")


@pytest.mark.torch
def test_hugging_faces_tokenizer_knows_the_special_tokens_by_our_ids(hugging_face_tokenizer: Any):
    assert hugging_face_tokenizer.convert_tokens_to_ids(list(SPECIAL_TOKENS)) == list(range(len(SPECIAL_TOKENS)))
    assert hugging_face_tokenizer.bos_token_id == 0
    separators = hugging_face_tokenizer.decode([2, 6, 3], skip_special_tokens=False)
    assert separators == "<|frame_sep|><|line_sep|><|action_sep|>"


@pytest.mark.torch
@pytest.mark.parametrize(
    "text",
    [
        "def double(names):\n    return [name * 2 for name in names if name != 'index']\n",
        "    x = {'a': -12.5}\n        total += len(values[0])  # é\n",
        'print("say \\"if\\" again", x)',
    ],
)
def test_hugging_faces_tokenizer_encodes_plain_code_as_ours_does(hugging_face_tokenizer: Any, text: str):
    assert hugging_face_tokenizer.encode(text, add_special_tokens=False) == Tokenizer.load().encode([text])


def test_no_two_ids_have_the_same_name():
    names = token_names(Tokenizer.load())
    assert len(names) == len(set(names)) == Tokenizer.load().vocabulary_size


@pytest.mark.parametrize("bits", [4, 8])
def test_rounding_errs_by_half_a_level_at_most(bits: int):
    matrix = np.random.default_rng(0).standard_normal((8, 64)).astype(np.float32)
    matrix[0] = 0
    levels, scales = quantised(matrix, bits, 32)
    if bits == 4:
        levels = np.stack([levels & 15, levels >> 4], axis=-1).reshape(8, 2, 32)
    restored = (levels.astype(np.float32) - (1 << (bits - 1))) * scales[..., None]
    assert (np.abs(restored - matrix.reshape(8, 2, 32)) <= scales[..., None] * 0.5001).all()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"rope_parameters": {"rope_type": "llama3", "rope_theta": 1e6}}, "llama3"),
        ({"layer_types": ["sliding_attention", "full_attention"]}, "full attention"),
        ({"tie_word_embeddings": False}, "tied"),
    ],
)
def test_what_the_graph_cannot_express_is_refused(change: dict[str, Any], complaint: str):
    with pytest.raises(ValueError, match=complaint):
        Architecture.of_config({**CONFIG, **change})


def test_the_command_line_tells_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["--checkpoint", str(tmp_path), "--onnx", str(tmp_path / "out")]) == 1
    assert "is no checkpoint" in capsys.readouterr().err
    checkpoint = write_checkpoint(tmp_path / "checkpoint")
    config = json.loads((checkpoint / "config.json").read_text())
    (checkpoint / "config.json").write_text(json.dumps({**config, "num_hidden_layers": 3}))
    assert main(["--checkpoint", str(checkpoint), "--onnx", str(tmp_path / "out")]) == 1
    assert "lacks 'model.layers.2" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["--checkpoint", str(checkpoint)])
