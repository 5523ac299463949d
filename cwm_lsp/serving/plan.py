"""How to serve a checkpoint on the GPUs there are: in which precision, over how many, with how long a context. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from cwm_lsp.serving.gpus import GIB, Gpu
from cwm_lsp.serving.weights import Weights

USED = 0.92
"""The share of a GPU's memory that vLLM is given."""
OVERHEAD = 2 * GIB
"""Bytes on each GPU for activations, compiled graphs and the runtime."""
KEY_VALUE_BYTES = 64 * 2 * 8 * 128 * 2
"""Bytes of keys and values for one token of CWM: 64 layers, 8 heads of 128, sixteen bits. Layers with a window need less; a
server that knows that has room to spare."""
LEAST_CONTEXT = 8_192
SMALL = 2 * GIB
"""Weights up to this size can be served by a processor."""
FASTEST_FP8 = 8.0
"""GPUs below this capability (older than Ampere) have no kernels for eight bits."""


class PlanError(Exception):
    """The checkpoint can't be served here; the message says what would be needed."""


class Form(str, Enum):
    """In which form the weights are held in memory."""

    STORED = "as stored"
    FP8 = "fp8"
    FOUR_BITS = "bitsandbytes"

    def size(self, stored: int) -> int:
        """Bytes in memory, from the bytes on disk at sixteen bits; embeddings stay at sixteen."""
        return {Form.STORED: stored, Form.FP8: int(stored * 0.53), Form.FOUR_BITS: int(stored * 0.295)}[self]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to serve.

    Attributes:
        form: of the weights.
        tensor_parallel: GPUs that share one copy of the weights.
        data_parallel: copies.
        context: tokens of a sequence.
        reason: why so, for people.
    """

    form: Form
    tensor_parallel: int
    data_parallel: int
    context: int
    reason: str

    @property
    def is_on_processor(self) -> bool:
        """Whether no GPU is used."""
        return self.tensor_parallel == 0


def plan_for(weights: Weights, gpus: Sequence[Gpu], context: int | None = None) -> Plan:
    """The form that loses least, over the fewest GPUs that hold it; what is left of the GPUs holds copies.

    Args:
        weights: what is to be served.
        gpus: all of this machine.
        context: wanted tokens; None for as many as fit, at most what the model was made for.

    Raises:
        PlanError: it doesn't fit.
    """
    if not gpus:
        return _on_processor(weights, context)
    each = min(gpu.memory for gpu in gpus)
    eight_bits = all(gpu.capability == 0.0 or gpu.capability >= FASTEST_FP8 for gpu in gpus)
    forms = (Form.STORED,) if weights.is_quantized else (Form.STORED, Form.FP8, Form.FOUR_BITS)
    wanted = context or min(LEAST_CONTEXT, weights.context)
    for form in forms:
        if form is Form.FP8 and not eight_bits:
            continue
        for count in (1, 2, 4, 8):
            if count > len(gpus):
                break
            room = _context_room(form.size(weights.size), each, count)
            if room >= wanted:
                longest = context or min(weights.context, 2 ** (room.bit_length() - 1))
                reason = (
                    f"{form.size(weights.size) / GIB:.0f} GiB of weights ({form.value}) on {count} × "
                    f"{each / GIB:.0f} GiB leave room for {room:,} tokens"
                )
                return Plan(form, count, len(gpus) // count, longest, reason)
    need = forms[-1].size(weights.size) + OVERHEAD + wanted * KEY_VALUE_BYTES
    raise PlanError(
        f"{weights.name} doesn't fit: in its smallest form, with a context of {wanted:,} tokens, it needs "
        f"{need / USED / GIB:.0f} GiB, and there are {len(gpus)} × {each / GIB:.0f} GiB. Use a GPU with more memory, "
        "a smaller --context, or a server on another machine through ssh (docs/serving.md)."
    )


def _on_processor(weights: Weights, context: int | None) -> Plan:
    if weights.size > SMALL:
        raise PlanError(
            f"No GPU was found (is the NVIDIA driver installed, does `nvidia-smi` answer?), and {weights.name} with "
            f"{weights.size / GIB:.0f} GiB is too large for a processor. The model that ships with cwm-lsp needs no server; "
            "a server on another machine can be used through ssh (docs/serving.md)."
        )
    longest = context or weights.context
    return Plan(Form.STORED, 0, 0, longest, "no GPU was found, and weights this small run on a processor")


def _context_room(size: int, each: int, count: int) -> int:
    free = count * (each * USED - OVERHEAD) - size
    return max(0, int(free / KEY_VALUE_BYTES))


def flags(plan: Plan, *, port: int, name: str, extra: Sequence[str] = ()) -> list[str]:
    """What vLLM is told, each of it for a reason.

    Args:
        plan: how to serve.
        port: on the loopback interface.
        name: what the server calls the model.
        extra: the user's own words, last so that they win.
    """
    words = ["--host", "127.0.0.1", "--port", str(port), "--served-model-name", name]
    words += ["--max-model-len", str(plan.context)]
    # Every question sends the whole history: without the prefix cache it would be computed anew each time.
    words += ["--enable-prefix-caching", "--enable-prompt-tokens-details"]
    # Chances among the tokens that are allowed, as the engine wants them.
    words += ["--logprobs-mode", "processed_logprobs", "--max-logprobs", "20"]
    if plan.is_on_processor:
        words += ["--dtype", "float32", "--enforce-eager", "--max-num-seqs", "8"]
    else:
        words += ["--gpu-memory-utilization", str(USED), "--max-num-seqs", "32"]
        if plan.form is not Form.STORED:
            words += ["--quantization", plan.form.value]
        if plan.tensor_parallel > 1:
            words += ["--tensor-parallel-size", str(plan.tensor_parallel)]
        if plan.data_parallel > 1:
            words += ["--data-parallel-size", str(plan.data_parallel)]
    return [*words, *extra]


def environment(plan: Plan, weights: Weights) -> Mapping[str, str]:
    """Variables for the server: no telemetry, and no network where the weights are here."""
    found = {"VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1"}
    if weights.folder is not None:
        found["HF_HUB_OFFLINE"] = "1"
    if plan.is_on_processor:
        found["VLLM_CPU_KVCACHE_SPACE"] = "1"
    return found
