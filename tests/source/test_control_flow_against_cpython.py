"""Every course that CPython takes through the tests' own programs must be one that `control_flow` allows."""

from __future__ import annotations

import random
import sys
from collections import Counter
from itertools import pairwise

import pytest

from cwm_lsp.source.control_flow import ControlFlow, control_flow
from cwm_lsp.source.document import Document
from cwm_lsp.source.effects import effects
from cwm_lsp.source.functions import Function
from tests.source.source_corpus import PROGRAMS
from tests.source.source_tracing import Activation, run

HERE = sys.version_info[1]


def activations(document: Document, calls: tuple[str, ...]) -> list[tuple[Function, Activation]]:
    by_place = {(each.name, each.first_line): each for each in document.functions}
    return [
        (by_place[activation.code.co_name, activation.code.co_firstlineno], activation)
        for activation in run(document.text, calls)
        if (activation.code.co_name, activation.code.co_firstlineno) in by_place
    ]


def check_course(flow: ControlFlow, activation: Activation, where: str, tally: Counter[str]) -> None:
    """Follow one activation, by line alone and with the history of the scope."""
    line, resumed, places = 0, False, None
    events = activation.events
    for (before, _, _), (event, now, _) in zip([("", 0, {}), *events], events, strict=False):
        step = f"{where}: {before} at {line}, then {event} at {now}"
        answer = flow.resumed(line) if resumed else flow.after(line)
        exact = answer
        if places is not None:
            exact = flow.following_resumed(places) if resumed else flow.following(places)
        if event == "line":
            if before == "call" and not resumed:
                assert now in flow.entry, (step, flow.entry)
                places = flow.enter(now)
            else:
                allowed = "handlers" if before == "exception" else "lines"
                assert now in getattr(answer, allowed), (step, answer)
                assert now in getattr(exact, allowed), (step, exact, places)
                assert places is not None
                places = flow.move(places, now, raised=before == "exception")
                tally["certain" if answer.is_certain else "open"] += before == "line"
                tally["certain with history" if exact.is_certain else "open with history"] += before == "line"
            resumed = False
        elif event == "return" and before == "exception":
            assert answer.escapes and exact.escapes, (step, answer, exact)
        elif event == "return":
            for each in (answer, exact):
                assert each.returns or each.yields or each.reraises, (step, each)
        elif event == "exception":
            assert answer.raises and exact.raises, (step, answer, exact)
        elif event == "call" and before:
            assert now in flow.resumes, step
            resumed = True
        line = now


@pytest.mark.parametrize("versions", [(10, 14), (HERE, HERE)], ids=["any version", "this version"])
@pytest.mark.parametrize("theme", PROGRAMS)
def test_every_course_is_allowed(theme: str, versions: tuple[int, int]) -> None:
    source, calls = PROGRAMS[theme]
    document = Document.parse(source)
    tally: Counter[str] = Counter()
    observed = activations(document, calls)
    assert observed
    for function, activation in observed:
        flow = control_flow(document, function, versions=versions)
        check_course(flow, activation, f"{theme}: {function.qualname}", tally)


@pytest.mark.parametrize("theme", PROGRAMS)
def test_names_stand_in_the_order_of_the_frame(theme: str) -> None:
    source, calls = PROGRAMS[theme]
    document = Document.parse(source)
    for function, activation in activations(document, calls):
        code = activation.code
        stored = tuple(dict.fromkeys((*code.co_varnames, *code.co_cellvars, *code.co_freevars)))
        if HERE == 11:
            assert function.locals == stored, function.qualname
        # From 3.12 on the variables of a comprehension show in its function while it is at work.
        for _, _, state in activation.events if HERE < 12 else ():
            assert set(state) <= set(function.locals), (function.qualname, sorted(set(state) - set(function.locals)))


@pytest.mark.parametrize("theme", PROGRAMS)
def test_whatever_changes_was_announced(theme: str) -> None:
    source, calls = PROGRAMS[theme]
    document = Document.parse(source)
    for function, activation in activations(document, calls):
        events = activation.events
        for (event, line, state), (_, _, after) in pairwise(events):
            if event != "line":
                continue
            announced = effects(document, function, line)
            changed = {name for name in state.keys() | after.keys() if state.get(name) != after.get(name)}
            assert changed <= announced.binds or announced.may_mutate, (function.qualname, line, changed, announced)
            if HERE >= 12:
                continue
            appeared = {name for name in changed if name not in state or name not in after}
            assert appeared <= announced.binds | set(function.outer_names) or announced.has_call, (line, appeared)


def test_most_lines_leave_one_way_to_go_on() -> None:
    """Tests and loop headers have two ways by nature; nearly everything else has one."""
    certain = whole = 0
    for source, _ in PROGRAMS.values():
        document = Document.parse(source)
        for function in document.functions:
            flow = control_flow(document, function, versions=(HERE, HERE))
            certain += sum(flow.after(line).is_certain for line in flow.lines)
            whole += len(flow.lines)
    assert certain / whole > 0.6


@pytest.mark.slow
def test_generated_programs_take_allowed_courses() -> None:
    programs = pytest.importorskip("training.programs")
    rng = random.Random(7)
    tally: Counter[str] = Counter()
    for _ in range(150):
        program = programs.sample(rng)
        document = Document.parse(program.source)
        for function, activation in activations(document, program.calls[:2]):
            flow = control_flow(document, function, versions=(HERE, HERE))
            check_course(flow, activation, program.source, tally)
            stored = activation.code.co_varnames, activation.code.co_cellvars, activation.code.co_freevars
            if HERE == 11:
                assert function.locals == tuple(dict.fromkeys(name for group in stored for name in group))
            events = activation.events
            for (event, line, state), (_, _, after) in pairwise(events):
                announced = effects(document, function, line)
                changed = {name for name in state.keys() | after.keys() if state.get(name) != after.get(name)}
                assert event != "line" or changed <= announced.binds or announced.may_mutate, (program.source, line)
    assert tally["certain with history"] >= tally["certain"] > 0
