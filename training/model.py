"""The embedded model as a torch module, in the shape and with the parameter names of Hugging Face's `CwmForCausalLM`.

A Llama-like decoder with grouped-query attention on all layers, without biases, embeddings tied. Training lives in `train`,
other forms of the weights in `export`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

ROPE_THETA = 10_000.0
NORM_EPSILON = 1e-5


@dataclass(frozen=True, slots=True)
class Size:
    """The model's dimensions; `vocabulary` comes from the tokenizer, `context` bounds the positions it was trained on."""

    vocabulary: int
    hidden: int = 256
    layers: int = 6
    heads: int = 4
    key_value_heads: int = 2
    head: int = 64
    intermediate: int = 512
    context: int = 1536

    def config(self) -> dict[str, Any]:
        """The `config.json` that transformers reads as a `CwmConfig`."""
        return {
            "architectures": ["CwmForCausalLM"],
            "model_type": "cwm",
            "vocab_size": self.vocabulary,
            "hidden_size": self.hidden,
            "intermediate_size": self.intermediate,
            "num_hidden_layers": self.layers,
            "num_attention_heads": self.heads,
            "num_key_value_heads": self.key_value_heads,
            "head_dim": self.head,
            "max_position_embeddings": self.context,
            "rms_norm_eps": NORM_EPSILON,
            "rope_parameters": {"rope_type": "default", "rope_theta": ROPE_THETA},
            "rope_theta": ROPE_THETA,
            "layer_types": ["full_attention"] * self.layers,
            "sliding_window": self.context,
            "tie_word_embeddings": True,
            "attention_bias": False,
            "mlp_bias": False,
            "hidden_act": "silu",
            "bos_token_id": 0,
            "eos_token_id": [1, 10],
            "pad_token_id": 13,
            "dtype": "float32",
        }


class RMSNorm(nn.Module):
    """Root-mean-square normalisation with a learned gain."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))

    def forward(self, x: Tensor) -> Tensor:
        """Normalise the last dimension, in float32."""
        wide = x.float()
        return (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + NORM_EPSILON) * self.weight).to(x.dtype)


def rotated(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Rotary position embedding of the halves, as Llama lays them out. x: [batch, heads, length, head]."""
    half = x.shape[-1] // 2
    first, second = x[..., :half], x[..., half:]
    return torch.cat((first * cosine - second * sine, second * cosine + first * sine), dim=-1)


class Attention(nn.Module):
    """Causal grouped-query attention."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.q_proj = nn.Linear(size.hidden, size.heads * size.head, bias=False)
        self.k_proj = nn.Linear(size.hidden, size.key_value_heads * size.head, bias=False)
        self.v_proj = nn.Linear(size.hidden, size.key_value_heads * size.head, bias=False)
        self.o_proj = nn.Linear(size.heads * size.head, size.hidden, bias=False)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        """x: [batch, length, hidden]."""
        batch, length, _ = x.shape
        query = self.q_proj(x).view(batch, length, self.size.heads, -1).transpose(1, 2)
        key = self.k_proj(x).view(batch, length, self.size.key_value_heads, -1).transpose(1, 2)
        value = self.v_proj(x).view(batch, length, self.size.key_value_heads, -1).transpose(1, 2)
        query, key = rotated(query, cosine, sine), rotated(key, cosine, sine)
        if x.device.type == "cpu":
            mixed = blockwise(query, key, value)
        else:
            mixed = functional.scaled_dot_product_attention(query, key, value, is_causal=True, enable_gqa=True)
        return self.o_proj(mixed.transpose(1, 2).reshape(batch, length, -1))


BLOCK = 128
"""Queries that attend at once; each block leaves out all keys behind it, which is half of the work."""


def blockwise(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Causal grouped-query attention as plain matrix products; on processors about half the time of torch's own.

    Args:
        query: [batch, heads, length, head].
        key: [batch, key-value heads, length, head].
        value: the same shape.

    Returns:
        [batch, heads, length, head].
    """
    batch, heads, length, head = query.shape
    groups = batch * key.shape[1]
    shared = heads // key.shape[1]
    hidden = torch.full((BLOCK, BLOCK), -1e4, dtype=query.dtype, device=query.device).triu(1)
    query = query * head**-0.5
    mixed: list[Tensor] = []
    for start in range(0, length, BLOCK):
        end = min(start + BLOCK, length)
        rows = query[:, :, start:end].reshape(groups, shared * (end - start), head)
        keys, values = (one[:, :, :end].reshape(groups, end, head) for one in (key, value))
        scores = torch.bmm(rows, keys.transpose(1, 2)).view(groups, shared, end - start, end)
        scores[..., start:end] += hidden[: end - start, : end - start]
        weights = scores.softmax(-1).view(groups, shared * (end - start), end)
        mixed.append(torch.bmm(weights, values).view(batch, heads, end - start, head))
    return torch.cat(mixed, dim=2)


class MLP(nn.Module):
    """The gated feed-forward block."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(size.hidden, size.intermediate, bias=False)
        self.up_proj = nn.Linear(size.hidden, size.intermediate, bias=False)
        self.down_proj = nn.Linear(size.intermediate, size.hidden, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """x: [batch, length, hidden]."""
        return self.down_proj(functional.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    """Attention and feed-forward, each normalised before and added after."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.input_layernorm = RMSNorm(size.hidden)
        self.self_attn = Attention(size)
        self.post_attention_layernorm = RMSNorm(size.hidden)
        self.mlp = MLP(size)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        """x: [batch, length, hidden]."""
        x = x + self.self_attn(self.input_layernorm(x), cosine, sine)
        return x + self.mlp(self.post_attention_layernorm(x))


class Body(nn.Module):
    """Everything below the output head; the `model.` of the parameter names."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.embed_tokens = nn.Embedding(size.vocabulary, size.hidden)
        self.layers = nn.ModuleList(Layer(size) for _ in range(size.layers))
        self.norm = RMSNorm(size.hidden)


class WorldModel(nn.Module):
    """Token ids to logits."""

    cosine: Tensor
    sine: Tensor

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.model = Body(size)
        frequencies = ROPE_THETA ** (-torch.arange(0, size.head, 2, dtype=torch.float32) / size.head)
        angles = torch.outer(torch.arange(size.context, dtype=torch.float32), frequencies)
        self.register_buffer("cosine", angles.cos(), persistent=False)
        self.register_buffer("sine", angles.sin(), persistent=False)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                deep = name.endswith(("o_proj.weight", "down_proj.weight"))
                nn.init.normal_(parameter, std=0.02 / (2 * size.layers) ** 0.5 if deep else 0.02)

    def hidden(self, ids: Tensor) -> Tensor:
        """ids: [batch, length]. Returns the last hidden states, [batch, length, hidden]."""
        x: Tensor = self.model.embed_tokens(ids)
        cosine = self.cosine[: ids.shape[1]].to(x.dtype)
        sine = self.sine[: ids.shape[1]].to(x.dtype)
        for layer in self.model.layers:
            x = layer(x, cosine, sine)
        return self.model.norm(x)

    def forward(self, ids: Tensor) -> Tensor:
        """ids: [batch, length]. Returns logits, [batch, length, vocabulary]."""
        return functional.linear(self.hidden(ids), self.model.embed_tokens.weight)

    def loss(self, ids: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
        """Cross entropy of each next token, weighted.

        Args:
            ids: [batch, length].
            weights: [batch, length], float; the weight of predicting the token that stands there.

        Returns:
            The weighted sum of the losses, and the sum of the weights.
        """
        logits = self(ids)[:, :-1].float()
        each = functional.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten(), reduction="none")
        weight = weights[:, 1:].flatten()
        return (each * weight).sum(), weight.sum()

    def loss_where_weighed(self, ids: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
        """The same as `loss`, without working out what bears no weight; not for compiling, because its shapes vary."""
        weight = weights[:, 1:].flatten()
        places = weight.nonzero().squeeze(1)
        hidden = self.hidden(ids)[:, :-1].flatten(0, 1)[places]
        logits = functional.linear(hidden, self.model.embed_tokens.weight).float()
        each = functional.cross_entropy(logits, ids[:, 1:].flatten()[places], reduction="none")
        return (each * weight[places]).sum(), weight.sum()


def save(model: WorldModel, folder: Path) -> None:
    """Write `model.safetensors` and `config.json` with Hugging Face's names.

    Raises:
        OSError: the folder can't be written.
    """
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    tensors = {name: value.detach().float().contiguous() for name, value in model.state_dict().items()}
    save_file(tensors, folder / "model.safetensors")
    described = {**model.size.config(), "cwm_lsp_size": asdict(model.size)}
    (folder / "config.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


def load(folder: Path) -> WorldModel:
    """Read what `save` wrote.

    Raises:
        OSError: a file is missing.
    """
    from safetensors.torch import load_file

    described = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    model = WorldModel(Size(**described["cwm_lsp_size"]))
    model.load_state_dict(load_file(folder / "model.safetensors"))
    return model
