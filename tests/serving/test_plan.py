"""Which form of the weights fits which GPUs, and what vLLM is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cwm_lsp.serving.gpus import GIB, Gpu, parse
from cwm_lsp.serving.plan import Form, Plan, PlanError, environment, flags, plan_for
from cwm_lsp.serving.weights import CWM_BYTES, Weights

METAS = Weights("facebook/cwm", None, CWM_BYTES, 131_072, is_quantized=False, has_token=True)
SMALL = Weights("/models/small", Path("/models/small"), 16 * 2**20, 1536, is_quantized=False, has_token=False)


def gpus(count: int, gib: int, capability: float = 9.0) -> tuple[Gpu, ...]:
    return (Gpu("GPU", gib * GIB, gib * GIB, capability),) * count


@pytest.mark.parametrize(
    ("there", "form", "tensor", "data"),
    [
        (gpus(1, 80), Form.STORED, 1, 1),
        (gpus(2, 80), Form.STORED, 1, 2),
        (gpus(8, 80), Form.STORED, 1, 8),
        (gpus(1, 48), Form.FP8, 1, 1),
        (gpus(1, 24), Form.FOUR_BITS, 1, 1),
        (gpus(2, 48), Form.STORED, 2, 1),
        (gpus(4, 24), Form.STORED, 4, 1),
        (gpus(1, 48, capability=7.5), Form.FOUR_BITS, 1, 1),
    ],
)
def test_the_form_that_loses_least_over_the_fewest_gpus(
    there: tuple[Gpu, ...], form: Form, tensor: int, data: int
) -> None:
    plan = plan_for(METAS, there)
    assert (plan.form, plan.tensor_parallel, plan.data_parallel) == (form, tensor, data)
    assert 8_192 <= plan.context <= 131_072


def test_more_memory_gives_a_longer_context_up_to_the_models() -> None:
    assert plan_for(METAS, gpus(1, 141)).context == 131_072
    assert plan_for(METAS, gpus(1, 80)).context < 131_072
    assert plan_for(METAS, gpus(1, 80), context=9_000).context == 9_000


def test_a_long_context_may_take_another_form() -> None:
    assert plan_for(METAS, gpus(1, 80), context=65_536).form is Form.FP8


def test_what_does_not_fit_is_told_with_what_would_be_needed() -> None:
    with pytest.raises(PlanError, match=r"needs \d+ GiB, and there are 1 × 12 GiB"):
        plan_for(METAS, gpus(1, 12))
    with pytest.raises(PlanError, match="No GPU was found"):
        plan_for(METAS, ())


def test_weights_that_are_quantized_already_are_served_as_they_are() -> None:
    stored = replace(METAS, size=19 * 10**9, is_quantized=True)
    assert plan_for(stored, gpus(1, 24)).form is Form.STORED
    with pytest.raises(PlanError):
        plan_for(stored, gpus(1, 16))


def test_small_weights_run_on_a_processor() -> None:
    plan = plan_for(SMALL, ())
    assert plan.is_on_processor
    words = flags(plan, port=8000, name="small")
    assert words[words.index("--dtype") + 1] == "float32"
    assert "--tensor-parallel-size" not in words


def test_the_flags_name_loopback_and_end_with_the_users_own() -> None:
    plan = Plan(Form.FP8, 2, 4, 32_768, "")
    words = flags(plan, port=8017, name="cwm", extra=["--max-num-seqs", "64"])
    assert words[:4] == ["--host", "127.0.0.1", "--port", "8017"]
    assert words[-2:] == ["--max-num-seqs", "64"]
    for flag, value in (
        ("--quantization", "fp8"),
        ("--tensor-parallel-size", "2"),
        ("--data-parallel-size", "4"),
        ("--max-model-len", "32768"),
        ("--logprobs-mode", "processed_logprobs"),
    ):
        assert words[words.index(flag) + 1] == value
    assert "--enable-prefix-caching" in words


def test_the_server_sends_nothing_and_fetches_nothing_that_is_here() -> None:
    here = environment(plan_for(SMALL, ()), SMALL)
    assert here["VLLM_NO_USAGE_STATS"] == here["DO_NOT_TRACK"] == here["HF_HUB_OFFLINE"] == "1"
    assert "HF_HUB_OFFLINE" not in environment(plan_for(METAS, gpus(1, 80)), METAS)


def test_what_nvidia_smi_prints_is_read() -> None:
    told = "NVIDIA H100 80GB HBM3, 81559, 81008, 9.0\nNVIDIA RTX A6000, 49140, [N/A], [N/A]\nNo devices were found\n"
    first, second = parse(told)
    assert (first.name, first.memory, first.free, first.capability) == (
        "NVIDIA H100 80GB HBM3",
        81559 * 2**20,
        81008 * 2**20,
        9.0,
    )
    assert (second.free, second.capability) == (49140 * 2**20, 0.0)
