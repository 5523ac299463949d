"""Scores as tables for people and as JSON for machines. Every item is in every denominator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

from cwm_lsp.evaluate.comparison import Scores
from cwm_lsp.evaluate.failures import failures_as_json, first_errors
from cwm_lsp.evaluate.layout import aligned, share
from cwm_lsp.evaluate.survival import Run, half_life, survival
from cwm_lsp.evaluate.told import Ground
from cwm_lsp.evaluate.trial import Trial

LENGTHS = ((1, 10), (11, 20), (21, 40), (41, 80), (81, 10_000))
"""Classes of true runs, in frames."""


def total(trials: Iterable[Trial]) -> Scores:
    """The sum of all scores."""
    added = Scores()
    for trial in trials:
        added += trial.scores
    return added


def table(trials: Sequence[Trial]) -> str:
    """The figures by family and by length of the true run, and a line on speed and on items that could not be used."""
    rows: list[tuple[str, ...]] = [
        ("", "items", "frames", "frame exact", "state exact", "line exact", "trace exact", "result exact")
    ]
    families = sorted({trial.item.family for trial in trials})
    if len(families) > 1:
        rows += [_row(name, [t for t in trials if t.item.family == name]) for name in families]
    for least, most in LENGTHS:
        chosen = [trial for trial in trials if least <= trial.true_frames <= most]
        if chosen:
            rows.append(_row(f"{least}-{most} frames" if most < 10_000 else f"over {least - 1} frames", chosen))
    rows.append(_row("all", trials))
    return "\n".join([aligned(rows), "", _survival(trials), "", *_notes(trials)])


def runs_of(trials: Iterable[Trial]) -> list[Run]:
    """How far each prediction was right; items that could not be tried are left out."""
    found: list[Run] = []
    for trial in trials:
        if trial.steps:
            failed = trial.steps[-1].wrong is not None
            found.append(Run(trial.true_frames, trial.steps[-1].number) if failed else Run(len(trial.steps), None))
    return found


def _survival(trials: Sequence[Trial]) -> str:
    runs = runs_of(trials)
    rows: list[tuple[str, ...]] = [("no error after", "runs so long", "without an error", "of them", "estimate")]
    rows += [
        (
            f"{one.after} frames",
            str(one.runs),
            str(one.right),
            share(one.right, one.runs),
            f"{100 * one.estimate:.1f} %",
        )
        for one in survival(runs)
    ]
    half = half_life(runs)
    lines = [
        aligned(rows),
        "The estimate is Kaplan and Meier's over all runs: shorter ones leave the count at their end.",
        f"By it, half of the runs are wrong from frame {half} on."
        if half
        else "By it, more than half of the runs stay right.",
    ]
    return "\n".join(lines)


def _row(name: str, trials: Sequence[Trial]) -> tuple[str, ...]:
    scores = total(trials)
    return (
        name,
        str(scores.items),
        str(scores.frames),
        share(scores.frames_right, scores.frames),
        share(scores.states_right, scores.frames),
        share(scores.lines_right, scores.frames),
        share(scores.traces_right, scores.items),
        share(scores.results_right, scores.items),
    )


def _notes(trials: Sequence[Trial]) -> list[str]:
    scores = total(trials)
    used = [trial for trial in trials if not trial.scores.unusable]
    reasons: dict[str, int] = {}
    for trial in trials:
        if trial.note:
            reasons[trial.note.partition(":")[0][:70]] = reasons.get(trial.note.partition(":")[0][:70], 0) + 1
    lines = [f"{scores.unusable} of {scores.items} items could not be tried; they count as wrong."]
    lines += [f"  {count} x {reason}" for reason, count in sorted(reasons.items(), key=lambda one: -one[1])]
    seconds = sum(trial.seconds for trial in used)
    if seconds:
        frames = sum(trial.predicted_frames for trial in used)
        lines.append(
            f"{frames} frames predicted in {seconds:.1f} s: {frames / seconds:.0f} a second, "
            f"median {median(trial.seconds for trial in used):.2f} s an item."
        )
    return lines


def grounds(trials: Sequence[Trial]) -> str:
    """Every value that was predicted, by what it stands on, and how many of each were right."""
    values = [one for trial in trials for one in trial.told]
    classes = [(ground.value, [one for one in values if one.ground is ground]) for ground in Ground]
    classes += [
        ("shown unmarked", [one for one in values if one.is_unmarked]),
        ("shown at all", [one for one in values if one.is_shown]),
    ]
    rows: list[tuple[str, ...]] = [("values", "count", "of all", "right", "wrong")]
    for name, chosen in classes:
        right = sum(one.right for one in chosen)
        rows.append(
            (
                name,
                str(len(chosen)),
                share(len(chosen), len(values)),
                share(right, len(chosen)),
                str(len(chosen) - right),
            )
        )
    return aligned(rows)


def as_json(trials: Sequence[Trial]) -> dict[str, Any]:
    """All figures and one entry an item."""
    return {
        "all": asdict(total(trials)),
        "grounds": {
            ground.value: {
                "count": sum(one.ground is ground for t in trials for one in t.told),
                "right": sum(one.ground is ground and one.right for t in trials for one in t.told),
            }
            for ground in Ground
        },
        "survival": [asdict(one) for one in survival(runs_of(trials))],
        "half_life": half_life(runs_of(trials)),
        "failures": failures_as_json(trials),
        "first_errors": [
            {"id": trial.item.id, **asdict(step), "event": step.event.value, "wrong": step.wrong and step.wrong.value}
            for trial, step in first_errors(trials)
        ],
        "families": {
            name: asdict(total(t for t in trials if t.item.family == name))
            for name in sorted({trial.item.family for trial in trials})
        },
        "items": [
            {"id": t.item.id, "family": t.item.family, "true_frames": t.true_frames, "note": t.note, **asdict(t.scores)}
            for t in trials
        ],
    }
