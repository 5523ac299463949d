"""Two models' figures side by side, as a Markdown table.

    python -m benchmarks.old_and_new [OLD.json] [NEW.json]

The files are what `benchmarks.figures` writes. `data/figures_first.json` has those of the first shipped model, as its card had
them; those of the later ones are beside it.
Sets that are counted over other items or frames are marked: their figures can't be held against each other.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import FIGURES, SHARES

OLD = FIGURES.with_name("figures_sixth.json")
ABSENT = "-"


def table(old: dict[str, Any], new: dict[str, Any]) -> str:
    """All that either file has, the sets first."""
    rows = [("", "old", "new"), ("---", "---:", "---:"), *_rows(old, new)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    names = [
        f"{which}: {held['model']} (`{held['identity']}`), {held['date']}."
        for which, held in (("Old", old), ("New", new))
    ]
    return "\n".join([*lines, "", *names])


def _rows(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name in dict.fromkeys([*old["sets"], *new["sets"]]):
        before, after = old["sets"].get(name, {}), new["sets"].get(name, {})
        differ = bool(before and after) and any(before[one] != after[one] for one in ("items", "frames"))
        yield f"**{name}**{' (not the same runs)' if differ else ''}", _size(before), _size(after)
        for figure in SHARES:
            yield figure, _percent(before.get(figure)), _percent(after.get(figure))
        yield from _survival(before.get("no error after", {}), after.get("no error after", {}))
        key = "half of the runs wrong from frame"
        if key in before or key in after:
            yield key, _number(before.get(key)), _number(after.get(key))
    before, after = old.get("speed", {}), new.get("speed", {})
    if before or after:
        yield "**speed**, one thread", "", ""
        for key in dict.fromkeys([*before, *after]):
            if key != "command":
                yield key, _number(before.get(key)), _number(after.get(key))


def _survival(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for mark in sorted({*old, *new}, key=int):
        cells = [
            f"{_percent(one['of them'])} of {one['runs']}, estimate {_percent(one['estimate'])}" if one else ABSENT
            for one in (old.get(mark), new.get(mark))
        ]
        yield f"no error after {mark} frames", cells[0], cells[1]


def _size(held: dict[str, Any]) -> str:
    return f"{held['items']} items, {held['frames']} frames" if held else ABSENT


def _percent(value: float | None) -> str:
    return ABSENT if value is None else f"{value:.1f} %"


def _number(value: float | None) -> str:
    return ABSENT if value is None else f"{value:,}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.old_and_new", description="Two models side by side.")
    parser.add_argument("old", type=Path, nargs="?", default=OLD)
    parser.add_argument("new", type=Path, nargs="?", default=FIGURES)
    given = parser.parse_args(arguments)
    try:
        old, new = (json.loads(path.read_text(encoding="utf-8")) for path in (given.old, given.new))
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(table(old, new))
    return 0


if __name__ == "__main__":
    sys.exit(main())
