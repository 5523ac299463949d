"""Whether engines agree over the same calls, decision by decision; where they part, how nearly even both held it.

    python -m benchmarks.agreement --exact --transformers FOLDER [--endpoint URL] [--every N] [--frames N]

Each held-out call is predicted by the embedded engine and by the others, greedily and with verification off. The first decision
that differs is put to both engines alone, as a choice between the two tokens: a tie that rounding breaks has margins near 0.
`--exact` gives the embedded engine the checkpoint in float32 rather than the shipped weights, which are rounded to eight bits.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.decoding import HELD_OUT, ROOT, Case, cases_of
from cwm_lsp.engine.choosing import EngineChoice, engine_for
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import SHIPPED, VOCABULARY
from cwm_lsp.engine.protocol import Choice, Engine, EngineError, Generation, Token
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.trace import TraceSettings, predict_trace
from cwm_lsp.trace.faults import TraceFaultError

CHECKPOINT = ROOT / "training" / "checkpoint"


@dataclass(frozen=True, slots=True)
class Decision:
    """Tokens that the model decided on, after a sequence.

    Attributes:
        before: the sequence.
        ids: the tokens.
        margin: how much likelier the chosen option is than all others, in natural logarithms; infinite for a written value.
    """

    before: tuple[int, ...]
    ids: tuple[int, ...]
    margin: float


@dataclass(frozen=True, slots=True)
class Parting:
    """The first decision in which two engines differ.

    Attributes:
        tokens: what one and the other have chosen, in words.
        margins: by how much each engine prefers its own token to the other's, in natural logarithms.
    """

    tokens: tuple[str, str]
    margins: tuple[float, float]


class _Heard:
    """A generation whose decisions are written down."""

    def __init__(self, inner: Generation, prompt: Sequence[int], decisions: list[Decision]) -> None:
        self._inner = inner
        self._ids = list(prompt)
        self._decisions = decisions

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def append(self, ids: Sequence[int]) -> None:
        self._inner.append(ids)
        self._ids += ids

    def rewind(self, length: int) -> None:
        self._inner.rewind(length)
        del self._ids[length:]

    async def choose(self, options: Sequence[Sequence[int]]) -> Choice:
        chosen = await self._inner.choose(options)
        margin = chosen.logprob - math.log(max(-math.expm1(min(chosen.logprob, -1e-12)), 1e-300))
        self._note(options[chosen.index], margin)
        return chosen

    async def complete(self, **limits: Any) -> tuple[Token, ...]:
        tokens = await self._inner.complete(**limits)
        self._note([token.id for token in tokens], math.inf)
        return tokens

    def _note(self, ids: Sequence[int], margin: float) -> None:
        self._decisions.append(Decision(tuple(self._ids), tuple(ids), margin))
        self._ids += ids


class _Hearing:
    """An engine whose sequences are `_Heard`."""

    def __init__(self, inner: Engine) -> None:
        self._inner = inner
        self.decisions: list[Decision] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def start(self, prompt: Sequence[int]) -> Any:
        return _Heard(await self._inner.start(prompt), prompt, self.decisions)


async def decisions_of(engine: Engine, case: Case, frames: int) -> list[Decision]:
    """All that the model decides in one prediction, in order."""
    await engine.load()
    hearing: Any = _Hearing(engine)
    settings = TraceSettings(max_frames=frames, verify=Verify.OFF)
    async for _ in predict_trace(hearing, case.document, case.function, case.call, settings):
        pass
    return hearing.decisions


def compared(one: Sequence[Decision], other: Sequence[Decision]) -> int:
    """How many decisions two predictions have in common, up to the first that differs, which counts."""
    same = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0].ids != pair[1].ids), None)
    return min(len(one), len(other)) if same is None else same + 1


async def parting(ours: Engine, theirs: Engine, one: Sequence[Decision], other: Sequence[Decision]) -> Parting | None:
    """Where two predictions of a call part, put to both engines; None if they don't.

    Args:
        ours: has decided `one`.
        theirs: has decided `other`.
        one: from `decisions_of`.
        other: from `decisions_of`, of the same call.
    """
    place = compared(one, other) - 1
    if place < 0 or one[place].ids == other[place].ids:
        return None
    mine, yours = one[place], other[place]
    shared = next(
        (at for at, pair in enumerate(zip(mine.ids, yours.ids, strict=False)) if pair[0] != pair[1]),
        min(len(mine.ids), len(yours.ids)) - 1,
    )
    prompt = [*mine.before, *mine.ids[:shared]]
    options = [[mine.ids[shared]], [yours.ids[shared]]]
    margins: list[float] = []
    for own, engine in enumerate((ours, theirs)):
        generation = await engine.start(prompt)
        chosen = await generation.choose(options)
        generation.close()
        margin = chosen.logprob - math.log(max(-math.expm1(min(chosen.logprob, -1e-12)), 1e-300))
        margins.append(margin if chosen.index == own else -margin)
    first, second = (ours.data(option[0]).decode("utf-8", "replace") for option in options)
    return Parting((first, second), (margins[0], margins[1]))


async def measure(ours: Engine, others: Mapping[str, Engine], chosen: Sequence[Case], frames: int) -> None:
    """Predict every call with every engine, and print."""
    count = dict.fromkeys(others, 0)
    found: dict[str, list[Parting]] = {name: [] for name in others}
    closest: list[float] = []
    calls = 0
    for case in chosen:
        try:
            own = await decisions_of(ours, case, frames)
            answers = {name: await decisions_of(other, case, frames) for name, other in others.items()}
        except (EngineError, TraceFaultError):
            continue
        calls += 1
        closest += [decision.margin for decision in own if decision.margin < math.inf]
        for name, other in others.items():
            count[name] += compared(own, answers[name])
            apart = await parting(ours, other, own, answers[name])
            if apart is not None:
                found[name].append(apart)
    print(f"{calls} held-out calls, up to {frames} frames; the embedded engine: {ours.model}")
    print(
        f"nearest to a tie in {len(closest)} choices: margins of {', '.join(f'{m:.6f}' for m in sorted(closest)[:5])}"
    )
    for name, partings in found.items():
        print(f"{name}: {count[name]} decisions compared, {len(partings)} calls in which one differs")
        for apart in sorted(partings, key=lambda one: -max(map(abs, one.margins)))[:8]:
            print(
                f"    {apart.tokens[0]!r} here, {apart.tokens[1]!r} there; "
                f"by {apart.margins[0]:.6f} here, {apart.margins[1]:.6f} there"
            )
    for engine in (ours, *others.values()):
        await engine.close()


def exact_engine(folder: Path) -> EmbeddedEngine:
    """The checkpoint in the embedded engine, in float32; needs the training extra.

    Args:
        folder: is filled with the model's files.
    """
    from training.export import Precision, to_onnx

    to_onnx(CHECKPOINT, folder, SHIPPED / VOCABULARY, Precision.FLOAT32)
    return EmbeddedEngine(folder)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--exact", action="store_true", help="the checkpoint in float32 in place of the shipped weights"
    )
    parser.add_argument("--endpoint", help="of a server over the same weights")
    parser.add_argument("--tokenizer", type=Path, help="the folder of the served model's tokenizer")
    parser.add_argument("--transformers", metavar="FOLDER", help="a checkpoint of the same weights")
    parser.add_argument("--every", type=int, default=1, help="only every n-th held-out call")
    parser.add_argument("--frames", type=int, default=12)
    words = parser.parse_args()
    others: dict[str, Engine] = {}
    if words.endpoint:
        others["server"] = engine_for(EngineChoice("vllm", None, words.endpoint, words.tokenizer))
    if words.transformers:
        others["transformers"] = engine_for(EngineChoice("transformers", words.transformers))
    with tempfile.TemporaryDirectory() as folder:
        ours = exact_engine(Path(folder)) if words.exact else EmbeddedEngine()
        asyncio.run(measure(ours, others, cases_of(HELD_OUT, words.every), words.frames))


if __name__ == "__main__":
    main()
