"""The trained weights as a GGUF file, for llama.cpp's server: a `llama`, right as long as all attention is full."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from cwm_lsp.engine.package import SHIPPED, VOCABULARY
from cwm_lsp.engine.tokenizer import SPECIAL_TOKENS, Tokenizer
from training.export import read
from training.huggingface import token_names


def write_gguf(checkpoint: Path, path: Path) -> None:
    """Write the file; its tokenizer only has to name the special tokens, since clients send ids."""
    gguf: Any = import_module("gguf")
    weights, config = read(checkpoint)
    writer: Any = gguf.GGUFWriter(str(path), "llama")
    heads, groups = config["num_attention_heads"], config["num_key_value_heads"]
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(heads)
    writer.add_head_count_kv(groups)
    writer.add_key_length(config["head_dim"])
    writer.add_value_length(config["head_dim"])
    writer.add_rope_dimension_count(config["head_dim"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_vocab_size(config["vocab_size"])
    tokenizer = Tokenizer.load(SHIPPED / VOCABULARY)
    names = token_names(tokenizer)
    normal, control = gguf.TokenType.NORMAL, gguf.TokenType.CONTROL
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(names)
    writer.add_token_types([normal if tokenizer.data(token) else control for token in range(len(names))])
    writer.add_token_merges(["Ġ Ġ"])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(1)
    writer.add_pad_token_id(SPECIAL_TOKENS.index("<|pad|>"))
    writer.add_add_bos_token(False)
    simple = {
        "input_layernorm": "attn_norm",
        "post_attention_layernorm": "ffn_norm",
        "self_attn.v_proj": "attn_v",
        "self_attn.o_proj": "attn_output",
        "mlp.gate_proj": "ffn_gate",
        "mlp.up_proj": "ffn_up",
        "mlp.down_proj": "ffn_down",
    }
    writer.add_tensor("token_embd.weight", weights["model.embed_tokens.weight"])
    writer.add_tensor("output_norm.weight", weights["model.norm.weight"])
    for layer in range(config["num_hidden_layers"]):
        for theirs, ours in simple.items():
            writer.add_tensor(f"blk.{layer}.{ours}.weight", weights[f"model.layers.{layer}.{theirs}.weight"])
        for part, count in (("q", heads), ("k", groups)):
            matrix = weights[f"model.layers.{layer}.self_attn.{part}_proj.weight"]
            writer.add_tensor(f"blk.{layer}.attn_{part}.weight", _interleaved(matrix, count))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _interleaved(matrix: np.ndarray[Any, Any], heads: int) -> np.ndarray[Any, Any]:
    """Rotary pairs side by side, as llama.cpp's `llama` wants them, rather than half a head apart."""
    rows, columns = matrix.shape
    return np.ascontiguousarray(
        matrix.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)
    )
