"""A model of CWM's shape with random weights through transformers: how fast it reads and writes, against what memory allows.

    python -m benchmarks.full_size                          # 32 B at sixteen bits: wants a GPU of 80 GB
    python -m benchmarks.full_size --device cpu --layers 4 --hidden 512  # the same on anything

Writing is bound by reading every weight once a token; the bound is measured on the same device by copying memory. What forcing
a line saves is a pass over many tokens against as many single steps. Nothing of this depends on what the weights are. It has not
been run on a GPU yet; on a processor the bound means nothing, since one thread's copy bounds no product on all cores.
"""

from __future__ import annotations

import argparse
import inspect
import time
from collections.abc import Callable
from importlib import import_module
from statistics import median
from typing import Any

HISTORY = 2048
LINE = 12
"""Tokens of a forced source line with what stands around it."""
REPEATS = 5
COPIED = 2**28


def timed(device: str, action: Callable[[], object]) -> float:
    """Median seconds of an action, once it is warm."""
    torch: Any = import_module("torch")
    took: list[float] = []
    for _ in range(REPEATS + 1):
        started = time.perf_counter()
        action()
        if device != "cpu":
            torch.cuda.synchronize()
        took.append(time.perf_counter() - started)
    return median(took[1:])


def measure(layers: int, hidden: int, history: int, device: str | None = None) -> None:
    """Build it, measure, print.

    Args:
        layers: how many.
        hidden: the width, a multiple of 128.
        history: tokens of the prompt.
        device: such as `cpu` or `cuda:0`; None for a GPU if torch can use one.
    """
    torch: Any = import_module("torch")
    library: Any = import_module("transformers")
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    precision = torch.float32 if device == "cpu" else torch.bfloat16
    usual = torch.get_default_dtype()
    config = library.CwmConfig(
        num_hidden_layers=layers,
        hidden_size=hidden,
        intermediate_size=hidden * 7 // 2,
        num_attention_heads=hidden // 128,
        num_key_value_heads=max(1, hidden // 768),
        head_dim=128,
    )
    torch.set_default_dtype(precision)
    with torch.device(device), torch.inference_mode():
        model = library.CwmForCausalLM(config).eval()
        size = sum(weight.numel() * weight.element_size() for weight in model.parameters())
        source = torch.empty(COPIED, dtype=torch.uint8)
        bandwidth = 2 * COPIED / timed(device, source.clone)
        ids = torch.randint(0, 1000, (1, history))
        reading = timed(device, lambda: model(input_ids=ids, use_cache=False, logits_to_keep=1))
        name = "cache" if "cache" in inspect.signature(model.forward).parameters else "past_key_values"
        cache = library.DynamicCache()
        model(input_ids=ids, use_cache=True, logits_to_keep=1, **{name: cache})

        def step(count: int) -> None:
            model(input_ids=ids[:, :count], use_cache=True, logits_to_keep=1, **{name: cache})
            for layer in cache.layers:
                layer.keys, layer.values = layer.keys[..., :history, :], layer.values[..., :history, :]

        one, line = timed(device, lambda: step(1)), timed(device, lambda: step(LINE))
    torch.set_default_dtype(usual)
    where = "processor" if device == "cpu" else torch.cuda.get_device_name(device)
    print(
        f"{where}, {str(precision).removeprefix('torch.')}, {layers} layers of {hidden}: {size / 1e9:.2f} GB of weights"
    )
    print(f"memory            {bandwidth / 1e9:>10.1f} GB/s read and written by a copy")
    print(f"reading a prompt  {history / reading:>10.0f} tokens/s over {history} tokens")
    print(f"writing           {1 / one:>10.1f} tokens/s; memory allows {bandwidth / size:.1f}")
    singly = LINE * one
    print(
        f"{LINE} tokens forced  {line * 1000:>10.1f} ms; one by one {singly * 1000:.1f} ms, {singly / line:.1f} times as long"
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layers", type=int, default=64)
    parser.add_argument("--hidden", type=int, default=6144, help="a multiple of 128")
    parser.add_argument("--history", type=int, default=HISTORY)
    parser.add_argument("--device", help="such as cpu; a GPU if there is one")
    words = parser.parse_args()
    measure(words.layers, words.hidden, words.history, words.device)


if __name__ == "__main__":
    main()
