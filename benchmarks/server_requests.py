"""What one request to a vLLM server costs, by kind: a choice steered in three ways, tokens at once and streamed.

    python -m benchmarks.server_requests --endpoint http://127.0.0.1:8000 --tokenizer FOLDER

Kinds take turns; medians and the quickest are printed, since other programs slow a busy machine down. Prompts differ in their last
token alone, as from question to question of one prediction.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path
from statistics import median
from typing import Any

import httpx2

from cwm_lsp.engine.server.address import parse_address
from cwm_lsp.engine.words import NEEDED, Words, words_in

PROMPT = 300
NAMES = ("count", "total", "value")
CHANCES: dict[str, Any] = {"logprobs": 5, "return_tokens_as_token_ids": True}


def kinds(words: Words) -> dict[str, dict[str, Any]]:
    """Request bodies without their prompts, by what they are called."""
    events = [words.special(name) for name in ("<|call_sep|>", "<|line_sep|>", "<|return_sep|>")]
    allowed = {"allowed_token_ids": events, "logprob_token_ids": events}
    many = [token for token in range(words.size) if b'"' in words.data(token)]
    return {
        "1 token": {"max_tokens": 1},
        "1 token, chances": {"max_tokens": 1, **CHANCES},
        "1 token of 3 allowed, chances": {"max_tokens": 1, **CHANCES, **allowed},
        f"1 token, {len(many)} stop tokens, chances": {"max_tokens": 1, **CHANCES, "stop_token_ids": many},
        "structured outputs: one of 3 names": {"max_tokens": 8, "structured_outputs": {"choice": list(NAMES)}},
        "structured outputs: a regex": {"max_tokens": 8, "structured_outputs": {"regex": "|".join(NAMES)}},
        "20 tokens, chances": {"max_tokens": 20, "ignore_eos": True, **CHANCES},
        "20 tokens, chances, streamed": {"max_tokens": 20, "ignore_eos": True, "stream": True, **CHANCES},
    }


def measure(endpoint: str, words: Words, repeats: int) -> None:
    """Ask, in turns, and print."""
    chance = random.Random(1)
    plain = [token for token in range(words.size) if words.data(token)]
    prompt = [words.special(NEEDED[0]), *(chance.choice(plain) for _ in range(PROMPT))]
    found = kinds(words)
    times: dict[str, list[float]] = {name: [] for name in found}
    client: Any = httpx2.Client(base_url=parse_address(endpoint).base, trust_env=False, timeout=120)
    with client:
        model = client.get("/v1/models").json()["data"][0]["id"]
        for turn in range(repeats + 1):
            for name, body in found.items():
                body = {"model": model, "temperature": 0, "prompt": [*prompt, chance.choice(plain)], **body}
                started = time.perf_counter()
                client.post("/v1/completions", json=body).raise_for_status()
                if turn:  # the first of each kind is slow
                    times[name].append((time.perf_counter() - started) * 1000)
    print(f"{'':44}{'median':>10}{'quickest':>10}")
    for name, took in times.items():
        print(f"{name:44}{median(took):>7.1f} ms{min(took):>7.1f} ms")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", default="http://127.0.0.1:8000")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--repeats", type=int, default=10)
    words = parser.parse_args()
    measure(words.endpoint, words_in(words.tokenizer), words.repeats)


if __name__ == "__main__":
    main()
