"""Puts together what rules, predicted runs and the model say of a function's end. What each says stays visible.

A rule or a proof outweighs the model. What only happens for inputs that nobody gives is told on demand and never warned of: a false
alarm is worse than silence.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from cwm_lsp.engine.protocol import Engine
from cwm_lsp.predict.judging.verdicts import TerminationVerdict
from cwm_lsp.predict.opinions.asking import ask_termination
from cwm_lsp.predict.opinions.opinion import DOES_NOT_TERMINATE, TERMINATES, OpinionSettings, TerminationOpinion
from cwm_lsp.predict.termination.candidates import Candidate, candidates
from cwm_lsp.predict.termination.evidence import evidence_of
from cwm_lsp.predict.termination.rules import Concern, Ruling, concerns, needs_asking, ruling
from cwm_lsp.predict.termination.silent import silent_run
from cwm_lsp.predict.termination.verdict import Evidence, EvidenceKind, Sort, Verdict
from cwm_lsp.source.callees import callees_of
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function
from cwm_lsp.waiting import off_loop

__all__ = ["TerminationSettings", "combined", "gathered", "judge", "needs_asking"]

_ENOUGH = 3
"""Calls, all those that were tried, that never end."""
_FIRST_FRAMES = 80
"""Frames after which a run is looked at first."""
_RELYING = 0.95
"""How sure a rule is that relies on what the text does not show."""
_MISUSE = ("TypeError", "AttributeError", "NameError", "KeyError", "IndexError", "ValueError")


@dataclass(frozen=True, slots=True)
class TerminationSettings:
    """What judging one function may cost.

    Attributes:
        calls: the most calls whose runs are followed.
        frames: the most frames of each.
        ask: whether the model is asked.
        opinion: how it is asked.
    """

    calls: int = 10
    frames: int = 256
    ask: bool = True
    opinion: OpinionSettings = field(default_factory=OpinionSettings)


async def judge(
    document: Document, function: Function, engine: Engine | None, settings: TerminationSettings | None = None
) -> TerminationVerdict:
    """Whether a function ends. Rules first; where they leave it open, runs are followed and the model is asked.

    May be cancelled at any time; what takes long is done off the event loop.

    Args:
        document: the file.
        function: one of its functions.
        engine: asked for its opinion; None asks nobody.
        settings: what it may cost.

    Raises:
        EngineError: the engine can't be loaded or reached.
    """
    settings = settings or TerminationSettings()
    settled = await asyncio.to_thread(ruling, document, function)
    if settled is not None:
        return combined(document, function, settled, (), None)
    opinion: TerminationOpinion | None = None
    if engine is not None and settings.ask and needs_asking(document, function):
        source = await asyncio.to_thread(question_source, document, function)
        opinion = await ask_termination(engine, source, function.name, settings.opinion)
    example = opinion.example if opinion else None
    found = await off_loop(lambda is_wanted: gathered(document, function, settings, example, is_wanted))
    return await asyncio.to_thread(combined, document, function, None, found, opinion)


def question_source(document: Document, function: Function) -> str:
    """The function's text and that of the plain functions of the file that it may enter, as the model is asked about it."""
    entered = [one for one in callees_of(document, function) if one != function and not one.is_method]
    wanted = [*(one for one in entered if "<locals>" not in one.qualname), function]
    wanted.sort(key=lambda one: one.first_line)
    return "\n\n\n".join("\n".join(document.lines[one.first_line - 1 : one.last_line]) for one in wanted) + "\n"


def gathered(
    document: Document,
    function: Function,
    settings: TerminationSettings,
    example: str | None = None,
    is_wanted: Callable[[], bool] = lambda: True,
) -> tuple[Evidence, ...]:
    """Follow the runs of some calls. Blocks; call it off the event loop.

    Args:
        document: the file.
        function: one of its functions.
        settings: what it may cost.
        example: a call that the model has proposed.
        is_wanted: asked now and then; once it is false there is no more.
    """
    found: list[Evidence] = []
    for candidate in candidates(document, function, limit=settings.calls, example=example):
        if not is_wanted() or _is_enough(found):
            break
        found.append(_tried(document, function, candidate, settings.frames, is_wanted))
    return tuple(found)


def _is_enough(found: Sequence[Evidence]) -> bool:
    """Whether no further call can make a difference: one after the other never ends."""
    endless = [one for one in found if one.kind.is_endless and one.is_proven and one.sort is not Sort.UNUSUAL]
    return len(endless) == len(found) >= _ENOUGH


def _tried(
    document: Document, function: Function, candidate: Candidate, frames: int, is_wanted: Callable[[], bool]
) -> Evidence:
    evidence = Evidence(EvidenceKind.OPEN, candidate.call, candidate.sort, False)
    # What never ends mostly shows it soon.
    for limit in (min(_FIRST_FRAMES, frames), frames):
        run = silent_run(document, function, candidate.call, frames=limit, is_wanted=is_wanted)
        if run is None:
            break
        evidence = evidence_of(run, document, candidate.call, candidate.sort)
        if evidence.kind is not EvidenceKind.OPEN or run.stopped or limit == frames:
            break
    return evidence


def combined(
    document: Document,
    function: Function,
    settled: Ruling | None,
    found: Sequence[Evidence],
    opinion: TerminationOpinion | None,
) -> TerminationVerdict:
    """The verdict that follows from all there is.

    Args:
        document: the file.
        function: one of its functions.
        settled: what the text settles; None where it leaves it open.
        found: what runs show.
        opinion: the model's; None where it was not asked.
    """
    name = function.qualname
    if settled is not None:
        ends = settled.verdict is Verdict.TERMINATES
        reason = f"It ends: {settled.rule}." if ends else f"Nothing is said about its end: {settled.rule}."
        confidence = (1.0 if settled.is_certain else _RELYING) if ends else 0.0
        is_proven = ends and settled.is_certain
        return TerminationVerdict(
            name, settled.verdict, confidence, is_proven, settled.line, reason, settled.rule, opinion, tuple(found)
        )
    places = concerns(document, function)
    line = places[0].line if places else function.def_line
    endless = [one for one in found if one.kind.is_endless and one.is_proven]
    if endless:
        return _endless(function, places, found, endless, opinion)
    ended = [one for one in found if one.kind is EvidenceKind.ENDS and not _is_misuse(one)]
    ordinary = [one for one in ended if one.sort is not Sort.UNUSUAL]
    still_open = [one for one in found if one.kind is EvidenceKind.OPEN and one.sort is not Sort.UNUSUAL]
    says = opinion.settled if opinion is not None else None
    chance = opinion.chances[0][1] if opinion is not None and opinion.chances else 0.0
    if says == DOES_NOT_TERMINATE and not ordinary:
        shown = f" for {opinion.example}" if opinion is not None and opinion.example else ""
        return TerminationVerdict(
            name,
            Verdict.DOES_NOT_TERMINATE,
            chance,
            False,
            line,
            f"The model predicts that it never ends{shown}.",
            model=opinion,
            evidence=tuple(found),
            example=opinion.example if opinion is not None else None,
            is_recursion=bool(places) and places[0].what == "recursion",
        )
    if len(ordinary) > len(still_open):
        count = len(ended)
        reason = f"Predicted to end for each of the {count} calls that could be followed."
        return TerminationVerdict(
            name,
            Verdict.TERMINATES,
            _ending_confidence(found),
            False,
            line,
            reason,
            model=opinion,
            evidence=tuple(found),
        )
    if says == TERMINATES:
        reason = "The model predicts that it ends."
        return TerminationVerdict(
            name, Verdict.TERMINATES, chance, False, line, reason, model=opinion, evidence=tuple(found)
        )
    reason = "It is not known whether it ends."
    return TerminationVerdict(name, Verdict.UNKNOWN, 0.0, False, line, reason, model=opinion, evidence=tuple(found))


def _endless(
    function: Function,
    places: Sequence[Concern],
    found: Sequence[Evidence],
    endless: Sequence[Evidence],
    opinion: TerminationOpinion | None,
) -> TerminationVerdict:
    own = [one for one in endless if one.sort is Sort.OWN]
    ordinary = [one for one in endless if one.sort is Sort.ORDINARY]
    ended = [
        one for one in found if one.kind is EvidenceKind.ENDS and not _is_misuse(one) and one.sort is not Sort.UNUSUAL
    ]
    # An ordinary input that never ends is a reason for an alarm where it is no exception among ordinary inputs.
    is_usual = bool(own) or (bool(ordinary) and len(ordinary) >= len(ended))
    best = (own or ordinary or list(endless))[0]
    is_recursion = best.kind in (EvidenceKind.REPEATED_ARGUMENTS, EvidenceKind.GROWING_ARGUMENTS)
    place = best.line
    if place is None or (is_recursion and place not in function):
        # Of functions that enter each other, each has its own call to point at.
        place = next((one.line for one in places if (one.what == "recursion") is is_recursion), function.def_line)
    verdict = TerminationVerdict(
        function.qualname,
        Verdict.DOES_NOT_TERMINATE,
        1.0,
        True,
        place,
        _reason(best) + (f" It ends for {ended[0].call}." if ended else ""),
        model=opinion,
        evidence=tuple(found),
        example=best.call,
        is_recursion=is_recursion,
        is_elsewhere=place not in function,
    )
    if is_usual:
        return verdict
    if ordinary:
        return replace(verdict, only_unusual=True)
    if not ended:
        return replace(verdict, verdict=Verdict.UNKNOWN, confidence=0.0, is_proven=False, only_unusual=True)
    return replace(
        verdict,
        verdict=Verdict.TERMINATES,
        confidence=_ending_confidence(found),
        is_proven=False,
        only_unusual=True,
        reason=f"Predicted to end for {ended[0].call} and others like it. But {_reason(best)}",
    )


def _ending_confidence(found: Sequence[Evidence]) -> float:
    """How sure it is that a function ends for ordinary inputs when so many calls of it were followed to an end."""
    ended = sum(one.kind is EvidenceKind.ENDS and not _is_misuse(one) for one in found)
    others = sum(one.kind is not EvidenceKind.ENDS and one.sort is not Sort.UNUSUAL for one in found)
    return (ended + 1) / (ended + 2) * (ended + 1) / (ended + others + 1)


def _reason(one: Evidence) -> str:
    state = ", ".join(f"{name} = {value}" for name, value in one.state[:4] if len(value) <= 40)
    if one.kind is EvidenceKind.IDENTICAL_STATE:
        return f"{one.call} never ends: the loop comes back to the same state ({state})."
    if one.kind is EvidenceKind.REPEATED_ARGUMENTS:
        return (
            f"{one.call} recurses without end (RecursionError): it is entered with the same arguments again ({state})."
        )
    if one.kind is EvidenceKind.GROWING_ARGUMENTS:
        change = f" ({one.change})" if one.change else ""
        return (
            f"{one.call} recurses without end (RecursionError): no argument comes nearer to a case that ends{change}."
        )
    if one.kind is EvidenceKind.GROWING_SEQUENCE:
        return f"{one.call} never ends: each pass adds to the list that the loop goes over."
    change = f" ({one.change})" if one.change else ""
    return f"{one.call} never ends: no pass can leave the loop from where it has come{change}."


def _is_misuse(one: Evidence) -> bool:
    """Whether the call ended by an exception that speaks of a wrong input and not of the loop."""
    return one.change.removeprefix("raises ") in _MISUSE
