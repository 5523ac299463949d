"""Trained weights into the ONNX graph that the embedded engine runs: a pass over some tokens, key-value cache in hand.

The graph is written by hand, out of onnxruntime's fused operators, because every node costs microseconds and a step of
this model costs few hundred. Nothing here needs torch; files are the business of `export`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

CONTRIB = "com.microsoft"
OPSET = 18
IR_VERSION = 10
BLOCK = 32
"""Inputs that share one scale in a quantised matrix; smaller is more exact and slower."""

Weights = Mapping[str, NDArray[np.float32]]


class Precision(str, Enum):
    """How matrices are stored, and multiplied."""

    FLOAT32 = "float32"
    INT8 = "int8"
    INT4 = "int4"


@dataclass(frozen=True, slots=True)
class Architecture:
    """What `config.json` says of the model's shape.

    Attributes:
        context: the most positions that the model was trained on.
    """

    vocabulary: int
    hidden: int
    layers: int
    heads: int
    key_value_heads: int
    head: int
    intermediate: int
    context: int
    theta: float
    epsilon: float

    @classmethod
    def of_config(cls, config: Mapping[str, Any]) -> Architecture:
        """Read a `CwmConfig` in the form of `config.json`.

        Raises:
            ValueError: the graph can't express what the configuration asks for.
        """
        rope: Mapping[str, Any] = config.get("rope_parameters") or config.get("rope_scaling") or {}
        kind = rope.get("rope_type", "default")
        if kind != "default":
            raise ValueError(f"rotary embeddings of type {kind!r} are not supported, only 'default'")
        if any(layer != "full_attention" for layer in config.get("layer_types") or ()):
            raise ValueError("all layers must have full attention")
        if not config.get("tie_word_embeddings", False):
            raise ValueError("the embeddings must be tied to the output head")
        hidden, heads = int(config["hidden_size"]), int(config["num_attention_heads"])
        return cls(
            vocabulary=int(config["vocab_size"]),
            hidden=hidden,
            layers=int(config["num_hidden_layers"]),
            heads=heads,
            key_value_heads=int(config.get("num_key_value_heads") or heads),
            head=int(config.get("head_dim") or hidden // heads),
            intermediate=int(config["intermediate_size"]),
            context=int(config["max_position_embeddings"]),
            theta=float(rope.get("rope_theta", config.get("rope_theta", 10_000.0))),
            epsilon=float(config.get("rms_norm_eps", 1e-5)),
        )


def quantised(matrix: NDArray[np.float32], bits: int, block: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Round a matrix to whole numbers with one scale for each block of inputs, symmetrically.

    Args:
        matrix: [outputs, inputs]; inputs a multiple of the block.
        bits: 4 or 8.
        block: inputs that share a scale.

    Returns:
        The levels as `MatMulNBits` wants them, [outputs, blocks, bytes of a block], and the scales, [outputs, blocks].
    """
    rows, columns = matrix.shape
    if columns % block:
        raise ValueError(f"a matrix with {columns} inputs can't be cut into blocks of {block}")
    blocks = np.reshape(matrix, (rows, columns // block, block))
    middle = 1 << (bits - 1)
    scales = (np.abs(blocks).max(axis=2) / (middle - 1)).astype(np.float32)
    safe = np.where(scales > 0, scales, np.float32(1))
    # The greatest input of a block comes out as middle - 1 at most, so nothing needs clipping.
    levels = (np.rint(blocks / safe[..., None]) + middle).astype(np.uint8)
    if bits == 4:
        levels = np.bitwise_or(levels[..., 0::2], np.left_shift(levels[..., 1::2], 4)).astype(np.uint8)
    return levels, scales


class _Graph:
    """Nodes and constants as they are added, in order."""

    def __init__(self, precision: Precision, block: int) -> None:
        self.precision = precision
        self.block = block
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], outputs: list[str], domain: str = "", **attributes: Any) -> None:
        self.nodes.append(helper.make_node(kind, inputs, outputs, name=outputs[0], domain=domain, **attributes))

    def multiply(self, x: str, name: str, matrix: NDArray[np.float32]) -> str:
        """x: [.., inputs]; matrix: [outputs, inputs]."""
        rows, columns = matrix.shape
        if self.precision is Precision.FLOAT32:
            self.node("MatMul", [x, self.constant(f"{name}.weight", np.transpose(matrix))], [name])
            return name
        bits = 8 if self.precision is Precision.INT8 else 4
        levels, scales = quantised(matrix, bits, self.block)
        inputs = [x, self.constant(f"{name}.levels", levels), self.constant(f"{name}.scales", np.ravel(scales))]
        # accuracy_level 4: the activations are rounded to int8 as well, block by block, each row by itself.
        settings = {"K": columns, "N": rows, "bits": bits, "block_size": self.block, "accuracy_level": 4}
        self.node("MatMulNBits", inputs, [name], CONTRIB, **settings)
        return name

    def normalise(self, x: str, added: str, name: str, weight: NDArray[np.float32], epsilon: float) -> tuple[str, str]:
        """The normalised sum of x and what is added to it, and the sum itself."""
        inputs = [x, added, self.constant(f"{name}.weight", weight)]
        outputs = [name, "", "", f"{name}.sum"]
        self.node("SkipSimplifiedLayerNormalization", inputs, outputs, CONTRIB, epsilon=epsilon)
        return name, f"{name}.sum"


def rotations(architecture: Architecture) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Cosines and sines of the rotary embedding, [context, head / 2] each."""
    half = architecture.head // 2
    frequencies = architecture.theta ** (-np.arange(half, dtype=np.float64) * 2 / architecture.head)
    angles = np.outer(np.arange(architecture.context, dtype=np.float64), frequencies)
    return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)


def build(weights: Weights, architecture: Architecture, precision: Precision, block: int = BLOCK) -> onnx.ModelProto:
    """The whole model as a graph.

    Its inputs: `ids` [1, tokens], `last` [1] (the sequence's length after this pass, less one), `total` (that length),
    and `past_key.N`, `past_value.N` [1, key-value heads, capacity, head] for each layer. Its outputs: `logits`
    [vocabulary], after the last token, and `present_key.N`, `present_value.N`, to be bound to the memory of the past.

    Args:
        weights: by Hugging Face's names.
        architecture: their shape.
        precision: of the matrices; embeddings and norms stay in floating point.
        block: inputs that share a scale, where matrices are rounded.

    Raises:
        KeyError: a weight is missing.
        ValueError: a matrix can't be quantised in blocks.
    """
    graph = _Graph(precision, block)
    cosine, sine = rotations(architecture)
    rotary = [graph.constant("cosine", cosine), graph.constant("sine", sine)]
    embedding = weights["model.embed_tokens.weight"]
    if precision is Precision.FLOAT32:
        graph.node("Gather", [graph.constant("embedding", embedding), "ids"], ["embedded"])
    else:
        graph.node("Gather", [graph.constant("embedding", embedding.astype(np.float16)), "ids"], ["embedded.half"])
        graph.node("Cast", ["embedded.half"], ["embedded"], to=TensorProto.FLOAT)

    stream, added = "embedded", ""
    for layer in range(architecture.layers):
        stream, added = _layer(graph, weights, architecture, rotary, layer, stream, added)
    # Only the last token's logits are ever asked for.
    graph.constant("minus_one", np.array([-1], np.int64))
    graph.constant("end", np.array([np.iinfo(np.int64).max], np.int64))
    graph.constant("axis", np.array([1], np.int64))
    for name in (stream, added):
        graph.node("Slice", [name, "minus_one", "end", "axis"], [f"{name}.last"])
    final, _ = graph.normalise(
        f"{stream}.last", f"{added}.last", "norm", weights["model.norm.weight"], architecture.epsilon
    )
    head = graph.multiply(final, "head", embedding)
    graph.node("Reshape", [head, graph.constant("flat", np.array([-1], np.int64))], ["logits"])
    return _model(graph, architecture)


def _layer(
    graph: _Graph, weights: Weights, architecture: Architecture, rotary: list[str], layer: int, stream: str, added: str
) -> tuple[str, str]:
    """Add one layer. The residual stream comes and goes as two parts not yet summed: the next norm sums them."""
    prefix = f"model.layers.{layer}"
    attention, mlp = f"{prefix}.self_attn", f"{prefix}.mlp"
    gain = weights[f"{prefix}.input_layernorm.weight"]
    normal = f"{layer}.input"
    if added:
        normal, stream = graph.normalise(stream, added, normal, gain, architecture.epsilon)
    else:
        inputs = [stream, graph.constant(f"{normal}.weight", gain)]
        graph.node(
            "SimplifiedLayerNormalization", inputs, [normal], epsilon=architecture.epsilon, axis=-1, stash_type=1
        )
    parts = [weights[f"{attention}.{which}_proj.weight"] for which in ("q", "k", "v")]
    packed = graph.multiply(normal, f"{layer}.qkv", np.concatenate(parts))
    graph.node(
        "GroupQueryAttention",
        [packed, "", "", f"past_key.{layer}", f"past_value.{layer}", "last", "total", *rotary],
        [f"{layer}.mixed", f"present_key.{layer}", f"present_value.{layer}"],
        CONTRIB,
        num_heads=architecture.heads,
        kv_num_heads=architecture.key_value_heads,
        do_rotary=1,
        rotary_interleaved=0,
    )
    added = graph.multiply(f"{layer}.mixed", f"{layer}.attended", weights[f"{attention}.o_proj.weight"])
    gain = weights[f"{prefix}.post_attention_layernorm.weight"]
    normal, stream = graph.normalise(stream, added, f"{layer}.post", gain, architecture.epsilon)
    gate = graph.multiply(normal, f"{layer}.gate", weights[f"{mlp}.gate_proj.weight"])
    up = graph.multiply(normal, f"{layer}.up", weights[f"{mlp}.up_proj.weight"])
    graph.node("QuickGelu", [gate], [f"{layer}.silu"], CONTRIB, alpha=1.0)
    graph.node("Mul", [f"{layer}.silu", up], [f"{layer}.gated"])
    return stream, graph.multiply(f"{layer}.gated", f"{layer}.down", weights[f"{mlp}.down_proj.weight"])


def _model(graph: _Graph, architecture: Architecture) -> onnx.ModelProto:
    cache = [1, architecture.key_value_heads, "capacity", architecture.head]
    kinds = [f"{kind}.{layer}" for layer in range(architecture.layers) for kind in ("key", "value")]
    inputs = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"]),
        helper.make_tensor_value_info("last", TensorProto.INT32, [1]),
        helper.make_tensor_value_info("total", TensorProto.INT32, []),
        *(helper.make_tensor_value_info(f"past_{kind}", TensorProto.FLOAT, cache) for kind in kinds),
    ]
    outputs = [
        helper.make_tensor_value_info("logits", TensorProto.FLOAT, [architecture.vocabulary]),
        *(helper.make_tensor_value_info(f"present_{kind}", TensorProto.FLOAT, cache) for kind in kinds),
    ]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "cwm", inputs, outputs, graph.constants),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)],
        ir_version=IR_VERSION,
    )
    described = {
        "layers": architecture.layers,
        "key_value_heads": architecture.key_value_heads,
        "head": architecture.head,
        "context": architecture.context,
        "vocabulary": architecture.vocabulary,
    }
    helper.set_model_props(model, {name: str(value) for name, value in described.items()})
    return model
