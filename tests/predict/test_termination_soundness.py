"""Rules and proofs against true runs of programs made at random, and the standard library, in which nothing is warned of."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.termination_soundness import held_against_runs, judged, library_verdicts
from cwm_lsp.evaluate.halting_items import ends_in_sandbox
from cwm_lsp.predict.judging.termination import TerminationSettings
from cwm_lsp.predict.termination.verdict import Verdict
from cwm_lsp.source.document import Document
from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox

_SETTINGS = TerminationSettings(calls=6, frames=120, ask=False)


def test_what_a_rule_or_a_proof_says_holds() -> None:
    last = None
    for counts, fault in held_against_runs(12, seed=7):
        assert not fault, fault
        last = counts
    assert last is not None and last.ruled and last.proven


@pytest.mark.slow
def test_no_function_of_the_standard_library_is_warned_of() -> None:
    verdicts = list(library_verdicts())
    print(f"{len(verdicts)} functions")
    assert len(verdicts) > 200
    assert [(path.name, one.function) for path, one in verdicts if one.is_warned_of] == []


# Programs at random, with results, other names for lists, and helpers

_HELPERS = "return k;return k - 1;return k + 1;return (k + 1) // 2;return max(k - 1, 1)".split(";")
_TESTS = (
    "n > 0;xs;i < n;x != n;len(xs) < 9;xs and x < 5;x in xs;len(xs) < len(ys) + 3;True;xs[i % len(xs)] != x;i < len(xs);not ys"
).split(";")
_OF_LISTS = (
    "ys.append(x);xs.append(i);xs.pop();ys = xs;ys = [];xs = xs[1:];xs = xs[1:] + xs[:1];ys.append(i);ys += [x];xs.insert(0, x);"
    "xs[0] = x;ys = ys + [n];ys.extend(xs);xs.append(xs.pop(0));ys.append(xs.pop(0));xs = [k for k in xs if k != x]"
).split(";")
_OF_NUMBERS = (
    "i += 1;i += 2;n -= 1;n = step(n);x = step(x);x = (x + 3) % 7;x = 1 - x;n += 1;i, n = i + 1, n + 1;x = len(ys);x = xs[-1];"
    "n = max(n - 1, 1);x = -x;n = n;x *= 2"
).split(";")


def _program(random: Random) -> str:
    """A function f(n) with lists, other names for them and a helper, whose loop may or may not end."""
    lines = [
        "def step(k):",
        f"    {random.choice(_HELPERS)}",
        "",
        "",
        "def f(n):",
        f"    i = {random.randrange(3)}",
        f"    x = {random.choice(['n', '1', '0', '6'])}",
        f"    xs = [{random.choice(['1, 2', 'n', '3, 1, 2', 'n, n'])}]",
        f"    ys = {random.choice(['[]', 'xs', '[4]', 'xs[:]', '[n, 1]'])}",
        f"    while {random.choice(_TESTS)}:",
    ]
    return "\n".join([*lines, *_body(random, "        ", 2), "    return i"]) + "\n"


def _body(random: Random, indent: str, depth: int) -> list[str]:
    lines: list[str] = []
    for _ in range(random.randrange(1, 5)):
        kind = random.randrange(12)
        if kind == 0 and depth:
            lines.append(
                f"{indent}if {random.choice(['i > 20', 'x % 2', 'n == 3', 'len(ys) > 12', 'i % 3 == 0', 'ys'])}:"
            )
            lines += _body(random, indent + "    ", depth - 1)
        elif kind == 1:
            lines.append(f"{indent}if {random.choice(['i > 30', 'len(ys) > 25', 'x == 4', 'n < 0'])}:")
            lines.append(f"{indent}    {random.choice(['break', 'return x', 'continue', 'n = 0', 'x = n'])}")
        elif kind == 2 and depth:
            lines.append(f"{indent}for j in {random.choice(['range(2)', 'xs[:2]', 'range(len(xs))'])}:")
            lines += _body(random, indent + "    ", 0)
        elif kind <= 5:
            lines.append(indent + random.choice(_OF_LISTS))
        else:
            lines.append(indent + random.choice(_OF_NUMBERS))
    return lines


def _faults(programs: int, seed: int) -> tuple[int, int, list[str]]:
    """How many calls were proven endless, how many programs ruled ending, and what true runs speak against."""
    random = Random(seed)
    proven = ruled = 0
    found: list[str] = []
    with Sandbox(Limits(frames=3_000, seconds=10.0)) as sandbox:
        for _ in range(programs):
            source = _program(random)
            document = Document.parse(source)
            verdict = judged(document, document.functions[-1], _SETTINGS)
            if verdict.rule is not None and verdict.verdict is Verdict.TERMINATES:
                ruled += 1
                found += [
                    f"called ending ({verdict.rule}), but {call} does not end:\n{source}"
                    for call in ("f(0)", "f(1)", "f(4)", "f(-2)")
                    if ends_in_sandbox(source, call, sandbox) is False
                ]
            for one in verdict.evidence:
                if one.kind.is_endless and one.is_proven:
                    proven += 1
                    if ends_in_sandbox(source, one.call, sandbox):
                        found.append(f"proven endless ({one.kind.value}), but {one.call} ends:\n{source}")
    return proven, ruled, found


def test_proofs_hold_in_true_runs() -> None:
    proven, _, found = _faults(12, seed=3)
    assert not found, "\n".join(found)
    assert proven


@pytest.mark.slow
def test_proofs_of_many_programs_hold_in_true_runs() -> None:
    proven, ruled, found = _faults(300, seed=4)
    print(f"{proven} calls proven endless, {ruled} programs called ending by a rule")
    assert not found, "\n".join(found)
