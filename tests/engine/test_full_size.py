"""The benchmark for a GPU that is not at hand still runs, on the processor with a tiny shape."""

from __future__ import annotations

import re

import pytest


@pytest.mark.torch
@pytest.mark.slow
def test_a_tiny_shape_is_measured_on_the_processor(capsys: pytest.CaptureFixture[str]):
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    from benchmarks.full_size import measure

    measure(layers=2, hidden=128, history=48, device="cpu")
    told = capsys.readouterr().out
    assert "processor, float32, 2 layers of 128" in told
    for figure in (
        r"reading a prompt +\d+ tokens/s over 48",
        r"writing +[\d.]+ tokens/s",
        r"12 tokens forced +[\d.]+ ms",
    ):
        assert re.search(figure, told), told
