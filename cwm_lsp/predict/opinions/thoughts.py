"""What a model that doesn't chat is given to judge: each loop with a run that goes round it, or steps counted on growing inputs.

Our small model can't think by itself; it has learned to read these thoughts, whose runs are predicted without asking anybody. How
they are written is `rounds`' and `growing`'s.
"""

from __future__ import annotations

import asyncio

from cwm_lsp.predict.opinions.growing import counted
from cwm_lsp.predict.opinions.questions import ENDING, Question
from cwm_lsp.predict.opinions.rounds import followed
from cwm_lsp.predict.opinions.slicing import ending_slices
from cwm_lsp.waiting import off_loop


async def thoughts(question: Question, source: str, function: str) -> list[tuple[str, str]] | str:
    """Sources with thoughts about them, each to be asked about on its own; a sentence where there are none.

    Args:
        question: one of the two.
        source: the function's text and that of what it calls.
        function: its name.
    """
    if question is ENDING:
        return await _loop_by_loop(source, function)
    told = await off_loop(lambda is_wanted: counted(source, function, is_wanted))
    if told is None:
        return "Its runs on growing inputs can't be followed, so there is nothing for the model to judge."
    return [told]


async def _loop_by_loop(source: str, function: str) -> list[tuple[str, str]] | str:
    slices = await asyncio.to_thread(ending_slices, source, function)
    if not slices:
        return "It has no loop and no recursion of which the model could be asked whether it ends."
    found: list[tuple[str, str]] = []
    for one in slices:
        told = await off_loop(lambda is_wanted, one=one: followed(one, function, is_wanted))
        found += [(one, thought) for thought in told]
    return found or "No run of it can be followed, so there is nothing for the model to judge."
