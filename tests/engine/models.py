"""Random weights in the form of a checkpoint, and a plain reference of the model to hold the engine against."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from cwm_lsp.engine.package import SHIPPED
from cwm_lsp.engine.package import VOCABULARY as VOCABULARY_FILE
from cwm_lsp.engine.tokenizer import Tokenizer
from training.export import Precision, to_onnx

VOCABULARY = Tokenizer.load().vocabulary_size
CONFIG: dict[str, Any] = {
    "architectures": ["CwmForCausalLM"],
    "model_type": "cwm",
    "vocab_size": VOCABULARY,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 32,
    "max_position_embeddings": 160,
    "rms_norm_eps": 1e-5,
    "rope_parameters": {"rope_type": "default", "rope_theta": 10_000.0},
    "layer_types": ["full_attention"] * 2,
    "sliding_window": 160,
    "tie_word_embeddings": True,
    "hidden_act": "silu",
    "dtype": "float32",
}
Weights = dict[str, NDArray[np.float32]]


def random_weights(config: dict[str, Any], seed: int = 0) -> Weights:
    """Weights whose logits differ clearly from token to token, by Hugging Face's names."""
    random = np.random.default_rng(seed)

    def matrix(outputs: int, inputs: int) -> NDArray[np.float32]:
        return (random.standard_normal((outputs, inputs)) / np.sqrt(inputs)).astype(np.float32)

    def gain() -> NDArray[np.float32]:
        return random.uniform(0.5, 1.5, hidden).astype(np.float32)

    hidden, intermediate, head = config["hidden_size"], config["intermediate_size"], config["head_dim"]
    queries, keys = config["num_attention_heads"] * head, config["num_key_value_heads"] * head
    weights = {"model.embed_tokens.weight": matrix(config["vocab_size"], hidden) * 4, "model.norm.weight": gain()}
    for layer in range(config["num_hidden_layers"]):
        prefix = f"model.layers.{layer}"
        weights |= {
            f"{prefix}.self_attn.q_proj.weight": matrix(queries, hidden) * 2,
            f"{prefix}.self_attn.k_proj.weight": matrix(keys, hidden) * 2,
            f"{prefix}.self_attn.v_proj.weight": matrix(keys, hidden),
            f"{prefix}.self_attn.o_proj.weight": matrix(hidden, queries),
            f"{prefix}.mlp.gate_proj.weight": matrix(intermediate, hidden),
            f"{prefix}.mlp.up_proj.weight": matrix(intermediate, hidden),
            f"{prefix}.mlp.down_proj.weight": matrix(hidden, intermediate),
            f"{prefix}.input_layernorm.weight": gain(),
            f"{prefix}.post_attention_layernorm.weight": gain(),
        }
    return weights


def write_checkpoint(folder: Path, config: dict[str, Any] = CONFIG, seed: int = 0) -> Path:
    """A folder as training leaves it, of random weights."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(random_weights(config, seed), folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def reference_logits(weights: Weights, config: dict[str, Any], ids: list[int]) -> NDArray[np.float32]:
    """Logits after every token, computed all at once in the plainest way, [tokens, vocabulary]."""
    count, heads, head = len(ids), config["num_attention_heads"], config["head_dim"]
    half = head // 2
    frequencies = config["rope_parameters"]["rope_theta"] ** (-np.arange(half) / half)
    angles = np.outer(np.arange(count), frequencies)
    cosine, sine = np.cos(angles), np.sin(angles)

    def normal(x: NDArray[Any], weight: NDArray[np.float32]) -> NDArray[Any]:
        return x / np.sqrt((x * x).mean(-1, keepdims=True) + config["rms_norm_eps"]) * weight

    def split(x: NDArray[Any]) -> NDArray[Any]:
        return x.reshape(count, -1, head).transpose(1, 0, 2)

    def rotated(x: NDArray[Any]) -> NDArray[Any]:
        first, second = x[..., :half], x[..., half:]
        return np.concatenate((first * cosine - second * sine, second * cosine + first * sine), axis=-1)

    x: NDArray[Any] = weights["model.embed_tokens.weight"][ids].astype(np.float64)
    future = np.triu(np.full((count, count), -np.inf), 1)
    for layer in range(config["num_hidden_layers"]):
        w = {name.removeprefix(f"model.layers.{layer}."): value for name, value in weights.items()}
        y = normal(x, w["input_layernorm.weight"])
        query, key, value = (split(y @ w[f"self_attn.{part}_proj.weight"].T) for part in "qkv")
        groups = heads // config["num_key_value_heads"]
        key, value = np.repeat(rotated(key), groups, axis=0), np.repeat(value, groups, axis=0)
        scores = rotated(query) @ key.transpose(0, 2, 1) / np.sqrt(head) + future
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (shares / shares.sum(-1, keepdims=True)) @ value
        x = x + mixed.transpose(1, 0, 2).reshape(count, -1) @ w["self_attn.o_proj.weight"].T
        y = normal(x, w["post_attention_layernorm.weight"])
        gate = y @ w["mlp.gate_proj.weight"].T
        x = x + (gate / (1 + np.exp(-gate)) * (y @ w["mlp.up_proj.weight"].T)) @ w["mlp.down_proj.weight"].T
    return (normal(x, weights["model.norm.weight"]) @ weights["model.embed_tokens.weight"].T).astype(np.float32)


def write_model(folder: Path, precision: str = "int8", config: dict[str, Any] = CONFIG, seed: int = 0) -> Path:
    """The files of an embedded model with random weights, for `EmbeddedEngine(folder)`."""
    checkpoint = write_checkpoint(folder / "checkpoint", config, seed)
    to_onnx(checkpoint, folder, SHIPPED / VOCABULARY_FILE, Precision(precision))
    return folder
