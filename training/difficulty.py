"""How hard operations are for the model so far, by kind and size: training thins out what it has long learned.

    PYTHONHASHSEED=0 python -m training.difficulty --checkpoint training/checkpoint

Puts operations as training draws them to a checkpoint and counts, by kind and size, how many it gets wrong. `difficulty.json` keeps
the counts; what an operation's share of training becomes of them is said in `Difficulty.share`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cwm_lsp.verify.objects import Operation

KNOWN = Path(__file__).parent / "difficulty.json"
LEAST = 0.25
"""The share of operations that are never wrong: what isn't repeated is forgotten."""
WHOLE = 0.16
"""The share of mistakes from which every operation is taken."""
PRIOR, PRIOR_ASKED = 0.05, 4
"""The share of mistakes among operations that were not seen, and as how many it counts."""
_OPERATOR = re.compile(r" (\+|-|\*|/|//|%|\*\*|&|\||\^|<<|>>|==|!=|<=|>=|<|>|in|not in|\+=|-=|\*=|\|=|&=|\^=) ")
_CALLED = re.compile(r"\.(\w+)\([^()]*(?:\([^()]*\)[^()]*)*\)\Z")
_FUNCTION = re.compile(r"(?!str\(0 )(\w+)\(")
_NUMBERS = re.compile(r"(-?)(\d+) (\S+) (-?)(\d+)\Z")


def kind(operation: Operation) -> str:
    """What an operation is, in a word or two."""
    words = operation.words
    if (called := _CALLED.search(words)) is not None and not words.startswith("format("):
        return f".{called[1]}()" + (" leaves" if operation.is_effect else "")
    if (function := _FUNCTION.match(words)) is not None:
        return f"{function[1]}()"
    if words.endswith("]") and words[0] in "[({sdD":
        return "slice" if ":" in words.rpartition("[")[2] and not words.startswith("{") else "element"
    found = _OPERATOR.search(words)
    return found[1] if found is not None else "other"


def described(operation: Operation) -> str:
    """Kind and size: digits and signs of two integers, otherwise about how many characters there are (in powers of two)."""
    numbers = _NUMBERS.match(operation.words)
    if numbers is not None:
        sides = f"{numbers[1]}{min(4, len(numbers[2]))} {numbers[4]}{min(4, len(numbers[5]))}"
        return f"{numbers[3]} {sides}"
    return f"{kind(operation)} {(len(operation.words) + len(operation.truth)).bit_length()}"


class Difficulty:
    """The share of mistakes by kind and size."""

    @classmethod
    @cache
    def known(cls) -> Difficulty:
        """That of `difficulty.json`."""
        counts: dict[str, tuple[int, int]] = json.loads(KNOWN.read_text(encoding="utf-8"))
        return cls(counts)

    def __init__(self, counts: Mapping[str, tuple[int, int]]) -> None:
        """Args:
        counts: how many operations were asked and how many answers were wrong, by `described`.
        """
        self._shares = {name: _share(*told) for name, told in counts.items()}

    def share(self, operation: Operation) -> float:
        """The share, from `LEAST` to 1, of operations of this kind and size to train on: it grows as the root of the mistakes'."""
        return self._shares.get(described(operation), _share(0, 0))


def _share(asked: int, wrong: int) -> float:
    mistakes = (wrong + PRIOR * PRIOR_ASKED) / (asked + PRIOR_ASKED)
    return min(1.0, max(LEAST, (mistakes / WHOLE) ** 0.5))


def main() -> None:
    """The command line."""
    from training.asked import judged, operations_drawn
    from training.model import load

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, default=Path("training/checkpoint"))
    parser.add_argument("--operations", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    asked: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for operation, is_right in judged(load(given.checkpoint), operations_drawn(given.seed, given.operations)):
        asked[described(operation)] += 1
        wrong[described(operation)] += not is_right
    counts = {name: (count, wrong[name]) for name, count in sorted(asked.items())}
    KNOWN.write_text(json.dumps(counts, indent=0) + "\n", encoding="utf-8")
    print(
        f"{sum(asked.values()):,} operations, {sum(wrong.values()) / sum(asked.values()):.1%} wrong, {len(counts)} kinds"
    )


if __name__ == "__main__":
    main()
