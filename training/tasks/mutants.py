"""Generated programs of `training.programs` with one statement of a `while` dropped or turned, as typing errors do.

A mutant is kept only if a true run of it comes back to a state: that is a proof. The untouched programs all end.
"""

from __future__ import annotations

import ast
from random import Random

from cwm_lsp.trace.recorder import Limits, Recording
from training.programs import sample
from training.programs.program import Program
from training.samples import record_limited, tidied_context
from training.tasks.checking import Outcome, outcome
from training.tasks.termination import TerminationCase

FAMILY = "mutant"
_LIMITS = Limits(frames=220, repr_length=200, seconds=0.5)


def _run(text: str) -> Recording:
    return record_limited(text, _LIMITS)


def whole_case(rng: Random) -> TerminationCase | None:
    """A generated program as it is: it ends. None if its text can't be read."""
    program = sample(rng)
    text = tidied_context(program, None)
    if text is None or len(text) > 1500:
        return None
    return TerminationCase("whole", _plain(text), program.entry, True, None, program.calls)


def mutant_case(rng: Random) -> TerminationCase | None:
    """A program that doesn't end any more; None if this draw gave none."""
    program = sample(rng)
    if "while " not in program.source or "class " in program.source or len(program.source) > 1500:
        return None
    source = _mutated(program, rng)
    if source is None:
        return None
    for call in program.calls[:2]:
        if call.startswith(f"{program.entry}(") and outcome(source, call, _run) is Outcome.RECURRED:
            text = tidied_context(Program(FAMILY, source, program.entry, program.calls), None)
            return None if text is None else TerminationCase(FAMILY, _plain(text), program.entry, False, call, ())
    return None


def _plain(context: str) -> str:
    return context.replace("  # << START_OF_TRACE", "")


def _mutated(program: Program, rng: Random) -> str | None:
    """One statement in the body of a `while` dropped or turned."""
    loops = [node for node in ast.walk(ast.parse(program.source)) if isinstance(node, ast.While)]
    if not loops:
        return None
    loop = rng.choice(loops)
    simple = [
        node for one in loop.body for node in ast.walk(one) if isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr, ast.Break))
    ]  # fmt: skip
    if not simple:
        return None
    node = rng.choice(simple)
    lines = program.source.split("\n")
    if node.lineno != node.end_lineno or not lines[node.lineno - 1].strip():
        return None
    line = lines[node.lineno - 1]
    pad = line[: node.col_offset]
    if pad.strip():
        return None
    if " += " in line and rng.random() < 0.4:
        lines[node.lineno - 1] = line.replace(" += ", " -= ")
    elif " -= " in line and rng.random() < 0.4:
        lines[node.lineno - 1] = line.replace(" -= ", " += ")
    else:
        del lines[node.lineno - 1]
    source = "\n".join(lines)
    try:
        ast.parse(source)
    except SyntaxError:
        lines.insert(node.lineno - 1, pad + "pass")
        source = "\n".join(lines)
    return source
