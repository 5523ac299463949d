"""Trains the embedded model; stops and resumes at any time.

    python -m training.train --out training/out/model --tokens 40000000

The learning rate warms up, stays, and falls to zero over the last share of `--tokens`; a run may be resumed with another total,
which moves that end. `--start training/checkpoint` goes on from the committed weights, whose optimisers were not kept. Every
figure that is printed goes to `log.jsonl` beside the checkpoint too.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor

from cwm_lsp.engine.tokenizer import Tokenizer
from training.data import BUCKETS, Batch, Batches, Mixture
from training.model import Size, WorldModel, load, save

WARM_UP_STEPS = 100
CURRICULUM = ((1_500_000, 384), (5_000_000, 768))
"""Until so many tokens, samples of at most so many tokens: short runs teach copying sooner."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is asked for.

    `tokens` counts what has been trained on, prompts included, padding left out; where `seconds` is given, the run ends by the
    clock instead. `tasks` is the share of draws that are questions in words, `runs` that of programs whose runs
    are told whole. `plain` is for busy processors: AdamW alone, in
    float32. A step's `batch` tokens come in `parts` of different lengths and kinds.
    """

    seed: int
    tokens: int
    batch: int
    rate_matrices: float
    rate_others: float
    decay: float
    checkpoint_seconds: float
    seconds: float | None = None
    tasks: float = 0.0
    runs: float = 0.01
    longest: int = BUCKETS[-1]
    warm_up: int = WARM_UP_STEPS
    plain: bool = False
    parts: int = 4


def rate(left: float, step: int, settings: Settings) -> float:
    """The share of the full learning rate, where so large a share of the run is left: linear warm-up, plateau, linear fall."""
    warm = min(1.0, (step + 1) / settings.warm_up)
    return warm * min(1.0, left / settings.decay)


def longest(tokens: int) -> int:
    """The longest sample that is used after so many tokens."""
    return next((length for until, length in CURRICULUM if tokens < until), BUCKETS[-1])


class Trainer:
    """Model, optimisers and how far they have come."""

    def __init__(
        self, size: Size, settings: Settings, out: Path, device: str, *, compiled: bool, start: Path | None = None
    ) -> None:
        torch.manual_seed(settings.seed)
        self.settings = settings
        self.out = out
        self.device = device
        self.model = WorldModel(size).to(device)
        matrices = [p for n, p in self.model.named_parameters() if p.dim() == 2 and "embed" not in n]
        others = [p for n, p in self.model.named_parameters() if p.dim() != 2 or "embed" in n]
        self.optimisers: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(matrices, lr=settings.rate_matrices, betas=(0.9, 0.98), weight_decay=0.05)
            if settings.plain
            else torch.optim.Muon(
                matrices, lr=settings.rate_matrices, weight_decay=0.05, adjust_lr_fn="match_rms_adamw"
            ),
            torch.optim.AdamW(others, lr=settings.rate_others, betas=(0.9, 0.98), weight_decay=0.0),
        ]
        torch._dynamo.config.recompile_limit = 2 * len(BUCKETS)
        self.loss = torch.compile(self.model.loss, dynamic=False) if compiled else self.model.loss_where_weighed
        self.tokens = 0
        self.step = 0
        self.shard = 0
        self.seconds = 0.0
        self._warm_from = 0
        self._began = time.monotonic()
        if (out / "state.pt").exists():
            self._restore()
        elif start is not None:
            self._start(start)

    def _restore(self) -> None:
        state = torch.load(self.out / "state.pt", map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        for optimiser, saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        self.tokens, self.step, self.shard, self.seconds = (
            state["tokens"],
            state["step"],
            state["shard"],
            state["seconds"],
        )
        print(f"resumed after {self.tokens:,} tokens, {self.step} steps", flush=True)

    def _start(self, folder: Path) -> None:
        """Take over weights and log of a finished run; the rate warms up anew, the count of tokens goes on."""
        self.model.load_state_dict(load(folder).state_dict())
        self.out.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / "log.jsonl", self.out / "log.jsonl")
        last = json.loads((folder / "log.jsonl").read_text(encoding="utf-8").splitlines()[-1])
        self.tokens, self.step, self.seconds = last["tokens"], last["step"], last["seconds"]
        self._warm_from = self.step
        print(f"started from {folder}, {self.tokens:,} tokens, {self.step} steps", flush=True)

    def save(self) -> None:
        """Write the checkpoint so that a crash in the middle leaves the old one."""
        save(self.model, self.out)
        state = {
            "model": self.model.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
            "tokens": self.tokens,
            "step": self.step,
            "shard": self.shard,
            "seconds": self.seconds,
        }
        torch.save(state, self.out / "state.part")
        (self.out / "state.part").replace(self.out / "state.pt")

    def left(self) -> float:
        """The share of the run that is left, from 1 to 0."""
        if self.settings.seconds is None:
            return max(0.0, 1.0 - self.tokens / self.settings.tokens)
        return max(0.0, 1.0 - (time.monotonic() - self._began) / self.settings.seconds)

    def learn(self, parts: Sequence[tuple[Tensor, Tensor]]) -> float:
        """One step on batches of different lengths and kinds, each of which counts alike.

        Args:
            parts: token ids and weights of each.

        Returns:
            The mean of their weighted losses.
        """
        share = rate(self.left(), self.step - self._warm_from, self.settings)
        full = (self.settings.rate_matrices, self.settings.rate_others)
        for optimiser, value in zip(self.optimisers, full, strict=True):
            for group in optimiser.param_groups:
                group["lr"] = value * share
        told = 0.0
        for ids, weights in parts:
            with torch.autocast(self.device, torch.bfloat16, enabled=not self.settings.plain):
                total, count = self.loss(ids, weights)
            loss = total / count / len(parts)
            loss.backward()
            told += float(loss.detach())
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimiser in self.optimisers:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        return told

    def run(self) -> None:
        """Train until the settings' tokens are reached."""
        self.out.mkdir(parents=True, exist_ok=True)
        settings = self.settings
        batches = Batches(
            Mixture(settings.seed, settings.tasks, settings.runs, settings.longest),
            self.shard,
            settings.batch // settings.parts,
        )
        saved = told = time.monotonic()
        losses: list[float] = []
        told_tokens = self.tokens
        try:
            while self.left() > 0:
                waiting: list[Batch] = []
                for batch in batches.batches(min(longest(self.tokens), settings.longest)):
                    waiting.append(batch)
                    if len(waiting) < settings.parts:
                        continue
                    started = time.monotonic()
                    losses.append(self.learn([self._on_device(one) for one in waiting]))
                    self.tokens += sum(one.tokens for one in waiting)
                    waiting = []
                    self.step += 1
                    now = time.monotonic()
                    self.seconds += now - started
                    if self.step % 10 == 0:
                        self._tell(losses, (self.tokens - told_tokens) / (now - told))
                        losses, told, told_tokens = [], now, self.tokens
                    if now - saved > self.settings.checkpoint_seconds:
                        self.shard = batch.shard
                        self.save()
                        saved = now
                    if self.left() <= 0:
                        break
                self.shard += 1
        finally:
            batches.close()
        self.save()

    def _on_device(self, batch: Batch) -> tuple[Tensor, Tensor]:
        return torch.from_numpy(batch.ids).to(self.device), torch.from_numpy(batch.weights).to(self.device)

    def _tell(self, losses: list[float], speed: float) -> None:
        entry = {
            "step": self.step,
            "tokens": self.tokens,
            "seconds": round(self.seconds),
            "loss": round(sum(losses) / len(losses), 4),
            "tokens_per_second": round(speed),
            "rate": round(rate(self.left(), self.step - self._warm_from, self.settings), 3),
        }
        print(json.dumps(entry), flush=True)
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("training/out/model"))
    parser.add_argument("--start", type=Path, help="a folder of `save` to go on from when --out has no checkpoint yet")
    parser.add_argument("--tokens", type=int, default=40_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=8192, help="tokens a step, padding included")
    parser.add_argument("--rate-matrices", type=float, default=2e-3)
    parser.add_argument("--rate-others", type=float, default=1.3e-3)
    parser.add_argument(
        "--decay", type=float, default=0.6, help="share of the tokens over which the rate falls to zero"
    )
    parser.add_argument("--seconds", type=float, help="ends by the clock, whatever --tokens says")
    parser.add_argument("--tasks", type=float, default=0.0, help="share of samples that ask about a program in words")
    parser.add_argument("--runs", type=float, default=0.01, help="share of programs whose runs are told whole")
    parser.add_argument("--longest", type=int, default=BUCKETS[-1], help="leave longer samples out")
    parser.add_argument("--warm-up", type=int, default=WARM_UP_STEPS, help="steps")
    parser.add_argument("--plain", action="store_true", help="AdamW alone, in float32: less work a step on a busy CPU")
    parser.add_argument("--parts", type=int, default=4, help="batches of different lengths and kinds in a step")
    parser.add_argument("--hidden", type=int, default=256)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--intermediate", type=int, default=512)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--checkpoint-seconds", type=float, default=240)
    parser.add_argument("--no-compile", action="store_true")
    given = parser.parse_args()
    settings = Settings(
        given.seed,
        given.tokens,
        given.batch,
        given.rate_matrices,
        given.rate_others,
        given.decay,
        given.checkpoint_seconds,
        given.seconds,
        given.tasks,
        given.runs,
        given.longest,
        given.warm_up,
        given.plain,
        given.parts,
    )
    size = Size(
        Tokenizer.load().vocabulary_size,
        hidden=given.hidden,
        layers=given.layers,
        heads=given.hidden // 64,
        intermediate=given.intermediate,
    )
    trainer = Trainer(size, settings, given.out, given.device, compiled=not given.no_compile, start=given.start)
    print(json.dumps({"parameters": sum(p.numel() for p in trainer.model.parameters()), **asdict(settings)}))
    trainer.run()


if __name__ == "__main__":
    main()
