"""The figures of a model alone, for machines: how right it is on every data set, and how fast.

    python -m benchmarks.figures [--model DIR] [--cruxeval FILE] [--humaneval FILE] [--only NAME]
        [--whole-frames] [--speed] [--out FILE]

Every set is predicted freely with `--verify off`. The file is written after each set, and what it says of other sets stays if it is
of the same model: sets can be run one at a time. `benchmarks.old_and_new` prints two such files side by side.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from benchmarks import engine as engine_speed
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import GRAPH, SHIPPED
from cwm_lsp.engine.protocol import EngineError
from cwm_lsp.evaluate.command import attempt_all
from cwm_lsp.evaluate.datasets import DatasetError, read_items
from cwm_lsp.evaluate.report import runs_of, total
from cwm_lsp.evaluate.survival import half_life, survival
from cwm_lsp.evaluate.trial import Trial
from cwm_lsp.predict.calibration import Asked, load_calibration
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.trace import TraceSettings

ROOT = Path(__file__).parents[1]
FIGURES = Path(__file__).parent / "data" / "figures.json"
SHARES = {
    "frames exact": ("frames_right", "frames"),
    "states exact": ("states_right", "frames"),
    "lines exact": ("lines_right", "frames"),
    "whole traces": ("traces_right", "items"),
    "results": ("results_right", "items"),
}


@dataclass(frozen=True, slots=True)
class Set:
    """A data set, and how it is asked.

    Attributes:
        name: for people.
        command: what prints the same.
        path: of the file.
        every: only every n-th item is predicted.
        max_frames: of one prediction.
    """

    name: str
    command: str
    path: Path
    every: int = 1
    max_frames: int = 256


def sets(humaneval: Path | None, cruxeval: Path | None) -> list[Set]:
    """The sets that are there."""
    training = ROOT / "training"
    found = [
        Set("held-out programs", "eval traces training/held_out.jsonl --every 4", training / "held_out.jsonl", 4),
        Set("people's programs", "eval traces training/held_out_people.jsonl", training / "held_out_people.jsonl"),
        Set(
            "long runs",
            "eval traces training/held_out_long.jsonl --max-frames 1000",
            training / "held_out_long.jsonl",
            max_frames=1000,
        ),
    ]
    found = [one for one in found if one.path.exists()]
    if humaneval is not None:
        found.append(Set("HumanEval", "eval traces HUMANEVAL --every 4", humaneval, 4))
    if cruxeval is not None:
        found.append(Set("CRUXEval", "eval cruxeval CRUXEVAL", cruxeval))
    return found


def entry(trials: Sequence[Trial], command: str) -> dict[str, Any]:
    """What is kept of a set: counts, shares in percent, and how long runs stay right."""
    scores, runs = total(trials), runs_of(trials)
    held: dict[str, Any] = {
        "command": f"cwm-lsp {command} --verify off",
        "items": scores.items,
        "frames": scores.frames,
    }
    for name, (part, whole) in SHARES.items():
        held[name] = percent(getattr(scores, part), getattr(scores, whole))
    held["no error after"] = {
        str(one.after): {
            "runs": one.runs,
            "of them": percent(one.right, one.runs),
            "estimate": percent(one.estimate, 1),
        }
        for one in survival(runs)
    }
    held["half of the runs wrong from frame"] = half_life(runs)
    return held


def percent(part: float, whole: float) -> float:
    """With one decimal, as tables print it; 0 of nothing is 0."""
    return round(100 * part / whole, 1) if whole else 0.0


async def speed(folder: Path, repeats: int) -> dict[str, Any]:
    """Tokens a second on one thread: medians on the clock, as `benchmarks.engine` measures them.

    Raises:
        EngineError: the engine can't be loaded.
    """
    engine = EmbeddedEngine(folder)
    await engine.load()
    samples = await engine_speed.measure(engine, repeats)
    await engine.close()
    held: dict[str, Any] = {"command": "python -m benchmarks.engine"}
    for (kind, count), times in samples.items():
        seconds = statistics.median(one.wall for one in times)
        if kind == "steps":
            held[f"tokens/s after {count}"] = round(engine_speed.STEPS / seconds)
        elif kind == "prompt":
            held[f"tokens/s of a prompt of {count}"] = round(count / seconds)
    held["file, MB"] = round((folder / GRAPH).stat().st_size / 1e6, 1)
    return held


def stored(path: Path, engine: EmbeddedEngine) -> dict[str, Any]:
    """What the file says of this model; a beginning if it says nothing of it."""
    if path.exists():
        held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if held.get("identity") == engine.identity:
            return held
    return {"model": engine.model, "identity": engine.identity, "sets": {}}


def store(path: Path, held: dict[str, Any]) -> None:
    """Write the figures, with today's date."""
    held["date"] = datetime.now(timezone.utc).date().isoformat()
    path.write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.figures", description="A model's figures, for machines."
    )
    parser.add_argument("--model", type=Path, default=SHIPPED, help="folder of the embedded model")
    parser.add_argument("--humaneval", metavar="FILE", type=Path, help="HumanEval's items")
    parser.add_argument("--cruxeval", metavar="FILE", type=Path, help="CRUXEval's items")
    parser.add_argument("--only", metavar="NAME", action="append", help="this set only; several times for several sets")
    parser.add_argument(
        "--whole-frames", action="store_true", help="also as a model that writes frames; takes many times as long"
    )
    parser.add_argument("--speed", action="store_true", help="also measure the speed; for an idle machine")
    parser.add_argument("--repeats", type=int, default=15, help="of each measurement of speed")
    parser.add_argument("--out", type=Path, default=FIGURES)
    given = parser.parse_args(arguments)
    try:
        held = stored(given.out, EmbeddedEngine(given.model))
        if given.speed:
            held["speed"] = asyncio.run(speed(given.model, given.repeats))
            store(given.out, held)
        for one in sets(given.humaneval, given.cruxeval):
            if given.only is not None and one.name not in given.only:
                continue
            settings = TraceSettings(one.max_frames, verify=Verify.OFF)
            items = read_items(one.path)[:: one.every]
            for asked in Asked if given.whole_frames else (Asked.OPERATIONS,):
                engine = EmbeddedEngine(given.model, operations=asked is Asked.OPERATIONS)
                calibration = load_calibration(given.model, asked)
                trials, _ = asyncio.run(attempt_all(items, engine, settings, calibration))
                # What has the set's own name is what `--verify off` gives.
                name, command = one.name, one.command
                if asked is Asked.FRAMES:
                    name, command = f"{name}, whole frames", f"{command} --whole-frames"
                held["sets"][name] = entry(trials, command)
                store(given.out, held)
                print(f"{name}: {held['sets'][name]['frames exact']} % of frames exact", flush=True)
    except (DatasetError, EngineError, OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
