"""What of a line's values is shown once a pass of a loop is picked, and which loops there are to pick from.

Pure; what is picked is the session's state. Lines are those of the prediction, not of the text now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cwm_lsp.predict.notes import FunctionAnnotations, Given, LineAnnotation
from cwm_lsp.session import Loop, Selection


@dataclass(frozen=True, slots=True)
class LoopPasses:
    """A loop that took place.

    Attributes:
        loop: its name in a selection.
        header: its line.
        passes: how often its body was gone through; the largest number, where an outer loop repeats it.
        picked: the pass that is shown, from 1; None for all of them.
    """

    loop: Loop
    header: int
    passes: int
    picked: int | None


def loops(function: FunctionAnnotations, selection: Selection) -> tuple[LoopPasses, ...]:
    """The loops of an activation in which a line gave anything, in the order of their headers.

    A pick beyond the last pass, or of a loop that did not take place this time, picks nothing.
    """
    counts: dict[int, int] = {}
    for annotation in function.lines.values():
        for note in annotation.notes:
            for given in note.values:
                for header, number in given.passes:
                    counts[header] = max(counts.get(header, 0), number)
    found: list[LoopPasses] = []
    for header, passes in sorted(counts.items()):
        loop = (function.function.qualname, header - function.function.def_line)
        picked = selection.passes.get(loop)
        found.append(LoopPasses(loop, header, passes, picked if picked is not None and picked <= passes else None))
    return tuple(found)


def shown_loop(found: tuple[LoopPasses, ...], selection: Selection) -> LoopPasses | None:
    """The loop that is stepped through: the one picked last, else the first with several passes."""
    by_name = {one.loop: one for one in found if one.passes > 1}
    for loop in reversed(tuple(selection.passes)):
        if loop in by_name:
            return by_name[loop]
    return next(iter(by_name.values()), None)


def as_picked(annotation: LineAnnotation, picked: Mapping[int, int]) -> LineAnnotation:
    """A line's annotation with nothing but the picked passes; as it is where none of its loops is picked.

    Args:
        annotation: of all passes.
        picked: for loop headers the pass that is shown.
    """
    if not picked or not annotation.notes:
        return annotation
    notes = tuple(
        replace(note, values=kept)
        for note in annotation.notes
        if (kept := tuple(given for given in note.values if _is_picked(given, picked)))
    )
    return replace(annotation, notes=notes)


def _is_picked(given: Given, picked: Mapping[int, int]) -> bool:
    return all(picked.get(header, number) == number for header, number in given.passes)
